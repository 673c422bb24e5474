"""The annex table "Tình hình gửi báo cáo": which forms each unit sent, when, and for when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from welfare_stats.analyse.response import ObligationStatus, Sending, State, YearStatus
from welfare_stats.design.catalogue import ReportingUnit
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Gap, Table, TableRow
from welfare_stats.report.tables.framing import table_of
from welfare_stats.vietnamese import format_date, format_number

_Cells = tuple[str, str, str, str]


def status_table(facts: YearFacts) -> Table:
    """One row a unit and period that counts, with its forms; one of forms of which nothing came.

    A form that nobody asked for has rows only where a number of the report comes from it: a list of
    cases beside typed numbers has none. Where all rows have the period of the report, that column
    is left out.
    """
    units = _units(facts.status)
    columns = ["Đơn vị báo cáo", "Biểu", "Kỳ số liệu", "Ngày nhận", "Tình trạng"]
    lines = [
        [facts.name_of(unit), *cells]
        for unit in units
        for cells in _in_few_rows(_cells(unit, facts))
    ]
    if {line[2] for line in lines} <= {_span(facts.period), ""}:
        for line in (columns, *lines):
            del line[2]
    rows = [TableRow(tuple(line)) for line in lines]
    title = "Tình hình gửi báo cáo của các đơn vị"
    table = table_of(facts, "tinh-hinh-gui", title, tuple(columns), rows)
    return replace(table, lists_units=True)


def _units(status: YearStatus) -> list[ReportingUnit]:
    """Units that are asked for something, then those that sent something unasked."""
    units = [*status.units, *(sent.unit for sent in status.sendings)]
    return list({unit.code: unit for unit in units}.values())


def _in_few_rows(rows: Iterable[_Cells]) -> Iterator[_Cells]:
    """The rows of a unit: forms of which all else is the same are one row."""
    for (span, day, words), alike in groupby(rows, key=lambda cells: cells[1:]):
        yield ", ".join(form for form, *_ in alike), span, day, words


def _cells(unit: ReportingUnit, facts: YearFacts) -> Iterator[_Cells]:
    owed = facts.status.of_unit(unit)
    asked = {status.owed.form for status in owed if status.state is not State.NOT_ASKED}
    sent = facts.status.sent_by(unit)
    used = {s.form for s in sent if any((owner, s.form) in facts.coverage for owner in s.owners)}
    for form in sorted(asked | used):
        of_form = [sending for sending in sent if sending.form == form]
        for sending in of_form:
            span, day = _span(sending.period), format_date(sending.received_on)
            yield form, span, day, _words(sending)
        if not of_form:
            yield form, *_cells_for_nothing([s for s in owed if s.owed.form == form], facts)


def _span(period: ReportingPeriod) -> str:
    return f"{format_date(period.start)} – {format_date(period.end)}"


def _words(sending: Sending) -> str:
    late = f" (gửi chậm {format_number(sending.late_days)} ngày)" if sending.late_days else ""
    words = [f"đã tổng hợp{late}"]
    if sending.is_estimate:
        words.append("số ước")
    if sending.rejected_path:
        words.append("còn bản đã yêu cầu chỉnh sửa")
    return "; ".join(words)


def _cells_for_nothing(owed: Sequence[ObligationStatus], facts: YearFacts) -> tuple[str, str, str]:
    """Period, day and words of a form of which nothing counts in the report."""
    asked = [status for status in owed if status.state is not State.NOT_ASKED]
    last = facts.period.end
    fallen = [status for status in asked if status.owed.period.end <= last] or asked
    for status in fallen:
        if status.covered_by is not None and status.received_on is not None:
            day = format_date(status.received_on)
            return _span(status.covered_by), day, "không có số liệu riêng của kỳ"
    states = {status.state for status in fallen}
    if State.RETURNED in states:
        return "", "", "đã yêu cầu chỉnh sửa"
    not_sent = str(Gap.NOT_SENT)
    return "", "", not_sent if State.MISSING in states else f"{not_sent}, chưa đến hạn"
