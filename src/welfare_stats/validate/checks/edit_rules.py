"""Edit rules: which numbers of a submission must agree with which, for ``error_localisation``.

A cell that has a finding of its own, because it cannot be read or must not be blank, is unreliable:
it is in no rule. Neither is a sum that holds with what a formula reads in such a cell, for it is
most likely a formula and wrong only because of that cell.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

from welfare_stats.collect.case_type_sums import CaseTypeSum, rows_and_strays
from welfare_stats.collect.reading.form_table import FormTable, TotalRow
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import Relation
from welfare_stats.design.forms import Column, Measure
from welfare_stats.findings import CellRef
from welfare_stats.validate.checks.blanks import needed_cells
from welfare_stats.validate.checks.lists import listed_counts
from welfare_stats.validate.checks.movement import movement_fields
from welfare_stats.validate.checks.rule import EditRule, RuleKind, Terms, edit_rule
from welfare_stats.validate.checks.sums import as_a_formula_reads, possible_parts

_ROUNDING = 0.5  # each amount may have been rounded to its unit before it was typed
_NOISE = 1e-6  # of adding fractions
_HEADLINE = (Measure.TOTAL, Measure.CLOSING)

_Numbers = Mapping[CellRef, float]


@dataclass(frozen=True, slots=True)
class NumberCell:
    """Where a number stands in a table; ``index`` is its row's, or ``None`` in a typed total."""

    table: FormTable
    field: str
    index: int | None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The edit rules of a submission, and the numbers that they are about.

    Attributes:
        values: what the cells hold; for a cell that cannot be read, what a formula makes of it.
        cells: where each number stands in its table.
        rules: what must agree; none has an unreliable cell.
        unreliable: cells that have a finding of their own, and sums that hold with them.
        not_added: numbers typed as text, each with the sum whose formula passes over it.
    """

    values: _Numbers
    cells: Mapping[CellRef, NumberCell]
    rules: list[EditRule]
    unreliable: frozenset[CellRef]
    not_added: Mapping[CellRef, CellRef]


def rules_of(submission: Submission) -> RuleSet:
    """Everything that must agree within a submission."""
    tables = [table for table in submission.tables if not table.form.is_list]
    values, cells, unreliable = _numbers(tables, needed_cells(submission))
    texts = {table.cell(index, name) for table in tables for index, name in table.texts}
    of_case_types = submission.case_type_sums

    # First as a formula reads every cell, to see which sums are formulas over unreliable cells.
    sums = [*_sums(of_case_types, values), *_across(submission, values)]
    not_added = _not_added(sums, texts, values)
    unreliable.update(not_added.values())
    _spread_to_sums(sums, unreliable)

    totals = list(_totals(submission, tables, unreliable))
    passed_over = _not_added(totals, texts, values)
    unreliable.update(passed_over.values())

    readable = {cell: value for cell, value in values.items() if cell not in unreliable}
    rules = [
        *_movements(tables, readable),
        *_lists(submission, readable),
        *_parts(tables, readable),
        *_subsets(submission, tables, readable),
        *_sums(of_case_types, readable),
        *_across(submission, readable),
        *(total for total in totals if total.place in readable),
    ]
    return RuleSet(values, cells, rules, frozenset(unreliable), passed_over | not_added)


# --- the numbers -----------------------------------------------------------------------------


def _numbers(
    tables: Iterable[FormTable], needed: Collection[CellRef]
) -> tuple[dict[CellRef, float], dict[CellRef, NumberCell], set[CellRef]]:
    """Numbers, where they stand, and the cells that have a finding of their own.

    Among these are the blank cells that are ``needed``.
    """
    values: dict[CellRef, float] = {}
    cells: dict[CellRef, NumberCell] = {}
    unreliable: set[CellRef] = set()
    for table in tables:
        for name in table.numbers:
            for index, row in enumerate(table.rows):
                cell = table.cell(index, name)
                number = getattr(row, name)
                if (index, name) in table.refused:
                    raw = table.refused[index, name]
                    number = None if raw == "" else as_a_formula_reads(raw)
                    unreliable.add(cell)
                elif cell in needed:
                    number = 0
                    unreliable.add(cell)
                if number is not None:
                    values[cell], cells[cell] = number, NumberCell(table, name, index)
            for total in table.totals:
                if name in total.values:
                    cell = table.at_row(total.row, name)
                    values[cell], cells[cell] = total.values[name], NumberCell(table, name, None)
    return values, cells, unreliable


def _not_added(
    sums: Iterable[EditRule], texts: Collection[CellRef], values: _Numbers
) -> dict[CellRef, CellRef]:
    """Numbers typed as text without which a sum would hold: its formula passes over them."""
    found: dict[CellRef, CellRef] = {}
    for rule in sums if texts else ():
        if not rule.holds():
            passed_over = [cell for cell in texts if rule.sign(cell) < 0]
            without = {cell: -values[cell] for cell in passed_over}
            if passed_over and rule.holds(without):
                found |= dict.fromkeys(passed_over, rule.place)
    return found


def _spread_to_sums(sums: Iterable[EditRule], unreliable: set[CellRef]) -> None:
    """Add the sums that hold with an unreliable part, and the sums of such sums."""
    pending = [rule for rule in sums if rule.total is not None and rule.holds()]
    while spread := [rule for rule in pending if not rule.cells().isdisjoint(unreliable)]:
        unreliable.update(rule.total for rule in spread if rule.total is not None)
        pending = [rule for rule in pending if rule not in spread]


# --- the rules -------------------------------------------------------------------------------


def _movements(tables: Iterable[FormTable], values: _Numbers) -> Iterator[EditRule]:
    """Opening + increase − decrease = closing."""
    for table in tables:
        fields = movement_fields(table.form)
        if not fields or not all(name in table.columns for name in fields):
            continue
        for index in range(len(table.rows)):
            cells = [table.cell(index, name) for name in fields]
            if all(cell in values for cell in cells):
                signs = dict(zip(cells, (1, 1, -1, -1), strict=True))
                yield edit_rule(RuleKind.MOVEMENT, cells[-1], signs, values)


def _lists(submission: Submission, values: _Numbers) -> Iterator[EditRule]:
    """A typed number is what the list counts, give or take the cases that are in doubt."""
    counts = listed_counts(submission)
    for figure in submission.typed if counts else ():
        for of_form in counts.values():
            bounds = of_form.get(figure.key)
            if bounds is not None and figure.place in values:
                yield edit_rule(RuleKind.LIST, figure.place, {figure.place: 1}, values, bounds)


def _not_above(
    kind: RuleKind, part: CellRef, whole: CellRef, values: _Numbers
) -> Iterator[EditRule]:
    if part in values and whole in values:
        yield edit_rule(kind, part, {whole: 1, part: -1}, values, (0, inf))


def _parts(tables: Iterable[FormTable], values: _Numbers) -> Iterator[EditRule]:
    """A "trong đó" number is not above the whole of its row."""
    for table in tables:
        for name, whole in table.parts:
            for index in range(len(table.rows)):
                part = table.cell(index, name)
                yield from _not_above(RuleKind.PART, part, table.cell(index, whole), values)


def _subsets(
    submission: Submission, tables: Iterable[FormTable], values: _Numbers
) -> Iterator[EditRule]:
    """No case type is above the one of which it is a subset."""
    rows, _ = rows_and_strays(tables, submission.strays)
    for (facility, code), (table, whole) in rows.items():
        for child in submission.codes.children(code, Relation.SUBSET):
            if (facility, child.code) not in rows:
                continue
            other, index = rows[facility, child.code]
            for name, column in table.numbers.items():
                if column.measure in _HEADLINE and name in other.columns:
                    part = other.cell(index, name)
                    yield from _not_above(RuleKind.SUBSET, part, table.cell(whole, name), values)


def _sums(sums: Iterable[CaseTypeSum], values: _Numbers) -> Iterator[EditRule]:
    """A case type is the sum of its parts, in every column.

    A part that is blank or cannot be read is unknown, not 0: then the sum is wrong only if it is
    less than the other parts. If it equals them, it may still be their formula.
    """
    for found in sums:
        table, row = found.whole
        for name, column in table.numbers.items():
            whole = table.cell(row, name)
            parts = [other.cell(at, name) for other, at in found.parts if name in other.columns]
            known = [cell for cell in parts if cell in values]
            if not known or whole not in values:
                continue
            signs = {whole: 1} | dict.fromkeys(known, -1)
            off = _tolerance(table, column, len(known))
            rule = edit_rule(RuleKind.SUM, whole, signs, values, (-off, off), whole)
            if found.is_guess:
                if rule.holds():
                    yield rule
            elif found.is_complete and len(known) == len(found.parts):
                yield rule
            else:
                yield replace(rule, high=inf, total=whole if rule.holds() else None)


def _tolerance(table: FormTable, column: Column, parts: int) -> float:
    if column.measure is not Measure.AMOUNT:
        return _NOISE
    return _ROUNDING * parts * max(1, table.amount_unit)


def _totals(
    submission: Submission, tables: Iterable[FormTable], unreliable: Collection[CellRef]
) -> Iterator[EditRule]:
    """A typed total is the sum of one of the sets of rows of which it may be.

    A column with an unreliable cell is passed over: nobody knows which of the sets it is.
    """
    for table in tables:
        every = range(len(table.rows))
        fields = [
            name
            for name in table.numbers
            if not any(table.cell(index, name) in unreliable for index in every)
        ]
        for total, possible in possible_parts(submission, table):
            stated = [name for name in fields if name in total.values]
            yield from _of_the_same_rows([_total(table, total, n, possible) for n in stated])


def _across(submission: Submission, values: _Numbers) -> Iterator[EditRule]:
    """What is stated for the whole unit is the sum of its parts; a blank part adds nothing."""
    for tables in submission.typed_tables.values():
        wholes = [table for table in tables if not table.part]
        parts = [table for table in tables if table.part]
        if not wholes or not parts:
            continue
        of_parts: dict[tuple[str, str], list[CellRef]] = {}
        for table in parts:
            for key, cell in _cells_by_key(table):
                of_parts.setdefault(key, []).append(cell)
        for table in wholes:
            for key, whole in _cells_by_key(table):
                yield from _whole_of_parts(whole, of_parts.get(key, []), values)


def _cells_by_key(table: FormTable) -> Iterator[tuple[tuple[str, str], CellRef]]:
    """The cells of the numbers of a table, with case type and field, blank or not."""
    for index, row in enumerate(table.rows):
        for name in table.numbers:
            is_filled = getattr(row, name) is not None or (index, name) in table.refused
            if is_filled and table.keys[index][1]:
                yield (table.keys[index][1], name), table.cell(index, name)


def _whole_of_parts(
    whole: CellRef, parts: Collection[CellRef], values: _Numbers
) -> Iterator[EditRule]:
    if parts and whole in values and all(cell in values for cell in parts):
        signs = {whole: 1} | dict.fromkeys(parts, -1)
        yield edit_rule(RuleKind.ACROSS, whole, signs, values, total=whole)


def _cells_taken_away(table: FormTable, name: str, indexes: Collection[int]) -> dict[CellRef, int]:
    """The cells of a total that are in no column of the file: those of a turned table."""
    if table.origin is None:
        return {}
    numbers = (index for index in indexes if getattr(table.rows[index], name) is not None)
    return {table.cell(index, name): -1 for index in numbers}


def _total(
    table: FormTable, total: TotalRow, name: str, possible: Iterable[Collection[int]]
) -> EditRule:
    column = table.columns[name]
    place = table.at_row(total.row, name)
    numbers = [getattr(row, name) or 0 for row in table.rows]
    options = [
        Terms(
            {place: 1} | _cells_taken_away(table, name, indexes),
            total.values[name] - sum(numbers[index] for index in indexes),
            (table.sheet, column, frozenset(table.row_numbers[index] for index in indexes))
            if table.origin is None
            else None,
        )
        for indexes in possible
    ]
    off = _tolerance(table, table.form.columns[name], len(numbers))
    return EditRule(RuleKind.TOTAL, place, options, -off, off, place)


def _of_the_same_rows(totals: Sequence[EditRule]) -> Iterator[EditRule]:
    """The rules of a total row: where no set of rows fits, it is the one that fits most columns.

    Another set may fit once a part of it is changed, but hardly is the row of other rows there.
    """
    fitting = Counter(at for rule in totals for at in rule.holding())
    most = max(fitting.values(), default=0)
    usual = [at for at, times in fitting.items() if times == most]
    for rule in totals:
        if not usual or rule.holds():
            yield rule
        else:
            yield replace(rule, options=[rule.options[at] for at in sorted(usual)])
