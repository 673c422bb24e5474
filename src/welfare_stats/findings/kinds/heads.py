"""Kinds of findings about the head of a sheet: labels, form, amount unit, reporting unit."""

from welfare_stats.findings.kinds import declare

HEAD_MISSING = declare.error(
    "head.missing",
    "Thiếu thông tin đầu biểu",
    "Phần đầu biểu không ghi “{label}”.",
    "Hãy ghi “{label}: {example}” ở phía trên bảng.",
    declare.example(label="{head:period}", example="từ ngày 01/01/2018 đến ngày …/…/2018"),
)
HEAD_UNREADABLE = declare.error(
    "head.unreadable",
    "Thông tin đầu biểu không đọc được",
    "“{label}” ở đầu biểu ghi “{value}”, không đọc được.",
    "Hãy ghi “{label}: {example}”.",
    declare.example("HX-01!A4", "8 tháng", label="{head:period}", example="{head_example:period}"),
)
HEAD_CONFLICT = declare.error(
    "head.conflict",
    "Đầu biểu các trang khác nhau",
    "“{label}” ở trang này là “{value}”, ở trang “{other_sheet}” là “{other}”.",
    "Mỗi tệp là báo cáo của một đơn vị trong một kỳ: hãy sửa cho thống nhất hoặc tách tệp.",
    declare.example(
        "HX-02!D2",
        "{code:171}",
        label="{head:unit_code}",
        other="{code:170}",
        other_sheet="{code:HX-01}",
    ),
)
HEAD_FORM_DIFFERS = declare.error(
    "head.form-differs",
    "Biểu số không khớp với bảng",
    "Đầu biểu ghi biểu số “{value}” nhưng các cột của bảng là của biểu {form}.",
    "Hãy ghi đúng biểu số, hoặc dùng đúng biểu mẫu {value}.",
    declare.example("HX-01!A3", "{code:HX-02}", form="{code:HX-01}"),
)
OTHER_AMOUNT_UNIT = declare.error(
    "head.other-amount-unit",
    "Đơn vị tiền ghi mâu thuẫn",
    "Biểu {form}: ô này ghi “{value}”, nhưng {other}.",
    "Hãy ghi thống nhất một đơn vị tiền và kiểm tra lại các số kinh phí theo đơn vị đó; biểu mẫu "
    "tính bằng nghìn đồng.",
    declare.example(
        "HX-01!C3",
        "Đơn vị tính: 1.000.000 đồng",
        form="{code:HX-01}",
        other="ô K6 ghi “{heading:HX-01.amount}”",
    ),
)
AMOUNTS_CONVERTED = declare.warning(
    "head.amounts-converted",
    "Kinh phí ghi theo đơn vị tiền khác",
    "Biểu {form} ghi kinh phí theo {unit} (“{value}”); chương trình đã đổi ra nghìn đồng, ví dụ "
    "{typed} thành {read}.",
    "Hãy kiểm tra xem các số kinh phí có đúng là {unit} không; lần sau ghi bằng nghìn đồng.",
    declare.example(
        "HX-01!K6",
        "Kinh phí (triệu đồng)",
        form="{code:HX-01}",
        unit="triệu đồng",
        typed="407,808",
        read="407.808",
    ),
)
UNKNOWN_UNIT = declare.error(
    "head.unknown-unit",
    "Đơn vị báo cáo không có trong danh mục",
    "Không có đơn vị báo cáo nào mang mã hoặc tên “{value}”.",
    "{candidates}",
    declare.example(
        "HX-01!A2", "Phòng LĐTBXH huyện Phú Lươg", candidates="Có thể là: {code:168} – {unit:168}."
    ),
)
UNIT_CONTRADICTED = declare.error(
    "head.unit-contradicted",
    "Mã và tên là của hai đơn vị khác nhau",
    "Mã đơn vị {code} là “{name}”, nhưng tên ghi ở đầu biểu là của {other}.",
    "Hãy ghi mã và tên của cùng một đơn vị: đơn vị gửi báo cáo.",
    declare.example(
        "HX-01!D2", "{code:171}", code="{code:171}", name="{unit:171}", other="“{unit:170}”"
    ),
)
UNIT_NOT_OF_ROWS = declare.error(
    "head.unit-not-of-rows",
    "Đầu biểu và các dòng là của hai đơn vị khác nhau",
    "Đầu biểu ghi đơn vị “{value}”, nhưng mọi dòng là của cơ sở {facility}.",
    "Hãy sửa mã và tên đơn vị ở đầu biểu; nếu đầu biểu đúng thì sửa mã cơ sở ở các dòng.",
    declare.example("CS-01!D2", "{code:CSTG-02}", facility="{code:CSTG-01} – {unit:CSTG-01}"),
)
UNIT_NAME_DIFFERS = declare.warning(
    "head.unit-name-differs",
    "Tên đơn vị không khớp với mã",
    "Mã đơn vị {code} là “{name}”, nhưng tên ghi ở đầu biểu là “{value}”.",
    "Hãy kiểm tra mã và tên đơn vị; báo cáo được tính cho đơn vị có mã {code}.",
    declare.example("HX-01!A2", "Phòng LĐTBXH huyện", code="{code:170}", name="{unit:170}"),
)
UNIT_NOT_IN_FORCE = declare.error(
    "head.unit-not-in-force",
    "Đơn vị không tồn tại trong kỳ báo cáo",
    "Đơn vị “{value}” không có trong danh mục tại ngày {day}.",
    "Hãy kiểm tra mã đơn vị và kỳ báo cáo; đơn vị đã sáp nhập thì báo cáo theo đơn vị mới.",
    # The year of the period is mistyped: the catalogue begins in 2014.
    declare.example("HX-01!D2", "{code:170}", day="31/8/2013"),
)
