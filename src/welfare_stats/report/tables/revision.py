"""The annex table "Thay đổi so với bản đã gửi": numbers that are not as they were sent."""

from welfare_stats.report.facts import SentRevision, YearFacts
from welfare_stats.report.model import Cell, Gap, Number, Origin, Table, TableRow
from welfare_stats.report.number_names import number_name, unit_of_measure
from welfare_stats.report.reasons import part_words, signed
from welfare_stats.report.tables.framing import table_of
from welfare_stats.vietnamese import format_date


def revision_table(facts: YearFacts, revision: SentRevision) -> Table:
    """One row a number of the province: as it was sent, as it is, the change and why."""
    rows = []
    for change in revision.changes:
        reasons = "; ".join(
            (f"{signed(part.change)}: " if len(change.parts) > 1 else "")
            + part_words(part, revision.entries, facts.codes.units)
            for part in change.parts
        )
        origin = (Origin(facts.year, change.key),)
        now: Cell = Gap.NOT_REPORTED if change.after is None else Number(change.after, of=origin)
        case_type = facts.codes.case_types.get(change.key.case_type)
        rows.append(
            TableRow(
                (
                    number_name(facts.codes, change.key),
                    unit_of_measure(case_type, change.key.measure),
                    Gap.NOT_REPORTED if change.before is None else Number(change.before),
                    now,
                    Number(change.change),
                    reasons,
                )
            )
        )
    columns = ("Nội dung", "Đơn vị tính", "Bản đã gửi", "Bản này", "Tăng, giảm", "Lý do")
    title = f"Thay đổi so với bản đã gửi (gửi ngày {format_date(revision.sent_on)})"
    return table_of(facts, "thay-doi", title, columns, rows)
