"""What can be wrong in ``tables.csv``: names that do not exist, and columns that do not fit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from welfare_stats.design.catalogue.code_lists import CodeList, Mistake, date_mistakes
from welfare_stats.design.catalogue.lookup import nearest
from welfare_stats.design.catalogue.models import CaseType
from welfare_stats.design.catalogue.report_tables import (
    GROUPINGS,
    ONE_CASE_TYPE_A_COLUMN,
    ONE_MEASURE_A_COLUMN,
    SHARE_COLUMN,
    UNIT_COLUMN,
    ReportTable,
    TableKind,
)
from welfare_stats.design.forms import Form

KEYS_OF_THE_PROGRAM = ("tinh-hinh-gui", "thay-doi")
"""Keys of the tables that the program makes by itself."""

_CHOICE = ("forms", "sections", "case_types", "parts_of")
_MOST_NAMED = 12
_OF_UNITS = frozenset({"reporters", "group_by", "total", *_CHOICE, "columns", "unit"})
_USED = {
    TableKind.UNITS_BY_CASE_TYPES: _OF_UNITS,
    TableKind.CASE_TYPES_BY_UNITS: _OF_UNITS,
    TableKind.UNITS_BY_MEASURES: _OF_UNITS - {"forms", "sections", "parts_of"},
    TableKind.GROUPS_BY_CASE_TYPES: _OF_UNITS,
    TableKind.GROUPS_BY_MEASURES: _OF_UNITS - {"forms", "sections", "parts_of"},
    TableKind.CASE_TYPES_BY_MEASURES: _OF_UNITS - {"group_by", "total"},
    TableKind.TARGETS: frozenset[str](),
    TableKind.LAST_YEAR: frozenset[str](),
}
"""Of each kind the columns of ``tables.csv`` that it makes use of, besides those of every table."""

_NEEDED = {
    TableKind.UNITS_BY_CASE_TYPES: ("reporters",),
    TableKind.CASE_TYPES_BY_UNITS: ("reporters",),
    TableKind.UNITS_BY_MEASURES: ("reporters", "case_types", "columns"),
    TableKind.GROUPS_BY_CASE_TYPES: ("reporters", "group_by"),
    TableKind.GROUPS_BY_MEASURES: ("reporters", "group_by", "case_types", "columns"),
    TableKind.CASE_TYPES_BY_MEASURES: ("columns",),
}


def column_codes(forms: Iterable[Form]) -> list[str]:
    """The codes of measures and breakdowns that some forms ask for."""
    return list(dict.fromkeys(code for form in forms for code in form.numbers_by_code))


@dataclass(frozen=True)
class KnownNames:
    """What a table may name.

    Attributes:
        case_types: all that were ever in force.
        forms: all forms that exist, by their codes.
        reporters, sections: the codes of all kinds of units, and of all sections.
    """

    case_types: Sequence[CaseType]
    forms: Mapping[str, Form]
    reporters: Collection[str]
    sections: Collection[str]

    @cached_property
    def forms_of(self) -> Mapping[str, list[Form]]:
        """The forms that ask for each case type."""
        found: dict[str, list[Form]] = defaultdict(list)
        for row in self.case_types:
            found[row.code] += [form] if (form := self.forms.get(row.form or "")) else []
        return found


def table_mistakes(table: CodeList[ReportTable], known: KnownNames) -> list[Mistake]:
    """Everything that is wrong in the rows."""
    return [
        *date_mistakes(table, ["key"]),
        *(
            Mistake(table.file, line, column, message)
            for line, row in table.numbered()
            for column, message in _wrong_in(row, known)
        ),
    ]


def without_mistakes(
    content: bytes, table: CodeList[ReportTable], known: KnownNames
) -> tuple[bytes, CodeList[ReportTable]]:
    """The rows that fit the other code lists, and a file of only these.

    The rows that the program carries name case types that another office need not have.
    """
    wrong = {mistake.line for mistake in table_mistakes(table, known)}
    fitting = [(line, row) for line, row in table.numbered() if line not in wrong]
    texts = content.splitlines(keepends=True)
    kept = b"".join([texts[0], *(texts[line - 1] for line, _ in fitting)])
    rows, lines = tuple(row for _, row in fitting), tuple(line for line, _ in fitting)
    return kept, CodeList(table.file, rows, lines)


def _wrong_in(row: ReportTable, known: KnownNames) -> Iterator[tuple[str, str]]:
    """Columns of a row, each with what is wrong in it."""
    if row.key in KEYS_OF_THE_PROGRAM:
        yield "key", f"“{row.key}” là khóa của một bảng do chương trình tự lập; hãy đặt khóa khác"
    yield from unknown_names("reporters", row.reporters, "loại đơn vị báo cáo", known.reporters)
    yield from unknown_names("forms", row.forms, "biểu mẫu", known.forms)
    yield from unknown_names("sections", row.sections, "phần của báo cáo", known.sections)
    yield from unknown_names("case_types", row.case_types, "chỉ tiêu", known.forms_of)
    yield from unknown_names("parts_of", row.parts_of, "chỉ tiêu", known.forms_of)
    yield from unknown_names("group_by", filter(None, [row.group_by]), "cột để xếp nhóm", GROUPINGS)
    yield from unknown_names(
        "columns", row.columns, "cột", _possible_columns(row, known.forms_of, known.forms)
    )
    yield from _unfitting(row)


def unknown_names(
    column: str, named: Iterable[str], what: str, known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The column with what is wrong in it, for each name in it that does not exist."""
    for code in named:
        if code not in known:
            yield column, f"không có {what} “{code}”; {_names(code, list(known))}"


def not_as_wanted(
    row: BaseModel, kind: str, unused: Collection[str], needed: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The columns that a kind of row makes no use of but has, then those that it lacks."""
    for column in sorted(unused):
        if getattr(row, column):
            yield column, f"{kind} không dùng cột này; hãy để trống"
    for column in needed:
        if not getattr(row, column):
            yield column, f"{kind} phải ghi cột này"


def _names(code: str, known: list[str]) -> str:
    """The names that exist, or the one that is meant where there are many."""
    if len(known) <= _MOST_NAMED:
        return f"chỉ nhận {', '.join(known)}" if known else "kiểu bảng này để trống cột này"
    meant = nearest(code, known)
    return f"có phải là “{meant}” không?" if meant else "các mã ghi ở case_types.csv"


def _possible_columns(
    row: ReportTable, forms_of: Mapping[str, list[Form]], forms: Mapping[str, Form]
) -> list[str]:
    """What ``columns`` may name in a table of this kind."""
    if row.kind in ONE_CASE_TYPE_A_COLUMN:
        return [SHARE_COLUMN]
    if row.kind in ONE_MEASURE_A_COLUMN:
        asked = [form for code in row.case_types for form in forms_of.get(code, ())]
        return column_codes(asked or forms.values())
    if row.kind in (TableKind.CASE_TYPES_BY_UNITS, TableKind.CASE_TYPES_BY_MEASURES):
        return [UNIT_COLUMN, SHARE_COLUMN, *column_codes(forms.values())]
    return []


def _unfitting(row: ReportTable) -> Iterator[tuple[str, str]]:
    """Columns that are filled in or blank although the kind of table wants it otherwise."""
    kind = f"kiểu bảng {row.kind}"
    yield from not_as_wanted(row, kind, _OF_UNITS - _USED[row.kind], _NEEDED.get(row.kind, ()))
    if row.kind in ONE_MEASURE_A_COLUMN and len(row.case_types) > 1:
        yield "case_types", f"{kind} chỉ nhận một chỉ tiêu"
    by_code = row.case_types or row.parts_of
    if row.case_types and row.parts_of:
        yield "case_types", "chỉ ghi một trong hai cột case_types và parts_of"
    if by_code and (row.forms or row.sections):
        yield "case_types", "đã chọn theo forms hoặc sections thì để trống case_types và parts_of"
    if row.kind is TableKind.CASE_TYPES_BY_MEASURES and not (
        by_code or row.forms or row.sections or row.reporters
    ):
        message = "phải chọn chỉ tiêu bằng case_types, parts_of, forms, sections hoặc reporters"
        yield "case_types", message
    is_of_parts = len(row.parts_of) == 1 and not row.case_types
    is_by_unit = row.kind in ONE_CASE_TYPE_A_COLUMN
    if SHARE_COLUMN in row.columns and is_by_unit and not is_of_parts:
        yield "columns", "share cần đúng một chỉ tiêu mẹ ở parts_of, không ghi case_types"
