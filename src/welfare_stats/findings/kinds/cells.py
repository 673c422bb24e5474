"""Kinds of findings about what a single cell holds."""

from welfare_stats.findings.kinds import declare

REQUIRED = declare.error(
    "cell.required",
    "Ô bắt buộc bị bỏ trống",
    "Cột “{heading}” không được để trống.",
    "{guidance}",
    declare.example(
        "HX-01!B7",
        heading="{heading:HX-01.case_type}",
        guidance="Hãy điền ô này. {guidance:HX-01.case_type}",
    ),
)
TOTAL_BLANK = declare.error(
    "cell.total-blank",
    "Dòng có số nhưng thiếu tổng số",
    "Cột “{heading}” để trống, trong khi cùng dòng có {filled}.",
    "Hãy ghi số vào ô này; nếu không phát sinh thì ghi 0 và kiểm tra lại các ô kia.",
    declare.example(
        "HX-02!E7",
        heading="{heading:HX-02.total}",
        filled="“{heading:HX-02.amount}” 900 (ô H7)",
    ),
)
ERROR_VALUE = declare.error(
    "cell.error-value",
    "Ô có giá trị lỗi của Excel",
    "{label}: ô có giá trị lỗi {value}.",
    "Hãy sửa công thức hoặc gõ thẳng giá trị vào ô.",
    declare.example("HX-01!G7", "#REF!", label="Cột “{heading:HX-01.closing}”"),
)
FORMULA_WITHOUT_VALUE = declare.error(
    "cell.formula-without-value",
    "Công thức chưa được tính",
    "{label}: ô chứa công thức nhưng tệp không lưu kết quả.",
    "Hãy mở tệp bằng Excel, bấm Lưu rồi gửi lại, hoặc gõ thẳng giá trị vào ô.",
    declare.example("HX-01!G7", label="Cột “{heading:HX-01.closing}”"),
)
STALE_RESULT = declare.error(
    "cell.stale-result",
    "Kết quả công thức không khớp",
    "Cột “{heading}”: công thức ở ô này lưu kết quả {value}, nhưng tính lại từ chính các ô của nó "
    "thì được {computed}.",
    "{remedy}, kiểm tra lại số, lưu rồi gửi lại.",
    declare.example(
        "HX-01!G7",
        100,
        heading="{heading:HX-01.closing}",
        computed="105",
        remedy="Hãy mở tệp bằng Excel, bấm Ctrl+Alt+F9 để tính lại",
    ),
)
NOT_DECODED = declare.error(
    "cell.not-decoded",
    "Nội dung ô bị hỏng",
    "{label}: nội dung ô bị hỏng, không giải mã được.",
    "Hãy gõ lại giá trị của ô, lưu tệp rồi gửi lại.",
    declare.example("HX-01!G7", label="Cột “{heading:HX-01.closing}”"),
)
LEGACY_TEXT = declare.info(
    "cell.legacy-text",
    "Chữ theo bảng mã cũ",
    "Từ ô này, {count} ô của trang {how}; chương trình đã đổi sang chữ Unicode.",
    "Không phải sửa; lần sau nên đặt bộ gõ ở bảng mã Unicode.",
    declare.example("HX-01!A1", count=19, how="ghi chữ theo bảng mã TCVN3 (phông .VnTime)"),
)
NOT_A_NUMBER = declare.error(
    "cell.not-a-number",
    "Không phải là số",
    "Cột “{heading}”: “{value}” không phải là số.",
    "{guidance}",
    declare.example(
        "HX-01!E7", "-", heading="{heading:HX-01.increase}", guidance="{guidance:HX-01.increase}"
    ),
)
AMBIGUOUS_NUMBER = declare.error(
    "cell.ambiguous-number",
    "Số đọc được theo hai cách",
    "Cột “{heading}”: “{value}” có thể là {readings}.",
    "Hãy gõ số không có dấu phân cách, ví dụ 26850.",
    declare.example(
        "HX-01!D8", "2,000", heading="{heading:HX-01.opening}", readings="2.000 hoặc 2"
    ),
)
SEVERAL_NUMBERS = declare.error(
    "cell.several-numbers",
    "Nhiều số trong một ô",
    "Cột “{heading}”: ô có nhiều số ({numbers}) nên không biết lấy số nào.",
    "Mỗi ô chỉ ghi một số; hãy xóa số cũ, hoặc ghi các số vào từng dòng, từng cột của chúng.",
    declare.example("HX-02!E15", "371\n375", heading="{heading:HX-02.total}", numbers="371 và 375"),
)
FRACTION_IN_COUNT = declare.error(
    "cell.fraction-in-count",
    "Số đếm có phần lẻ",
    "Cột “{heading}”: số đếm phải là số nguyên, ô có giá trị {value}.",
    "{repair}",
    declare.example(
        "CS-01!G9",
        26.85,
        heading="{heading:CS-01.total}",
        repair="Có thể Excel đã đổi 26.850 thành 26,85: nếu số đúng là 26.850 thì gõ 26850, "
        "không gõ dấu chấm; xem lại cả cột, vì 1.000 có thể đã thành 1.",
    ),
)
DOT_AS_DECIMAL = declare.warning(
    "cell.dot-as-decimal",
    "Số tiền có thể mất ba chữ số",
    "Cột “{heading}”: ô có giá trị {value}; có thể đã gõ {meant} mà Excel hiểu dấu chấm là dấu "
    "thập phân{others}.",
    "Nếu số đúng là {meant} thì gõ {plain}, không gõ dấu chấm, và xem lại cả cột: 1.000 có thể đã "
    "thành 1.",
    declare.example(
        "HX-01!K7",
        407.808,
        heading="{heading:HX-01.amount}",
        meant="407.808",
        plain="407808",
        others=" (cột này có 2 ô khác cũng vậy)",
    ),
)
THOUSANDTH = declare.warning(
    "cell.thousandth",
    "Số có thể mất ba chữ số",
    "Cột “{heading}”: ô có giá trị {value}; theo đó bình quân một người {ratio} nghìn đồng, trong "
    "khi các dòng khác khoảng {usual}.",
    "Có thể Excel đã đổi số gõ có dấu chấm (1.000 thành 1), hoặc số tiền ghi theo đơn vị khác; hãy "
    "xem lại kinh phí và số người của dòng này, gõ số không có dấu chấm.",
    declare.example("HX-01!K10", 98, heading="{heading:HX-01.amount}", ratio="3,27", usual="3.190"),
)
NEGATIVE = declare.error(
    "cell.negative",
    "Số âm",
    "Cột “{heading}”: ô có giá trị {value}, nhỏ hơn 0.",
    "Số liệu không được âm; hãy kiểm tra lại.",
    declare.example("HX-01!F7", -5, heading="{heading:HX-01.decrease}"),
)
NOT_A_DATE = declare.error(
    "cell.not-a-date",
    "Không phải là ngày",
    "Cột “{heading}”: “{value}” không phải là ngày hợp lệ.",
    "Hãy ghi theo thứ tự ngày/tháng/năm, năm đủ bốn chữ số.",
    declare.example("DS-01!K7", hidden=True, heading="{heading:DS-01.received_on}"),
)
NOT_IN_LIST = declare.error(
    "cell.not-in-list",
    "Giá trị ngoài danh sách",
    "Cột “{heading}”: “{value}” không thuộc các giá trị được dùng.",
    "Chỉ ghi một trong các giá trị: {allowed}.",
    declare.example("DS-01!E7", hidden=True, heading="{heading:DS-01.sex}", allowed="Nam, Nữ"),
)
# For a refusal that names no kind. Every cell type names one, so that nothing reports it today.
UNREADABLE_VALUE = declare.error(
    "cell.unreadable",
    "Ô không đọc được",
    "Cột “{heading}”: không đọc được “{value}”.",
    "{guidance}",
    declare.example(
        "HX-01!E7",
        "1\ufffd",
        heading="{heading:HX-01.increase}",
        guidance="{guidance:HX-01.increase}",
    ),
)
NOT_TEXT = declare.error(
    "cell.not-text",
    "Giá trị không phải là chữ",
    "Cột “{heading}”: “{value}” không phải là chữ.",
    "{guidance}",
    declare.example(
        "HX-01!B7", 7.5, heading="{heading:HX-01.case_type}", guidance="{guidance:HX-01.case_type}"
    ),
)
TEXT_TOO_LONG = declare.error(
    "cell.text-too-long",
    "Ô có quá nhiều chữ",
    "Cột “{heading}”: ô có {length} ký tự, nhiều hơn mức một ô Excel chứa được.",
    "Hãy viết ngắn lại; tài liệu dài thì gửi thành tệp riêng.",
    declare.example("CS-01!M7", heading="{heading:CS-01.note}", length="40.000"),
)
SCALED_NUMBER = declare.error(
    "cell.scaled-number",
    "Số kèm chữ làm đổi giá trị",
    "Cột “{heading}”: “{value}” có chữ làm đổi giá trị của số.",
    "Hãy gõ đủ các chữ số theo đơn vị tính của cột, không ghi nghìn, triệu, tỷ hay %.",
    declare.example("HX-01!K7", "1,5 triệu", heading="{heading:HX-01.amount}"),
)
TOO_LARGE_NUMBER = declare.error(
    "cell.too-large-number",
    "Số quá lớn",
    "Cột “{heading}”: {value} lớn hơn mọi số có thể có ở cột này.",
    "Hãy kiểm tra xem có gõ thừa chữ số không.",
    declare.example("HX-01!K7", 90_000_000_000_000, heading="{heading:HX-01.amount}"),
)
NUMBER_AS_TEXT = declare.info(
    "cell.number-as-text",
    "Số ghi dạng chữ",
    "Cột “{heading}”: ô ghi số dạng chữ “{value}”, được đọc là {number}.",
    "Không phải sửa; lần sau nên gõ {plain} để Excel hiểu là số.",
    declare.example(
        "HX-01!G8", "2.020", heading="{heading:HX-01.closing}", number="2.020", plain="2020"
    ),
)
TEXT_NOT_ADDED = declare.error(
    "cell.text-not-added",
    "Số dạng chữ không được công thức cộng",
    "Cột “{heading}”: số ở ô này ghi dạng chữ nên công thức tổng ở ô {formula} không cộng.",
    "Hãy xóa ô rồi gõ lại {plain} để Excel hiểu là số; không sửa công thức.",
    declare.example("HX-02!E10", 400, heading="{heading:HX-02.total}", formula="E9", plain="400"),
)
UNIT_IN_NUMBER = declare.warning(
    "cell.unit-in-number",
    "Ô số có kèm chữ",
    "Cột “{heading}”: ô ghi “{value}”, được đọc là {number}.",
    "Hãy chỉ gõ số; đơn vị tính đã có ở cột riêng.",
    declare.example("HX-01!G8", "2.020 người", heading="{heading:HX-01.closing}", number="2.020"),
)
STRUCK_THROUGH = declare.error(
    "cell.struck-through",
    "Nội dung bị gạch ngang",
    "Biểu {form}: {what} bị gạch ngang nên không rõ là đã bỏ hay vẫn tính.",
    "Đã bỏ thì xóa hẳn; vẫn tính thì bỏ gạch ngang (chọn ô rồi bấm Ctrl+5).",
    declare.example("HX-02!A16", form="{code:HX-02}", what="dòng 16"),
)
PARTLY_STRUCK = declare.warning(
    "cell.partly-struck",
    "Một phần của ô bị gạch ngang",
    "Cột “{heading}”: phần bị gạch ngang ở ô {cells} không được đọc; ô này được đọc là “{value}”.",
    "Nếu đọc đúng thì không phải sửa; lần sau hãy xóa hẳn số cũ, không gạch ngang.",
    declare.example("HX-02!E15", 25, heading="{heading:HX-02.total}", cells="E15"),
)
SHOWN_OTHERWISE = declare.error(
    "cell.shown-otherwise",
    "Số hiển thị khác số lưu trong tệp",
    "Cột “{heading}”: định dạng của ô {cells} {how}, còn số lưu ở ô này là {value}.",
    "Hãy đặt lại định dạng số (Ctrl+Shift+1), xem số hiện ra rồi sửa cho đúng đơn vị tính của cột.",
    declare.example(
        "HX-01!K7",
        340_200,
        heading="{heading:HX-01.amount}",
        cells="K7, K8",
        how="hiển thị số đã chia cho 1.000",
    ),
    waivable=True,
)
AMOUNT_IN_OTHER_UNIT = declare.warning(
    "cell.amount-in-other-unit",
    "Kinh phí có thể theo đơn vị tiền khác",
    "“{label}”: {value} nghìn đồng cho {people} người (hộ) là {each} nghìn đồng mỗi người (hộ), "
    "không thể có theo mức trợ cấp của kỳ này; có thể số được ghi bằng {meant}. Cột có {count} số "
    "như vậy.",
    "Hãy kiểm tra đơn vị tiền của cả cột; biểu mẫu tính bằng nghìn đồng.",
    declare.example(
        "HX-01!K7",
        407_808_000,
        label="{case_type:tc_tre_em}",
        people="105",
        each="3.883.885,714",
        meant="đồng",
        count="1",
    ),
)
