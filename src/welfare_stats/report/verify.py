"""Reads a written report back and compares it with what it should hold."""

from collections.abc import Iterator
from itertools import chain, islice, zip_longest
from math import isclose

from welfare_stats.errors import VerificationError
from welfare_stats.report.internal import InternalReport
from welfare_stats.report.model import (
    AnnualReport,
    Cell,
    Heading,
    Number,
    Paragraph,
    Percent,
    Table,
)
from welfare_stats.report.render.exhibits import (
    Exhibit,
    Figure,
    Part,
    annex_parts,
    body_parts,
    label_column,
)
from welfare_stats.report.render.reread import (
    REREADERS,
    Grid,
    Item,
    Scalar,
    reread_alternatives,
    reread_figures,
    reread_pdf,
    reread_xlsx,
    squeezed,
)
from welfare_stats.report.render.text import ended
from welfare_stats.report.render.xlsx_charts import data_of
from welfare_stats.report.render.xlsx_figures import FIGURES, figure_row
from welfare_stats.vietnamese import clean, format_number

_MOST_PROBLEMS_NAMED = 3
_ROUNDING = 1e-14  # a workbook keeps 15 to 17 significant digits


def verify(report: AnnualReport, format_name: str, content: bytes) -> None:
    """Compare a written file with the report: every text, every table and cell, every chart.

    Args:
        report: what the file should hold.
        format_name: the format, a key of ``render.FORMATS``.
        content: the bytes of the file.

    Raises:
        VerificationError: something is missing, altered or in another place.
    """
    try:
        found = _problems_of(report, format_name, content)
    except Exception as error:  # whatever a broken file makes a reader raise
        raise VerificationError(
            f"Báo cáo {format_name} vừa lập không đọc lại được ({error}); chưa công bố. "
            "Hãy kiểm tra mẫu trình bày rồi lập lại."
        ) from error
    if problems := list(islice(found, _MOST_PROBLEMS_NAMED)):
        raise VerificationError(
            f"Báo cáo {format_name} vừa lập không khớp số liệu; chưa công bố. "
            f"{' '.join(problems)} Hãy kiểm tra mẫu trình bày rồi lập lại."
        )


def verify_internal(report: InternalReport, content: bytes) -> None:
    """Compare a written internal workbook with what it should hold: every table, every cell.

    Raises:
        VerificationError: something is missing or altered.
    """
    reader = _Reader(reread_xlsx(content))
    problems: list[str] = []
    for table, _ in report.tables:
        grid = reader.grid() if reader.line(table.title) else None
        if grid is None:
            problems.append(_no_table(table.title))
        else:
            problems += islice(_grid_problems(table, table.title, grid, numeric=True), 1)
    if problems:
        raise VerificationError(
            "Tệp nội bộ vừa lập không khớp số liệu; chưa công bố. "
            f"{' '.join(problems[:_MOST_PROBLEMS_NAMED])} Hãy báo cho người bảo trì chương trình."
        )


def _problems_of(report: AnnualReport, format_name: str, content: bytes) -> Iterator[str]:
    """Read the file; what is returned compares it, one thing after the other."""
    if format_name == "pdf":
        return _problems_of_text(report, reread_pdf(content))
    problems = _problems(report, format_name, _Reader(REREADERS[format_name](content)))
    if format_name != "xlsx":
        return problems
    return chain(
        problems,
        _problems_of_alternatives(report, reread_alternatives(content)),
        _problems_of_figures(report, reread_figures(content)),
    )


def _problems_of_text(report: AnnualReport, text: str) -> Iterator[str]:
    """What is missing in a text without lines and cells: rows of tables stand in it as a whole."""
    at = 0
    for part in _in_order(report, "pdf"):
        for words, problem in _texts_of(part):
            wanted = squeezed(words)
            found = max(text.find(way, at) for way in (wanted, ended(wanted)))
            if found < 0:
                yield problem
                return
            at = found + len(wanted.rstrip("."))


def _texts_of(part: Part) -> Iterator[tuple[str, str]]:
    """The texts of a part as they follow each other, with what is said where one is missing."""
    if isinstance(part, Figure):
        yield from _texts_of_figure(part)
        return
    if not isinstance(part, Exhibit):
        yield clean(part.text), _no_paragraph(part.text)
        return
    caption = clean(part.caption)
    yield caption, _no_table(caption)
    table = part.printed
    yield "".join(map(clean, table.columns)), f"“{caption}”: sai tiêu đề cột."
    for row in table.rows:
        cells = [clean(str(cell)) for cell in row.cells]
        yield "".join(cells), f"“{caption}”: thiếu hoặc sai dòng “{cells[label_column(table)]}”."
    for note in part.notes:
        yield clean(note), _no_note(caption, note)


def _texts_of_figure(figure: Figure) -> Iterator[tuple[str, str]]:
    """What stands around a chart, and its words and numbers, which are text in the picture."""
    caption = clean(figure.caption)
    yield caption, _no_chart(caption)
    bars = [bar for row in zip(*(s.bars for s in figure.chart.series), strict=True) for bar in row]
    for bar in figure.chart.series[0].bars:
        yield clean(bar.label), f"“{caption}”: thiếu “{clean(bar.label)}”."
    for bar in bars:
        yield clean(bar.words), f"“{caption}”: thiếu hoặc sai số “{clean(bar.words)}”."
    for note in figure.notes:
        yield clean(note), _no_note(caption, note)


def _no_chart(caption: str) -> str:
    return f"Thiếu hoặc sai chỗ biểu đồ “{caption}”."


def _ways(part: Heading | Paragraph) -> tuple[str, ...]:
    """How a paragraph may be written: a layout may make marks of its own."""
    ways = (part.text,) if isinstance(part, Heading) else (part.words, part.text)
    return tuple(clean(way).removeprefix("- ") for way in ways)


def _no_paragraph(text: str) -> str:
    return f"Thiếu hoặc sai chỗ đoạn “{clean(text)}”."


def _no_table(caption: str) -> str:
    return f"Thiếu hoặc sai chỗ bảng “{caption}”."


def _no_note(caption: str, note: str) -> str:
    return f"“{caption}”: thiếu ghi chú “{clean(note)}”."


class _Reader:
    """Goes through the lines and tables of a file from first to last, never back."""

    def __init__(self, items: list[Item]) -> None:
        self._items, self._next = items, 0

    def line(self, text: str) -> bool:
        """Go past the next line with exactly this text; stay in place if there is none."""
        for index in range(self._next, len(self._items)):
            item = self._items[index]
            if isinstance(item, str) and item.removeprefix("- ") in (text, ended(text)):
                self._next = index + 1
                return True
        return False

    def grid(self) -> Grid | None:
        """Go past the next table and return it; ``None`` if there is none."""
        for index in range(self._next, len(self._items)):
            item = self._items[index]
            if not isinstance(item, str):
                self._next = index + 1
                return item
        return None


def _problems(report: AnnualReport, format_name: str, reader: _Reader) -> Iterator[str]:
    for part in _in_order(report, format_name):
        if isinstance(part, Exhibit):
            yield from _exhibit_problems(part, format_name, reader)
        elif isinstance(part, Figure):
            yield from _figure_problems(part, format_name, reader)
        elif not any(reader.line(text) for text in _ways(part)):
            yield _no_paragraph(part.text)


def _in_order(report: AnnualReport, format_name: str) -> list[Part]:
    """The parts in the order of the format: a workbook has tables and charts after the text."""
    body = body_parts(report)
    if format_name == "xlsx":
        body.sort(key=lambda part: isinstance(part, Exhibit | Figure))
    return [*body, *annex_parts(report)]


def _exhibit_problems(exhibit: Exhibit, format_name: str, reader: _Reader) -> Iterator[str]:
    caption = clean(exhibit.caption)
    if not reader.line(caption):
        yield _no_table(caption)
        return
    yield from _problems_below_caption(exhibit, format_name, reader)


def _problems_below_caption(exhibit: Exhibit, format_name: str, reader: _Reader) -> Iterator[str]:
    caption = clean(exhibit.caption)
    grid = reader.grid()
    if grid is None:
        yield f"“{caption}”: không có bảng dưới tên bảng."
        return
    table = exhibit.printed if format_name == "docx" else exhibit.table
    yield from _grid_problems(table, caption, grid, numeric=format_name == "xlsx")
    # In a workbook the notes stand in a table, without the signs of a list.
    for note in exhibit.table.notes if format_name == "xlsx" else exhibit.notes:
        if not reader.line(clean(note).removeprefix("- ")):
            yield _no_note(caption, note)


def _figure_problems(figure: Figure, format_name: str, reader: _Reader) -> Iterator[str]:
    caption = clean(figure.caption)
    if not reader.line(caption):
        yield _no_chart(caption)
        return
    if format_name == "xlsx":  # there the numbers stand in cells
        yield from _problems_below_caption(data_of(figure), format_name, reader)
        return
    if not reader.line(clean(figure.chart.alt)):
        yield _no_alternative(caption)
    for note in figure.notes:
        if not reader.line(clean(note).removeprefix("- ")):
            yield _no_note(caption, note)


def _no_alternative(caption: str) -> str:
    return f"“{caption}”: thiếu hoặc sai lời thay cho hình."


def _problems_of_alternatives(report: AnnualReport, found: list[str]) -> Iterator[str]:
    """What is wrong in the sentences that stand for the charts of a workbook."""
    figures = [part for part in body_parts(report) if isinstance(part, Figure)]
    for figure, words in zip_longest(figures, found[: len(figures)], fillvalue=""):
        if isinstance(figure, Figure) and words != clean(figure.chart.alt):
            yield _no_alternative(clean(figure.caption))


def _problems_of_figures(report: AnnualReport, rows: list[list[object]]) -> Iterator[str]:
    """What is wrong in the rows of the sheet with all figures."""
    if len(rows) != len(report.figures):
        yield f"“{FIGURES}”: cần {len(report.figures)} dòng, trong tệp có {len(rows)} dòng."
        return
    for number, (figure, found) in enumerate(zip(report.figures, rows, strict=True), 1):
        wanted = figure_row(report, figure)
        padded = [*found, *[""] * (len(wanted) - len(found))]
        if not all(map(_is_same_value, wanted, padded)):
            yield f"“{FIGURES}”, dòng thứ {number}: sai số của “{clean(figure.case_type)}”."


def _is_same_value(wanted: object, found: object) -> bool:
    if isinstance(wanted, int | float):
        return isinstance(found, int | float) and isclose(found, wanted, rel_tol=_ROUNDING)
    if isinstance(wanted, str):
        return found == clean(wanted)
    return found == ("" if wanted is None else wanted)


def _grid_problems(table: Table, caption: str, grid: Grid, *, numeric: bool) -> Iterator[str]:
    wanted: list[tuple[Cell, ...]] = [table.columns, *(row.cells for row in table.rows)]
    if len(grid) != len(wanted):
        yield f"“{caption}”: cần {len(wanted)} dòng, trong tệp có {len(grid)} dòng."
        return
    for row, found in zip(wanted, grid, strict=True):
        padded = [*found, *[""] * (len(row) - len(found))]
        for index, value in enumerate(padded):
            cell = row[index] if index < len(row) else ""
            if not _is_same(cell, value, numeric=numeric):
                column = table.columns[index] if index < len(row) else str(index + 1)
                yield (
                    f"“{caption}”, dòng “{clean(str(row[label_column(table)]))}”, "
                    f"cột “{clean(column)}”: cần “{clean(str(cell))}”, "
                    f"trong tệp là “{_shown(value)}”."
                )


def _is_same(cell: Cell, found: Scalar, *, numeric: bool) -> bool:
    if numeric and isinstance(cell, Number | Percent):
        return not isinstance(found, str) and isclose(found, cell.value, rel_tol=_ROUNDING)
    return found == clean(str(cell))


def _shown(value: Scalar) -> str:
    return value if isinstance(value, str) else format_number(value)
