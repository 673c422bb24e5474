"""What the template of the text may ask for: variables, and functions of codes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from welfare_stats.analyse.comparison import Attainment
from welfare_stats.report.asked_numbers import (
    amount,
    codes_ever,
    last_year,
    part,
    spending,
    total,
    unit_total,
)
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.office_templates import require_name
from welfare_stats.report.own_numbers import as_typed
from welfare_stats.report.response_words import response_context
from welfare_stats.report.sentences import listing, whole_and_parts
from welfare_stats.report.tables.last_year import reasons
from welfare_stats.report.tables.notes import short_span_words
from welfare_stats.report.tables.targets import (
    outcome_words,
    reached,
    result_words,
    target_words,
    verdict_words,
)
from welfare_stats.report.template_names import TemplateFunction
from welfare_stats.report.text_numbers import Share, share_of


@dataclass(frozen=True, slots=True)
class UnitOfText:
    """A unit as the template sees it; ``{{ unit }}`` prints its short name."""

    code: str
    name: str
    short: str
    area: str
    group: str

    def __str__(self) -> str:
        return self.short


@dataclass(frozen=True, slots=True)
class UnitsOfText:
    """The units of a kind, to go through one by one, and how many they are."""

    _units: tuple[UnitOfText, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self._units)

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[UnitOfText]:
        return iter(self._units)

    def __str__(self) -> str:
        return ", ".join(unit.short for unit in self._units)


class LastYear(int):
    """The year before; called with a code it gives a number of that year.

    It is no year that can be spoken of ("if last_year") where nothing of it is known.
    """

    _facts: YearFacts

    @classmethod
    def of(cls, facts: YearFacts) -> "LastYear":
        """That of a report."""
        year = cls(facts.last_year.year if facts.last_year else facts.year - 1)
        year._facts = facts
        return year

    def __bool__(self) -> bool:
        return self._facts.last_year is not None

    def __call__(self, *values: object, **named: object) -> object:
        """The total of a case type in that year, where it is comparable."""
        asked = partial(last_year, self._facts)
        return TemplateFunction("last_year", asked, 'last_year("MÃ")')(*values, **named)


def template_context(facts: YearFacts) -> dict[str, object]:
    """All that the template may name."""
    return {
        "year": facts.year,
        "next_year": facts.year + 1,
        "is_year": not facts.period_name,
        "period": facts.period_words,
        "office": facts.office,
        "whole_area": facts.codes.whole_area,
        "compiler": facts.codes.compiler,
        "start": facts.period.start,
        "as_of": facts.period.end,
        "total": {code: total(facts, code) for code in codes_ever(facts)},
        **_functions(facts),
        "targets": [_goal(facts, attainment) for attainment in reached(facts)],
        "next_targets": [
            {"wording": target.wording, "words": target_words(target)}
            for target in facts.next_targets
        ],
        "note": {code: "; ".join(notes) for code, notes in facts.notes.items()},
        **response_context(facts),
        "units_partial": short_span_words(facts, facts.codes.case_types.values()),
        "unattributed": facts.status.unattributed,
        "texts": as_typed(facts.year_text),
        "last_year": LastYear.of(facts),
        "is_compared": facts.last_year is not None and facts.last_year.says_something,
        "known_on": facts.status.today,
        "not_compared": reasons(facts, facts.last_year) if facts.last_year else [],
    }


def _functions(facts: YearFacts) -> dict[str, TemplateFunction]:
    rows: list[tuple[str, Callable[..., object], str]] = [
        ("share", share_of, "share(total.A, total.B)"),
        ("part", partial(part, facts), 'part("MÃ", "female")'),
        ("unit_total", partial(unit_total, facts), 'unit_total("MÃ", "MÃ ĐƠN VỊ")'),
        ("amount", partial(amount, facts), 'amount("MÃ")'),
        ("spending", partial(spending, facts), 'spending("MÃ")'),
        ("units", partial(_units, facts), 'units("MÃ LOẠI")'),
        ("has_figures", partial(_has_figures, facts), 'has_figures("MÃ PHẦN")'),
        ("listing", listing, 'listing([[total.A, "… người", "không có người"]])'),
        ("whole_and_parts", whole_and_parts, "ví dụ ở đầu mẫu"),
    ]
    return {name: TemplateFunction(name, call, example) for name, call, example in rows}


def _units(facts: YearFacts, kind: str) -> UnitsOfText:
    """The units of a kind that there are on the report's last day.

    Raises:
        ExplainedError: there is no such kind.
    """
    kinds = facts.codes.reporters.values()
    known = dict.fromkeys(name for row in kinds for name in (row.code, row.unit_kind) if name)
    require_name("loại đơn vị", kind, known)
    found = facts.codes.units_reporting_as(kind)
    return UnitsOfText(
        tuple(UnitOfText(u.code, u.name, u.short_name, u.area, u.group) for u in found)
    )


def _has_figures(facts: YearFacts, section: str) -> bool:
    """Whether anything is known of the case types of a section, besides how many units there are.

    Raises:
        ExplainedError: there is no such section.
    """
    require_name("phần của báo cáo", section, facts.codes.sections)
    return any(
        facts.headline(code) is not None
        for code, case_type in facts.codes.case_types.items()
        if case_type.section == section and case_type.source[0] != "units"
    )


def _goal(facts: YearFacts, attainment: Attainment) -> dict[str, object]:
    target = attainment.target
    of = total(facts, target.case_type)
    actual = replace(of, name="goal.actual")
    return {
        "wording": target.wording,
        "words": target_words(target),
        "known": attainment.actual is not None,
        "actual": actual,
        "result": result_words(facts, attainment),
        "caveat": actual.caveat,
        "attained": Share("goal.attained", attainment.ratio, actual.caveat),
        "verdict": verdict_words(facts, attainment),
        "outcome": outcome_words(facts, attainment),
    }
