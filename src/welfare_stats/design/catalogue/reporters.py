"""Which kind of reporter a unit is, and mistakes in the rows that say so."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations
from string import digits

from welfare_stats.design.catalogue.code_lists import CodeList, Mistake, in_force_together
from welfare_stats.design.catalogue.models import Reporter, ReportingUnit, UnitRow
from welfare_stats.errors import ConfigurationError

_FILE_OF_KINDS = "reporters.csv"


def with_reporter(unit: UnitRow, reporters: Sequence[Reporter], day: date) -> ReportingUnit:
    """The unit with its kind as it is called on a day, or on the last day of the unit before that.

    Where no row of the kind is in force then, another one tells what such a unit is for.

    Raises:
        ConfigurationError: no row covers the unit; ``loading`` refuses such files.
    """
    day = min(day, unit.valid_to or day)
    covering = [reporter for reporter in reporters if reporter.covers(unit)]
    if not covering:
        raise ConfigurationError(f"{_FILE_OF_KINDS}: không có loại “{unit.kind}” của {unit.code}.")
    now = next((reporter for reporter in covering if reporter.in_force(day)), covering[-1])
    return ReportingUnit.model_construct(**dict(unit), reporter=now)


def sorts_of(reporters: Iterable[Reporter]) -> dict[str, None]:
    """All that a unit may name as its kind: codes and wider sorts, in the order of the rows."""
    return dict.fromkeys(
        name for reporter in reporters for name in (reporter.code, reporter.unit_kind) if name
    )


def reporter_mistakes(table: CodeList[Reporter]) -> list[Mistake]:
    """Rows of one code that do not agree on what it is, and codes that cover the same units."""
    mistakes = []
    for (line, row), (other_line, other) in combinations(table.numbered(), 2):
        if row.code == other.code and _meaning(row) != _meaning(other):
            message = (
                f"“{other.code}” khác với dòng {line}; một mã chỉ có một level, unit_kind và "
                "facility_types, loại khác thì dùng mã khác"
            )
            mistakes.append(Mistake(table.file, other_line, "level", message))
        if row.code != other.code and in_force_together(row, other) and _overlap(row, other):
            message = f"dòng {line} đã nhận các đơn vị này; mỗi loại hình chỉ thuộc một loại đơn vị"
            mistakes.append(Mistake(table.file, other_line, "facility_types", message))
    return mistakes


def _meaning(row: Reporter) -> tuple[object, ...]:
    return row.level, row.unit_kind, frozenset(row.facility_types)


def _overlap(one: Reporter, other: Reporter) -> bool:
    if one.unit_kind is None or one.unit_kind != other.unit_kind:
        return False
    types = {*one.facility_types}, {*other.facility_types}
    return not all(types) or not types[0].isdisjoint(types[1])


def kind_mistakes(table: CodeList[UnitRow], reporters: Sequence[Reporter]) -> list[Mistake]:
    """Units of no known kind, or without the facility type from which their kind follows."""
    mistakes = []
    types_of = {
        kind: [t for row in reporters if row.unit_kind == kind for t in row.facility_types]
        for kind in dict.fromkeys(row.unit_kind for row in reporters if row.facility_types)
    }
    codes = {row.code for row in reporters}
    kinds = sorts_of(reporters)
    for line, row in table.numbered():
        if row.kind not in kinds:
            mistakes.append(unlisted(table.file, line, "kind", row.kind, kinds, _FILE_OF_KINDS))
            continue
        is_asked = row.kind in types_of and row.kind not in codes
        is_right = row.facility_type in types_of[row.kind] if is_asked else not row.facility_type
        if not is_right and not (row.facility_type and _is_of_type(row, reporters)):
            mistakes.append(Mistake(table.file, line, "facility_type", _types_words(types_of)))
    return mistakes


def _is_of_type(row: UnitRow, reporters: Iterable[Reporter]) -> bool:
    """Whether a unit that names its kind by the code names a type that the kind covers, too."""
    return any(
        reporter.code == row.kind and row.facility_type in reporter.facility_types
        for reporter in reporters
    )


def _types_words(types_of: dict[str | None, list[str]]) -> str:
    kinds = ", ".join(kind for kind in types_of if kind)
    types = sorted({t for types in types_of.values() for t in types})
    if not types:
        return "không có loại đơn vị nào chia theo loại hình; hãy để trống"
    is_run = "".join(types) in digits
    words = f"từ {types[0]} đến {types[-1]}" if is_run else f"một trong {', '.join(types)}"
    return f"chỉ cơ sở ({kinds}) mới ghi loại hình, và phải ghi {words}"


def unlisted(
    file: str, line: int, column: str, text: str, known: Iterable[str], where: str
) -> Mistake:
    """A code that no row of another file has."""
    allowed = ", ".join(f"'{code}'" for code in known)
    message = f"“{text}” không hợp lệ; chỉ nhận {allowed}, hoặc thêm dòng vào {where}"
    return Mistake(file, line, column, message)
