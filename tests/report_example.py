"""A small report made by hand: every kind of block and cell, and text that breaks careless code."""

from datetime import date

from welfare_stats.period import ReportingPeriod
from welfare_stats.report.model import (
    AnnualReport,
    Bar,
    Chart,
    Gap,
    Heading,
    Number,
    Paragraph,
    Percent,
    Series,
    Table,
    TableRow,
)
from welfare_stats.settings import Office

AWKWARD = "=1+1 <b>& {{ x }} {% y %} {_{ _x0041_\nxuống\tdòng\x00\x1b\ufffe #REF!"
PERIOD_WORDS = "từ ngày 01/01/2018 đến ngày 31/8/2018"
SENDERS = "Báo cáo của các đơn vị"
DISTRICTS = (
    "TP. Thái Nguyên",
    "TP. Sông Công",
    "TX. Phổ Yên",
    "Định Hóa",
    "Võ Nhai",
    "Phú Lương",
    "Đồng Hỷ",
    "Đại Từ",
    "Phú Bình",
)

OFFICE = Office(
    parent="UBND tỉnh Thái Nguyên",
    name="Sở Lao động - Thương binh và Xã hội",
    place="Thái Nguyên",
    area="tỉnh Thái Nguyên",
    symbol="BC-SLĐTBXH",
    signer="Giám đốc",
    recipients=(
        "UBND tỉnh (b/c)",
        "Cục Bảo trợ xã hội (b/c)",
        "Lãnh đạo Sở",
        "Lưu: VT, BTXH",
    ),
)

TARGETS = Table(
    key="chi-tieu",
    title="Chỉ tiêu năm 2018 và kết quả thực hiện",
    unit="",
    period=PERIOD_WORDS,
    source=SENDERS,
    columns=("Chỉ tiêu", "Mục tiêu", "Thực hiện", "So với mục tiêu", "Đánh giá"),
    rows=(
        TableRow(
            (
                "Trợ cấp xã hội hàng tháng tại cộng đồng",
                "Trên 48.000 đối tượng",
                Number(47120),
                Percent(0.98167),
                "Chưa đạt",
            )
        ),
        TableRow(
            (
                "Nuôi dưỡng, trợ cấp hàng tháng tại các cơ sở trợ giúp xã hội",
                "Trên 300 đối tượng",
                Number(285),
                Percent(0.95),
                "Chưa đạt",
            )
        ),
        TableRow(
            (
                "Nhân rộng câu lạc bộ liên thế hệ tự giúp nhau",
                "Ít nhất 10 mô hình",
                Gap.NOT_REPORTED,
                "",
                "Chưa có số liệu",
            )
        ),
    ),
)

GROUPS = Chart(
    key="nhom-doi-tuong",
    title="Người hưởng trợ cấp xã hội hàng tháng theo nhóm đối tượng",
    unit="người",
    period=PERIOD_WORDS,
    source=SENDERS,
    series=(
        Series(
            (
                Bar("Người cao tuổi", Number(26530), "54,6%"),
                Bar("Người khuyết tật", Number(18304, is_estimate=True), "37,6%"),
                Bar(AWKWARD, Number(12.5), "dưới 0,1%"),
                Bar("Trẻ em", Number(0)),
            )
        ),
    ),
    alt=f"Biểu đồ thanh ngang (người): Người cao tuổi 26.530 (54,6%); {AWKWARD} 12,5.",
    notes=("Chưa có số liệu về: “Người đơn thân”.", f"Ghi chú của đơn vị: {AWKWARD}"),
)

CENTRE = Table(
    key="trung-tam-cong-tac-xa-hoi",
    title="Kết quả hoạt động của Trung tâm Công tác xã hội",
    unit="ca, trường hợp",
    period=PERIOD_WORDS,
    source=SENDERS,
    columns=("Nội dung", "Đơn vị tính", "Tổng số", "Trong đó: nữ", "Tỷ lệ nữ", "Ghi chú"),
    rows=(
        TableRow(
            ("Số ca tư vấn", "ca", Number(5120), Number(2890), Percent(0.564453), ""), total=True
        ),
        TableRow(
            ("Tư vấn trực tiếp", "ca", Number(3621), Number(2001), Percent(0.552610), ""), level=1
        ),
        TableRow(
            ("Tư vấn tại cộng đồng", "ca", Number(595), Gap.NOT_REPORTED, "", AWKWARD), level=1
        ),
        TableRow(("Tư vấn qua điện thoại", "ca", Number(904), Gap.NOT_SENT, "", "-5"), level=1),
        TableRow(
            (
                "Đánh giá, phát hiện sớm trẻ rối nhiễu tâm trí, tự kỷ",
                "trẻ",
                Number(200),
                Gap.NOT_SENT,
                "",
                "Trường mầm non 19/5",
            )
        ),
        TableRow(("Kinh phí", "triệu đồng", Number(26.85), "", "", "@SUM(A1)")),
    ),
    notes=(f"Ghi chú của đơn vị: {AWKWARD}",),
)


def _by_district(label: str, first: float, *, level: int = 0, total: bool = False) -> TableRow:
    numbers = [Number(first + 137 * place) for place in range(len(DISTRICTS) - 1)]
    whole = Number(sum(number.value for number in numbers))
    return TableRow((label, *numbers, Gap.NOT_SENT, whole), level, total)


WIDE = Table(
    key="tro-giup-khac",
    title="Trợ giúp xã hội khác theo đơn vị",
    unit="người",
    period=PERIOD_WORDS,
    source=SENDERS,
    columns=("Nội dung (đơn vị tính)", *DISTRICTS, "Toàn tỉnh"),
    rows=(
        _by_district("Chúc thọ, mừng thọ (người)", 11240, total=True),
        _by_district("Tròn 70 tuổi (người)", 410, level=1),
        _by_district("Tròn 100 tuổi (người)", 3, level=1),
        _by_district("Cấp thẻ bảo hiểm y tế cho đối tượng bảo trợ xã hội (thẻ)", 4210),
        _by_district("Hỗ trợ chi phí mai táng đối tượng bảo trợ xã hội (người)", 61),
        _by_district("Được cấp giấy xác nhận khuyết tật (người)", 480, total=True),
        _by_district("Đặc biệt nặng (người)", 90, level=1),
        _by_district("Nặng (người)", 250, level=1),
    ),
    notes=(
        "Ký hiệu “…”: đơn vị không báo cáo nội dung này.",
        "Tổng số chưa gồm số liệu của: Phú Bình (chưa gửi hoặc bị trả lại).",
    ),
)

REMARKS = Table(
    key="canh-bao",
    title="Các cảnh báo đối với số liệu đã được tính",
    unit="",
    period=PERIOD_WORDS,
    source=SENDERS,
    columns=("Đơn vị", "Tệp", "Ô", "Cảnh báo"),
    rows=(
        TableRow(
            (
                "Võ Nhai",
                "huyen_vo_nhai_bao_cao_2018_ban_sua_lan_2.xlsx",
                "HX-01!G12",
                "Số cuối kỳ giảm 31,4% so với cùng kỳ năm trước; đề nghị đơn vị giải thích.",
            )
        ),
        TableRow(("Đại Từ", "dai_tu.xlsx", "HX-02!E9", "=HYPERLINK(A1)")),
    ),
)


def example_report() -> AnnualReport:
    """The report, made anew."""
    return AnnualReport(
        year=2018,
        office=OFFICE,
        period=ReportingPeriod(date(2018, 1, 1), date(2018, 8, 31)),
        title="Kết quả công tác trợ giúp xã hội năm 2018",
        subtitle="(Số liệu từ ngày 01/01/2018 đến ngày 31/8/2018)",
        body=(
            Paragraph(
                "Thực hiện chế độ báo cáo về công tác trợ giúp xã hội, Sở Lao động - Thương binh "
                "và Xã hội báo cáo kết quả công tác trợ giúp xã hội năm 2018 trên địa bàn tỉnh "
                "Thái Nguyên, số liệu tính đến ngày 31/8/2018, như sau:"
            ),
            Heading("I. KẾT QUẢ THỰC HIỆN", 1),
            Heading("1. Chăm sóc, nuôi dưỡng tại cơ sở trợ giúp xã hội", 2),
            Paragraph(
                "Toàn tỉnh có 04 cơ sở trợ giúp xã hội, trong đó 03 cơ sở trực tiếp quản lý, nuôi "
                "dưỡng đối tượng và 01 Trung tâm Công tác xã hội. Các cơ sở đã quản lý, nuôi dưỡng "
                "394 lượt đối tượng, trong đó 285 đối tượng (72,3%) đang hưởng trợ cấp nuôi dưỡng "
                "xã hội hàng tháng."
            ),
            Heading("2. Hoạt động của Trung tâm Công tác xã hội", 2),
            Paragraph(
                "Tư vấn - tham vấn qua tổng đài và số điện thoại thường trực: 26.850 cuộc gọi.",
                mark="-",
            ),
            Paragraph(
                "Tư vấn 5.120 ca, gồm: tư vấn trực tiếp 3.621 ca (70,7%), tư vấn tại cộng đồng 595 "
                "ca (11,6%), tư vấn qua điện thoại 904 ca (17,7%).",
                mark="-",
            ),
            Paragraph(f"Đơn vị ghi: {AWKWARD}", mark="-"),
            Paragraph("- Dòng tự gạch đầu dòng."),
            Heading("II. THỰC HIỆN CHỈ TIÊU", 1),
            Paragraph("Kết quả đến ngày 31/8/2018 so với chỉ tiêu:"),
            TARGETS,
            GROUPS,
            Heading("III. TỒN TẠI, HẠN CHẾ", 1),
            Paragraph(AWKWARD),
            Paragraph("Mức chuẩn trợ cấp xã hội còn thấp so với mức sống tối thiểu.", mark="-"),
            Paragraph("Chi tiết theo từng cơ sở và từng đơn vị tại các biểu kèm theo."),
        ),
        annex=(CENTRE, WIDE, REMARKS),
    )
