"""Kinds of findings about an office's own layouts: what was inferred, and what cannot be."""

from welfare_stats.findings.kinds import declare

# --- what was inferred ---

CODES_BY_LABEL = declare.info(
    "layout.codes-by-label",
    "Mã chỉ tiêu lấy theo tên chỉ tiêu",
    "Biểu {form}: mã chỉ tiêu lấy theo tên chỉ tiêu ({count} dòng).",
    "Không phải sửa.",
    declare.example("Phụ lục!B8", form="{code:HX-01}", count=7),
)
UNIT_BY_LETTERHEAD = declare.info(
    "layout.unit-by-letterhead",
    "Đơn vị báo cáo lấy theo đầu trang, nơi ký hoặc tên trang",
    "Đơn vị báo cáo lấy theo “{value}” ({where}): {code} – {name}.",
    "Không phải sửa.",
    declare.example(
        "Phụ lục!A1",
        "UBND HUYỆN VÕ NHAI",
        where="phần đầu trang",
        code="{code:170}",
        name="{unit:170}",
    ),
)
PERIOD_BY_TITLE = declare.info(
    "layout.period-by-title",
    "Kỳ báo cáo lấy theo tiêu đề",
    "Kỳ báo cáo lấy theo “{value}”: từ ngày {start} đến ngày {end}.",
    "Không phải sửa.",
    declare.example(
        "Phụ lục!A4",
        "KẾT QUẢ CHI TRẢ TRỢ CẤP 6 THÁNG ĐẦU NĂM 2018",
        start="01/01/2018",
        end="30/6/2018",
    ),
)
COLUMNS_NOT_REPORTED = declare.info(
    "layout.not-reported",
    "Không báo cáo một số cột",
    "Biểu {form}: bảng không có cột {headings}; các số liệu đó coi là không báo cáo.",
    "Không phải sửa; nếu có số liệu thì thêm cột.",
    declare.example(
        "Phụ lục",
        form="{code:HX-01}",
        headings="“{heading:HX-01.female}”, “{heading:HX-01.ethnic_minority}”, "
        "“{heading:HX-01.poor}”, “{heading:HX-01.amount}”",
    ),
)
COLUMNS_PASSED_OVER = declare.info(
    "layout.passed-over",
    "Cột so sánh không được đọc",
    "Biểu {form}: không đọc cột {headings}, vì là số của kỳ khác hoặc chỉ để so sánh.",
    "Không phải sửa.",
    declare.example("Phụ lục!G6", form="{code:HX-01}", headings="“Năm trước (2017)”"),
)
IGNORED = declare.info(
    "layout.ignored",
    "Cột, dòng được khai là không lấy",
    "Biểu {form}: không lấy số của {texts}, vì catalogue/headings.csv ghi là không lấy.",
    "Không phải sửa. Muốn lấy thì bỏ hoặc sửa dòng đó trong catalogue/headings.csv.",
    declare.example("Phụ lục!G6", form="{code:HX-01}", texts="“Số điểm chi trả”"),
)
SUBTOTAL = declare.info(
    "layout.subtotal",
    "Dòng cộng của các dòng dưới",
    "Biểu {form}: dòng này là số cộng của các dòng ngay dưới nên không đọc riêng.",
    "Không phải sửa.",
    declare.example("Phụ lục!B12", form="{code:HX-01}"),
)
PARTS_SUMMED = declare.info(
    "layout.parts-summed",
    "Số của đơn vị là tổng các xã, phường",
    "Biểu {form}: số của đơn vị là tổng của {count} {what}.",
    "Không phải sửa.",
    declare.example("Phụ lục!B7", form="{code:HX-01}", count=5, what="dòng xã, phường, thị trấn"),
)
PARTS_MISSING = declare.warning(
    "layout.parts-missing",
    "Thiếu một số xã, phường",
    "Biểu {form}: không có số của {count}/{whole} xã, phường, thị trấn của {unit}: {names}.",
    "Hãy kiểm tra xem có bỏ sót không; số của đơn vị là tổng của các xã, phường có trong biểu.",
    declare.example(
        "Phụ lục",
        form="{code:HX-01}",
        unit="{unit:170}",
        count=10,
        whole=15,
        names="Thị trấn Đình Cả, Xã Sảng Mộc, Xã Nghinh Tường, Xã Vũ Chấn, Xã Thượng Nung, …",
    ),
)
CASE_TYPE_BY_NAME = declare.info(
    "layout.case-type-by-name",
    "Chỉ tiêu ghi bằng tên",
    "Ô mã chỉ tiêu ghi “{value}”, được hiểu là chỉ tiêu {code}.",
    "Không phải sửa; lần sau nên ghi mã {code}.",
    declare.example("HX-01!B7", "{case_type:tc_cao_tuoi}", code="{code:tc_cao_tuoi}"),
)

# --- what cannot be inferred ---

UNKNOWN_LABEL = declare.error(
    "layout.unknown-label",
    "Tên chỉ tiêu không có trong danh mục",
    "“{value}” không phải là tên của chỉ tiêu nào của biểu {form}.",
    "Hãy ghi mã hoặc tên chỉ tiêu như danh mục{candidates}; nếu đơn vị quen ghi như vậy thì cơ "
    "quan tổng hợp chạy lệnh welfare-stats match với tệp này.",
    declare.example(
        "Phụ lục!B9",
        "Trẻ em bị bỏ rơi",
        form="{code:HX-01}",
        candidates=" (gần nhất: “{case_type:tc_tre_em}”)",
    ),
)
AMBIGUOUS_LABEL = declare.error(
    "layout.ambiguous-label",
    "Tên chỉ tiêu có thể là nhiều chỉ tiêu",
    "“{value}” có thể là {candidates}.",
    "Hãy ghi tên đầy đủ hoặc ghi mã chỉ tiêu.",
    declare.example(
        "Phụ lục!B14",
        "{case_type:giay_xac_nhan_nang}",
        candidates="“{case_type:tc_khuyet_tat_nang}” hoặc “{case_type:giay_xac_nhan_nang}”",
    ),
)
NUMBERS_IN_TEXT = declare.error(
    "layout.numbers-in-text",
    "Số liệu viết trong câu văn",
    "Ô này viết số liệu của “{label}” trong câu văn nên không đọc được.",
    "Hãy lập bảng: mỗi chỉ tiêu một dòng, mỗi số một ô.",
    declare.example(
        "Phụ lục!A8",
        "1. {case_type:tc_tre_em}: 120 người, tăng 3",
        label="{case_type:tc_tre_em}",
    ),
)
UNKNOWN_OWN_COLUMN = declare.error(
    "layout.unknown-column",
    "Cột không biết là cột nào",
    "Cột “{value}” có số nhưng không biết là cột nào của biểu {form}.",
    "Hãy sửa tiêu đề{candidates} hoặc bỏ cột; nếu đơn vị quen ghi như vậy thì cơ quan tổng hợp "
    "chạy lệnh welfare-stats match với tệp này.",
    declare.example(
        "Phụ lục!G6",
        "Kinh phí chi trả (USD)",
        form="{code:HX-01}",
        candidates=" (gần nhất: “{heading:HX-01.amount}”)",
    ),
)
UNKNOWN_PART = declare.error(
    "layout.unknown-part",
    "Dòng không biết là của xã, phường nào",
    "“{value}” không phải là xã, phường, thị trấn của {unit}.",
    "Hãy sửa tên{candidates}, hoặc bỏ dòng này.",
    declare.example(
        "Phụ lục!B9", "Xã Tràng Xáng", unit="{unit:170}", candidates=" (gần nhất: Xã Tràng Xá)"
    ),
)
PART_WITHOUT_NAME = declare.error(
    "layout.part-without-name",
    "Dòng có số nhưng không có tên",
    "Dòng này có số liệu nhưng không ghi tên xã, phường hoặc cơ sở.",
    "Hãy ghi tên, hoặc bỏ dòng này.",
    declare.example("Phụ lục!C9", 26),
)
PERIOD_UNCLEAR = declare.error(
    "layout.period-unclear",
    "Không rõ kỳ báo cáo",
    "“{value}” không cho biết kỳ báo cáo bắt đầu từ ngày nào.",
    "Hãy ghi “{label}: từ ngày … đến ngày …” ở phía trên bảng{candidates}.",
    declare.example(
        "Phụ lục!A4",
        "Tính đến ngày 31/7/2018",
        candidates="; các kỳ phải báo cáo là 6 tháng đầu năm 2018 (01/01/2018 – 30/6/2018); cả năm "
        "2018 (01/01/2018 – 31/12/2018); 8 tháng năm 2018 (01/01/2018 – 31/8/2018)",
        label="{head:period}",
    ),
)
LABELS_WITHOUT_HEADINGS = declare.error(
    "layout.no-headings",
    "Có chỉ tiêu kèm số liệu nhưng không rõ tiêu đề cột",
    "Ô này ghi chỉ tiêu “{value}” kèm số liệu, nhưng không nhận ra tiêu đề cột nào phía trên.",
    "Hãy ghi tiêu đề các cột như biểu mẫu; nếu đơn vị quen ghi như vậy thì cơ quan tổng "
    "hợp chạy lệnh welfare-stats match với tệp này.",
    declare.example("Phụ lục!B8", "{case_type:tc_tre_em}"),
)
HEADINGS_OF_OTHER_YEAR = declare.error(
    "layout.other-year",
    "Số liệu của năm khác",
    "“{value}” là của năm {stated}, kỳ báo cáo là từ ngày {start} đến ngày {end}; {done}.",
    "Hãy sửa tiêu đề hoặc kỳ báo cáo; số của kỳ khác thì bỏ đi.",
    declare.example(
        "Phụ lục!C6",
        "Thực hiện năm 2017",
        stated=2017,
        start="01/01/2018",
        end="30/6/2018",
        done="số ở đây lại được ghi vào kỳ này",
    ),
)
PART_TWICE = declare.error(
    "layout.part-twice",
    "Một xã, phường có hai lần",
    "“{value}” đã có ở ô {other}.",
    "Hãy sửa tên cho đúng, hoặc gộp hai dòng làm một.",
    declare.example("Phụ lục!B9", "{commune_name:05740}", other="B7"),
)
DETAILS = declare.info(
    "layout.details",
    "Dòng chi tiết không được đọc",
    "Biểu {form}: {count} dòng từ dòng này là chi tiết của “{whole}”, cộng lại đúng bằng số đó nên "
    "không đọc.",
    "Không phải sửa.",
    declare.example("Phụ lục!B13", form="{code:HX-01}", count=2, whole="{case_type:tc_cao_tuoi}"),
)
CLUSTER = declare.info(
    "layout.cluster",
    "Dòng cộng của một số xã, phường",
    "“{value}” là số cộng của {count} xã, phường, không phải số riêng nên không đọc.",
    "Không phải sửa.",
    declare.example("Phụ lục!B9", "Cụm 1", count=2),
)
