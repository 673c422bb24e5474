"""A returned file's feedback: its copy with marks on the cells, and the list of findings."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.feedback.copy import harmless_copy
from welfare_stats.feedback.summary import FILLS, in_reading_order, write_summary
from welfare_stats.findings import Finding, Severity, visible
from welfare_stats.spreadsheet import cell_at

_AUTHOR = "welfare-stats"
_NOTE_WIDTH, _LINE_HEIGHT, _LETTERS_A_LINE = 360, 17, 52


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that could not be counted, by the name it was sent under.

    ``sender`` says whose it is and for which period, as far as is known. ``mark`` is kept in the
    properties of the feedback file, to tell by what it was made.
    """

    name: str
    content: bytes
    findings: tuple[Finding, ...]
    mark: str = ""
    sender: str = ""


def annotated(returned: Returned) -> bytes:
    """The sender's workbook as .xlsx with every offending cell marked, behind the list of findings.

    A file that cannot be opened gets the list alone.
    """
    try:
        book = harmless_copy(returned.content)
    except MemoryError:
        raise
    except Exception:  # the readers raise of any kind on a damaged file
        return explained(returned)
    _mark(book, returned.findings)
    write_summary(book, returned.name, returned.sender, returned.findings)
    return _saved(book, returned.mark)


def explained(returned: Returned) -> bytes:
    """The list of findings alone."""
    book = Workbook()
    book.remove(book.worksheets[0])
    write_summary(book, returned.name, returned.sender, returned.findings)
    return _saved(book, returned.mark)


def _saved(book: Workbook, mark: str) -> bytes:
    book.properties.creator = _AUTHOR
    book.properties.lastModifiedBy = ""
    book.properties.identifier = mark
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _mark(book: Workbook, findings: Sequence[Finding]) -> None:
    for sheet in book.worksheets:
        _clear_marks(sheet)
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in in_reading_order(findings):
        asks = finding.severity is not Severity.INFO
        if asks and finding.sheet in book.sheetnames and finding.cell is not None:
            cell = _markable(book[finding.sheet], finding.cell)
            by_cell[finding.sheet, cell.coordinate].append(finding)
    for (name, address), found in by_cell.items():
        cell = cell_at(book[name], *coordinate_to_tuple(address))
        cell.fill = FILLS[found[0].severity]
        cell.comment = _note(found, cell.comment)


def _clear_marks(sheet: Worksheet) -> None:
    """Take off the marks of an earlier feedback that was corrected and sent back."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and _is_ours(cell.comment):
                _, _, own = (cell.comment.text or "").partition(_OWN_NOTE)
                cell.comment = Comment(own, "") if own else None
                cell.fill = PatternFill()


def _is_ours(comment: Comment) -> bool:
    """By the author, or by the words where a program dropped the author, as LibreOffice does."""
    beginnings = tuple(f"{severity.words.upper()}: " for severity in Severity)
    return comment.author == _AUTHOR or (comment.text or "").startswith(beginnings)


def _markable(sheet: Worksheet, address: str) -> Cell:
    """The cell, or the one that covers it where it is merged."""
    row, column = coordinate_to_tuple(address)
    if isinstance(sheet.cell(row, column), MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if address in area)
        row, column = area.min_row, area.min_col
    return cell_at(sheet, row, column)


def _note_text(finding: Finding) -> str:
    severity = finding.severity.words.upper()
    return f"{severity}: {visible(finding.message)}\n→ {visible(finding.hint)}"


_OWN_NOTE = "Ghi chú của người gửi: "


def _note(findings: Sequence[Finding], own: Comment | None) -> Comment:
    """What was found in a cell, and below it the note that the sender had put there."""
    texts = [*map(_note_text, findings), *([f"{_OWN_NOTE}{own.text}"] if own else [])]
    text = "\n\n".join(texts)
    lines = sum(len(line) // _LETTERS_A_LINE + 1 for line in text.split("\n"))
    return Comment(text, _AUTHOR, height=lines * _LINE_HEIGHT + 12, width=_NOTE_WIDTH)
