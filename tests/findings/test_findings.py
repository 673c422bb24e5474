"""Findings: their declared kinds, their texts, and the place and value they name."""

import json
import re
from datetime import date, datetime, time, timedelta
from string import Formatter
from typing import Any

import pytest

from welfare_stats.findings import (
    CellRef,
    CellValue,
    Finding,
    FindingKind,
    Severity,
    SheetRef,
    any_error,
    kinds,
    shown,
)

KINDS = [value for value in vars(kinds).values() if isinstance(value, FindingKind)]
FAMILIES = "file|submission|head|period|form|table|layout|cell|code|row|sum|movement|list"

# Codes that were published: other programs read them, so none may vanish or change its weight.
PUBLISHED = {
    Severity.ERROR: """
        file.not-opened file.too-large file.suspicious file.reader-died file.too-slow
        file.reader-failed head.unit-contradicted period.not-over form.table-not-found
        cell.unreadable cell.scaled-number cell.too-large-number list.dates-out-of-order
        file.not-a-workbook file.other-format file.encrypted file.damaged file.no-known-form
        head.missing head.unreadable head.conflict head.form-differs head.unknown-unit
        head.unit-not-in-force period.backwards period.crosses-year period.outside-year
        period.overlaps form.not-for-unit table.missing-column table.unknown-column
        table.duplicate-column table.empty table.rows-after-end cell.required cell.error-value
        cell.formula-without-value cell.not-a-number cell.ambiguous-number cell.several-numbers
        cell.struck-through cell.shown-otherwise
        cell.fraction-in-count cell.negative cell.not-a-date cell.not-in-list cell.not-text
        code.unknown-case-type code.case-type-not-in-force code.case-type-of-other-form
        code.case-type-not-for-unit code.case-type-derived code.unknown-facility
        code.facility-of-other-unit row.duplicate sum.part-exceeds-whole sum.parts-differ
        sum.total-row-differs movement.not-balanced list.count-differs list.date-outside-period
    """,
    Severity.WARNING: """
        head.unit-name-differs cell.unit-in-number code.label-differs code.measure-unit-differs
        sum.above-limit submission.replaces-in-same-run submission.fewer-figures
        submission.within-longer list.other-file-differs cell.dot-as-decimal cell.thousandth
        cell.partly-struck
    """,
    Severity.INFO: "cell.number-as-text submission.replaces",
}


# --- kinds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "severity"),
    [(code, severity) for severity, codes in PUBLISHED.items() for code in codes.split()],
)
def test_a_published_code_keeps_its_severity(code: str, severity: Severity) -> None:
    assert kinds.BY_CODE[code].severity is severity


def test_every_declared_kind_has_a_code_and_a_title_of_its_own() -> None:
    assert [kind.code for kind in KINDS] == list(kinds.BY_CODE)
    assert len({kind.title for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_code_is_a_family_and_words_in_small_letters(kind: FindingKind) -> None:
    assert re.fullmatch(rf"({FAMILIES})\.[a-z]+(-[a-z]+)*", kind.code)


def blanks_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_message_and_hint_fill_every_blank_and_leave_no_brace(kind: FindingKind) -> None:
    names = blanks_of(kind.message) | blanks_of(kind.hint)
    blanks: dict[str, Any] = {name: f"<{name}>" for name in names - {"value"}}
    finding = kind.at(SheetRef("Biểu 1"), "<value>", **blanks)
    assert all(f"<{name}>" in finding.message for name in blanks_of(kind.message))
    assert all(f"<{name}>" in finding.hint for name in blanks_of(kind.hint))
    assert not set("{}") & set(finding.message + finding.hint)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_title_message_and_hint_are_vietnamese_sentences(kind: FindingKind) -> None:
    assert kind.title[0].isupper()
    assert not kind.title.isascii()
    assert not kind.title.endswith(".")
    assert not kind.message.isascii()
    assert kind.message.endswith(".")
    whole_hint_is_a_blank = re.fullmatch(r"\{\w+\}", kind.hint)
    assert whole_hint_is_a_blank or (not kind.hint.isascii() and kind.hint.endswith("."))


def test_a_finding_has_code_place_value_message_and_remedy() -> None:
    found = kinds.NEGATIVE.at(CellRef("HX-01", 11, 9), -1250.0, heading="Tăng")
    assert found == Finding(
        code="cell.negative",
        severity=Severity.ERROR,
        sheet="HX-01",
        cell="J12",
        value=-1250,
        message="Cột “Tăng”: ô có giá trị -1.250, nhỏ hơn 0.",
        hint="Số liệu không được âm; hãy kiểm tra lại.",
    )


def test_a_missing_blank_is_never_published_as_a_hole() -> None:
    with pytest.raises(KeyError, match="heading"):
        kinds.NEGATIVE.at(CellRef("HX-01", 0, 0), -1)


def test_a_personal_value_is_neither_shown_nor_kept() -> None:
    found = kinds.NOT_A_DATE.at(CellRef("DS-01", 7, 3), "5/9/38", hidden=True, heading="Ngày sinh")
    assert found.value is None
    assert found.message == "Cột “Ngày sinh”: giá trị ở ô này không phải là ngày hợp lệ."
    assert "38" not in repr(found)


# --- places ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "column", "address"),
    [(0, 0, "A1"), (11, 9, "J12"), (0, 25, "Z1"), (4, 26, "AA5"), (1048575, 16383, "XFD1048576")],
)
def test_an_address_is_as_excel_shows_it(row: int, column: int, address: str) -> None:
    assert CellRef("Biểu 1", row, column).a1 == address


@pytest.mark.parametrize(("row", "addresses"), [(11, "J12"), (12, "J12:J13"), (99, "J12:J100")])
def test_a_run_of_cells_reaches_down_to_its_last_row(row: int, addresses: str) -> None:
    assert CellRef("Biểu 1", 11, 9).down_to(row) == addresses


@pytest.mark.parametrize(
    ("place", "sheet", "cell"),
    [
        (CellRef("Biểu 1", 0, 1), "Biểu 1", "B1"),
        (SheetRef("Biểu 1"), "Biểu 1", None),
        (None, None, None),
    ],
)
def test_a_finding_may_concern_a_cell_a_sheet_or_the_file(
    place: CellRef | SheetRef | None, sheet: str | None, cell: str | None
) -> None:
    found = kinds.DAMAGED.at(place)
    assert (found.sheet, found.cell) == (sheet, cell)


# --- values ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text", "kept"),
    [
        (None, "", None),
        ("26,850", "26,850", "26,850"),
        (26850, "26.850", 26850),
        (26850.0, "26.850", 26850),
        (26.85, "26,85", 26.85),
        (-0.5, "-0,5", -0.5),
        (True, "TRUE", True),
        (False, "FALSE", False),
        (date(2018, 9, 5), "05/9/2018", "2018-09-05"),
        (datetime(2018, 9, 5, 8, 30), "05/9/2018 08:30", "2018-09-05T08:30:00"),
        (time(8, 30), "08:30:00", "08:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00", "1 day, 6:00:00"),
    ],
)
def test_a_value_is_shown_in_vietnamese_and_kept_as_plain_json(
    value: CellValue, text: str, kept: str | float | bool | None
) -> None:
    found = kinds.HEAD_UNREADABLE.at(None, value, label="Ngày lập", example="05/9/2018")
    assert shown(value) == text
    assert found.message == f"“Ngày lập” ở đầu biểu ghi “{text}”, không đọc được."
    assert json.dumps(found.value) == json.dumps(kept)


@pytest.mark.parametrize(("value", "text"), [(float("inf"), "inf"), (float("nan"), "nan")])
def test_infinity_and_not_a_number_can_be_shown(value: float, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("found", "refused"),
    [
        ([], False),
        ([kinds.ABOVE_LIMIT, kinds.NUMBER_AS_TEXT], False),
        ([kinds.ABOVE_LIMIT, kinds.NEGATIVE], True),
    ],
)
def test_only_an_error_keeps_a_file_from_being_counted(
    found: list[FindingKind], refused: bool
) -> None:
    findings = (
        Finding(kind.code, kind.severity, None, None, None, kind.message, kind.hint)
        for kind in found
    )
    assert any_error(findings) is refused
