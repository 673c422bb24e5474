"""DS-01: the list of cases, one row per case.

The program counts the rows (``collect.case_counts``); it stores no names or numbers of people.
"""

from typing import Annotated

from welfare_stats.design.forms.base import FacilityCode, Form, FormRow, Ordinal
from welfare_stats.design.forms.cells import BirthCell, DayCell, LowerCode, SexCell, Text
from welfare_stats.design.forms.columns import Column, Role


class CaseRow(FormRow):
    """One case that a facility received during the period."""

    ordinal: Ordinal = None
    record_code: Annotated[
        Text,
        Column(
            "Mã hồ sơ",
            also=("Số hồ sơ",),
            guidance="Mỗi hồ sơ một mã, không trùng.",
            role=Role.RECORD,
        ),
    ]
    full_name: Annotated[
        Text,
        Column(
            "Họ và tên",
            also=("Họ tên", "Họ, tên"),
            personal=True,
            guidance="Họ và tên của đối tượng.",
            role=Role.NAME,
        ),
    ]
    birth: Annotated[
        BirthCell,
        Column(
            "Ngày sinh",
            also=("Năm sinh", "Ngày, tháng, năm sinh", "Ngày tháng năm sinh"),
            personal=True,
            guidance="Ngày/tháng/năm, hoặc chỉ năm sinh.",
            role=Role.BIRTH,
        ),
    ]
    sex: Annotated[SexCell, Column("Giới tính", guidance="Nam hoặc Nữ.", role=Role.SEX)]
    ethnicity: Annotated[
        Text, Column("Dân tộc", guidance="Ví dụ Kinh, Tày, Nùng.", role=Role.ETHNICITY)
    ] = None
    identity_number: Annotated[
        Text,
        Column(
            "Số định danh",
            also=("Số CMND", "Số CMND/CCCD", "CMND/CCCD", "Số CCCD"),
            may_be_absent=True,
            personal=True,
            guidance="9 hoặc 12 chữ số, nếu có.",
            role=Role.IDENTITY,
        ),
    ] = None
    commune: Annotated[
        Text,
        Column(
            "Xã/phường",
            also=("Xã, phường", "Xã, phường, thị trấn", "Địa chỉ"),
            role=Role.COMMUNE,
        ),
    ] = None
    facility: FacilityCode
    case_type: Annotated[
        LowerCode,
        Column(
            "Loại trường hợp",
            also=("Mã loại trường hợp", "Mã chỉ tiêu"),
            guidance="Mã trong danh mục chỉ tiêu; không tự đặt mã.",
            role=Role.CASE_TYPE,
        ),
    ]
    received_on: Annotated[
        DayCell,
        Column("Ngày tiếp nhận", guidance="Ngày/tháng/năm, trong kỳ báo cáo.", role=Role.START),
    ]
    closed_on: Annotated[
        DayCell,
        Column(
            "Ngày kết thúc",
            guidance="Ngày/tháng/năm; để trống nếu chưa kết thúc.",
            role=Role.END,
        ),
    ] = None
    outcome: Annotated[Text, Column("Kết quả", also=("Kết quả hỗ trợ",))] = None


DS01 = Form(
    code="DS-01",
    title="Danh sách trường hợp",
    row=CaseRow,
    key=("facility", "record_code"),
    is_list=True,
)
