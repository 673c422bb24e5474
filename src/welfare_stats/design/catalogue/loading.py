"""Reading all code lists of the office and checking them against each other."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from welfare_stats.design.catalogue.chart_mistakes import chart_mistakes
from welfare_stats.design.catalogue.code_lists import (
    CodeList,
    Mistake,
    date_mistakes,
    read_code_list,
    unknown_references,
)
from welfare_stats.design.catalogue.defaults import (
    PROVINCES_FILE,
    REPORTERS_FILE,
    SECTIONS_FILE,
    default_files,
)
from welfare_stats.design.catalogue.lookup import Catalogue
from welfare_stats.design.catalogue.models import (
    IGNORED,
    Abbreviation,
    BaseRate,
    CaseType,
    CaseTypeKind,
    Coefficient,
    Commune,
    Deadline,
    EthnicGroup,
    Heading,
    Province,
    Reporter,
    Section,
    Succession,
    Target,
    TargetMeasure,
    UnitRow,
)
from welfare_stats.design.catalogue.report_charts import ReportChart
from welfare_stats.design.catalogue.report_tables import ReportTable
from welfare_stats.design.catalogue.reporters import (
    kind_mistakes,
    reporter_mistakes,
    sorts_of,
    unlisted,
)
from welfare_stats.design.catalogue.table_mistakes import (
    KnownNames,
    table_mistakes,
    without_mistakes,
)
from welfare_stats.design.forms import Form
from welfare_stats.errors import ConfigurationError
from welfare_stats.vietnamese import format_date
from welfare_stats.workspace import starter_file

CASE_TYPES_FILE = "case_types.csv"
UNITS_FILE = "units.csv"
TARGETS_FILE = "targets.csv"
DEADLINES_FILE = "deadlines.csv"
COMMUNES_FILE = "communes.csv"
# Workspaces of earlier versions have none of these.
SUCCESSIONS_FILE = "successions.csv"
BASE_RATES_FILE = "base_rates.csv"
COEFFICIENTS_FILE = "coefficients.csv"
ETHNIC_GROUPS_FILE = "ethnic_groups.csv"
HEADINGS_FILE = "headings.csv"
ABBREVIATIONS_FILE = "abbreviations.csv"
TABLES_FILE = "tables.csv"
CHARTS_FILE = "charts.csv"
CODE_LIST_FILES = (
    CASE_TYPES_FILE,
    UNITS_FILE,
    TARGETS_FILE,
    DEADLINES_FILE,
    COMMUNES_FILE,
    SUCCESSIONS_FILE,
    BASE_RATES_FILE,
    COEFFICIENTS_FILE,
    ETHNIC_GROUPS_FILE,
    HEADINGS_FILE,
    ABBREVIATIONS_FILE,
    TABLES_FILE,
    REPORTERS_FILE,
    SECTIONS_FILE,
    PROVINCES_FILE,
    CHARTS_FILE,
)

Row = TypeVar("Row", bound=BaseModel)

_MOVEMENTS = ("increase", "decrease")
_ANY_YEAR = 2018


def load_catalogue(folder: Path, forms: Mapping[str, Form]) -> Catalogue:
    """Read and cross-check the code lists of a folder.

    Args:
        folder: the folder with the CSV files.
        forms: all forms that exist, by their codes.

    Raises:
        ConfigurationError: with every mistake of every file, one per line.
    """
    return read_catalogue(_files_of(folder), forms, folder)


def _files_of(folder: Path) -> dict[str, bytes]:
    """The content of each code list, by the name of its file; without those that are not there."""
    files = {}
    for name in CODE_LIST_FILES:
        with suppress(FileNotFoundError):
            files[name] = (folder / name).read_bytes()
    return files


def read_catalogue(
    files: Mapping[str, bytes], forms: Mapping[str, Form], folder: Path
) -> Catalogue:
    """Read and cross-check the code lists in some files, of today or kept from an earlier day.

    Args:
        files: the content of each file by its name.
        forms: all forms that exist, by their codes.
        folder: where the files are from, for messages.

    Raises:
        ConfigurationError: with every mistake of every file, one per line.
    """
    case_types, case_type_mistakes = read_code_list(folder / CASE_TYPES_FILE, files, CaseType)
    units, unit_mistakes = read_code_list(folder / UNITS_FILE, files, UnitRow)
    targets, target_mistakes = read_code_list(folder / TARGETS_FILE, files, Target)
    deadlines, deadline_mistakes = read_code_list(folder / DEADLINES_FILE, files, Deadline)
    communes, commune_mistakes = read_code_list(folder / COMMUNES_FILE, files, Commune)
    successions, succession_mistakes = _read_optional(folder / SUCCESSIONS_FILE, files, Succession)
    rates, rate_mistakes = _read_optional(folder / BASE_RATES_FILE, files, BaseRate)
    coefficients, coefficient_mistakes = _read_optional(
        folder / COEFFICIENTS_FILE, files, Coefficient
    )
    groups, group_mistakes = _read_optional(folder / ETHNIC_GROUPS_FILE, files, EthnicGroup)
    headings, heading_mistakes = _read_optional(folder / HEADINGS_FILE, files, Heading)
    short_words, short_word_mistakes = _read_optional(
        folder / ABBREVIATIONS_FILE, files, Abbreviation
    )
    tables, misread_tables = _read_optional(folder / TABLES_FILE, files, ReportTable)
    charts, misread_charts = _read_optional(folder / CHARTS_FILE, files, ReportChart)
    with_defaults = {**default_files(), **files}
    reporters, kind_faults = read_code_list(folder / REPORTERS_FILE, with_defaults, Reporter)
    sections, section_mistakes = read_code_list(folder / SECTIONS_FILE, with_defaults, Section)
    provinces, province_mistakes = read_code_list(folder / PROVINCES_FILE, with_defaults, Province)
    mistakes = [
        *case_type_mistakes,
        *unit_mistakes,
        *target_mistakes,
        *deadline_mistakes,
        *commune_mistakes,
        *succession_mistakes,
        *rate_mistakes,
        *coefficient_mistakes,
        *group_mistakes,
        *heading_mistakes,
        *short_word_mistakes,
        *misread_tables,
        *misread_charts,
        *kind_faults,
        *section_mistakes,
        *province_mistakes,
    ]
    # References to a file that could not be read would all look wrong.
    if not mistakes:
        case_type_codes = {row.code for row in case_types.rows}
        unit_codes = {row.code for row in units.rows}
        kinds = list(dict.fromkeys(row.code for row in reporters.rows))
        parts = list(dict.fromkeys(row.code for row in sections.rows))
        known = KnownNames(case_types.rows, forms, kinds, parts)
        mistakes = [
            *date_mistakes(case_types, ["code"]),
            *unknown_references(case_types, "parent", case_type_codes, "chỉ tiêu"),
            *unknown_references(case_types, "not_above", case_type_codes, "chỉ tiêu"),
            *unknown_references(case_types, "arrivals", case_type_codes, "chỉ tiêu"),
            *_arrival_mistakes(case_types),
            *unknown_references(case_types, "form", forms, "biểu mẫu"),
            *_relation_mistakes(case_types),
            *_parent_cycles(case_types),
            *_source_mistakes(case_types, case_type_codes, sorts_of(reporters.rows)),
            *_unlisted(case_types, "reporters", kinds, REPORTERS_FILE),
            *_unlisted(case_types, "section", parts, SECTIONS_FILE),
            *date_mistakes(units, ["code"]),
            *unknown_references(units, "parent", unit_codes, "đơn vị"),
            *_parent_cycles(units),
            *kind_mistakes(units, reporters.rows),
            *date_mistakes(targets, ["case_type"]),
            *unknown_references(targets, "case_type", case_type_codes, "chỉ tiêu"),
            *unknown_references(targets, "share_of", case_type_codes, "chỉ tiêu"),
            *_target_mistakes(targets),
            *date_mistakes(deadlines, ["code", "reporters", "forms"]),
            *unknown_references(deadlines, "forms", forms, "biểu mẫu"),
            *_deadline_mistakes(deadlines),
            *_unlisted(deadlines, "reporters", kinds, REPORTERS_FILE),
            *date_mistakes(communes, ["code"]),
            *unknown_references(communes, "district", unit_codes, "đơn vị"),
            *unknown_references(successions, "predecessor", unit_codes, "đơn vị", "from"),
            *unknown_references(successions, "successor", unit_codes, "đơn vị", "to"),
            *_succession_mistakes(successions, units.rows),
            *date_mistakes(rates, []),
            *date_mistakes(coefficients, ["case_type"]),
            *unknown_references(coefficients, "case_type", case_type_codes, "chỉ tiêu"),
            *date_mistakes(groups, ["code"]),
            *unknown_references(headings, "form", forms, "biểu mẫu"),
            *_heading_mistakes(headings, forms),
            *date_mistakes(short_words, ["short"]),
            *table_mistakes(tables, known),
            *chart_mistakes(charts, known),
            *date_mistakes(reporters, ["code"]),
            *reporter_mistakes(reporters),
            *date_mistakes(sections, ["code"]),
            *date_mistakes(provinces, ["name"]),
        ]
    if mistakes:
        lines = "\n".join(f"  {mistake}" for mistake in mistakes)
        raise ConfigurationError(f"Danh mục trong {folder} có lỗi, hãy sửa rồi chạy lại:\n{lines}")
    fingerprint = sha256(b"\0".join(files[name] for name in CODE_LIST_FILES if name in files))
    if TABLES_FILE not in files:
        kept, tables = _shipped_tables(known)
        files = {**files, TABLES_FILE: kept}
    return Catalogue(
        case_types.rows,
        units.rows,
        targets.rows,
        deadlines.rows,
        communes.rows,
        fingerprint.hexdigest(),
        successions.rows,
        files,
        rates.rows,
        coefficients.rows,
        groups.rows,
        headings.rows,
        short_words.rows,
        reporters.rows,
        sections.rows,
        provinces.rows,
        tables.rows,
        charts.rows,
    )


def _shipped_tables(known: KnownNames) -> tuple[bytes, CodeList[ReportTable]]:
    """The tables that the program carries, for a workspace that does not say which it wants."""
    path = Path("catalogue", TABLES_FILE)
    content = starter_file(path.as_posix())
    shipped, _ = read_code_list(path, {TABLES_FILE: content}, ReportTable)
    return without_mistakes(content, shipped, known)


def _read_optional(
    path: Path, files: Mapping[str, bytes], model: type[Row]
) -> tuple[CodeList[Row], list[Mistake]]:
    """Read a code list that a workspace may be without; then it has no rows."""
    return read_code_list(path, files, model) if path.name in files else (CodeList(path.name), [])


def _heading_mistakes(table: CodeList[Heading], forms: Mapping[str, Form]) -> list[Mistake]:
    """Headings of fields that the form does not have."""
    return [
        Mistake(
            table.file,
            line,
            "field",
            f"biểu {row.form} không có cột “{row.field}”; các cột là "
            f"{', '.join(forms[row.form].columns)}; không lấy thì ghi {IGNORED}",
        )
        for line, row in table.numbered()
        if row.form in forms and row.field not in (*forms[row.form].columns, IGNORED)
    ]


def _arrival_mistakes(table: CodeList[CaseType]) -> list[Mistake]:
    message = "chỉ tiêu loại served, và chỉ loại đó, phải ghi chỉ tiêu đếm người mới tiếp nhận"
    return [
        Mistake(table.file, line, "arrivals", message)
        for line, row in table.numbered()
        if (row.kind is CaseTypeKind.SERVED) is (row.arrivals is None)
    ]


def _succession_mistakes(table: CodeList[Succession], units: Collection[UnitRow]) -> list[Mistake]:
    """Successions of units that do not end on the eve, or to units that do not exist that day.

    Of codes that are no unit's at all, the references to them tell.
    """
    rows: dict[str, list[UnitRow]] = {}
    for unit in units:
        rows.setdefault(unit.code, []).append(unit)
    mistakes = []
    for line, row in table.numbered():
        eve = row.day - timedelta(days=1)
        before, after = rows.get(row.predecessor), rows.get(row.successor)
        if before and not any(unit.valid_to == eve for unit in before):
            message = (
                f"đơn vị “{row.predecessor}” không kết thúc ngày {format_date(eve)}; hãy sửa ngày "
                "ở đây (ngày đầu tiên của đơn vị nhận) hoặc valid_to trong units.csv"
            )
            mistakes.append(Mistake(table.file, line, "day", message))
        if after and not any(unit.in_force(row.day) for unit in after):
            message = (
                f"đơn vị “{row.successor}” chưa có hoặc đã kết thúc ngày {format_date(row.day)}"
            )
            mistakes.append(Mistake(table.file, line, "to", message))
    return mistakes


def _relation_mistakes(table: CodeList[CaseType]) -> list[Mistake]:
    message = "parent và relation phải cùng có hoặc cùng để trống"
    return [
        Mistake(table.file, line, "relation", message)
        for line, row in table.numbered()
        if (row.parent is None) is not (row.relation is None)
    ]


def _parent_cycles(table: CodeList[CaseType] | CodeList[UnitRow]) -> list[Mistake]:
    """Rows whose parents lead back to their own code: walking up them would never end.

    Dates are left aside, because ``Catalogue.at_any_time`` joins rows of different years.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for row in table.rows:
        if row.parent is not None:
            parents[row.code].add(row.parent)
    return [
        Mistake(
            table.file,
            line,
            "parent",
            f"“{row.code}” nằm trong vòng lặp cha – con; hãy sửa parent",
        )
        for line, row in table.numbered()
        if row.parent is not None and row.code in _with_ancestors(row.parent, parents)
    ]


def _with_ancestors(code: str, parents: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [code]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(parents.get(current, ()))
    return found


def _source_mistakes(
    table: CodeList[CaseType], case_type_codes: Collection[str], kinds: Collection[str]
) -> list[Mistake]:
    """Case types that are not either typed on a form or derived from something that exists."""
    mistakes = []
    for line, row in table.numbered():
        if (row.form is None) is (row.derived_from is None):
            message = "phải có đúng một trong hai cột form và derived_from"
            mistakes.append(Mistake(table.file, line, "form", message))
        what, name = row.source
        known = kinds if what == "units" else case_type_codes if what in _MOVEMENTS else ()
        if row.derived_from is not None and name not in known:
            message = (
                f"“{row.derived_from}” không hợp lệ; ghi increase:MÃ, decrease:MÃ hoặc units:LOẠI"
            )
            mistakes.append(Mistake(table.file, line, "derived_from", message))
    return mistakes


def _unlisted(
    table: CodeList[CaseType] | CodeList[Deadline], column: str, known: Sequence[str], where: str
) -> list[Mistake]:
    """Codes in a column, of one or several, that no row of another file has."""
    named = ((line, getattr(row, column)) for line, row in table.numbered())
    return [
        unlisted(table.file, line, column, code, known, where)
        for line, codes in named
        for code in (codes if isinstance(codes, tuple) else (codes,))
        if code not in known
    ]


def _target_mistakes(targets: CodeList[Target]) -> list[Mistake]:
    """Targets that do not say in what they are measured, or of what they are a share."""
    mistakes = []
    for line, row in targets.numbered():
        if row.measure is TargetMeasure.SHARE and row.share_of is None:
            what = "measure là share thì phải ghi mã chỉ tiêu làm mẫu số"
            mistakes.append(Mistake(targets.file, line, "share_of", what))
        elif row.measure is not TargetMeasure.SHARE and row.share_of is not None:
            what = "chỉ ghi khi measure là share"
            mistakes.append(Mistake(targets.file, line, "share_of", what))
        if row.measure is TargetMeasure.NUMBER and not row.unit:
            mistakes.append(Mistake(targets.file, line, "unit", "chưa ghi đơn vị tính"))
    return mistakes


def _deadline_mistakes(table: CodeList[Deadline]) -> list[Mistake]:
    """Deadlines that fall due before half of their period is over: the year of ``due`` is wrong."""
    message = "hạn gửi sớm hơn nửa kỳ báo cáo; nếu hạn rơi vào năm sau thì ghi due_next_year là yes"
    return [
        Mistake(table.file, line, "due", message)
        for line, row in table.numbered()
        if _is_due_before_half(row)
    ]


def _is_due_before_half(row: Deadline) -> bool:
    period, due = row.period(_ANY_YEAR), row.due_on(_ANY_YEAR)
    return due - period.start < period.end - due
