"""Kinds of findings about codes and names that the catalogue or the gazetteer knows."""

from welfare_stats.findings.kinds import declare

UNKNOWN_CASE_TYPE = declare.error(
    "code.unknown-case-type",
    "Mã chỉ tiêu không có trong danh mục",
    "“{value}” không phải là mã trong danh mục chỉ tiêu.",
    "{suggestion}",
    declare.example(
        "HX-01!B7",
        "tc_tre_emm",
        suggestion="Có phải là “{code:tc_tre_em}” ({case_type:tc_tre_em}) không?",
    ),
)
CASE_TYPE_NOT_IN_FORCE = declare.error(
    "code.case-type-not-in-force",
    "Mã chỉ tiêu không có hiệu lực trong kỳ",
    "Mã chỉ tiêu “{value}” không có hiệu lực tại ngày {day}.",
    "Hãy dùng mã chỉ tiêu có hiệu lực trong kỳ báo cáo.",
    declare.example("HX-01!B7", "{later_code:tc_tre_duoi_3_tuoi}", day="31/8/2018"),
)
CASE_TYPE_OF_OTHER_FORM = declare.error(
    "code.case-type-of-other-form",
    "Mã chỉ tiêu của biểu khác",
    "Chỉ tiêu “{value}” thuộc biểu {belongs}, không thuộc biểu {form}.",
    "Hãy chuyển dòng này sang biểu {belongs}.",
    declare.example("HX-01!B7", "{code:bhyt}", belongs="{code:HX-02}", form="{code:HX-01}"),
)
CASE_TYPE_NOT_FOR_UNIT = declare.error(
    "code.case-type-not-for-unit",
    "Chỉ tiêu không do đơn vị này báo cáo",
    "Chỉ tiêu “{value}” không phải do “{unit}” báo cáo.",
    "Hãy kiểm tra mã chỉ tiêu, hoặc bỏ dòng này.",
    declare.example("CS-01!D7", "{code:nuoi_duong}", unit="{unit:CSTG-04}"),
)
CASE_TYPE_DERIVED = declare.error(
    "code.case-type-derived",
    "Chỉ tiêu do chương trình tự tính",
    "Chỉ tiêu “{value}” do chương trình tính từ các chỉ tiêu khác.",
    "Hãy bỏ dòng này.",
    declare.example("HX-01!B7", "{code:tc_bien_dong_tang}"),
)
UNKNOWN_FACILITY = declare.error(
    "code.unknown-facility",
    "Mã cơ sở không có trong danh mục",
    "“{value}” không phải là mã của cơ sở trợ giúp xã hội nào.",
    "{suggestion}",
    declare.example(
        "CS-01!B7",
        "TRUNG TÂM BẢO TRỢ THÁI NGUYÊN",
        suggestion="Có phải là {code:CSTG-01} – {unit:CSTG-01} không?",
    ),
)
FACILITY_BY_NAME = declare.info(
    "code.facility-by-name",
    "Cơ sở ghi bằng tên",
    "Ô mã cơ sở ghi “{value}”, được hiểu là cơ sở {code} – {name}.",
    "Không phải sửa; lần sau nên ghi mã {code}.",
    declare.example("CS-01!B7", "TT CTXH", code="{code:CSTG-04}", name="{unit:CSTG-04}"),
)
FACILITY_OF_OTHER_UNIT = declare.error(
    "code.facility-of-other-unit",
    "Cơ sở không thuộc đơn vị báo cáo",
    "Cơ sở “{value}” không do “{unit}” báo cáo.",
    "Cơ sở chỉ gửi số liệu của mình; đơn vị khác chỉ gửi số liệu của cơ sở trên địa bàn mình.",
    declare.example("CS-01!B7", "{code:CSTG-01}", unit="{unit:CSTG-04}"),
)
UNKNOWN_COMMUNE = declare.error(
    "code.unknown-commune",
    "Không xác định được xã, phường",
    "Cột “{heading}”: {problem}.",
    "{candidates}Hãy ghi tên như danh mục, trùng tên thì kèm địa bàn bên trên; nơi khác thì ghi cả "
    "tên tỉnh, thành phố.",
    declare.example(
        "DS-01!H7",
        hidden=True,
        heading="{heading:DS-01.commune}",
        problem="có nhiều xã, phường, thị trấn cùng tên này",
        candidates="Có thể là: {commune:05479}; {commune:05923}. ",
    ),
    waivable=True,
)
LABEL_OF_OTHER = declare.error(
    "code.label-of-other",
    "Mã và tên là của hai chỉ tiêu khác nhau",
    "Mã “{value}” là “{label}”, nhưng tên ở ô {other} là của mã “{meant}”.",
    "Nếu tên đúng thì sửa mã thành “{meant}”; nếu mã đúng thì sửa tên.",
    declare.example(
        "HX-01!B9",
        "{code:tc_khuyet_tat_dac_biet_nang}",
        label="{case_type:tc_khuyet_tat_dac_biet_nang}",
        other="C9",
        meant="{code:tc_khuyet_tat_nang}",
    ),
    waivable=True,
)
LABEL_DIFFERS = declare.warning(
    "code.label-differs",
    "Tên không khớp với mã",
    "Mã “{code}” là “{label}”, nhưng ô này ghi “{value}”.",
    "Số liệu được tính theo mã; hãy kiểm tra xem có ghi nhầm mã không.",
    declare.example(
        "HX-01!C7", "Trẻ mồ côi", code="{code:tc_tre_em}", label="{case_type:tc_tre_em}"
    ),
)
MEASURE_UNIT_DIFFERS = declare.warning(
    "code.measure-unit-differs",
    "Đơn vị tính không khớp",
    "Chỉ tiêu “{label}” tính theo “{unit}”, nhưng ô này ghi “{value}”.",
    "Hãy kiểm tra xem số liệu có đúng đơn vị tính “{unit}” không.",
    declare.example("HX-02!D7", "người", label="{case_type:bhyt}", unit="{measure_unit:bhyt}"),
)
