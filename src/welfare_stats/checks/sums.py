"""Parts against wholes: within a row, between case types, and typed totals."""

from collections.abc import Iterable, Iterator, Sequence

from welfare_stats.catalogue import CaseType, Relation
from welfare_stats.checks.movement import incomplete_cells, unbalanced_rows
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.forms import Breakdown, Measure
from welfare_stats.forms.cells import NEEDED_IN_ROW
from welfare_stats.reading import FormTable
from welfare_stats.submission import Figure, FigureKey, Submission
from welfare_stats.vietnamese import format_number

_ROUNDING = 0.5  # each amount may have been rounded to the thousand đồng before it was typed


def parts_fit_their_whole(submission: Submission) -> Iterator[Finding]:
    """A "trong đó" cell is not more than the total of its row, and never stands without it."""
    for table in submission.tables:
        for index, _, whole in _parts_without_their_whole(table):
            total = table.form.columns[whole]
            yield kinds.REQUIRED.at(
                table.cell(index, whole), heading=total.heading, guidance=NEEDED_IN_ROW
            )
        for index, name, whole in _parts_above_their_whole(table):
            limit = getattr(table.rows[index], whole)
            yield kinds.PART_EXCEEDS_WHOLE.at(
                table.cell(index, name),
                getattr(table.rows[index], name),
                part=table.form.columns[name].heading,
                whole=table.form.columns[whole].heading,
                limit=format_number(limit),
                other=table.cell(index, whole).a1,
            )


_Part = tuple[int, str, str]
"""Index of a row, field of a part, field of its whole."""


def _parts(table: FormTable) -> Iterator[_Part]:
    """Parts that hold a number beside a whole that is not refused."""
    for name, column in table.form.numbers.items():
        whole = table.form.whole_of(column)
        if column.breakdown is Breakdown.ALL or not {name, whole} <= table.columns.keys():
            continue
        for index, row in enumerate(table.rows):
            if getattr(row, name) is not None and (index, whole) not in table.refused:
                yield index, name, whole


def _parts_without_their_whole(table: FormTable) -> list[_Part]:
    return [
        (index, name, whole)
        for index, name, whole in _parts(table)
        if getattr(table.rows[index], whole) is None
    ]


def _parts_above_their_whole(table: FormTable) -> list[_Part]:
    return [
        (index, name, whole)
        for index, name, whole in _parts(table)
        if (limit := getattr(table.rows[index], whole)) is not None
        and getattr(table.rows[index], name) > limit
    ]


# --- between case types ------------------------------------------------------------------------


def _by_key(submission: Submission) -> dict[FigureKey, Figure]:
    """Typed figures by key; of a row that stands twice, which is a finding, the first."""
    found: dict[FigureKey, Figure] = {}
    for figure in submission.typed:
        found.setdefault(figure.key, figure)
    return found


def children_fit_their_parents(submission: Submission) -> Iterator[Finding]:
    """Sum children add up to their parent; no child is more than its parent."""
    figures = _by_key(submission)
    codes = submission.codes
    unbalanced = unbalanced_rows(submission)
    for key, whole in figures.items():
        parent = codes.case_types.get(key.case_type)
        if parent is None or whole.value is None:
            continue
        for child in codes.children(parent.code, Relation.SUBSET):
            part = figures.get(_of(key, child))
            if part is not None and key.measure in _HEADLINE:
                yield from _exceeding(part, child, whole, parent)
        children = codes.children(parent.code, Relation.SUM)
        parts = [figures.get(_of(key, child)) for child in children]
        # Where every part is there, a row with a wrong code is none of them.
        unsure = _is_unsure(submission, whole.form, codes_matter=None in parts)
        # A sum with an unbalanced row is wrong as a mere consequence.
        names = {(key.facility, case_type.code) for case_type in (parent, *children)}
        if not unsure and not names & unbalanced:
            yield from _sum_findings(whole, parent, children, parts)
    yield from _subsets_of_movements(submission, figures)


_HEADLINE = (Measure.TOTAL, Measure.CLOSING)


def _of(key: FigureKey, case_type: CaseType) -> FigureKey:
    return FigureKey(key.facility, case_type.code, key.measure, key.breakdown)


def _is_unsure(submission: Submission, form: str, *, codes_matter: bool = True) -> bool:
    """Whether a part may be missing or doubled for a reason that is a finding already."""
    tables = [table for table in submission.tables if table.form.code == form]
    keys = [
        tuple(getattr(row, name, None) for name in table.form.key)
        for table in tables
        for row in table.rows
    ]
    return (
        len(set(keys)) < len(keys)
        or (codes_matter and any(key[-1] not in submission.codes.case_types for key in keys))
        or any(incomplete_cells(table) for table in tables)
    )


def _exceeding(
    part: Figure, part_type: CaseType, whole: Figure, whole_type: CaseType
) -> Iterator[Finding]:
    if part.value is not None and whole.value is not None and part.value > whole.value:
        yield kinds.PART_EXCEEDS_WHOLE.at(
            part.place,
            part.value,
            part=part_type.label,
            whole=whole_type.label,
            limit=format_number(whole.value),
            other=whole.place.a1,
        )


def _sum_findings(
    whole: Figure, parent: CaseType, children: Sequence[CaseType], parts: Sequence[Figure | None]
) -> Iterator[Finding]:
    stated = [part for part in parts if part is not None]
    if whole.value is None or not stated or any(part.value is None for part in stated):
        return
    computed = sum(part.value or 0 for part in stated)
    tolerance = _ROUNDING * len(stated) if whole.key.measure is Measure.AMOUNT else 0
    # A part that was left blank is unknown, not 0: then only too much is surely wrong.
    complete = len(stated) == len(children)
    difference = computed - whole.value
    if difference > tolerance or (complete and difference < -tolerance):
        terms = " + ".join(
            f"{format_number(part.value)} ({part.cells})"
            for part in stated
            if part.value is not None
        )
        yield kinds.PARTS_DIFFER.at(
            whole.place,
            whole.value,
            whole=parent.label,
            computed=format_number(computed),
            parts=terms,
        )


def _subsets_of_movements(
    submission: Submission, figures: dict[FigureKey, Figure]
) -> Iterator[Finding]:
    """Subsets of a derived case type, such as burials among all that left the allowance."""
    for derived in submission.codes.case_types.values():
        measure, stock = derived.source
        if measure not in (Measure.INCREASE, Measure.DECREASE):
            continue
        form = submission.codes.case_types[stock].form
        if form is None or _is_unsure(submission, form):
            continue
        moved = movement_figures(submission, figures, stock, Measure(measure))
        if not moved or any(figure.value is None for figure in moved):
            continue
        limit = sum(figure.value or 0 for figure in moved)
        for child in submission.codes.children(derived.code, Relation.SUBSET):
            part = figures.get(FigureKey("", child.code, Measure.TOTAL, Breakdown.ALL))
            if part is not None and part.value is not None and part.value > limit:
                yield kinds.PART_EXCEEDS_WHOLE.at(
                    part.place,
                    part.value,
                    part=child.label,
                    whole=derived.label,
                    limit=format_number(limit),
                    other=", ".join(f"{f.place.sheet}!{f.cells}" for f in moved),
                )


def movement_figures(
    submission: Submission, figures: dict[FigureKey, Figure], stock: str, measure: Measure
) -> list[Figure]:
    """The increase or decrease of a stock: typed for the whole, or else for all its parts."""
    whole = figures.get(FigureKey("", stock, measure, Breakdown.ALL))
    if whole is not None:
        return [whole]
    parts = [
        figures.get(FigureKey("", child.code, measure, Breakdown.ALL))
        for child in submission.codes.children(stock, Relation.SUM)
    ]
    stated = [part for part in parts if part is not None]
    return stated if len(stated) == len(parts) else []


def related_figures_are_in_order(submission: Submission) -> Iterator[Finding]:
    """A figure that does not usually exceed a related one: a warning where it does."""
    figures = _by_key(submission)
    for key, part in figures.items():
        case_type = submission.codes.case_types.get(key.case_type)
        if case_type is None or case_type.not_above is None or key.breakdown is not Breakdown.ALL:
            continue
        related = submission.codes.case_types.get(case_type.not_above)
        limit = figures.get(_of(key, related)) if related else None
        if related is None or limit is None or limit.value is None or part.value is None:
            continue
        if part.value > limit.value:
            yield kinds.ABOVE_LIMIT.at(
                part.place,
                part.value,
                part=case_type.label,
                whole=related.label,
                limit=format_number(limit.value),
                other=limit.place.a1,
            )


# --- typed total rows --------------------------------------------------------------------------


def total_rows_agree(submission: Submission) -> Iterator[Finding]:
    """A typed total is the sum of the rows above it, of those since the total before, or of all."""
    for table in submission.tables:
        if table.form.is_list:
            continue
        since = -1
        every = list(range(len(table.rows)))
        wrong = {name for _, name, _ in _parts_above_their_whole(table)}
        for total in table.totals:
            above = [i for i in every if table.row_numbers[i] < total.row]
            recent = [i for i in above if table.row_numbers[i] > since]
            since = total.row
            for name, stated in total.values.items():
                if name in wrong:
                    continue  # a sum with a wrong part is wrong as a mere consequence
                yield from _total_findings(
                    submission, table, total.row, name, stated, above, recent, every
                )


def _total_findings(
    submission: Submission,
    table: FormTable,
    row: int,
    name: str,
    stated: float,
    *spans: list[int],
) -> Iterator[Finding]:
    unknown = table.refused | incomplete_cells(table)
    if any((index, name) in unknown for span in spans for index in span):
        return
    column = table.form.columns[name]
    candidates = [
        computed
        for span in spans
        for computed in (
            _sum_of(table, name, _outermost(submission, table, span)),
            _sum_of(table, name, span),
        )
    ]
    tolerance = _ROUNDING * len(table.rows) if column.measure is Measure.AMOUNT else 0
    if all(abs(stated - computed) > tolerance for computed in candidates):
        yield kinds.TOTAL_ROW_DIFFERS.at(
            CellRef(table.sheet, row, table.columns[name]),
            stated,
            heading=column.heading,
            computed=format_number(candidates[0]),
        )


def _sum_of(table: FormTable, name: str, indexes: Iterable[int]) -> float:
    return sum(getattr(table.rows[index], name) or 0 for index in indexes)


def _outermost(submission: Submission, table: FormTable, span: list[int]) -> list[int]:
    """Rows that are not part of another row: adding a part to its whole would count twice."""
    stated = {
        (getattr(table.rows[i], "facility", None), getattr(table.rows[i], "case_type", None))
        for i in span
    }
    return [
        index
        for index in span
        if not any(
            (getattr(table.rows[index], "facility", None), ancestor) in stated
            for ancestor in submission.codes.with_ancestors(
                getattr(table.rows[index], "case_type", None) or ""
            )[1:]
        )
    ]
