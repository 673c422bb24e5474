"""The numbers that the template of the text asks for by code: totals, parts, of a unit, spending.

A code that was in force in another year is known and "not asked": what the text says of it falls
away. A code that never existed is a mistake.
"""

from dataclasses import replace

from welfare_stats.design.catalogue import CaseType, ReportingUnit
from welfare_stats.design.forms import FORMS, Breakdown, Measure
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.office_templates import require_name
from welfare_stats.report.tables.last_year import reason
from welfare_stats.report.tables.withheld import withheld_codes
from welfare_stats.report.text_numbers import Lacks, Total, YearOnYear

_PARTS = {
    Breakdown.FEMALE: "nữ",
    Breakdown.CHILD: "trẻ em",
    Breakdown.ELDERLY: "người cao tuổi",
    Breakdown.DISABLED: "người khuyết tật",
    Breakdown.ETHNIC_MINORITY: "người dân tộc thiểu số",
    Breakdown.POOR: "người thuộc hộ nghèo",
}
"""What the text says of a part that is not known."""


def codes_ever(facts: YearFacts) -> list[str]:
    """The codes of all case types that a template may name, those of the period first."""
    return list(dict.fromkeys((*facts.codes.case_types, *sorted(facts.case_types_ever))))


def total(facts: YearFacts, code: str) -> Total:
    """The total of a case type; the template may name any that was ever in force."""
    name = f"total.{code}"
    case_type = facts.codes.case_types.get(code)
    if case_type is None:
        return Total(name, None)
    return Total(
        name,
        _value(facts, code),
        code,
        case_type.label,
        why_unsettled=facts.why_unsettled(case_type),
        lacks=_lacks(facts, case_type),
        year_on_year=_year_on_year(facts, case_type),
    )


def part(facts: YearFacts, code: str, breakdown: str) -> Total:
    """A part of the people of a case type, such as the women.

    Raises:
        ExplainedError: there is no such case type, or no such part.
    """
    require_name("chỉ tiêu", code, codes_ever(facts))
    of = Breakdown(require_name("phần", breakdown, [str(known) for known in Breakdown]))
    if of is Breakdown.ALL:
        return total(facts, code)
    name = f'part("{code}", "{of}")'
    case_type = facts.codes.case_types.get(code)
    if case_type is None:
        return Total(name, None)
    value = _value(facts, code, of)
    return Total(name, value, code, _PARTS[of], is_part=True, lacks=_lacks(facts, case_type, of))


def unit_total(facts: YearFacts, code: str, unit: str) -> Total:
    """The number of one unit; not asked where the unit does not report it or it is not published.

    Raises:
        ExplainedError: there is no such case type, or no such unit.
    """
    require_name("chỉ tiêu", code, codes_ever(facts))
    units = dict.fromkeys((*facts.codes.units, *sorted(facts.units_ever)))
    require_name("đơn vị", unit, units)
    name = f'unit_total("{code}", "{unit}")'
    case_type, found = facts.codes.case_types.get(code), facts.codes.units.get(unit)
    if case_type is None or found is None or code in withheld_codes(facts):
        return Total(name, None)
    number = facts.headline(code, unit=unit)
    if number is None and found.reporter_kind not in case_type.reporters:
        return Total(name, None)
    unsettled = "số các kỳ của đơn vị không cộng được thành số của cả kỳ"
    return Total(
        name,
        None if number is None else number.value,
        code,
        f"{case_type.label} của {found.short_name}",
        why_unsettled=unsettled if facts.is_unsettled(found, case_type) else "",
        lacks=_of_unit(_lacks(facts, case_type), found),
    )


def amount(facts: YearFacts, code: str) -> Total:
    """What was spent on a case type, in nghìn đồng; not asked where its form does not ask for it.

    Raises:
        ExplainedError: there is no such case type.
    """
    require_name("chỉ tiêu", code, codes_ever(facts))
    name = f'amount("{code}")'
    case_type = facts.codes.case_types.get(code)
    form = FORMS.get((case_type.form if case_type else None) or "")
    if case_type is None or form is None or Measure.AMOUNT.value not in form.numbers_by_code:
        return Total(name, None)
    number = facts.number(code, Measure.AMOUNT)
    lacking = tuple(facts.lacking(case_type, measure=Measure.AMOUNT))
    known = _lacks(facts, case_type)
    return Total(
        name,
        None if number is None else number.value,
        code,
        f"Kinh phí: {case_type.label}",
        lacks=Lacks(
            lacking,
            tuple(unit for unit in facts.short_spans([case_type]) if unit not in lacking),
            known.estimated,
            known.holds_parts,
        ),
    )


def spending(facts: YearFacts, code: str) -> Total:
    """What was spent on a case type, to be written with its unit: "136.416,1 triệu đồng".

    Raises:
        ExplainedError: there is no such case type.
    """
    return replace(amount(facts, code), name=f'spending("{code}")', is_money=True)


def last_year(facts: YearFacts, code: str) -> Total:
    """The total of the same days of the year before, where it is comparable with that of now.

    Raises:
        ExplainedError: there is no such case type.
    """
    require_name("chỉ tiêu", code, codes_ever(facts))
    name = f'last_year("{code}")'
    case_type, before = facts.codes.case_types.get(code), facts.last_year
    if case_type is None:
        return Total(name, None)
    label = f"{case_type.label} (năm {facts.year - 1})"
    if before is None:
        return Total(name, None, code, label)
    value = next((c.before for c in before.changes if c.case_type.code == code), None)
    why = next((reason(facts, before, o) for o in before.others if o.case_type.code == code), "")
    # It is of the same units as the number of now, and so without the same ones.
    return Total(name, value, code, label, why_unsettled=why, lacks=_lacks(facts, case_type))


def _year_on_year(facts: YearFacts, case_type: CaseType) -> YearOnYear | None:
    before = facts.last_year
    if before is None:
        return None
    code = case_type.code
    for change in before.changes:
        if change.case_type.code == code:
            return YearOnYear(before.year, change.change, change.ratio, case_type.unit)
    for other in before.others:
        if other.case_type.code == code:
            why = reason(facts, before, other)
            return YearOnYear(before.year, None, None, case_type.unit, why)
    return None


def _value(facts: YearFacts, code: str, breakdown: Breakdown = Breakdown.ALL) -> float | None:
    number = facts.headline(code, breakdown)
    return None if number is None else number.value


def _lacks(facts: YearFacts, case_type: CaseType, breakdown: Breakdown = Breakdown.ALL) -> Lacks:
    units = facts.lacking(case_type, breakdown)
    return Lacks(
        units=tuple(units),
        short=tuple(unit for unit in facts.short_spans([case_type]) if unit not in units),
        estimated=tuple(facts.estimating(case_type, breakdown)),
        holds_parts=any(facts.is_in_part(unit, case_type, breakdown) for unit in units),
    )


def _of_unit(lacks: Lacks, unit: ReportingUnit) -> Lacks:
    """What the number of one unit is without, of what that of all is without."""

    def own(units: tuple[ReportingUnit, ...]) -> tuple[ReportingUnit, ...]:
        return tuple(other for other in units if other.code == unit.code)

    return Lacks(own(lacks.units), own(lacks.short), own(lacks.estimated), lacks.holds_parts)
