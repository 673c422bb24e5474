"""Section I of the report and its table of sending: who has sent what, and what is to come."""

import datetime as dt
from dataclasses import replace

import pytest

from bare_facts import bare_facts
from catalogue_rows import with_unit
from conftest import REPOSITORY
from example_receipts import receipt
from frames import district, figures
from welfare_stats.analyse.response import status_of
from welfare_stats.collect.observations import Scope
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Receipt, state_after
from welfare_stats.report.build import build_report
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import AnnualReport, Heading, Paragraph
from welfare_stats.report.tables import sending
from welfare_stats.report.tables.sending import status_table
from welfare_stats.validate.verdict import Outcome

DISTRICTS = [str(code) for code in range(164, 174) if code != 166]
HOMES = ["CSTG-01", "CSTG-02", "CSTG-03", "CSTG-04"]
JUNE, AUGUST, DECEMBER = dt.date(2018, 6, 30), dt.date(2018, 8, 31), dt.date(2018, 12, 31)


def sent(
    number: int, unit: str, end: dt.date, start: dt.date = dt.date(2018, 1, 1), **more: object
) -> Receipt:
    """All that a unit owes, received on the last day of its period."""
    home: dict[Scope, int] = {("CS-01", unit): 5}
    scopes: dict[Scope, int] = {("HX-01", ""): 3, ("HX-02", ""): 3}
    values = {"period": ReportingPeriod(start, end), "received_on": end}
    values |= {"scopes": home if unit in HOMES else scopes}
    return receipt(number, unit, **(values | more))


def everybody(end: dt.date, *but: str) -> list[Receipt]:
    units = [unit for unit in [*DISTRICTS, *HOMES] if unit not in but]
    return [sent(number, unit, end) for number, unit in enumerate(units, 1)]


def facts(
    catalogue: Catalogue,
    receipts: list[Receipt],
    today: dt.date = dt.date(2018, 12, 15),  # nobody is overdue for the year yet
    period: ReportingPeriod | None = None,
) -> YearFacts:
    """One period, or the year as far as what was sent reaches."""
    state = state_after(receipts)
    status = status_of(2018, catalogue, state, today, period=period)
    last = max((r.period.end for r in receipts if r.period and r.is_accepted), default=JUNE)
    period = period or ReportingPeriod(dt.date(2018, 1, 1), last)
    codes = catalogue.during(period)
    frame = figures(codes, district("170", "tc_cao_tuoi", 2020))
    return replace(
        bare_facts(catalogue, codes, frame, period),
        case_types_ever=catalogue.case_type_codes,
        status=status,
    )


def section(report: AnnualReport) -> str:
    """The paragraphs below the heading about the sending of reports, one a line."""
    lines: list[str] = []
    is_below = False
    for block in report.body:
        if isinstance(block, Heading):
            is_below = "Tình hình gửi" in block.text
        elif is_below and isinstance(block, Paragraph):
            lines.append(block.text)
    return "\n".join(lines)


ALL_BUT_VO_NHAI = (
    "Thành phố Thái Nguyên; Thành phố Sông Công; Huyện Định Hóa; Huyện Phú Lương; Huyện Đồng Hỷ; "
    "Huyện Đại Từ; Thị xã Phổ Yên; Huyện Phú Bình; Trung tâm Bảo trợ xã hội Thái Nguyên; "
    "Cơ sở trợ giúp xã hội số 2; Cơ sở trợ giúp xã hội số 3; Trung tâm Công tác xã hội"
)
WITHOUT = " Số toàn tỉnh dưới đây chưa gồm phần còn thiếu của các đơn vị này."
HALF_OF = {("HX-01", ""): 3}

CASES = {
    "all sent eight months": (
        everybody(AUGUST),
        """
Theo sổ theo dõi, 13/13 đơn vị đã gửi đủ báo cáo 8 tháng năm 2018, số liệu đã được tổng hợp.
Chưa có báo cáo cả năm 2018 của 13 đơn vị (chưa đến hạn tính đến ngày 15/12/2018).
""",
    ),
    "all sent June and one December": (
        [*everybody(JUNE), sent(20, "170", DECEMBER)],
        f"""
Theo sổ theo dõi, 01/13 đơn vị đã gửi đủ báo cáo cả năm 2018, số liệu đã được tổng hợp.
Các đơn vị chưa gửi báo cáo cả năm 2018, chưa đến hạn tính đến ngày 15/12/2018: \
{ALL_BUT_VO_NHAI}.{WITHOUT}
Chưa có báo cáo 8 tháng năm 2018 của 12 đơn vị.
""",
    ),
    "one form is missing, one file returned": (
        [
            *everybody(AUGUST, "170", "171"),
            sent(20, "170", AUGUST, scopes=HALF_OF),
            sent(21, "171", AUGUST, outcome=Outcome.REJECTED),
            sent(22, "171", JUNE, scopes=HALF_OF),
        ],
        f"""
Theo sổ theo dõi, 11/13 đơn vị đã gửi đủ báo cáo 8 tháng năm 2018, số liệu đã được tổng hợp.
Các đơn vị chưa gửi, gửi chưa đủ hoặc được yêu cầu chỉnh sửa báo cáo 8 tháng năm 2018: \
Huyện Võ Nhai; Huyện Đại Từ.{WITHOUT}
Báo cáo 6 tháng đầu năm 2018 của Huyện Võ Nhai, Huyện Đại Từ chưa đủ biểu. \
Chưa có báo cáo cả năm 2018 của 13 đơn vị (chưa đến hạn tính đến ngày 15/12/2018).
""",
    ),
    "a returned file for a longer period": (
        [*everybody(AUGUST), sent(20, "170", DECEMBER, outcome=Outcome.REJECTED)],
        """
Theo sổ theo dõi, 13/13 đơn vị đã gửi đủ báo cáo 8 tháng năm 2018, số liệu đã được tổng hợp.
Chưa có báo cáo cả năm 2018 của 12 đơn vị (chưa đến hạn tính đến ngày 15/12/2018). \
Báo cáo cả năm 2018 của Huyện Võ Nhai: đã yêu cầu chỉnh sửa, chưa nhận được bản sửa.
""",
    ),
    "estimates": (
        [*everybody(DECEMBER, "170", "171"),
         sent(20, "170", DECEMBER, is_estimate=True), sent(21, "171", DECEMBER, is_estimate=True)],
        """
Theo sổ theo dõi, 13/13 đơn vị đã gửi đủ báo cáo cả năm 2018, số liệu đã được tổng hợp.
Báo cáo cả năm 2018 của các đơn vị sau là số ước thực hiện: Huyện Võ Nhai; Huyện Đại Từ.
""",
    ),
    "nothing asked by then": (
        [sent(1, "170", dt.date(2018, 3, 31))],
        """
Tính đến ngày 31/3/2018, chưa có kỳ báo cáo nào kết thúc.
Chưa có báo cáo 6 tháng đầu năm 2018 của 13 đơn vị. \
Chưa có báo cáo 8 tháng năm 2018 của 13 đơn vị. \
Chưa có báo cáo cả năm 2018 của 13 đơn vị (chưa đến hạn tính đến ngày 15/12/2018).
""",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_section_one(case: str, catalogue: Catalogue) -> None:
    receipts, expected = CASES[case]
    text = section(build_report(facts(catalogue, receipts), REPOSITORY / "templates"))
    assert "\n".join(line for line in text.splitlines() if "không đủ kỳ" not in line) == (
        expected.strip()
    )


def test_a_unit_that_ended_is_counted_by_its_own_report(catalogue: Catalogue) -> None:
    ended = with_unit(catalogue, "170", "2014-01-01 – 2018-06-30")
    receipts = [*everybody(AUGUST, "170"), sent(20, "170", JUNE)]
    first, *_ = section(build_report(facts(ended, receipts), REPOSITORY / "templates")).splitlines()
    assert first == (
        "Theo sổ theo dõi, 12/12 đơn vị đã gửi đủ báo cáo 8 tháng năm 2018; "
        "Huyện Võ Nhai đã gửi đủ báo cáo 6 tháng đầu năm 2018, số liệu đã được tổng hợp."
    )


def test_the_table_has_a_row_for_each_period_that_counts(catalogue: Catalogue) -> None:
    receipts = [
        sent(1, "164", JUNE, received_on=dt.date(2018, 7, 5)),
        sent(2, "164", DECEMBER, dt.date(2018, 7, 1), scopes=HALF_OF),
        sent(3, "165", JUNE),
        sent(4, "165", DECEMBER, is_estimate=True, received_on=dt.date(2018, 12, 5)),
        sent(5, "167", DECEMBER, scopes=HALF_OF, outcome=Outcome.REJECTED),
        sent(6, "168", AUGUST, scopes=HALF_OF),
        sent(7, "168", DECEMBER, scopes=HALF_OF, outcome=Outcome.REJECTED),
    ]
    rows = [
        [str(cell) for cell in row.cells] for row in status_table(facts(catalogue, receipts)).rows
    ]
    assert rows[:10] == [
        ["Thành phố Thái Nguyên", "HX-01", "01/01/2018 – 30/6/2018", "05/7/2018",
         "đã tổng hợp (gửi chậm 5 ngày)"],
        ["Thành phố Thái Nguyên", "HX-01", "01/7/2018 – 31/12/2018", "31/12/2018", "đã tổng hợp"],
        ["Thành phố Thái Nguyên", "HX-02", "01/01/2018 – 30/6/2018", "05/7/2018",
         "đã tổng hợp (gửi chậm 5 ngày)"],
        ["Thành phố Sông Công", "HX-01, HX-02", "01/01/2018 – 31/12/2018", "05/12/2018",
         "đã tổng hợp; số ước"],
        ["Huyện Định Hóa", "HX-01", "", "", "đã yêu cầu chỉnh sửa"],
        ["Huyện Định Hóa", "HX-02", "", "", "chưa gửi"],
        ["Huyện Phú Lương", "HX-01", "01/01/2018 – 31/8/2018", "31/8/2018",
         "đã tổng hợp; còn bản đã yêu cầu chỉnh sửa"],
        ["Huyện Phú Lương", "HX-02", "", "", "chưa gửi"],
        ["Huyện Đồng Hỷ", "HX-01, HX-02", "", "", "chưa gửi"],
        ["Huyện Võ Nhai", "HX-01, HX-02", "", "", "chưa gửi"],
    ]  # fmt: skip


def test_of_more_units_than_can_be_read_the_table_counts_those_of_each_group(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipts = [
        sent(1, "164", JUNE, received_on=dt.date(2018, 7, 5)),
        sent(2, "165", JUNE),
        sent(3, "167", JUNE, scopes=HALF_OF),
    ]
    monkeypatch.setattr(sending, "_MOST_UNITS", 5)
    table = status_table(facts(catalogue, receipts))
    assert table.columns == (
        "Nhóm đơn vị", "Biểu", "Phải gửi", "Đã tổng hợp", "Gửi chậm", "Chưa có số liệu",
    )  # fmt: skip
    rows = [[str(cell) for cell in row.cells] for row in table.rows]
    assert [*rows[:6], rows[-1]] == [
        ["Thành phố Thái Nguyên (cũ)", "HX-01", "1", "1", "1", "0"],
        ["Thành phố Thái Nguyên (cũ)", "HX-02", "1", "1", "1", "0"],
        ["Thành phố Sông Công (cũ)", "HX-01", "1", "1", "0", "0"],
        ["Thành phố Sông Công (cũ)", "HX-02", "1", "1", "0", "0"],
        ["Huyện Định Hóa (cũ)", "HX-01", "1", "1", "0", "0"],
        ["Huyện Định Hóa (cũ)", "HX-02", "1", "0", "0", "1"],
        ["Khác", "CS-01", "4", "0", "0", "4"],
    ]


def test_the_report_of_six_months_stands_on_statements_of_six_months(catalogue: Catalogue) -> None:
    """One unit sent only its eight months: it is met, and has no numbers of its own."""
    receipts = [*everybody(JUNE, "164", "165"), sent(20, "164", AUGUST), sent(21, "165", AUGUST)]
    receipts.append(sent(22, "165", JUNE, received_on=dt.date(2018, 9, 10)))
    half = ReportingPeriod(dt.date(2018, 1, 1), JUNE)
    of_half = facts(catalogue, receipts, period=half)
    text = section(build_report(of_half, REPOSITORY / "templates"))
    assert text.startswith(
        "Theo sổ theo dõi, 13/13 đơn vị đã gửi đủ báo cáo 6 tháng đầu năm 2018, "
        "số liệu đã được tổng hợp.\n"
    )
    rows = [[str(cell) for cell in row.cells[1:]] for row in status_table(of_half).rows]
    assert len(rows) == 13
    longer = ["01/01/2018 – 31/8/2018", "31/8/2018", "không có số liệu riêng của kỳ"]
    late = ["01/01/2018 – 30/6/2018", "10/9/2018", "đã tổng hợp (gửi chậm 72 ngày)"]
    assert rows[:2] == [["HX-01, HX-02", *longer], ["HX-01, HX-02", *late]]


def test_before_anything_is_due_nothing_is_reproached(catalogue: Catalogue) -> None:
    early = facts(catalogue, [], today=dt.date(2018, 6, 15))
    assert {str(row.cells[-1]) for row in status_table(early).rows} == {"chưa gửi, chưa đến hạn"}


def test_a_form_nobody_asked_for_is_listed_where_numbers_come_from_it(
    catalogue: Catalogue,
) -> None:
    lists: dict[Scope, int] = {("CS-01", "CSTG-04"): 5, ("DS-01", "CSTG-04"): 9}
    beside = facts(catalogue, [sent(1, "CSTG-04", AUGUST, scopes=lists)])
    assert not any("DS-01" in str(row.cells[1]) for row in status_table(beside).rows)
    counted = replace(beside, coverage={("CSTG-04", "DS-01"): beside.period})
    assert [str(cell) for cell in status_table(counted).rows[-1].cells] == [
        "Trung tâm Công tác xã hội", "CS-01, DS-01", "31/8/2018", "đã tổng hợp",
    ]  # fmt: skip


def test_units_are_called_as_on_the_days_of_the_report(catalogue: Catalogue) -> None:
    """Phổ Yên became a city on 10 April 2022."""
    named = {}
    for end in (dt.date(2022, 3, 31), dt.date(2022, 6, 30)):
        period = ReportingPeriod(dt.date(2022, 1, 1), end)
        status = status_of(2022, catalogue, state_after([]), end)
        of_2022 = replace(
            facts(catalogue, []), period=period, codes=catalogue.during(period), status=status
        )
        cells = {str(row.cells[0]) for row in status_table(of_2022).rows}
        named[end.month] = {name for name in cells if "Phổ Yên" in name}
    assert named == {3: {"Thị xã Phổ Yên"}, 6: {"Thành phố Phổ Yên"}}
