"""The notes under a chart: what there is no bar of, and which units its numbers are without."""

from collections.abc import Iterable, Sequence

from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Gap
from welfare_stats.report.tables.counted import Counted
from welfare_stats.report.tables.gaps import gap_of
from welfare_stats.report.tables.notes import short_span_note
from welfare_stats.vietnamese import quoted

_WHY = {
    Gap.NOT_SENT: "chưa gửi hoặc bị trả lại",
    Gap.NOT_REPORTED: "không báo cáo chỉ tiêu này",
    Gap.NOT_SEPARATE: "chỉ báo cáo kỳ dài hơn",
    Gap.UNSETTLED: "đã báo cáo nhưng chưa xác định được số này",
}


def unknown_notes(facts: YearFacts, unknown: Iterable[tuple[str, Counted]]) -> list[str]:
    """The notes on what there is no bar of, by its label."""
    by_reason: dict[str, list[str]] = {}
    for label, of in unknown:
        why = facts.why_unsettled(of.case_type, of.measure)
        by_reason.setdefault(why, []).append(label)
    return [
        f"Chưa xác định được {quoted(labels)} vì {why}."
        if why
        else f"Chưa có số liệu về: {quoted(labels)}."
        for why, labels in by_reason.items()
    ]


def lacking_notes(
    facts: YearFacts, counted: Sequence[Counted], start: str = "Chưa gồm số liệu của"
) -> list[str]:
    """Which units the numbers of a chart are without or have in part only, and of which days.

    Args:
        facts: the year's figures.
        counted: what the numbers are of.
        start: the words before the names of units that have none of these numbers.
    """
    without: dict[Gap, dict[str, str]] = {}
    in_part: dict[str, str] = {}
    for of in counted:
        for unit in facts.lacking(of.case_type, of.breakdown, of.measure):
            gap = gap_of(facts, unit, facts.codes.asked_as(of.case_type))
            is_blank = gap is Gap.NOT_REPORTED and len(counted) > 1
            if is_blank or of.number(facts, unit.code) is not None:
                in_part[unit.code] = unit.short_name
            else:
                without.setdefault(gap, {})[unit.code] = unit.short_name
    notes = []
    if without:
        groups = (f"{', '.join(names.values())} ({_WHY[gap]})" for gap, names in without.items())
        notes.append(f"{start}: {'; '.join(groups)}.")
    if in_part:
        names = ", ".join(in_part.values())
        notes.append(f"Số liệu chưa đủ, do có chỉ tiêu để trống: {names}.")
    return [*notes, *short_span_note(facts, [of.case_type for of in counted])]
