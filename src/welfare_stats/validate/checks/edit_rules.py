"""Which numbers of a submission must agree with which: what ``error`` reasons about.

A cell that is a finding already (refused, or blank where it must not be) is in no rule, and
neither is a sum that holds with it: that one has from the cell whatever it says.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations
from math import inf

from welfare_stats.collect.reading.rows import FormTable
from welfare_stats.collect.submission import Figure, FigureKey, Submission
from welfare_stats.design.catalogue import CatalogueAt, Relation
from welfare_stats.design.forms import Breakdown, FormRow, Measure
from welfare_stats.findings import CellRef, CellValue
from welfare_stats.validate.checks.codes import is_mislabelled
from welfare_stats.validate.checks.error_localisation import EditRule, RuleKind, Terms
from welfare_stats.validate.checks.lists import listed_counts
from welfare_stats.validate.checks.movement import incomplete_cells, movement_fields

_ROUNDING = 0.5  # each amount may have been rounded to the thousand đồng before it was typed
_NOISE = 1e-6  # of adding fractions
_HEADLINE = (Measure.TOTAL, Measure.CLOSING)
_DAY_ZERO = date(1899, 12, 30)  # of Excel's dates


_Placed = tuple[CellRef, str, str]
"""Cell, field and form of a number."""


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """What a number is of: a column, and a row of the table or, with ``None``, a typed total."""

    table: FormTable
    name: str
    index: int | None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Numbers, the rules among them, and what each number is of.

    ``unreliable`` cells are findings already, or have their number from such. ``not_added`` are
    numbers typed as text, with the formula that passed over them.
    """

    values: Mapping[CellRef, float]
    places: Mapping[CellRef, NumberPlace]
    rules: Sequence[EditRule]
    unreliable: frozenset[CellRef]
    not_added: Mapping[CellRef, CellRef]


def rules_of(submission: Submission) -> RuleSet:
    """Everything that must agree within a submission."""
    tables = [table for table in submission.tables if not table.form.is_list]
    values, places, unreliable = _numbers(tables)
    stray = [strays(submission, table) for table in tables]
    cells = _cells_by_key(tables, stray, values)
    sums = list(_sums(submission.codes, tables, stray, cells, values))
    texts = {table.cell(index, name) for table in tables for index, name in table.texts}
    not_added = _not_added(sums, texts, values)
    unreliable.update(not_added.values())
    _spread_to_sums(sums, unreliable)
    single = [
        *_movements(tables, values),
        *_lists(submission),
        *_parts(tables, values),
        *_subsets(submission.codes, cells, values),
        *sums,
    ]
    totals = list(_totals(submission, tables, stray, unreliable))
    passing_over = _not_added(totals, texts, values)
    unreliable.update(passing_over.values())
    rules = [
        *(
            r
            for r in single
            if not any(cell in unreliable for t, _ in r.options for cell in t.signs)
        ),
        *(total for total in totals if total.place not in unreliable),
    ]
    return RuleSet(values, places, rules, frozenset(unreliable), passing_over | not_added)


# --- the numbers -------------------------------------------------------------------------------


def _numbers(
    tables: Iterable[FormTable],
) -> tuple[dict[CellRef, float], dict[CellRef, NumberPlace], set[CellRef]]:
    """Numbers by cell, what they are of, and which cells are findings already."""
    values: dict[CellRef, float] = {}
    places: dict[CellRef, NumberPlace] = {}
    unreliable: set[CellRef] = set()
    for table in tables:
        blank = incomplete_cells(table)
        for name in (name for name in table.form.numbers if name in table.columns):
            for index, row in enumerate(table.rows):
                cell = table.cell(index, name)
                number = getattr(row, name)
                if (index, name) in table.refused:
                    raw = table.refused[index, name]
                    number = None if raw == "" else as_a_formula_reads(raw)
                    unreliable.add(cell)
                elif (index, name) in blank:
                    number = 0
                    unreliable.add(cell)
                if number is not None:
                    values[cell], places[cell] = number, NumberPlace(table, name, index)
            for total in table.totals:
                if name in total.values:
                    cell = CellRef(table.sheet, total.row, table.columns[name])
                    values[cell], places[cell] = total.values[name], NumberPlace(table, name, None)
    return values, places, unreliable


def as_a_formula_reads(value: CellValue) -> float:
    """What SUM makes of a cell: text and true are nothing, a date is a number of days."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return (value - _DAY_ZERO).days
    return value if type(value) in (int, float) else 0  # type: ignore[return-value]


def _not_added(
    sums: Iterable[EditRule], texts: Collection[CellRef], values: Mapping[CellRef, float]
) -> dict[CellRef, CellRef]:
    """Numbers typed as text, by which alone a sum differs: its formula passes over them."""
    found: dict[CellRef, CellRef] = {}
    for rule in sums:
        if texts and not rule.holds():
            passed_over = [cell for cell in texts if rule.sign(cell) < 0]
            without = {cell: -values[cell] for cell in passed_over}
            if passed_over and rule.holds(without):
                found |= dict.fromkeys(passed_over, rule.place)
    return found


def _spread_to_sums(sums: Sequence[EditRule], unreliable: set[CellRef]) -> None:
    """Sums that hold with a unreliable part, and those above them."""
    size = -1
    while size != len(unreliable):
        size = len(unreliable)
        for rule in sums:
            cells = (cell for terms, _ in rule.options for cell in terms.signs)
            if rule.whole and rule.holds() and any(cell in unreliable for cell in cells):
                unreliable.add(rule.whole)


# --- the rules -----------------------------------------------------------------------------


def _rule(
    kind: RuleKind,
    place: CellRef,
    signs: Mapping[CellRef, int],
    values: Mapping[CellRef, float],
    bounds: tuple[float, float],
    whole: CellRef | None = None,
) -> EditRule:
    value = sum(sign * values[cell] for cell, sign in signs.items())
    return EditRule(kind, place, [(Terms(signs), value)], *bounds, whole)


def _movements(tables: Iterable[FormTable], values: Mapping[CellRef, float]) -> Iterator[EditRule]:
    for table in tables:
        fields = movement_fields(table.form)
        if not fields or not all(name in table.columns for name in fields):
            continue
        for index in range(len(table.rows)):
            cells = [table.cell(index, name) for name in fields]
            if all(cell in values for cell in cells):
                signs = dict(zip(cells, (1, 1, -1, -1), strict=True))
                yield _rule(RuleKind.MOVEMENT, cells[-1], signs, values, (0, 0))


def _parts(tables: Iterable[FormTable], values: Mapping[CellRef, float]) -> Iterator[EditRule]:
    """A "trong đó" cell is not more than the whole of its row."""
    for table in tables:
        for name, whole_name in table.parts:
            for index in range(len(table.rows)):
                part, whole = table.cell(index, name), table.cell(index, whole_name)
                if part in values and whole in values:
                    signs = {whole: 1, part: -1}
                    yield _rule(RuleKind.PART, part, signs, values, (0, inf))


def _lists(submission: Submission) -> Iterator[EditRule]:
    """A typed number is what the list counts, give or take the cases that are in doubt."""
    counts = listed_counts(submission)
    for figure in submission.typed if counts else ():
        bounds = counts.get(figure.key)
        if bounds is not None and figure.value is not None:
            terms = (Terms({figure.place: 1}), figure.value)
            yield EditRule(RuleKind.LIST, figure.place, [terms], *bounds)


def figures_by_key(submission: Submission) -> dict[FigureKey, Figure]:
    """Typed figures by key, without those of rows that stand twice, which is a finding."""
    times = Counter((figure.form, figure.key) for figure in submission.typed)
    return {f.key: f for f in submission.typed if times[f.form, f.key] == 1}


def same_of(key: FigureKey, case_type: str) -> FigureKey:
    """The key of the same figure of another case type."""
    return FigureKey(key.facility, case_type, key.measure, key.breakdown)


def _key(row: FormRow) -> tuple[str, str]:
    return (getattr(row, "facility", None) or "", getattr(row, "case_type", None) or "")


def strays(submission: Submission, table: FormTable) -> frozenset[int]:
    """Rows whose code is unknown, of other words or stands twice: they may be any other row."""
    others = [
        (other, index)
        for other in submission.tables
        if other.form is table.form
        for index in range(len(other.rows))
        if not is_mislabelled(submission, other, index)
    ]
    times = Counter(_key(other.rows[index]) for other, index in others)
    return frozenset(
        index
        for index, row in enumerate(table.rows)
        if times[_key(row)] != 1
        or _key(row)[1] not in submission.codes.case_types
        or is_mislabelled(submission, table, index)
    )


def _sums(
    codes: CatalogueAt,
    tables: Sequence[FormTable],
    stray_rows: Sequence[frozenset[int]],
    cells: Mapping[FigureKey, _Placed],
    values: Mapping[CellRef, float],
) -> Iterator[EditRule]:
    """What the catalogue declares as a sum is that of its parts.

    A part that was left blank is unknown, not 0: then only too much is surely wrong. With a row
    whose code is wrong, the parts may be all there: that is only seen where they add up.
    """
    stray_cells = {
        (table.form.code, name): [
            cell for index in stray if (cell := table.cell(index, name)) in values
        ]
        for table, stray in zip(tables, stray_rows, strict=True)
        for name in table.form.numbers
        if name in table.columns
    }
    for key, (whole, name, form) in cells.items():
        children = codes.children(key.case_type, Relation.SUM)
        parts = [cells.get(same_of(key, child.code)) for child in children]
        stated = [part[0] for part in parts if part is not None]
        if not stated:
            continue
        off = _ROUNDING * len(stated) if key.measure is Measure.AMOUNT else _NOISE
        signs = {whole: 1} | dict.fromkeys(stated, -1)
        stray = stray_cells[form, name]
        if None not in parts:
            yield _rule(RuleKind.SUM, whole, signs, values, (-off, off), whole)
        elif not stray:
            at_least = _rule(RuleKind.SUM, whole, signs, values, (-off, inf))
            adds_up = abs(at_least.options[0][1]) <= off
            yield replace(at_least, whole=whole if adds_up else None)
        if stray and whole not in stray:
            signs = signs | dict.fromkeys(stray, -1)
            with_strays = _rule(RuleKind.SUM, whole, signs, values, (-off, off), whole)
            if with_strays.holds():
                yield with_strays


def _cells_by_key(
    tables: Sequence[FormTable],
    stray_rows: Sequence[frozenset[int]],
    values: Mapping[CellRef, float],
) -> dict[FigureKey, _Placed]:
    """Where each number stands, without those of stray rows."""
    found: dict[FigureKey, _Placed] = {}
    for table, stray in zip(tables, stray_rows, strict=True):
        for name, column in table.form.numbers.items():
            if name not in table.columns or column.measure is None:
                continue
            for index, row in enumerate(table.rows):
                key = FigureKey(*_key(row), column.measure, column.breakdown)
                cell = table.cell(index, name)
                if index not in stray and cell in values:
                    found[key] = (cell, name, table.form.code)
    return found


def _subsets(
    codes: CatalogueAt, cells: Mapping[FigureKey, _Placed], values: Mapping[CellRef, float]
) -> Iterator[EditRule]:
    """No case type is more than the one it is a part of."""
    for key, (whole, _, _) in cells.items():
        for child in codes.children(key.case_type, Relation.SUBSET):
            part = cells.get(same_of(key, child.code))
            if part is not None and key.measure in _HEADLINE:
                signs = {whole: 1, part[0]: -1}
                yield _rule(RuleKind.SUBSET, part[0], signs, values, (0, inf))


def moved(
    submission: Submission,
    figures: Mapping[FigureKey, Figure],
    stock: str,
    measure: Measure,
) -> list[Figure]:
    """The increase or decrease of a stock: typed for the whole, or else for all its parts."""
    whole = FigureKey("", stock, measure, Breakdown.ALL)
    if whole in figures:
        return [figures[whole]]
    children = submission.codes.children(stock, Relation.SUM)
    parts = [figures.get(same_of(whole, child.code)) for child in children]
    return [] if None in parts else [part for part in parts if part is not None]


# --- total rows --------------------------------------------------------------------------------


def _totals(
    submission: Submission,
    tables: Sequence[FormTable],
    stray_rows: Sequence[frozenset[int]],
    unreliable: set[CellRef],
) -> Iterator[EditRule]:
    """A typed total is the sum of the rows above it, of those since the total before, or of all."""
    for table, stray in zip(tables, stray_rows, strict=True):
        if not table.totals:
            continue
        every = range(len(table.rows))
        columns = {
            name: [getattr(row, name) or 0 for row in table.rows]
            for name in table.form.numbers
            if name in table.columns
            and not any(table.cell(index, name) in unreliable for index in every)
        }
        since = -1
        for total in table.totals:
            above = [i for i in every if table.row_numbers[i] < total.row]
            spans = (above, [i for i in above if table.row_numbers[i] > since], every)
            since = total.row
            ways = _ways(submission, table, spans, stray)
            for name, numbers in columns.items():
                if name in total.values:
                    yield _total(table, total.row, name, total.values[name], ways, numbers)


def _ways(
    submission: Submission,
    table: FormTable,
    spans: Iterable[Sequence[int]],
    stray: frozenset[int],
) -> list[tuple[Sequence[int], frozenset[int]]]:
    """Which rows a total may be of: indexes, and rows of the sheet."""
    found: dict[frozenset[int], Sequence[int]] = {}
    for span in spans:
        for indexes in (outermost(submission, table, span), span):
            for without in _some_of(stray.intersection(indexes)):
                some = [i for i in indexes if i not in without]
                found.setdefault(frozenset(table.row_numbers[i] for i in some), some)
    return [(indexes, rows) for rows, indexes in found.items()]


_FEW_STRAYS = 4


def _some_of(stray: frozenset[int]) -> Iterator[Collection[int]]:
    """Every choice of a few, or none and all of many."""
    sizes = range(len(stray) + 1) if len(stray) <= _FEW_STRAYS else (0, len(stray))
    for size in sizes:
        yield from map(frozenset, combinations(sorted(stray), size))


def outermost(submission: Submission, table: FormTable, span: Sequence[int]) -> Sequence[int]:
    """Rows that are not part of another row: adding a part to its whole would count twice."""
    keys = {index: _key(table.rows[index]) for index in span}
    stated = set(keys.values())
    return [
        index
        for index, (facility, code) in keys.items()
        if not any(
            (facility, ancestor) in stated for ancestor in submission.codes.with_ancestors(code)[1:]
        )
    ]


def _total(
    table: FormTable,
    row: int,
    name: str,
    stated: float,
    ways: Iterable[tuple[Sequence[int], frozenset[int]]],
    numbers: Sequence[float],
) -> EditRule:
    column = table.columns[name]
    place = CellRef(table.sheet, row, column)
    is_amount = table.form.columns[name].measure is Measure.AMOUNT
    off = _ROUNDING * len(numbers) if is_amount else _NOISE
    options = [
        (Terms({place: 1}, (table.sheet, column, rows)), stated - sum(numbers[i] for i in indexes))
        for indexes, rows in ways
    ]
    holding = [option for option in options if -off <= option[1] <= off]
    return EditRule(RuleKind.TOTAL, place, holding or options, -off, off, place)
