"""One form of a blank workbook as a sheet: fixed codes, cells to fill, and Excel's own checks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.design.catalogue import ReportingUnit
from welfare_stats.design.forms import Breakdown, Column, Form, Measure, Role
from welfare_stats.design.forms.cells import Sex
from welfare_stats.design.forms.formulas import sum_formula
from welfare_stats.design.forms.head import HEAD_COLUMNS
from welfare_stats.design.questionnaire.prefilled_rows import LIST_ROWS, PrefilledRow
from welfare_stats.period import ReportingPeriod
from welfare_stats.sheet_style import FONT, GREY
from welfare_stats.spreadsheet import HEAD_FILL, box, cell_at, print_on_a4, write_text
from welfare_stats.vietnamese import format_date

_BOX = box(GREY)
_INPUT_FILL = PatternFill("solid", fgColor="FFFDE7")
_WRONG = PatternFill("solid", bgColor="F8CBAD")
_UNLOCKED = Protection(locked=False)
_WIDTHS = {
    "ordinal": 6,
    "case_type": 27,
    "case_type_label": 44,
    "facility_name": 30,
    "note": 26,
    "full_name": 26,
}
_NUMBER_WIDTH, _TEXT_WIDTH = 11, 16
_HEAD_ROW = 3
_ROW_HEIGHT, _SHORT = 18, 44
_GROUP_ROW = 9
_LONGEST_PROMPT_TITLE, _LONGEST_PROMPT = 32, 255  # Excel's limits
_MOVEMENT = ("opening", "increase", "decrease", "closing")


@dataclass(frozen=True, slots=True)
class BlankForm:
    """One form for one unit and period, before it is written on a sheet.

    ``openings`` are last period's closing figures by case type. ``lists`` gives, for each field
    with a drop-down, the range of the hidden sheet that holds its choices.
    """

    form: Form
    unit: ReportingUnit
    period: ReportingPeriod
    rows: Sequence[PrefilledRow]
    openings: Mapping[str, float]
    lists: Mapping[str, str]

    @property
    def letters(self) -> dict[str, str]:
        """The letter of each field's column."""
        return {name: get_column_letter(n) for n, name in enumerate(self.form.columns, start=1)}

    @property
    def first_row(self) -> int:
        """The first row below the headings and the row of column numbers, from 1."""
        return _GROUP_ROW + 3

    @property
    def last_row(self) -> int:
        """The last row that can be filled in, from 1."""
        return self.first_row + (LIST_ROWS if self.form.is_list else len(self.rows)) - 1


def write_form_sheet(sheet: Worksheet, blank: BlankForm) -> None:
    """Write the whole sheet; only the cells to be filled in stay unlocked, without a password."""
    _write_head(sheet, blank)
    _write_headings(sheet, blank)
    for index, row in enumerate(blank.rows):
        _prefill_row(sheet, blank, index, row)
    for number in range(blank.first_row, blank.last_row + 1):
        _format_row(sheet, blank, number)
    for validation in _validations(blank):
        sheet.add_data_validation(validation)
    _add_rules(sheet, blank)
    _write_signature(sheet, blank)
    sheet.freeze_panes = f"A{blank.first_row}"
    sheet.print_title_rows = f"{_GROUP_ROW}:{blank.first_row - 1}"
    print_on_a4(sheet, wide=True)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    if blank.form.is_list:
        sheet.protection.insertRows = sheet.protection.sort = sheet.protection.autoFilter = False


# --- head and headings -------------------------------------------------------------------------


def _write_head(sheet: Worksheet, blank: BlankForm) -> None:
    title = write_text(sheet, 1, 1, blank.form.title.upper())
    title.font = Font(name=FONT, size=14, bold=True)
    period = blank.period
    span = f"từ ngày {format_date(period.start)} đến ngày {format_date(period.end)}"
    items = {
        "unit_name": blank.unit.name,
        "unit_code": blank.unit.code,
        "form_code": blank.form.code,
        "period": span,
        "prepared_by": "",
    }
    for row, (name, value) in enumerate(items.items(), start=_HEAD_ROW):
        cell = write_text(sheet, row, 1, f"{HEAD_COLUMNS[name].heading}: {value}")
        cell.font = Font(name=FONT, size=11, bold=bool(value))
        if not value:
            cell.protection = _UNLOCKED


def _write_headings(sheet: Worksheet, blank: BlankForm) -> None:
    columns = list(blank.form.columns.items())
    low = _GROUP_ROW + 1
    for number, (name, column) in enumerate(columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _width(name, column)
        write_text(sheet, low if column.group else _GROUP_ROW, number, column.heading)
        write_text(sheet, low + 1, number, f"({number})")
        for row in (_GROUP_ROW, low, low + 1):
            _style_heading(sheet, row, number, is_number=row == low + 1)
    for number, (_, column) in enumerate(columns, start=1):
        if not column.group:
            sheet.merge_cells(None, _GROUP_ROW, number, low, number)
    for group, members in groupby(enumerate(columns, start=1), key=lambda item: item[1][1].group):
        numbers = [number for number, _ in members]
        if group:
            write_text(sheet, _GROUP_ROW, numbers[0], group)
            sheet.merge_cells(None, _GROUP_ROW, numbers[0], _GROUP_ROW, numbers[-1])
    sheet.row_dimensions[_GROUP_ROW].height = 20
    sheet.row_dimensions[low].height = 48


def _style_heading(sheet: Worksheet, row: int, column: int, *, is_number: bool) -> None:
    cell = cell_at(sheet, row, column)
    cell.font = Font(name=FONT, size=9 if is_number else 11, bold=not is_number, italic=is_number)
    cell.fill, cell.border = HEAD_FILL, _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _width(name: str, column: Column) -> float:
    if name in _WIDTHS:
        return _WIDTHS[name]
    if column.measure is Measure.AMOUNT:
        return _NUMBER_WIDTH + 4
    return _NUMBER_WIDTH if column.measure else max(_TEXT_WIDTH, len(column.heading) + 2)


# --- rows --------------------------------------------------------------------------------------


def _prefill_row(sheet: Worksheet, blank: BlankForm, index: int, row: PrefilledRow) -> None:
    number = blank.first_row + index
    fixed = {
        "ordinal": str(index + 1),
        "facility": row.facility.code if row.facility else None,
        "facility_name": row.facility.name if row.facility else None,
        "case_type": row.case_type.code,
        "case_type_label": row.case_type.label,
        "measure_unit": row.case_type.unit,
    }
    for column, name in enumerate(blank.form.columns, start=1):
        text = fixed.get(name)
        if text is not None:
            cell = write_text(sheet, number, column, text)
            cell.alignment = Alignment(
                horizontal="center" if name == "ordinal" else None,
                vertical="center",
                wrap_text=True,
                indent=row.level if name == "case_type_label" else 0,
            )
    sheet.row_dimensions[number].height = (
        _ROW_HEIGHT if len(row.case_type.label) < _SHORT else 2 * _ROW_HEIGHT
    )
    opening = blank.openings.get(row.case_type.code)
    letters = blank.letters
    if opening is not None and "opening" in letters and not row.parts:
        sheet[f"{letters['opening']}{number}"] = int(opening)
    for name in blank.form.numbers:
        if row.parts:
            sheet[f"{letters[name]}{number}"] = _sum_formula(blank, letters[name], row)


def _sum_formula(blank: BlankForm, letter: str, row: PrefilledRow) -> str:
    return sum_formula([f"{letter}{blank.first_row + part}" for part in row.parts])


def _format_row(sheet: Worksheet, blank: BlankForm, number: int) -> None:
    """Give the cells of a row borders and number formats, and unlock those to be filled in."""
    row = blank.rows[number - blank.first_row] if blank.rows else None
    is_sum = row is not None and bool(row.parts)
    for column, declared in enumerate(blank.form.columns.values(), start=1):
        cell = cell_at(sheet, number, column)
        cell.font = Font(name=FONT, size=11, bold=is_sum)
        cell.border = _BOX
        if declared.measure:
            cell.number_format = "#,##0"
        elif declared.role in (Role.BIRTH, Role.START, Role.END):
            cell.number_format = "dd/mm/yyyy"
        elif not cell.value:
            cell.number_format = "@" if declared.role is Role.IDENTITY else "General"
        if cell.value is None or (declared.measure and not is_sum):
            cell.protection, cell.fill = _UNLOCKED, _INPUT_FILL


def _write_signature(sheet: Worksheet, blank: BlankForm) -> None:
    row = blank.last_row + 2
    for column, words in (
        (2, "NGƯỜI LẬP BIỂU"),
        (len(blank.form.columns) - 2, "THỦ TRƯỞNG ĐƠN VỊ"),
    ):
        cell = write_text(sheet, row, column, words)
        cell.font = Font(name=FONT, size=11, bold=True)
        under = write_text(sheet, row + 1, column, "(Ký, ghi rõ họ tên)")
        under.font = Font(name=FONT, size=11, italic=True)


# --- checks that Excel makes -------------------------------------------------------------------


def _validations(blank: BlankForm) -> Iterator[DataValidation]:
    for name, column in blank.form.columns.items():
        validation = _validation(blank, name, column)
        if validation is None:
            continue
        validation.promptTitle = column.heading[:_LONGEST_PROMPT_TITLE]
        validation.prompt = column.guidance[:_LONGEST_PROMPT]
        validation.showInputMessage = bool(column.guidance)
        validation.showErrorMessage = validation.type is not None
        validation.errorTitle = column.heading[:_LONGEST_PROMPT_TITLE]
        validation.error = column.guidance[:_LONGEST_PROMPT]
        letter = blank.letters[name]
        validation.add(f"{letter}{blank.first_row}:{letter}{blank.last_row}")
        yield validation


def _validation(blank: BlankForm, name: str, column: Column) -> DataValidation | None:
    if column.measure is Measure.AMOUNT:
        return DataValidation("decimal", operator="greaterThanOrEqual", formula1="0")
    if column.measure:
        return DataValidation("whole", operator="greaterThanOrEqual", formula1="0")
    if column.role in (Role.START, Role.END):
        return _day_validation(blank.period.start, blank.period.end)
    if column.role is Role.SEX:
        return DataValidation("list", formula1=f'"{",".join(Sex)}"')
    if name in blank.lists:
        return DataValidation("list", formula1=blank.lists[name])
    return DataValidation() if column.guidance else None  # shows the guidance, checks nothing


def _day_validation(first: date, last: date) -> DataValidation:
    bounds = (f"DATE({day.year},{day.month},{day.day})" for day in (first, last))
    return DataValidation("date", operator="between", formula1=next(bounds), formula2=next(bounds))


def _add_rules(sheet: Worksheet, blank: BlankForm) -> None:
    """Make cells turn red in Excel where our own checks would report them."""
    if blank.form.is_list:
        return
    first, last, letters = blank.first_row, blank.last_row, blank.letters
    for name, column in blank.form.numbers.items():
        if column.breakdown is not Breakdown.ALL:
            part, whole = letters[name], letters[blank.form.whole_of(column)]
            _turn_red(
                sheet, f"{part}{first}:{part}{last}", _exceeds(f"{part}{first}", f"{whole}{first}")
            )
    movement = [letters[name] for name in _MOVEMENT if name in letters]
    if len(movement) == len(_MOVEMENT):
        o, i, d, c = (f"{letter}{first}" for letter in movement)
        closing = f"{movement[-1]}{first}:{movement[-1]}{last}"
        _turn_red(sheet, closing, f"AND(COUNT({o}:{c})=4,{o}+{i}-{d}<>{c})")
    for index, row in enumerate(blank.rows):
        _add_rules_of_row(sheet, blank, first + index, row)


def _add_rules_of_row(sheet: Worksheet, blank: BlankForm, number: int, row: PrefilledRow) -> None:
    """Red: a sum that somebody typed over, and a number above the one it is part of."""
    for name, column in blank.form.numbers.items():
        letter = blank.letters[name]
        here = f"{letter}{number}"
        if row.parts:
            parts = ",".join(f"{letter}{blank.first_row + part}" for part in row.parts)
            _turn_red(sheet, here, _differs(here, parts, len(row.parts)))
        headline = column.breakdown is Breakdown.ALL and column.measure is not Measure.AMOUNT
        if row.whole is not None and headline:
            _turn_red(sheet, here, _exceeds(here, f"{letter}{blank.first_row + row.whole}"))


def _exceeds(part: str, whole: str) -> str:
    return f"AND(ISNUMBER({part}),ISNUMBER({whole}),{part}>{whole})"


def _differs(total: str, parts: str, count: int) -> str:
    """True where all parts of a sum are filled in and somebody typed another number over it."""
    return f"AND(ISNUMBER({total}),COUNT({parts})={count},{total}<>SUM({parts}))"


def _turn_red(sheet: Worksheet, cells: str, formula: str) -> None:
    rule = FormulaRule(formula=[formula], fill=_WRONG)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(cells, rule)
