"""Makes the feedback file of a returned file: a copy with marked cells, and a list of findings."""

from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from welfare_stats.feedback.copy import harmless_copy
from welfare_stats.feedback.returned import Returned
from welfare_stats.feedback.summary import FILLS, in_reading_order, write_summary
from welfare_stats.findings import Finding, Severity, visible
from welfare_stats.spreadsheet import cell_at

_AUTHOR = "welfare-stats"
_NOTE_WIDTH, _LINE_HEIGHT, _LETTERS_A_LINE = 360, 17, 52


def annotated(returned: Returned) -> bytes:
    """The feedback file (.xlsx): the list of findings, then the sender's sheets with marked cells.

    For a file that cannot be opened, it is the list alone.
    """
    try:
        book = harmless_copy(returned.content)
    except MemoryError:
        raise
    except Exception:  # the readers raise exceptions of all kinds on a damaged file
        return explained(returned)
    _mark_cells(book, returned.findings)
    write_summary(book, returned)
    return _saved(book, returned.identifier)


def explained(returned: Returned) -> bytes:
    """A feedback file with the list of findings alone."""
    book = Workbook()
    book.remove(book.worksheets[0])
    write_summary(book, returned)
    return _saved(book, returned.identifier)


def _saved(book: Workbook, identifier: str) -> bytes:
    book.properties.creator = _AUTHOR
    book.properties.lastModifiedBy = ""
    book.properties.identifier = identifier
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _mark_cells(book: Workbook, findings: Sequence[Finding]) -> None:
    """Colour and comment the cells of all findings that ask the sender to do something."""
    for sheet in book.worksheets:
        _clear_marks(sheet)
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in in_reading_order(findings):
        asks_for_action = finding.severity is not Severity.INFO
        if asks_for_action and finding.sheet in book.sheetnames and finding.cell is not None:
            cell = _markable(book[finding.sheet], finding.cell)
            by_cell[finding.sheet, cell.coordinate].append(finding)
    for (name, address), found in by_cell.items():
        cell = cell_at(book[name], *coordinate_to_tuple(address))
        cell.fill = FILLS[found[0].severity]
        cell.comment = _note(found, cell.comment)


def _clear_marks(sheet: Worksheet) -> None:
    """Remove our marks from a feedback file that the sender corrected and sent back to us."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and _is_ours(cell.comment):
                _, _, senders_note = (cell.comment.text or "").partition(_SENDERS_NOTE)
                cell.comment = Comment(senders_note, "") if senders_note else None
                cell.fill = PatternFill()


def _is_ours(comment: Comment) -> bool:
    """Whether we wrote a comment. LibreOffice drops the author; then its first words tell."""
    beginnings = tuple(f"{severity.words.upper()}: " for severity in Severity)
    return comment.author == _AUTHOR or (comment.text or "").startswith(beginnings)


def _markable(sheet: Worksheet, address: str) -> Cell:
    """The cell at an address; of merged cells, the one that is shown."""
    row, column = coordinate_to_tuple(address)
    if isinstance(sheet.cell(row, column), MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if address in area)
        row, column = area.min_row, area.min_col
    return cell_at(sheet, row, column)


def _note_text(finding: Finding) -> str:
    severity = finding.severity.words.upper()
    return f"{severity}: {visible(finding.message)}\n→ {visible(finding.hint)}"


_SENDERS_NOTE = "Ghi chú của người gửi: "


def _note(findings: Sequence[Finding], senders_note: Comment | None) -> Comment:
    """The comment for a cell: its findings, and below them the comment that was there."""
    texts = [
        *map(_note_text, findings),
        *([f"{_SENDERS_NOTE}{senders_note.text}"] if senders_note else []),
    ]
    text = "\n\n".join(texts)
    lines = sum(len(line) // _LETTERS_A_LINE + 1 for line in text.split("\n"))
    return Comment(text, _AUTHOR, height=lines * _LINE_HEIGHT + 12, width=_NOTE_WIDTH)
