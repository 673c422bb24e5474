"""The guidance sheet of a blank workbook, written from the declarations of its forms."""

from collections.abc import Sequence

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.design.forms import Breakdown, Form, Measure
from welfare_stats.sheet_style import FONT, PALE
from welfare_stats.spreadsheet import (
    HEAD_FILL,
    box,
    cell_at,
    fit_height,
    print_on_a4,
    write_text,
)

TITLE = "Hướng dẫn"
_WIDTHS = (30, 16, 78)
_BOX = box(PALE)
_GENERAL = (
    "Chỉ điền vào các ô nền vàng nhạt; tiêu đề, mã và công thức đã khóa (không có mật khẩu).",
    "Số đếm gõ liền, không dấu chấm: 26850. Không phát sinh thì ghi 0; không có số thì để trống.",
    "Ô chuyển màu đỏ là số chưa hợp lý: phần lớn hơn tổng, hoặc đầu kỳ + tăng − giảm khác cuối kỳ.",
    "Không thêm, bớt hay đổi tên cột; không gộp ô. Cần giải thích thì ghi vào cột Ghi chú.",
    "Điền xong thì lưu bằng Excel và gửi cả tệp.",
)


def write_guidance(sheet: Worksheet, forms: Sequence[Form]) -> None:
    """Write general advice, then for each form what every column asks for."""
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    _line(sheet, 1, "HƯỚNG DẪN ĐIỀN BIỂU", bold=True, size=14)
    row = 2
    for advice in _GENERAL:
        _line(sheet, row, f"- {advice}")
        row += 1
    for form in forms:
        row = _write_columns(sheet, row + 1, form)
    print_on_a4(sheet, wide=True)
    sheet.protection.sheet = True


def _line(sheet: Worksheet, row: int, text: str, *, bold: bool = False, size: int = 12) -> None:
    cell = write_text(sheet, row, 1, text)
    cell.font = Font(name=FONT, size=size, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(None, row, 1, row, len(_WIDTHS))
    fit_height(sheet, row, len(_WIDTHS))


def _must_be_filled(form: Form, name: str) -> str:
    if name in form.required:
        return "có"
    # A row with any number at all needs its total, or all four numbers of its movement.
    is_whole = name in form.numbers and form.numbers[name].breakdown is Breakdown.ALL
    is_amount = is_whole and form.numbers[name].measure is Measure.AMOUNT
    return "nếu dòng có số" if is_whole and not is_amount else ""


def _write_columns(sheet: Worksheet, row: int, form: Form) -> int:
    """Write a table of the form's columns from ``row`` on; gives the next free row."""
    _line(sheet, row, f"{form.code}: {form.title}", bold=True)
    lines = [("Cột", "Phải điền", "Cách ghi")]
    for name, column in form.columns.items():
        heading = f"{column.group}: {column.heading.lower()}" if column.group else column.heading
        lines.append((heading, _must_be_filled(form, name), column.guidance))
    for line in lines:
        row += 1
        is_head = line is lines[0]
        for number, text in enumerate(line, start=1):
            cell = write_text(sheet, row, number, text)
            cell.font, cell.border = Font(name=FONT, size=11, bold=is_head), _BOX
            cell.alignment = Alignment(
                wrap_text=True,
                vertical="top",
                horizontal="center" if number == 2 else "left",  # noqa: PLR2004
            )
            if is_head:
                cell_at(sheet, row, number).fill = HEAD_FILL
        fit_height(sheet, row)
    return row + 1
