"""The annex table "Tình hình gửi báo cáo": which forms each unit sent, when, and for when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from welfare_stats.analyse.response import ObligationStatus, Sending, State, YearStatus
from welfare_stats.design.catalogue import ReportingUnit
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Gap, Table, TableRow
from welfare_stats.report.tables.choice import by_group
from welfare_stats.report.tables.framing import table_of
from welfare_stats.vietnamese import format_date, format_number

_KEY = "tinh-hinh-gui"
_TITLE = "Tình hình gửi báo cáo của các đơn vị"
_MOST_UNITS = 200  # each has a row; more than any province has communes
_Cells = tuple[str, str, str, str]


def status_table(facts: YearFacts) -> Table:
    """One row a unit and period that counts, with its forms; one of forms of which nothing came.

    A form that nobody asked for has rows only where a number of the report comes from it: a list of
    cases beside typed numbers has none. Where all rows have the period of the report, that column
    is left out. Where units are too many to read, it counts those of each group.
    """
    units = _units(facts.status)
    groups = by_group(facts, units, "group")
    if len(units) > _MOST_UNITS and "" not in groups:
        return _of_groups(facts, groups)
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
    return replace(table_of(facts, _KEY, _TITLE, tuple(columns), rows), lists_units=True)


def _of_groups(facts: YearFacts, groups: Mapping[str, Sequence[ReportingUnit]]) -> Table:
    """How many units of each group owe a form, and of how many it counts in the report."""
    columns = ("Nhóm đơn vị", "Biểu", "Phải gửi", "Đã tổng hợp", "Gửi chậm", "Chưa có số liệu")
    rows = []
    for group, units in groups.items():
        owed = {unit.code: facts.status.of_unit(unit) for unit in units}
        sent = {unit.code: facts.status.sent_by(unit) for unit in units}
        asked = {
            (code, status.owed.form)
            for code, statuses in owed.items()
            for status in statuses
            if status.state is not State.NOT_ASKED
        }
        there = {(code, one.form) for code, every in sent.items() for one in every}
        late = {(code, one.form) for code, every in sent.items() for one in every if one.late_days}
        for form in sorted({form for _, form in asked}):
            of_form = {pair for pair in asked if pair[1] == form}
            counts = (of_form, of_form & there, of_form & late, of_form - there)
            rows.append(TableRow((group, form, *(format_number(len(some)) for some in counts))))
    table = table_of(facts, _KEY, _TITLE, columns, rows)
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
