"""Every kind of finding, declared once: code, severity, title, message, remedy.

Codes are stable: other programs and past registers rely on them. The part before the dot says
what the finding is about: file, submission, head, period, form, table, cell, code, row, sum,
movement, list.
"""

from welfare_stats.findings.model import FindingKind, Severity

BY_CODE: dict[str, FindingKind] = {}


def _declare(kind: FindingKind) -> FindingKind:
    if BY_CODE.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"finding kind {kind.code!r} is declared twice")
    return kind


def _error(
    code: str, title: str, message: str, hint: str, *, waivable: bool = False
) -> FindingKind:
    return _declare(FindingKind(code, Severity.ERROR, title, message, hint, waivable))


def _warning(code: str, title: str, message: str, hint: str) -> FindingKind:
    return _declare(FindingKind(code, Severity.WARNING, title, message, hint, waivable=True))


def _info(code: str, title: str, message: str, hint: str) -> FindingKind:
    return _declare(FindingKind(code, Severity.INFO, title, message, hint))


# --- the file ----------------------------------------------------------------------------------

NOT_A_WORKBOOK = _error(
    "file.not-a-workbook",
    "Không phải tệp Excel",
    "Tệp không phải là tệp Excel: {reason}.",
    "Hãy gửi lại biểu mẫu dưới dạng tệp Excel (.xlsx).",
)
OTHER_FORMAT = _error(
    "file.other-format",
    "Định dạng tệp không đọc được",
    "Tệp có định dạng {format}; chương trình đọc tệp .xlsx, .xlsm, .xlsb, .xls và .ods.",
    "Hãy mở tệp bằng Excel, chọn Lưu thành (Save As) “Excel Workbook (*.xlsx)” và gửi lại.",
)
NAME_LIES = _warning(
    "file.name-lies",
    "Đuôi tên tệp không đúng với nội dung",
    "Tên tệp có đuôi {suffix} nhưng nội dung là tệp {format}; tệp được đọc theo nội dung.",
    "Hãy lưu tệp bằng Excel với đúng loại tệp, không đổi đuôi tên bằng tay.",
)
NOT_OPENED = _error(
    "file.not-opened",
    "Không mở được tệp",
    "Hệ điều hành không cho đọc tệp: {reason}.",
    "Hãy kiểm tra quyền đọc tệp, hoặc lưu lại tệp đính kèm rồi chạy lại.",
)
LINK_OUTSIDE = _error(
    "file.link-outside",
    "Lối tắt dẫn ra ngoài thư mục",
    "Đây là một liên kết (lối tắt) dẫn ra ngoài thư mục nhận tệp nên không được mở.",
    "Hãy chép chính tệp đó vào thư mục.",
)
ENCRYPTED = _error(
    "file.encrypted",
    "Tệp có mật khẩu",
    "Tệp được bảo vệ bằng mật khẩu nên không đọc được.",
    "Hãy bỏ mật khẩu mở tệp (Tệp > Thông tin > Bảo vệ sổ làm việc) và gửi lại.",
)
DAMAGED = _error(
    "file.damaged",
    "Tệp bị hỏng",
    "Không đọc được nội dung tệp: tệp bị hỏng hoặc tải về chưa hết.",
    "Hãy mở thử tệp bằng Excel, lưu lại và gửi lại.",
)
TOO_LARGE = _error(
    "file.too-large",
    "Tệp quá lớn",
    "Tệp quá lớn so với một báo cáo: {what}.",
    "Hãy xóa các trang, dòng và cột thừa, hoặc chép bảng sang một tệp mới rồi gửi lại.",
)
SUSPICIOUS = _error(
    "file.suspicious",
    "Cấu trúc tệp bất thường",
    "Tệp có cấu trúc mà Excel không tạo ra ({what}) nên không được đọc.",
    "Hãy mở tệp bằng Excel, lưu thành tệp mới rồi gửi lại.",
)
READER_DIED = _error(
    "file.reader-died",
    "Bộ đọc tệp dừng đột ngột",
    "Bộ đọc dừng đột ngột khi đọc tệp này; các tệp khác không bị ảnh hưởng.",
    "Hãy mở tệp bằng Excel, lưu thành tệp mới rồi gửi lại.",
)
TOO_SLOW = _error(
    "file.too-slow",
    "Đọc tệp quá lâu",
    "Đọc tệp này quá thời gian cho phép nên đã dừng lại.",
    "Hãy xóa các trang, dòng và cột thừa, lưu lại rồi gửi lại.",
)
READER_FAILED = _error(
    "file.reader-failed",
    "Chương trình gặp lỗi khi đọc tệp",
    "Chương trình gặp lỗi bất ngờ khi đọc tệp này; các tệp khác không bị ảnh hưởng.",
    "Hãy gửi tệp data/processed/error.log cho người bảo trì chương trình.",
)
NO_KNOWN_FORM = _error(
    "file.no-known-form",
    "Không có biểu mẫu nào nhận ra được",
    "Trong tệp không có bảng nào khớp với các biểu mẫu {forms}.",
    "Hãy dùng biểu mẫu do Sở ban hành và giữ nguyên dòng tiêu đề cột.",
)

# --- the file among others ---------------------------------------------------------------------

REPLACES = _info(
    "submission.replaces",
    "Thay cho bản đã nhận",
    "Số liệu biểu {form} của tệp này thay cho tệp “{other}” đã nhận trước.",
    "Không phải làm gì nếu đây là bản sửa.",
)
REPLACES_IN_SAME_RUN = _warning(
    "submission.replaces-in-same-run",
    "Hai tệp cùng đơn vị, cùng kỳ trong một lần nhận",
    "Tệp này và tệp “{other}” cùng là biểu {form} của một đơn vị và một kỳ; tệp này được tính vì "
    "được lưu sau.",
    "Hãy kiểm tra xem tệp nào là bản đúng; tệp thừa thì chuyển đi nơi khác và lưu lại tệp đúng.",
)
FACILITY_OF_TWO_UNITS = _warning(
    "submission.facility-of-two-units",
    "Hai đơn vị cùng báo cáo một cơ sở",
    "Biểu {form} của cơ sở {facility} cũng có trong tệp “{other}” của đơn vị {unit}, cùng kỳ.",
    "Mỗi cơ sở chỉ được tính một lần, ưu tiên số do cơ sở gửi; hãy thống nhất ai gửi.",
)
WITHIN_LONGER = _warning(
    "submission.within-longer",
    "Kỳ nằm trong kỳ dài hơn đã nhận",
    "Biểu {form}: kỳ từ {start} đến {end} nằm trong kỳ từ {other_start} đến {other_end} của tệp "
    "“{other}”; số của kỳ dài hơn được tính.",
    "Nếu tệp kia ghi sai kỳ thì hãy lưu bản sửa đè lên đúng tên tệp đó.",
)
FEWER_FIGURES = _warning(
    "submission.fewer-figures",
    "Bản sửa có ít số liệu hơn",
    "Biểu {form} có {count} số, bản trước (tệp “{other}”) có {before} số; bản này thay toàn bộ bản "
    "trước.",
    "Bản sửa phải gồm đủ mọi dòng, không chỉ dòng được sửa.",
)

# --- the head of a sheet -----------------------------------------------------------------------

HEAD_MISSING = _error(
    "head.missing",
    "Thiếu thông tin đầu biểu",
    "Phần đầu biểu không ghi “{label}”.",
    "Hãy ghi “{label}: {example}” ở phía trên bảng.",
)
HEAD_UNREADABLE = _error(
    "head.unreadable",
    "Thông tin đầu biểu không đọc được",
    "“{label}” ở đầu biểu ghi “{value}”, không đọc được.",
    "Hãy ghi “{label}: {example}”.",
)
HEAD_CONFLICT = _error(
    "head.conflict",
    "Đầu biểu các trang khác nhau",
    "“{label}” ở trang này là “{value}”, ở trang “{other_sheet}” là “{other}”.",
    "Mỗi tệp là báo cáo của một đơn vị trong một kỳ: hãy sửa cho thống nhất hoặc tách tệp.",
)
HEAD_FORM_DIFFERS = _error(
    "head.form-differs",
    "Biểu số không khớp với bảng",
    "Đầu biểu ghi biểu số “{value}” nhưng các cột của bảng là của biểu {form}.",
    "Hãy ghi đúng biểu số, hoặc dùng đúng biểu mẫu {value}.",
)
OTHER_AMOUNT_UNIT = _error(
    "head.other-amount-unit",
    "Kinh phí ghi theo đơn vị tiền khác",
    "Biểu {form} ghi “{value}”, nhưng kinh phí của biểu tính bằng nghìn đồng.",
    "Hãy đổi các số kinh phí sang nghìn đồng trước, rồi sửa lại chỗ ghi đơn vị tính.",
)
UNKNOWN_UNIT = _error(
    "head.unknown-unit",
    "Đơn vị báo cáo không có trong danh mục",
    "Không có đơn vị báo cáo nào mang mã hoặc tên “{value}”.",
    "{candidates}",
)
UNIT_CONTRADICTED = _error(
    "head.unit-contradicted",
    "Mã và tên là của hai đơn vị khác nhau",
    "Mã đơn vị {code} là “{name}”, nhưng tên ghi ở đầu biểu là của {other}.",
    "Hãy ghi mã và tên của cùng một đơn vị: đơn vị gửi báo cáo.",
)
UNIT_NOT_OF_ROWS = _error(
    "head.unit-not-of-rows",
    "Đầu biểu và các dòng là của hai đơn vị khác nhau",
    "Đầu biểu ghi đơn vị “{value}”, nhưng mọi dòng là của cơ sở {facility}.",
    "Hãy sửa mã và tên đơn vị ở đầu biểu; nếu đầu biểu đúng thì sửa mã cơ sở ở các dòng.",
)
UNIT_NAME_DIFFERS = _warning(
    "head.unit-name-differs",
    "Tên đơn vị không khớp với mã",
    "Mã đơn vị {code} là “{name}”, nhưng tên ghi ở đầu biểu là “{value}”.",
    "Hãy kiểm tra mã và tên đơn vị; báo cáo được tính cho đơn vị có mã {code}.",
)
UNIT_NOT_IN_FORCE = _error(
    "head.unit-not-in-force",
    "Đơn vị không tồn tại trong kỳ báo cáo",
    "Đơn vị “{value}” không có trong danh mục tại ngày {day}.",
    "Hãy kiểm tra mã đơn vị và kỳ báo cáo; đơn vị đã sáp nhập thì báo cáo theo đơn vị mới.",
)

# --- the period --------------------------------------------------------------------------------

PERIOD_BACKWARDS = _error(
    "period.backwards",
    "Kỳ báo cáo ngược",
    "Kỳ báo cáo bắt đầu ngày {start}, sau ngày kết thúc {end}.",
    "Hãy ghi lại “Kỳ báo cáo: từ ngày … đến ngày …”.",
)
PERIOD_CROSSES_YEAR = _error(
    "period.crosses-year",
    "Kỳ báo cáo kéo sang năm khác",
    "Kỳ báo cáo từ {start} đến {end} không nằm trong một năm.",
    "Hãy tách số liệu theo từng năm, mỗi năm một tệp.",
)
PERIOD_OUTSIDE_YEAR = _error(
    "period.outside-year",
    "Kỳ báo cáo ngoài năm của thư mục",
    "Kỳ báo cáo từ {start} đến {end}, nhưng tệp nằm trong thư mục của năm {year}.",
    "Hãy kiểm tra kỳ báo cáo ghi ở đầu biểu, hoặc chuyển tệp sang thư mục đúng năm.",
)
PERIOD_NOT_OVER = _error(
    "period.not-over",
    "Kỳ báo cáo chưa kết thúc",
    "Kỳ báo cáo đến ngày {end}, nhưng tệp nhận ngày {received}.",
    "Hãy ghi ngày kết thúc của số liệu thực có trong biểu.",
)
PERIOD_OVERLAPS = _error(
    "period.overlaps",
    "Kỳ báo cáo chồng lên kỳ đã nhận",
    "Kỳ từ {start} đến {end} chồng lên kỳ từ {other_start} đến {other_end} của biểu {form} đã nhận "
    "(tệp “{other}”).",
    "Kỳ sau phải bắt đầu cùng ngày (số cộng dồn) hoặc ngay sau ngày kết thúc của kỳ trước.",
)

# --- forms and tables --------------------------------------------------------------------------

TABLE_NOT_FOUND = _error(
    "form.table-not-found",
    "Không thấy bảng của biểu",
    "Trang này ghi biểu số “{value}” nhưng không có bảng nào khớp với biểu {form}.",
    "Hãy giữ nguyên dòng tiêu đề cột của biểu mẫu {form}.",
)
FORM_NOT_FOR_UNIT = _error(
    "form.not-for-unit",
    "Biểu mẫu không thuộc đơn vị này",
    "Biểu {form} không phải biểu mẫu của đơn vị “{unit}”.",
    "Đơn vị này báo cáo theo biểu: {forms}.",
)
CASE_TYPES_LEFT_OUT = _warning(
    "form.case-types-left-out",
    "Thiếu chỉ tiêu phải báo cáo",
    "Biểu {form}{facility} không có số của: {labels}.",
    "Hãy bổ sung; không phát sinh thì ghi 0.",
)
PARTS_LEFT_BLANK = _warning(
    "form.parts-left-blank",
    "Tổng chỉ gồm một số thành phần",
    "“{whole}” là {value}, chỉ gồm {stated}/{number} thành phần; ô để trống: {labels}.",
    "Hãy bổ sung; không phát sinh thì ghi 0.",
)
OUTDATED_VERSION = _warning(
    "form.outdated-version",
    "Biểu mẫu phiên bản cũ",
    "Tệp dùng biểu {form} phiên bản {version}; phiên bản hiện nay là {current}.",
    "Số liệu vẫn được đọc; kỳ sau hãy dùng biểu mẫu mới do Sở gửi.",
)
TABLE_MISSING_COLUMN = _error(
    "table.missing-column",
    "Thiếu cột",
    "Biểu {form} thiếu cột “{heading}”.",
    "Hãy thêm lại cột “{heading}” như biểu mẫu; không có số liệu thì để trống các ô.",
)
TABLE_UNKNOWN_COLUMN = _error(
    "table.unknown-column",
    "Cột không có trong biểu mẫu",
    "Cột “{value}” không có trong biểu {form}.",
    "{suggestion}",
)
TABLE_DUPLICATE_COLUMN = _error(
    "table.duplicate-column",
    "Hai cột cùng một nội dung",
    "Cột “{value}” và cột {other} (“{other_value}”) đều là cột “{heading}” của biểu {form}.",
    "Hãy giữ lại một cột.",
)
TABLE_UNNAMED_COLUMN = _error(
    "table.unnamed-column",
    "Có số ở cột không có tiêu đề",
    "Cột này có số nhưng không có tiêu đề nên không biết là cột nào của biểu {form}.",
    "Hãy ghi tiêu đề cột như biểu mẫu, hoặc xóa cột.",
)
TABLE_NUMBERS_BESIDE = _warning(
    "table.numbers-beside",
    "Có số bên ngoài bảng",
    "Ô này có số nhưng nằm ngoài các cột của biểu {form} nên không được tính.",
    "Nếu là số liệu thì chuyển vào đúng cột; nếu là ghi chú thì không phải sửa.",
)
TABLE_EMPTY = _error(
    "table.empty",
    "Bảng không có số liệu",
    "Bảng của biểu {form} không có số liệu nào.",
    "Hãy điền số liệu; chỉ tiêu không phát sinh thì ghi 0. Chưa gửi biểu này thì bỏ cả trang.",
)
ROWS_WITHOUT_HEADINGS = _error(
    "table.rows-without-headings",
    "Có số liệu nằm ngoài bảng",
    "Ô này có mã chỉ tiêu “{value}” kèm số liệu, nhưng phía trên không có dòng tiêu đề cột.",
    "Hãy chuyển các dòng này vào bảng của biểu, hoặc chép lại dòng tiêu đề cột lên trên.",
)
TABLE_ROWS_AFTER_END = _error(
    "table.rows-after-end",
    "Có số liệu nằm sau phần ký tên",
    "Dòng này có số liệu nhưng nằm dưới phần ký tên nên không thuộc bảng.",
    "Hãy chuyển dòng này lên trong bảng, hoặc xóa nếu không phải số liệu.",
)

HIDDEN_PART = _warning(
    "table.hidden-part",
    "Phần bị ẩn có số liệu",
    "Biểu {form} có số liệu ở {what} đang bị ẩn; số liệu đó vẫn được đọc và tính.",
    "Hãy bỏ ẩn (hoặc bỏ lọc) để kiểm tra; phần không thuộc báo cáo thì xóa hẳn.",
)
MERGED_NUMBERS = _error(
    "table.merged-numbers",
    "Ô bị gộp trong cột số",
    "Cột “{heading}”: ô được gộp với ô khác ({cells}) nên không biết giá trị thuộc dòng, cột nào.",
    "Hãy bỏ gộp ô (Unmerge) và ghi số vào từng ô.",
)

# --- a cell ------------------------------------------------------------------------------------

REQUIRED = _error(
    "cell.required",
    "Ô bắt buộc bị bỏ trống",
    "Cột “{heading}” không được để trống.",
    "{guidance}",
)
ERROR_VALUE = _error(
    "cell.error-value",
    "Ô có giá trị lỗi của Excel",
    "{label}: ô có giá trị lỗi {value}.",
    "Hãy sửa công thức hoặc gõ thẳng giá trị vào ô.",
)
FORMULA_WITHOUT_VALUE = _error(
    "cell.formula-without-value",
    "Công thức chưa được tính",
    "{label}: ô chứa công thức nhưng tệp không lưu kết quả.",
    "Hãy mở tệp bằng Excel, bấm Lưu rồi gửi lại, hoặc gõ thẳng giá trị vào ô.",
)
NOT_DECODED = _error(
    "cell.not-decoded",
    "Nội dung ô bị hỏng",
    "{label}: nội dung ô bị hỏng, không giải mã được.",
    "Hãy gõ lại giá trị của ô, lưu tệp rồi gửi lại.",
)
LEGACY_TEXT = _info(
    "cell.legacy-text",
    "Chữ theo bảng mã cũ",
    "Từ ô này, {count} ô của trang {how}; chương trình đã đổi sang chữ Unicode.",
    "Không phải sửa; lần sau nên đặt bộ gõ ở bảng mã Unicode.",
)
NOT_A_NUMBER = _error(
    "cell.not-a-number",
    "Không phải là số",
    "Cột “{heading}”: “{value}” không phải là số.",
    "{guidance}",
)
AMBIGUOUS_NUMBER = _error(
    "cell.ambiguous-number",
    "Số đọc được theo hai cách",
    "Cột “{heading}”: “{value}” có thể là {readings}.",
    "Hãy gõ số không có dấu phân cách, ví dụ 26850.",
)
FRACTION_IN_COUNT = _error(
    "cell.fraction-in-count",
    "Số đếm có phần lẻ",
    "Cột “{heading}”: số đếm phải là số nguyên, ô có giá trị {value}.",
    "{repair}",
)
NEGATIVE = _error(
    "cell.negative",
    "Số âm",
    "Cột “{heading}”: ô có giá trị {value}, nhỏ hơn 0.",
    "Số liệu không được âm; hãy kiểm tra lại.",
)
NOT_A_DATE = _error(
    "cell.not-a-date",
    "Không phải là ngày",
    "Cột “{heading}”: “{value}” không phải là ngày hợp lệ.",
    "Hãy ghi ngày/tháng/năm, ví dụ 05/9/2018.",
)
NOT_IN_LIST = _error(
    "cell.not-in-list",
    "Giá trị ngoài danh sách",
    "Cột “{heading}”: “{value}” không thuộc các giá trị được dùng.",
    "Chỉ ghi một trong các giá trị: {allowed}.",
)
UNREADABLE_VALUE = _error(
    "cell.unreadable",
    "Ô không đọc được",
    "Cột “{heading}”: không đọc được “{value}”.",
    "{guidance}",
)
NOT_TEXT = _error(
    "cell.not-text",
    "Giá trị không phải là chữ",
    "Cột “{heading}”: “{value}” không phải là chữ.",
    "{guidance}",
)
TEXT_TOO_LONG = _error(
    "cell.text-too-long",
    "Ô có quá nhiều chữ",
    "Cột “{heading}”: ô có {length} ký tự, nhiều hơn mức một ô Excel chứa được.",
    "Hãy viết ngắn lại; tài liệu dài thì gửi thành tệp riêng.",
)
SCALED_NUMBER = _error(
    "cell.scaled-number",
    "Số kèm chữ làm đổi giá trị",
    "Cột “{heading}”: “{value}” có chữ làm đổi giá trị của số.",
    "Hãy gõ đủ các chữ số theo đơn vị tính của cột, không ghi nghìn, triệu, tỷ hay %.",
)
TOO_LARGE_NUMBER = _error(
    "cell.too-large-number",
    "Số quá lớn",
    "Cột “{heading}”: {value} lớn hơn mọi số có thể có ở cột này.",
    "Hãy kiểm tra xem có gõ thừa chữ số không.",
)
NUMBER_AS_TEXT = _info(
    "cell.number-as-text",
    "Số ghi dạng chữ",
    "Cột “{heading}”: ô ghi số dạng chữ “{value}”, được đọc là {number}.",
    "Không phải sửa; lần sau nên gõ {plain} để Excel hiểu là số.",
)
TEXT_NOT_ADDED = _error(
    "cell.text-not-added",
    "Số dạng chữ không được công thức cộng",
    "Cột “{heading}”: số ở ô này ghi dạng chữ nên công thức tổng ở ô {formula} không cộng.",
    "Hãy xóa ô rồi gõ lại {plain} để Excel hiểu là số; không sửa công thức.",
)
UNIT_IN_NUMBER = _warning(
    "cell.unit-in-number",
    "Ô số có kèm chữ",
    "Cột “{heading}”: ô ghi “{value}”, được đọc là {number}.",
    "Hãy chỉ gõ số; đơn vị tính đã có ở cột riêng.",
)

# --- codes -------------------------------------------------------------------------------------

UNKNOWN_CASE_TYPE = _error(
    "code.unknown-case-type",
    "Mã chỉ tiêu không có trong danh mục",
    "“{value}” không phải là mã trong danh mục chỉ tiêu.",
    "{suggestion}",
)
CASE_TYPE_NOT_IN_FORCE = _error(
    "code.case-type-not-in-force",
    "Mã chỉ tiêu không có hiệu lực trong kỳ",
    "Mã chỉ tiêu “{value}” không có hiệu lực tại ngày {day}.",
    "Hãy dùng mã chỉ tiêu có hiệu lực trong kỳ báo cáo.",
)
CASE_TYPE_OF_OTHER_FORM = _error(
    "code.case-type-of-other-form",
    "Mã chỉ tiêu của biểu khác",
    "Chỉ tiêu “{value}” thuộc biểu {belongs}, không thuộc biểu {form}.",
    "Hãy chuyển dòng này sang biểu {belongs}.",
)
CASE_TYPE_NOT_FOR_UNIT = _error(
    "code.case-type-not-for-unit",
    "Chỉ tiêu không do đơn vị này báo cáo",
    "Chỉ tiêu “{value}” không phải do “{unit}” báo cáo.",
    "Hãy kiểm tra mã chỉ tiêu, hoặc bỏ dòng này.",
)
CASE_TYPE_DERIVED = _error(
    "code.case-type-derived",
    "Chỉ tiêu do chương trình tự tính",
    "Chỉ tiêu “{value}” do chương trình tính từ các chỉ tiêu khác.",
    "Hãy bỏ dòng này.",
)
UNKNOWN_FACILITY = _error(
    "code.unknown-facility",
    "Mã cơ sở không có trong danh mục",
    "“{value}” không phải là mã của cơ sở trợ giúp xã hội nào.",
    "{suggestion}",
)
FACILITY_BY_NAME = _info(
    "code.facility-by-name",
    "Cơ sở ghi bằng tên",
    "Ô mã cơ sở ghi “{value}”, được hiểu là cơ sở {code} – {name}.",
    "Không phải sửa; lần sau nên ghi mã {code}.",
)
FACILITY_OF_OTHER_UNIT = _error(
    "code.facility-of-other-unit",
    "Cơ sở không thuộc đơn vị báo cáo",
    "Cơ sở “{value}” không do “{unit}” báo cáo.",
    "Cơ sở chỉ gửi số liệu của mình; phòng cấp huyện chỉ gửi số liệu của cơ sở trên địa bàn.",
)
UNKNOWN_COMMUNE = _error(
    "code.unknown-commune",
    "Không xác định được xã, phường",
    "Cột “{heading}”: {problem}.",
    "{candidates}Hãy ghi tên xã kèm tên huyện; nơi ngoài tỉnh thì ghi cả tên tỉnh.",
    waivable=True,
)
LABEL_OF_OTHER = _error(
    "code.label-of-other",
    "Mã và tên là của hai chỉ tiêu khác nhau",
    "Mã “{value}” là “{label}”, nhưng tên ở ô {other} là của mã “{meant}”.",
    "Nếu tên đúng thì sửa mã thành “{meant}”; nếu mã đúng thì sửa tên.",
    waivable=True,
)
LABEL_DIFFERS = _warning(
    "code.label-differs",
    "Tên không khớp với mã",
    "Mã “{code}” là “{label}”, nhưng ô này ghi “{value}”.",
    "Số liệu được tính theo mã; hãy kiểm tra xem có ghi nhầm mã không.",
)
MEASURE_UNIT_DIFFERS = _warning(
    "code.measure-unit-differs",
    "Đơn vị tính không khớp",
    "Chỉ tiêu “{label}” tính theo “{unit}”, nhưng ô này ghi “{value}”.",
    "Hãy kiểm tra xem số liệu có đúng đơn vị tính “{unit}” không.",
)

# --- rows against rows -------------------------------------------------------------------------

DUPLICATE_ROW = _error(
    "row.duplicate",
    "Dòng bị lặp",
    "{what} đã có ở ô {first}.",
    "Hãy giữ lại một dòng; hai phần của một chỉ tiêu thì cộng lại, hai hồ sơ thì ghi hai mã.",
)
PART_EXCEEDS_WHOLE = _error(
    "sum.part-exceeds-whole",
    "Phần lớn hơn tổng số",
    "“{part}” là {value}, lớn hơn “{whole}” là {limit} (ô {other}).",
    "“{part}” là một phần của “{whole}” nên không thể lớn hơn; hãy kiểm tra cả hai ô.",
)
WHOLE_BELOW_PARTS = _error(
    "sum.whole-below-parts",
    "Tổng số nhỏ hơn phần của nó",
    "“{whole}” là {value}, nhỏ hơn {parts}.",
    "Hãy kiểm tra ô này trước, rồi các ô phần.",
)
PARTS_DIFFER = _error(
    "sum.parts-differ",
    "Tổng không bằng các thành phần cộng lại",
    "“{whole}” là {stated}, nhưng các thành phần cộng lại được {computed} ({parts}).",
    "Hãy kiểm tra ô này và các ô thành phần.",
    waivable=True,
)
ABOVE_LIMIT = _warning(
    "sum.above-limit",
    "Số lớn hơn số liên quan",
    "“{part}” là {value}, lớn hơn “{whole}” là {limit} (ô {other}).",
    "Thông thường “{part}” không lớn hơn “{whole}”; hãy kiểm tra và giải thích nếu đúng.",
)
TOTAL_ROW_DIFFERS = _error(
    "sum.total-row-differs",
    "Dòng tổng cộng không khớp",
    "Dòng tổng ở cột “{heading}” ghi {stated}, nhưng các dòng cộng lại được {computed}{blank}.",
    "Hãy kiểm tra các dòng trong cột này và dòng tổng rồi sửa ô sai.",
    waivable=True,
)
OPENING_DIFFERS = _warning(
    "movement.opening-differs",
    "Đầu kỳ khác cuối kỳ trước",
    "“{label}” đầu kỳ là {value}, nhưng cuối kỳ trước (tệp “{other}”) là {closing}.",
    "Hãy kiểm tra số đầu kỳ; nếu kỳ trước sai thì gửi bản sửa của kỳ trước.",
)
GROUP_LEFT_OUT = _warning(
    "movement.group-left-out",
    "Thiếu nhóm có số cuối kỳ trước",
    "Cuối kỳ trước “{label}” còn {closing} (tệp “{other}”), nhưng biểu này không có số của nhóm.",
    "Hãy bổ sung; không còn ai thì ghi 0.",
)
CUMULATIVE_FALLS = _warning(
    "movement.cumulative-falls",
    "Số cộng dồn ít hơn kỳ trước",
    "“{label}” cộng dồn là {value}; đến {end} đã là {before} (tệp “{other}”).",
    "Số cộng dồn từ cùng ngày không thể giảm; nếu kỳ trước sai thì gửi bản sửa của kỳ trước.",
)
OPENING_CHANGED = _warning(
    "movement.opening-changed",
    "Đầu kỳ khác lần báo cáo trước",
    "“{label}” đầu kỳ là {value}; báo cáo đến {end} cùng ngày đầu kỳ ghi {before} (tệp “{other}”).",
    "Hãy kiểm tra số đầu kỳ; nếu kỳ trước sai thì gửi bản sửa của kỳ trước.",
)
UNLIKE_LAST_YEAR = _warning(
    "movement.unlike-last-year",
    "Khác nhiều so với cùng kỳ năm trước",
    "“{label}” là {value}; cùng kỳ năm trước là {before}.",
    "Hãy kiểm tra lại; nếu đúng thì ghi lý do vào cột Ghi chú của dòng.",
)
NOT_BALANCED = _error(
    "movement.not-balanced",
    "Biến động không cân",
    "Cuối kỳ ghi {closing}, nhưng đầu kỳ {opening} + tăng {increase} − giảm {decrease} = "
    "{computed}.",
    "Hãy kiểm tra bốn ô đầu kỳ, tăng, giảm, cuối kỳ của dòng này.",
    waivable=True,
)
LIST_COUNT_DIFFERS = _error(
    "list.count-differs",
    "Danh sách và số tổng hợp không khớp",
    "Biểu {form} ghi “{label}”{breakdown} là {value}, nhưng danh sách {list_form} có {computed}.",
    "Hãy đối chiếu danh sách với số tổng hợp.",
    waivable=True,
)
OTHER_FILE_DIFFERS = _warning(
    "list.other-file-differs",
    "Danh sách và số tổng hợp ở hai tệp không khớp",
    "Biểu {form} ghi “{label}”{breakdown} là {value}, nhưng danh sách {list_form} ở tệp khác có "
    "{computed}.",
    "Nếu đang gửi bản sửa của cả hai tệp thì không phải làm gì thêm; nếu không, hãy đối chiếu.",
)
DATE_OUTSIDE_PERIOD = _error(
    "list.date-outside-period",
    "Ngày ngoài kỳ báo cáo",
    "Cột “{heading}”: ngày {value} không nằm trong kỳ từ {start} đến {end}.",
    "Danh sách chỉ gồm các trường hợp tiếp nhận trong kỳ; chưa kết thúc trong kỳ thì để trống ngày "
    "kết thúc.",
    waivable=True,
)
AGE_OUTSIDE_GROUP = _error(
    "list.age-outside-group",
    "Tuổi không hợp với loại trường hợp",
    "Tuổi tính theo ngày sinh không hợp với “{label}” ({ages}).",
    "Hãy kiểm tra ngày sinh và loại trường hợp của dòng này.",
    waivable=True,
)
BIRTH_IMPLAUSIBLE = _error(
    "list.birth-implausible",
    "Ngày sinh không hợp lý",
    "Theo ngày sinh ở ô này, người được tiếp nhận khi hơn {oldest} tuổi.",
    "Hãy kiểm tra ngày sinh; nếu chỉ biết năm sinh thì để ô ở dạng General rồi gõ năm, vì Excel "
    "đổi năm gõ vào ô dạng ngày thành một ngày của năm 1905.",
    waivable=True,
)
IDENTITY_NUMBER = _error(
    "list.identity-number",
    "Số định danh không đúng",
    "Cột “{heading}”: số phải có 9 chữ số (CMND) hoặc 12 chữ số (CCCD), ô này có {count}.",
    "{hint}",
    waivable=True,
)
IDENTITY_CONTRADICTS = _warning(
    "list.identity-contradicts",
    "Số định danh không khớp với người",
    "Số định danh 12 chữ số ở ô này không khớp với cột “{heading}” của cùng dòng.",
    "Hãy kiểm tra số định danh, giới tính và năm sinh của dòng này.",
)
PERSON_ELSEWHERE = _warning(
    "list.person-elsewhere",
    "Một người ở danh sách của hai đơn vị",
    "Người ở dòng này cũng có trong danh sách của đơn vị {unit} (tệp “{other}”), tháng {month}.",
    "Hãy thống nhất với đơn vị đó xem trường hợp nào được tính.",
)
DATES_OUT_OF_ORDER = _error(
    "list.dates-out-of-order",
    "Thứ tự ngày không hợp lý",
    "“{later}” của dòng này trước “{earlier}”.",
    "Ngày sinh, ngày tiếp nhận, ngày kết thúc phải theo thứ tự; hãy kiểm tra từng ô.",
)
