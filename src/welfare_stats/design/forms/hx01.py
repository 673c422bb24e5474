"""HX-01: monthly social allowance in the community, one row per group of recipients (Điều 5)."""

from typing import Annotated

from welfare_stats.design.forms.base import (
    AmountSpent,
    CaseTypeCode,
    EthnicMinorityOfClosing,
    FemaleOfClosing,
    Form,
    FormRow,
    Note,
    Ordinal,
    part_column,
)
from welfare_stats.design.forms.cells import NUMBER_GUIDANCE, Count, Text
from welfare_stats.design.forms.columns import Breakdown, Column, Measure


class CommunityAllowanceRow(FormRow):
    """The movement of one group in the period: opening + increase − decrease = closing."""

    ordinal: Ordinal = None
    case_type: CaseTypeCode
    case_type_label: Annotated[
        Text,
        Column(
            "Nhóm đối tượng",
            also=(
                "Chỉ tiêu",
                "Đối tượng",
                "Tên nhóm đối tượng",
                "Nội dung",
                "Loại đối tượng",
                "Nhóm đối tượng bảo trợ xã hội",
                "Diện đối tượng",
                "Nội dung chỉ tiêu",
                "Tên chỉ tiêu",
            ),
            may_be_absent=True,
            guidance="Tên của nhóm như trong danh mục.",
        ),
    ] = None
    opening: Annotated[
        Count,
        Column(
            "Đầu kỳ",
            also=(
                "Số đầu kỳ",
                "Có đầu kỳ",
                "Số người đầu kỳ",
                "Đầu kì",
                "Số đối tượng đầu kỳ",
                "Đối tượng đầu kỳ",
                "Đầu năm",
                "Số đầu năm",
                "Kỳ trước chuyển sang",
            ),
            guidance=f"Bằng số cuối kỳ của kỳ trước. {NUMBER_GUIDANCE}",
            measure=Measure.OPENING,
        ),
    ] = None
    increase: Annotated[
        Count,
        Column(
            "Tăng",
            also=(
                "Tăng trong kỳ",
                "Số tăng",
                "Số người tăng",
                "Số đối tượng tăng",
                "Đối tượng tăng trong kỳ",
                "Số đối tượng tăng trong kỳ",
                "Tăng mới",
                "Phát sinh tăng",
                "Phát sinh mới",
                "Tăng thêm",
                "Hưởng mới",
            ),
            guidance=NUMBER_GUIDANCE,
            measure=Measure.INCREASE,
        ),
    ] = None
    decrease: Annotated[
        Count,
        Column(
            "Giảm",
            also=(
                "Giảm trong kỳ",
                "Số giảm",
                "Số người giảm",
                "Số đối tượng giảm",
                "Đối tượng giảm trong kỳ",
                "Số đối tượng giảm trong kỳ",
                "Phát sinh giảm",
                "Giảm đi",
                "Thôi hưởng",
                "Cắt giảm",
            ),
            guidance=NUMBER_GUIDANCE,
            measure=Measure.DECREASE,
        ),
    ] = None
    closing: Annotated[
        Count,
        Column(
            "Cuối kỳ",
            also=(
                "Số cuối kỳ",
                "Có cuối kỳ",
                "Số người cuối kỳ",
                "Cuối kì",
                "Số đối tượng cuối kỳ",
                "Đối tượng cuối kỳ",
                "Có đến cuối kỳ",
                "Hiện có",
                "Hiện có đến cuối kỳ",
                "Cuối năm",
                "Số cuối năm",
                "Tổng số",
                "Tổng cộng",
                "Số lượng",
                "Số người",
                "Số đối tượng",
                "Số người hưởng",
                "Số người đang hưởng",
                "Số đối tượng đang hưởng",
                "Đang hưởng",
                "Hiện đang hưởng",
                "Số đối tượng hiện có",
                "Số hồ sơ đang chi trả",
                "Lũy kế",
            ),
            guidance=f"Bằng đầu kỳ + tăng − giảm. {NUMBER_GUIDANCE}",
            measure=Measure.CLOSING,
        ),
    ] = None
    female: FemaleOfClosing = None
    ethnic_minority: EthnicMinorityOfClosing = None
    poor: Annotated[
        Count, part_column(Breakdown.POOR, "Hộ nghèo", "Thuộc hộ nghèo", of=Measure.CLOSING)
    ] = None
    amount: AmountSpent = None
    note: Note = None


HX01 = Form(
    code="HX-01",
    title="Trợ cấp xã hội hàng tháng tại cộng đồng",
    row=CommunityAllowanceRow,
    key=("case_type",),
)
