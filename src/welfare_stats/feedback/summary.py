"""Writes the first sheet of a feedback file: all findings, with links to their cells."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.feedback.returned import Returned
from welfare_stats.findings import Finding, Severity, kinds, visible
from welfare_stats.sheet_style import FONT, PALE
from welfare_stats.spreadsheet import (
    HEAD_FILL,
    box,
    cell_at,
    fit_height,
    print_on_a4,
    write_text,
)
from welfare_stats.vietnamese import format_date

TITLE = "Kết quả kiểm tra"
FILLS = {
    Severity.ERROR: PatternFill("solid", fgColor="F8CBAD"),
    Severity.WARNING: PatternFill("solid", fgColor="FFE699"),
    Severity.INFO: PatternFill("solid", fgColor="DDEBF7"),
}

_COLUMNS = (("STT", 6), ("Trang", 16), ("Ô", 9), ("Sai ở đâu", 58), ("Cách sửa", 52))
_BOX = box(PALE)
_ACROSS = Border(top=_BOX.top, bottom=_BOX.bottom)
_WRAPPED = Alignment(wrap_text=True, vertical="top", indent=1)
_CENTRED = Alignment(horizontal="center", vertical="top")


def in_reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by severity, errors first; then by kind and by place, in the order they were found."""
    listed = list(findings)
    kinds_met = {code: n for n, code in enumerate(dict.fromkeys(f.code for f in listed))}
    severities = list(Severity)
    return sorted(listed, key=lambda f: (severities.index(f.severity), kinds_met[f.code]))


def write_summary(book: Workbook, returned: Returned) -> Worksheet:
    """Write the sheet with the findings and put it in front of all others.

    Args:
        book: the workbook, changed in place.
        returned: the file that was checked, and what was found.
    """
    if TITLE in book.sheetnames:
        book.remove(book[TITLE])  # the sender corrected a feedback file and sent it back
    sheet: Worksheet = book.create_sheet(TITLE, 0)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    for number, (_, width) in enumerate(_COLUMNS):
        sheet.column_dimensions["ABCDE"[number]].width = width
    row = _write_head(sheet, returned)
    _write_findings(sheet, row, returned.findings, set(book.sheetnames))
    sheet.sheet_view.showGridLines = False
    print_on_a4(sheet, wide=True)
    return sheet


_MARKED = "Ô có lỗi được tô màu và có ghi chú ở các trang sau; bấm vào địa chỉ ô để đến ô đó. "


def _write_head(sheet: Worksheet, returned: Returned) -> int:
    """Write title, advice and column headings; returns the row below them."""
    by_severity = Counter(finding.severity for finding in returned.findings)
    errors, warnings = by_severity[Severity.ERROR], by_severity[Severity.WARNING]
    more = f" và {warnings} cảnh báo" if warnings else ""
    due = returned.send_by
    when = f", chậm nhất ngày {format_date(due)}" if due else " sớm nhất có thể"
    lines = [
        ("KẾT QUẢ KIỂM TRA BÁO CÁO", Font(name=FONT, size=14, bold=True)),
        (f"Tệp: {visible(returned.name)}", Font(name=FONT, size=12, bold=True)),
        *([(returned.sender, Font(name=FONT, size=12))] if returned.sender else []),
        (
            f"Có {errors} lỗi{more}. Số liệu của tệp chưa được tổng hợp cho đến khi sửa hết lỗi.",
            Font(name=FONT, size=12),
        ),
        (
            (_MARKED if len(sheet.parent.sheetnames) > 1 else "")  # type: ignore[union-attr]
            + f"Hãy sửa mọi lỗi{', xem lại các cảnh báo' if warnings else ''} rồi gửi lại cả tệp"
            + f"{when}.",
            Font(name=FONT, size=12),
        ),
    ]
    for row, (text, font) in enumerate(lines, start=1):
        cell = write_text(sheet, row, 1, text)
        cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_COLUMNS))
        fit_height(sheet, row, len(_COLUMNS))
    head = len(lines) + 2
    for column, (text, _) in enumerate(_COLUMNS, start=1):
        cell = write_text(sheet, head, column, text)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=11, bold=True), HEAD_FILL, _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    return head + 1


def _write_findings(
    sheet: Worksheet, row: int, findings: Sequence[Finding], sheets: set[str]
) -> None:
    """Write one group of rows per kind of finding, from ``row`` down."""
    number = 0
    for code, group in groupby(in_reading_order(findings), key=lambda finding: finding.code):
        members = list(group)
        _write_group(sheet, row, code, members)
        for finding in _merged_infos(members):
            row, number = row + 1, number + 1
            _write_finding(sheet, row, number, finding, sheets)
        row += 1


def _merged_infos(members: Sequence[Finding]) -> Sequence[Finding]:
    """Of infos of one kind, one line per sheet that names the other cells; all else unchanged."""
    if members[0].severity is not Severity.INFO:
        return members
    by_sheet: dict[str | None, list[Finding]] = {}
    for finding in members:
        by_sheet.setdefault(finding.sheet, []).append(finding)
    return [_with_others(found[0], found[1:]) for found in by_sheet.values()]


_MOST_CELLS_NAMED = 20


def _with_others(finding: Finding, others: Sequence[Finding]) -> Finding:
    """The finding, its message naming the cells of the others."""
    cells = [other.cell for other in others if other.cell]
    if not cells:
        return finding
    named = ", ".join(cells[:_MOST_CELLS_NAMED])
    rest = f" … (tất cả {len(others) + 1} ô)" if len(cells) > _MOST_CELLS_NAMED else ""
    return replace(finding, message=f"{finding.message} Tương tự ở các ô {named}{rest}.")


def _write_group(sheet: Worksheet, row: int, code: str, members: Sequence[Finding]) -> None:
    severity = members[0].severity
    title = kinds.BY_CODE[code].title if code in kinds.BY_CODE else code
    count = f" ({len(members)} chỗ)" if len(members) > 1 else ""
    cell = write_text(sheet, row, 1, f"{severity.words}: {title}{count}")
    for column in range(1, len(_COLUMNS) + 1):
        cell_at(sheet, row, column).fill = FILLS[severity]
        cell_at(sheet, row, column).border = _ACROSS
    cell.font = Font(name=FONT, size=11, bold=True)


def _write_finding(
    sheet: Worksheet, row: int, number: int, finding: Finding, sheets: set[str]
) -> None:
    texts = (finding.sheet or "Cả tệp", finding.cell or "", finding.message, finding.hint)
    cell_at(sheet, row, 1).value = number
    for column, text in enumerate(texts, start=2):
        write_text(sheet, row, column, visible(text))
    for column in range(1, len(_COLUMNS) + 1):
        cell = cell_at(sheet, row, column)
        cell.font, cell.border = Font(name=FONT, size=11), _BOX
        cell.alignment = _CENTRED if column == 1 else _WRAPPED
    if finding.cell and finding.sheet in sheets:
        cell = cell_at(sheet, row, 3)
        quoted = finding.sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{finding.cell}")
        cell.font = Font(name=FONT, size=11, color="1F4E9E", underline="single")
    fit_height(sheet, row)
