"""Says of each number of a report where it comes from; so do ``explain`` and the HTML."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from welfare_stats.analyse.comparison import Change
from welfare_stats.analyse.totals import DECIMALS, HEADLINE, NumberKey, Results, Sources
from welfare_stats.design.catalogue import CaseType, CatalogueAt, ReportingUnit
from welfare_stats.design.forms import FORMS, Breakdown, Measure
from welfare_stats.report.explanation import MOST_SOURCES, Explanation
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Number
from welfare_stats.report.number_names import number_name, unit_of_measure
from welfare_stats.report.tables.notes import period_words
from welfare_stats.report.tables.shares import lack_the_same
from welfare_stats.vietnamese import format_number, format_percent

_COUNTED = "Chương trình đếm từ danh mục đơn vị (catalogue/units.csv)."
_HANDED_OVER = (
    "Số có dấu trừ là số đơn vị kết thúc bàn giao cho đơn vị khác, bớt ra để không tính hai lần."
)


class Explainer:
    """Explains the numbers of one report; what many of them share is worked out once.

    Args:
        facts: the year's figures and circumstances.
        results: the numbers with the cells that they are the sum of.
        period_code: of the report, "" for the whole year; it is part of the command to type.
    """

    def __init__(self, facts: YearFacts, results: Results, period_code: str = "") -> None:
        self._facts, self._results, self._period_code = facts, results, period_code
        self._short_spans: dict[str, Mapping[ReportingUnit, str]] = {}

    def explanation(self, key: NumberKey, most: int | None = None) -> Explanation:
        """Where a number comes from, or why it is not known.

        Args:
            key: which number.
            most: how many cells are listed at most; ``None`` for all.
        """
        facts = self._facts
        case_type = facts.codes.case_types[key.case_type]
        number = self.number(key)
        counted = case_type.source[0] == "units"
        sources = self._results.sources(key, most=most)
        return Explanation(
            what=number_name(facts.codes, key._replace(unit="")),
            whose=facts.codes.units[key.unit].short_name if key.unit else "",
            number="" if number is None else str(number),
            measured_in=unit_of_measure(case_type, key.measure),
            remarks=tuple(self._remarks(case_type, key)),
            sources=sources.listed,
            below=(_COUNTED,) if counted else (*_below(sources), *self._two_numbers(key, number)),
            command=command_for(facts.codes, facts.year, key, self._period_code),
            rest=sources.number - len(sources.listed),
            value=sources.adds,
        )

    def number(self, key: NumberKey) -> Number | None:
        """The number itself."""
        return self._facts.number(key.case_type, key.measure, Breakdown(key.breakdown), key.unit)

    def lacking(self, key: NumberKey) -> list[ReportingUnit]:
        """The units that owe a number of the province and have not reported it in full."""
        if key.unit:
            return []
        case_type = self._facts.codes.case_types[key.case_type]
        return self._facts.lacking(case_type, Breakdown(key.breakdown), Measure(key.measure))

    def _remarks(self, case_type: CaseType, key: NumberKey) -> Iterator[str]:
        if why := self._why_unknown(case_type, key):
            yield f"Các đơn vị đã báo cáo nhưng chưa xác định được số này, vì {why}."
        if lacking := self.lacking(key):
            yield f"Chưa đủ số liệu của: {', '.join(unit.short_name for unit in lacking)}."
        spans = self._spans_of(case_type).items()
        short = [
            f"{unit.short_name} ({days})" for unit, days in spans if key.unit in ("", unit.code)
        ]
        if short:
            yield f"Số liệu không đủ kỳ: {'; '.join(short)}."

    def _why_unknown(self, case_type: CaseType, key: NumberKey) -> str:
        """Why it is not known although it was reported, in words, or ""."""
        if self.number(key) is not None:
            return ""
        unit = self._facts.codes.units.get(key.unit)
        if unit is not None:
            is_unsettled = self._facts.is_unsettled(unit, case_type)
            return "chưa có số mới tiếp nhận của kỳ sau" if is_unsettled else ""
        measure = None if key.measure in HEADLINE else Measure(key.measure)
        return self._facts.why_unsettled(case_type, measure)

    def _spans_of(self, case_type: CaseType) -> Mapping[ReportingUnit, str]:
        """The units whose numbers do not span the time, each with the days that they span."""
        found = self._short_spans.get(case_type.code)
        if found is None:
            spans = self._facts.short_spans([case_type])
            asked = set(self._facts.status.units)
            found = {unit: period_words(days) for unit, days in spans.items() if unit in asked}
            self._short_spans[case_type.code] = found
        return found

    def _two_numbers(self, key: NumberKey, number: Number | None) -> Iterator[str]:
        """Shares and changes: each is of two numbers, which can be asked for in turn."""
        if number is None or key.measure not in HEADLINE:
            return
        facts = self._facts
        case_type = facts.codes.case_types[key.case_type]
        parent = facts.codes.case_types.get(case_type.parent or "")
        if parent is not None:
            whole = facts.headline(parent.code, Breakdown(key.breakdown), key.unit)
            is_fair = bool(key.unit) or lack_the_same(facts, case_type, parent)
            if whole is not None and whole.value and is_fair:
                ratio = format_percent(number.value / whole.value)
                yield f"Tỷ lệ trong “{parent.label}” ({parent.code}): {number} / {whole} = {ratio}."
        change = self._changes.get(key)
        if change is not None and facts.last_year is not None:
            yield (
                f"So với cùng kỳ năm {facts.last_year.year}: {format_number(change.now)} − "
                f"{format_number(change.before)} = {format_number(change.change)}."
            )

    @cached_property
    def _changes(self) -> Mapping[NumberKey, Change]:
        """What changed since the year before, where it can be compared, by the number of today."""
        last = self._facts.last_year
        return {
            NumberKey(change.case_type.code, measure): change
            for change in (last.changes if last else ())
            for measure in HEADLINE
        }


def explanation_of_last_year(
    codes: CatalogueAt, results: Results, key: NumberKey, year: int, command: str
) -> Explanation:
    """Where a number of the year before comes from; only what is complete is compared with it.

    Args:
        codes: the code lists of that year.
        results: its numbers.
        key: which one.
        year: that year.
        command: what to type to be told the same, or "".
    """
    sources = results.sources(key, most=MOST_SOURCES)
    case_type = codes.case_types[key.case_type]
    counted = case_type.source[0] == "units"
    return Explanation(
        what=f"{number_name(codes, key)}, năm {year}",
        whose="",
        number=format_number(float(results.totals[key[:3]])),
        measured_in=unit_of_measure(case_type, key.measure),
        sources=sources.listed,
        below=(_COUNTED,) if counted else tuple(_below(sources)),
        command=command,
        rest=sources.number - len(sources.listed),
        value=sources.adds,
    )


def explanation_of_sum(
    codes: CatalogueAt, results: Results, keys: Sequence[NumberKey], command: str
) -> Explanation:
    """Where the sum of several units' numbers comes from.

    Args:
        codes: the code lists.
        results: the numbers.
        keys: of one case type, measure and breakdown, each of another unit.
        command: what to type to be told of all units, or "".
    """
    sources = results.sources(*keys, most=MOST_SOURCES)
    first = keys[0]._replace(unit="")
    return Explanation(
        what=number_name(codes, first),
        whose=f"{len(keys)} đơn vị",
        number=format_number(round(sources.adds, DECIMALS)),
        measured_in=unit_of_measure(codes.case_types[first.case_type], first.measure),
        sources=sources.listed,
        command=command,
        rest=sources.number - len(sources.listed),
        value=sources.adds,
    )


def command_for(codes: CatalogueAt, year: int, key: NumberKey, period_code: str) -> str:
    """The command that explains a number, as it is typed."""
    words = ["welfare-stats explain", f"--year {year}", f"--case-type {key.case_type}"]
    if key.measure not in HEADLINE or key.breakdown != Breakdown.ALL:
        words.append(f'--measure "{_column_heading(codes, key)}"')
    if key.unit:
        words.append(f"--unit {key.unit}")
    if period_code:
        words.append(f"--period {period_code}")
    return " ".join(words)


def _column_heading(codes: CatalogueAt, key: NumberKey) -> str:
    """The heading by which ``explain`` knows a column of numbers."""
    case_type = codes.case_types[key.case_type]
    form = FORMS.get(codes.asked_as(case_type).form or "")
    columns = form.numbers.values() if form else ()
    of_key = (c for c in columns if (c.measure, c.breakdown) == (key.measure, key.breakdown))
    return next((column.heading for column in of_key), key.measure)


def _below(sources: Sources) -> tuple[str, ...]:
    return (_HANDED_OVER,) if sources.takes_off else ()
