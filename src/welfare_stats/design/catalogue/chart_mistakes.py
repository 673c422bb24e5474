"""What can be wrong in ``charts.csv``: names that do not exist, and columns that do not fit."""

from collections.abc import Iterator

from welfare_stats.design.catalogue.code_lists import CodeList, Mistake, date_mistakes
from welfare_stats.design.catalogue.report_charts import ChartKind, ReportChart
from welfare_stats.design.catalogue.report_tables import GROUPINGS
from welfare_stats.design.catalogue.table_mistakes import (
    KnownNames,
    column_codes,
    not_as_wanted,
    unknown_names,
)

_USED = {
    ChartKind.TARGETS: frozenset[str](),
    ChartKind.CASE_TYPES: frozenset({"case_types", "parts_of", "column"}),
    ChartKind.UNITS: frozenset({"reporters", "case_types", "column", "group_by"}),
    ChartKind.MOVEMENT: frozenset({"case_types"}),
    ChartKind.YEARS: frozenset({"case_types", "parts_of"}),
}
"""Of each kind the columns of ``charts.csv`` that it makes use of, besides those of every chart."""

_ANY = frozenset().union(*_USED.values())
_NEEDED = {
    ChartKind.UNITS: ("reporters", "case_types"),
    ChartKind.MOVEMENT: ("case_types",),
}
_OF_ONE = (ChartKind.UNITS, ChartKind.MOVEMENT)


def chart_mistakes(charts: CodeList[ReportChart], known: KnownNames) -> list[Mistake]:
    """Everything that is wrong in the rows."""
    return [
        *date_mistakes(charts, ["key"]),
        *(
            Mistake(charts.file, line, column, message)
            for line, row in charts.numbered()
            for column, message in _wrong_in(row, known)
        ),
    ]


def _wrong_in(row: ReportChart, known: KnownNames) -> Iterator[tuple[str, str]]:
    """Columns of a row, each with what is wrong in it."""
    parts_of = [row.parts_of] if row.parts_of else []
    yield from unknown_names("reporters", row.reporters, "loại đơn vị báo cáo", known.reporters)
    yield from unknown_names("case_types", row.case_types, "chỉ tiêu", known.forms_of)
    yield from unknown_names("parts_of", parts_of, "chỉ tiêu", known.forms_of)
    grouping = [row.group_by] if row.group_by else []
    yield from unknown_names("group_by", grouping, "cột để xếp nhóm", GROUPINGS)
    asked = [form for code in row.case_types for form in known.forms_of.get(code, ())]
    column = [row.column] if row.column else []
    columns = column_codes(asked or known.forms.values())
    yield from unknown_names("column", column, "cột", columns)
    yield from _unfitting(row)


def _unfitting(row: ReportChart) -> Iterator[tuple[str, str]]:
    """Columns that are filled in or blank although the kind of chart wants it otherwise."""
    kind, used = f"kiểu biểu đồ {row.kind}", _USED[row.kind]
    yield from not_as_wanted(row, kind, _ANY - used, _NEEDED.get(row.kind, ()))
    if row.kind in _OF_ONE and len(row.case_types) > 1:
        yield "case_types", f"{kind} chỉ nhận một chỉ tiêu"
    if "parts_of" in used and bool(row.case_types) is bool(row.parts_of):
        yield "case_types", "phải ghi một, và chỉ một, trong hai cột case_types và parts_of"
