"""All code lists at once, checked against each other before anything else runs."""

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from welfare_stats.design.catalogue.code_lists import (
    CodeList,
    Mistake,
    date_mistakes,
    read_code_list,
    unknown_references,
)
from welfare_stats.design.catalogue.lookup import Catalogue
from welfare_stats.design.catalogue.models import (
    CaseType,
    Commune,
    Deadline,
    ReporterKind,
    ReportingUnit,
    Target,
    UnitKind,
)
from welfare_stats.errors import ConfigurationError

CASE_TYPES_FILE = "case_types.csv"
UNITS_FILE = "units.csv"
TARGETS_FILE = "targets.csv"
DEADLINES_FILE = "deadlines.csv"
COMMUNES_FILE = "communes.csv"

_MOVEMENTS = ("increase", "decrease")


def load_catalogue(folder: Path, form_codes: Collection[str]) -> Catalogue:
    """Read and cross-check the code lists; ``form_codes`` are the forms that exist.

    Raises:
        ConfigurationError: with every mistake of every file, one a line.
    """
    case_types, case_type_mistakes = read_code_list(folder / CASE_TYPES_FILE, CaseType)
    units, unit_mistakes = read_code_list(folder / UNITS_FILE, ReportingUnit)
    targets, target_mistakes = read_code_list(folder / TARGETS_FILE, Target)
    deadlines, deadline_mistakes = read_code_list(folder / DEADLINES_FILE, Deadline)
    communes, commune_mistakes = read_code_list(folder / COMMUNES_FILE, Commune)
    mistakes = [
        *case_type_mistakes,
        *unit_mistakes,
        *target_mistakes,
        *deadline_mistakes,
        *commune_mistakes,
    ]
    if not mistakes:  # references to a table that could not be read would all look wrong
        codes = {row.code for row in case_types.rows}
        unit_codes = {row.code for row in units.rows}
        mistakes = [
            *date_mistakes(case_types, ["code"]),
            *unknown_references(case_types, "parent", codes, "chỉ tiêu"),
            *unknown_references(case_types, "not_above", codes, "chỉ tiêu"),
            *unknown_references(case_types, "form", form_codes, "biểu mẫu"),
            *_relation_mistakes(case_types),
            *_source_mistakes(case_types, codes),
            *date_mistakes(units, ["code"]),
            *unknown_references(units, "parent", unit_codes, "đơn vị"),
            *unknown_references(units, "successor", unit_codes, "đơn vị"),
            *_facility_mistakes(units),
            *date_mistakes(targets, ["case_type"]),
            *unknown_references(targets, "case_type", codes, "chỉ tiêu"),
            *date_mistakes(deadlines, ["code", "reporters", "forms"]),
            *unknown_references(deadlines, "forms", form_codes, "biểu mẫu"),
            *_deadline_mistakes(deadlines),
            *date_mistakes(communes, ["code"]),
            *unknown_references(communes, "district", unit_codes, "đơn vị"),
        ]
    if mistakes:
        lines = "\n".join(f"  {mistake}" for mistake in mistakes)
        raise ConfigurationError(f"Danh mục trong {folder} có lỗi, hãy sửa rồi chạy lại:\n{lines}")
    return Catalogue(
        case_types.rows,
        units.rows,
        targets.rows,
        deadlines.rows,
        communes.rows,
        _fingerprint(folder),
    )


def _fingerprint(folder: Path) -> str:
    names = (CASE_TYPES_FILE, UNITS_FILE, TARGETS_FILE, DEADLINES_FILE, COMMUNES_FILE)
    return sha256(b"\0".join((folder / name).read_bytes() for name in names)).hexdigest()


def _relation_mistakes(table: CodeList[CaseType]) -> list[Mistake]:
    mistakes = []
    parents = {row.code: row.parent for row in table.rows}
    for line, row in table.numbered():
        if (row.parent is None) is not (row.relation is None):
            message = "parent và relation phải cùng có hoặc cùng để trống"
            mistakes.append(Mistake(table.file, line, "relation", message))
        if _returns_to_itself(row.code, parents):
            message = f"“{row.code}” nằm trong vòng lặp cha – con; hãy sửa parent"
            mistakes.append(Mistake(table.file, line, "parent", message))
    return mistakes


def _returns_to_itself(code: str, parents: dict[str, str | None]) -> bool:
    seen = set()
    current: str | None = code
    while current is not None and current not in seen:
        seen.add(current)
        current = parents.get(current)
    return current == code


def _source_mistakes(table: CodeList[CaseType], codes: Collection[str]) -> list[Mistake]:
    """A case type is either typed on a form or derived from something that exists."""
    mistakes = []
    for line, row in table.numbered():
        if (row.form is None) is (row.derived_from is None):
            message = "phải có đúng một trong hai cột form và derived_from"
            mistakes.append(Mistake(table.file, line, "form", message))
        if row.derived_from is not None and not _is_known_source(row.derived_from, codes):
            message = (
                f"“{row.derived_from}” không hợp lệ; ghi increase:MÃ, decrease:MÃ hoặc units:LOẠI"
            )
            mistakes.append(Mistake(table.file, line, "derived_from", message))
    return mistakes


def _is_known_source(source: str, codes: Collection[str]) -> bool:
    kind, _, name = source.partition(":")
    if kind == "units":
        return name in {*ReporterKind, *UnitKind}
    return kind in _MOVEMENTS and name in codes


def _facility_mistakes(table: CodeList[ReportingUnit]) -> list[Mistake]:
    return [
        Mistake(
            table.file,
            line,
            "facility_type",
            "chỉ cơ sở (CSTGXH) mới ghi loại hình, và phải ghi từ 1 đến 7",
        )
        for line, row in table.numbered()
        if (row.kind is UnitKind.FACILITY) is (row.facility_type is None)
    ]


def _deadline_mistakes(table: CodeList[Deadline]) -> list[Mistake]:
    return [
        Mistake(table.file, line, "period_end", "trước period_start")
        for line, row in table.numbered()
        if row.period_end < row.period_start
    ]
