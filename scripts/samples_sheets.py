"""The looks of the sample workbooks: one sheet a form, each office in its own way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.design.catalogue import Level, ReportingUnit
from welfare_stats.design.forms import Breakdown, Column, Form
from welfare_stats.design.forms.head import HEAD_COLUMNS
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.render.stable_zip import stable_zip
from welfare_stats.vietnamese import format_date, format_date_in_words, format_number

Row = dict[str, str | int | date | None]
Value = str | int | date | None

CREATOR = "Đơn vị báo cáo (minh họa)"
CLERK = "Người Lập Mẫu"
DEPARTMENT = "Sở Lao động - Thương binh và Xã hội"
OFFICE = "Phòng Lao động - Thương binh và Xã hội"
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
KINDS_OF_AREA = ("Thành phố ", "Thị xã ", "Huyện ", "tỉnh ")

WIDTHS = {
    "ordinal": 6,
    "case_type": 28,
    "case_type_label": 44,
    "facility_name": 26,
    "amount": 16,
    "note": 18,
    "record_code": 15,
    "full_name": 24,
    "identity_number": 14,
    "commune": 15,
    "birth": 12,
    "received_on": 12,
    "closed_on": 12,
    "outcome": 20,
}
USUAL_WIDTH = 11
LABEL_WIDTH = 18
"""Room that the label of a head item wants when its value stands in the next cell."""


@dataclass(frozen=True)
class Layout:
    """How one office writes its workbook.

    ``wording`` chooses among the accepted headings, 0 the proper one. ``numbering`` is the format
    of a row of column numbers. ``total_as_code`` says that the total is a row with a code.
    """

    file_name: str
    sheet_names: tuple[str, ...]
    first_column: int = 1
    wording: int = 0
    one_heading_row: bool = False
    numbering: str = ""
    head_beside: bool = False
    bare_period: bool = False
    motto: bool = True
    numbers_as_text: bool = False
    without: tuple[str, ...] = ()
    total_label: str = ""
    total_as_code: bool = False

    def columns(self, form: Form) -> dict[str, Column]:
        """The columns that the office uses, by field."""
        return {name: c for name, c in form.columns.items() if name not in self.without}

    def heading(self, column: Column) -> str:
        """The office's words over a column."""
        texts = column.headings
        if column.breakdown is not Breakdown.ALL:  # the second heading repeats "trong đó"
            texts = texts[1:2] if self.one_heading_row else (texts[0], *texts[2:])
        return texts[min(self.wording, len(texts) - 1)]


@dataclass(frozen=True)
class SheetText:
    """Words of a sheet besides its form."""

    notice: str = "SỐ LIỆU MINH HỌA - không phải số liệu thật của đơn vị"
    caption: str = ""


@dataclass(frozen=True)
class Table:
    """A form filled in; ``total`` is written below the rows."""

    form: Form
    rows: Sequence[Row]
    total: Row | None = None
    text: SheetText = field(default_factory=SheetText)


@dataclass(frozen=True)
class Head:
    """What the head of every sheet says of the whole workbook."""

    period: ReportingPeriod
    sent_on: date
    is_estimate: bool = False

    @property
    def span(self) -> str:
        """The period in words."""
        words = f"từ ngày {format_date(self.period.start)} đến ngày {format_date(self.period.end)}"
        return f"{words} (ước thực hiện)" if self.is_estimate else words


@dataclass(frozen=True)
class Look:
    """How a cell looks."""

    align: Literal["left", "center", "right"] = "left"
    bold: bool = False
    italic: bool = False
    size: int = 12
    color: str = "000000"
    boxed: bool = False
    wrap: bool = False
    indent: int = 0


THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRED = Look("center")
HEADING = Look("center", bold=True, size=11, boxed=True, wrap=True)


def workbook_bytes(
    unit: ReportingUnit, layout: Layout, tables: Sequence[Table], head: Head
) -> bytes:
    """The workbook of one unit, the same bytes every time."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in zip(layout.sheet_names, tables, strict=True):
        _SheetWriter(book.create_sheet(name), unit, layout, table, head).write()
    written = BytesIO()
    book.save(written)
    return stable_zip(written.getvalue(), title=unit.name, creator=CREATOR, day=head.sent_on)


class _SheetWriter:
    """Writes one sheet from top to bottom; ``row`` is the next free row."""

    def __init__(
        self,
        sheet: Worksheet,
        unit: ReportingUnit,
        layout: Layout,
        table: Table,
        head: Head,
    ) -> None:
        self.sheet, self.unit, self.layout, self.table = sheet, unit, layout, table
        self.span, self.sent_on = head.span, head.sent_on
        self.columns = layout.columns(table.form)
        self.widths = [WIDTHS.get(name, USUAL_WIDTH) for name in self.columns]
        self.first = layout.first_column
        self.last = self.first + len(self.columns) - 1
        self.middle = self._reaching(self.first, sum(self.widths) * 0.5) + 1
        self.row = 1

    def write(self) -> None:
        """Write everything."""
        self._set_page()
        self._write_titles()
        self._write_head()
        self._write_headings()
        self._write_rows()
        self._write_signatures()

    def _reaching(self, start: int, width: float) -> int:
        """The column with which the columns from ``start`` on are that wide."""
        reached = 0
        for column in range(start, self.last):
            reached += self.widths[column - self.first]
            if reached >= width:
                return column
        return self.last

    def _put(self, first: int, last: int, value: Value, look: Look, rows: int = 1) -> None:
        """Write a cell of the current row, merged as far as column ``last`` and over ``rows``."""
        cell = self.sheet.cell(self.row, first, value)
        cell.font = Font("Times New Roman", look.size, look.bold, look.italic, color=look.color)
        cell.alignment = Alignment(
            look.align, "center", wrap_text=look.wrap or None, indent=look.indent
        )
        if look.boxed:
            cell.border = BOX
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
        elif isinstance(value, int) and look.align == "right":
            cell.number_format = "#,##0"
        if last > first or rows > 1:
            self.sheet.merge_cells(
                start_row=self.row,
                end_row=self.row + rows - 1,
                start_column=first,
                end_column=last,
            )

    def _set_page(self) -> None:
        if self.first > 1:
            self.sheet.column_dimensions["A"].width = 3
        for column, width in enumerate(self.widths, self.first):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.paperSize = 9  # A4
        self.sheet.page_setup.fitToHeight = 0 if self.table.form.is_list else 1
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self.sheet.page_margins = PageMargins(0.5, 0.5, 0.6, 0.6)
        self.sheet.print_options.horizontalCentered = True

    # --- above the table -----------------------------------------------------------------------

    def _write_titles(self) -> None:
        strong = Look("center", bold=True)
        if self.unit.level is Level.DISTRICT:
            agency = (f"UBND {self.unit.area}", OFFICE)
        else:
            agency = (DEPARTMENT, self.unit.name)
        for words, motto, look in zip(agency, MOTTO, (CENTRED, strong), strict=True):
            self._put(self.first, self.middle - 1, words.upper(), look)
            if self.layout.motto:
                self._put(self.middle, self.last, motto, strong)
            self.row += 1
        self.row += 1
        title = Look("center", bold=True, size=14)
        self._put(self.first, self.last, self.table.form.title.upper(), title)
        self.sheet.row_dimensions[self.row].height = 24
        self.row += 1
        if self.layout.bare_period:
            words = f"({self.span[0].upper()}{self.span[1:]})"
            self._put(self.first, self.last, words, Look("center", italic=True))
            self.row += 1
        notice = Look("center", italic=True, color="C00000")
        self._put(self.first, self.last, self.table.text.notice, notice)
        self.row += 2

    def _write_head(self) -> None:
        values: dict[str, Value] = {
            "unit_name": self.unit.name,
            "form_code": self.table.form.code,
            "unit_code": self.unit.code,
            "prepared_on": format_date(self.sent_on),
            "period": self.span,
            "prepared_by": CLERK,
        }
        if self.layout.bare_period:
            del values["period"]
        items = list(values.items())
        for left, right in zip(items[::2], [*items[1::2], None], strict=False):
            self._write_item(*left, self.first, self.middle - 1)
            if right is not None:
                self._write_item(*right, self.middle, self.last)
            self.row += 1
        self.row += 1

    def _write_item(self, name: str, value: Value, first: int, last: int) -> None:
        label = self.layout.heading(HEAD_COLUMNS[name])
        if not self.layout.head_beside:
            self._put(first, last, f"{label}: {value}", Look())
            return
        label_end = min(self._reaching(first, LABEL_WIDTH), last - 1)
        self._put(first, label_end, f"{label}:", Look())
        if isinstance(value, str) and value.isdecimal():
            value = int(value)  # as people type it
        self._put(label_end + 1, last, value, Look(bold=True))

    # --- the table -----------------------------------------------------------------------------

    def _write_headings(self) -> None:
        groups = [column.group for column in self.columns.values()]
        rows = 1 if self.layout.one_heading_row or not any(groups) else 2
        start = self.row
        at = self.first
        for group, members in groupby(self.columns.values(), key=lambda column: column.group):
            headings = [self.layout.heading(column) for column in members]
            if group and rows > 1:
                self._put(at, at + len(headings) - 1, group, HEADING)
                self.row += 1
            for column, heading in enumerate(headings, at):
                self._put(column, column, heading, HEADING, start + rows - self.row)
            self.row = start
            at += len(headings)
        for row in range(start, start + rows):
            self.sheet.row_dimensions[row].height = 20 if row < start + rows - 1 else 34
        self.row += rows
        if self.layout.numbering:
            for column in range(self.first, self.last + 1):
                number = self.layout.numbering.format(column - self.first + 1)
                self._put(column, column, number, Look("center", italic=True, size=10, boxed=True))
            self.row += 1
        if self.table.form.is_list:
            self.sheet.print_title_rows = f"{start}:{self.row - 1}"
            self.sheet.freeze_panes = f"{get_column_letter(self.first + 3)}{self.row}"

    def _write_rows(self) -> None:
        is_part = [isinstance(row.get("ordinal"), str) for row in self.table.rows]
        for row, part, part_next in zip(
            self.table.rows, is_part, [*is_part[1:], False], strict=True
        ):
            is_whole = part_next and not part
            for column, name in enumerate(self.columns, self.first):
                self._write_cell(column, name, row.get(name), bold=is_whole, indent=part)
            self.row += 1
        if self.table.total is not None:
            self._write_total(self.table.total)
        if self.table.text.caption:
            self._put(self.first, self.last, self.table.text.caption, Look(bold=True))
            self.row += 1

    def _write_total(self, total: Row) -> None:
        names = list(self.columns)
        numbers_from = next(i for i, name in enumerate(names) if self.columns[name].measure)
        label = Look("center", bold=True, boxed=True)
        end = self.first + numbers_from - 1
        self._put(self.first, end, self.layout.total_label, label)
        for column, name in enumerate(names[numbers_from:], end + 1):
            self._write_cell(column, name, total.get(name), bold=True)
        self.row += 1

    def _write_cell(
        self, column: int, name: str, value: Value, *, bold: bool = False, indent: bool = False
    ) -> None:
        if self.columns[name].measure is not None:
            if self.layout.numbers_as_text and isinstance(value, int):
                value = format_number(value)
            look = Look("right", bold=bold, boxed=True)
        elif name in ("ordinal", "measure_unit", "sex") or name.endswith("_on") or name == "birth":
            look = Look("center", bold=bold, boxed=True)
        else:
            is_label = name == "case_type_label"
            look = Look(bold=bold, boxed=True, wrap=True, indent=int(indent and is_label))
        self._put(column, column, value, look)

    # --- below the table -----------------------------------------------------------------------

    def _write_signatures(self) -> None:
        place = self.unit.area
        for kind in KINDS_OF_AREA:
            place = place.removeprefix(kind)
        is_office = self.unit.level is Level.DISTRICT
        strong, light = Look("center", bold=True), Look("center", italic=True)
        lines = (
            ("", f"{place}, {format_date_in_words(self.sent_on)}", light),
            ("NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG" if is_office else "GIÁM ĐỐC", strong),
            ("(Ký, ghi rõ họ tên)", "(Ký tên, đóng dấu)", light),
        )
        self.row += 1
        for left, right, look in lines:
            if left:
                self._put(self.first, self.middle - 1, left, look)
            self._put(self.middle, self.last, right, look)
            self.row += 1
