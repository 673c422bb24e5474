"""Kinds of findings about a form as a whole: who sends it, what it leaves out."""

from welfare_stats.findings.kinds import declare

TABLE_NOT_FOUND = declare.error(
    "form.table-not-found",
    "Không thấy bảng của biểu",
    "Trang này ghi biểu số “{value}” nhưng không có bảng nào khớp với biểu {form}.",
    "Hãy giữ nguyên dòng tiêu đề cột của biểu mẫu {form}.",
    declare.example("HX-02!A3", "{code:HX-02}", form="{code:HX-02}"),
)
FORM_NOT_FOR_UNIT = declare.error(
    "form.not-for-unit",
    "Biểu mẫu không thuộc đơn vị này",
    "Biểu {form} không phải biểu mẫu của đơn vị “{unit}”.",
    "Đơn vị này báo cáo theo biểu: {forms}.",
    declare.example("HX-01", form="{code:HX-01}", unit="{unit:CSTG-04}", forms="{code:CS-01}"),
)
CASE_TYPES_LEFT_OUT = declare.warning(
    "form.case-types-left-out",
    "Thiếu chỉ tiêu phải báo cáo",
    "Biểu {form}{facility} không có số của: {labels}.",
    "Hãy bổ sung; không phát sinh thì ghi 0.",
    declare.example(
        "CS-01",
        form="{code:CS-01}",
        facility=" (cơ sở {code:CSTG-04})",
        labels="{case_type:cuoc_goi}",
    ),
)
PARTS_LEFT_BLANK = declare.warning(
    "form.parts-left-blank",
    "Tổng chỉ gồm một số thành phần",
    "“{whole}” là {value}, chỉ gồm {stated}/{number} thành phần; ô để trống: {labels}.",
    "Hãy bổ sung; không phát sinh thì ghi 0.",
    declare.example(
        "HX-02!E9",
        1089,
        whole="{case_type:chuc_tho_mung_tho}",
        stated=7,
        number=8,
        labels="{case_type:mung_tho_tren_100} (E17)",
    ),
)
OUTDATED_VERSION = declare.warning(
    "form.outdated-version",
    "Biểu mẫu phiên bản cũ",
    "Tệp dùng biểu {form} phiên bản {version}; phiên bản hiện nay là {current}.",
    "Số liệu vẫn được đọc; kỳ sau hãy dùng biểu mẫu mới do cơ quan tổng hợp gửi.",
    declare.example(form="{code:HX-01}", version="1", current=2),
)
