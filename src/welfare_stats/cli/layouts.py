"""Prints what was recognised in a workbook and what not: for people in 80 columns, and as JSON."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from welfare_stats.design.catalogue import IGNORED
from welfare_stats.findings import visible
from welfare_stats.pipeline.layouts import (
    Layout,
    Proposal,
    Recognised,
    SheetLayout,
    Unrecognised,
    What,
)
from welfare_stats.vietnamese import capitalised

_CALLED = {
    What.UNIT: "Đơn vị",
    What.PERIOD: "Kỳ báo cáo",
    What.HEADING: "Cột",
    What.LABEL: "Chỉ tiêu",
    What.PART: "Xã, cơ sở",
}
_WITHOUT_TEXT = {What.HEADING: "cột có số nhưng không có tiêu đề", What.PART: "dòng không có tên"}
_NAME_OF_SHEET = "tên trang"
_WIDEST = 24  # of a column; longer words go on in the next line


def print_layout(out: Console, layout: Layout, *, is_asking: bool = False) -> None:
    """Print a layout sheet by sheet; what will be asked about is left to the questions."""
    out.print(Text(visible(layout.path), style="bold"), soft_wrap=True)
    if layout.refusal is not None:
        out.print(f"Không đọc được. {layout.refusal.message} {layout.refusal.hint}", soft_wrap=True)
        return
    for what in (What.UNIT, What.PERIOD):
        out.print(_head_line(layout, what), soft_wrap=True)
    for sheet in layout.sheets:
        out.print()
        _print_sheet(out, sheet, is_asking=is_asking)
    out.print()
    out.print(_summary(layout), soft_wrap=True)


def _head_line(layout: Layout, what: What) -> str:
    found = next((item for item in layout.head if item.what is what), None)
    name = {What.UNIT: "Đơn vị báo cáo", What.PERIOD: "Kỳ báo cáo"}[what]
    if found is None:
        return f"{name}: chưa rõ"
    return f"{name}: {visible(found.meaning)}" + (f" ({visible(found.cell)})" if found.cell else "")


def _print_sheet(out: Console, sheet: SheetLayout, *, is_asking: bool) -> None:
    out.print(Text(_title(sheet), style="bold"), soft_wrap=True)
    asked = [item for item in sheet.unrecognised if not (is_asking and item.is_teachable)]
    known = [[*_place(item), visible(item.meaning)] for item in sheet.recognised]
    doubtful = [[*_place(item), _proposed(item.proposals)] for item in asked]
    widths = _widths([*known, *doubtful])
    if known:
        out.print("  Đã nhận ra:")
        out.print(_grid(known, widths))
    if doubtful:
        out.print(Text("  Chưa nhận ra:", style="yellow"))
        out.print(_grid(doubtful, widths))


def _title(sheet: SheetLayout) -> str:
    name = f"Trang “{visible(sheet.sheet)}”"
    if sheet.form is not None:
        return f"{name}: biểu {sheet.form}, tiêu đề từ dòng {(sheet.row or 0) + 1}"
    if sheet.row is None:
        return f"{name}: không thấy bảng số liệu nào"
    return f"{name}: không thấy bảng của biểu nào; dòng {sheet.row + 1} có thể là tiêu đề"


def _place(item: Recognised | Unrecognised) -> list[str]:
    text = visible(item.text) or _WITHOUT_TEXT.get(item.what, "")
    return [_CALLED[item.what], item.cell or _NAME_OF_SHEET, text]


def _proposed(proposals: Sequence[Proposal]) -> str:
    return "\n".join(f"{words}?" for words in map(proposal_words, proposals)) or "—"


def proposal_words(proposal: Proposal) -> str:
    """A proposal for people: the heading of a column, or code and label."""
    if proposal.key == IGNORED:
        return proposal.label
    if proposal.kind == "field":
        return f"cột “{proposal.label}”"
    return f"{proposal.key} – {visible(proposal.label)}"


def _widths(rows: Iterable[Sequence[str]]) -> list[int]:
    return [min(_WIDEST, max(map(len, column))) for column in [*zip(*rows, strict=True)][:-1]]


def _grid(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=2)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_column(overflow="fold")
    for cells in rows:
        grid.add_row("", *map(Text, cells))
    return grid


def _summary(layout: Layout) -> str:
    if layout.is_understood:
        return "Đã nhận ra hết."
    return f"{_sentence(_lacking(layout))}."


def _lacking(layout: Layout) -> Iterator[str]:
    if not any(sheet.form for sheet in layout.sheets):
        yield "chưa thấy bảng của biểu nào"
    if layout.unit is None:
        yield "chưa rõ đơn vị"
    if layout.period is None:
        yield "chưa rõ kỳ báo cáo"
    if layout.in_doubt:
        yield f"chưa nhận ra {len(layout.in_doubt)} chỗ"


def _sentence(parts: Iterable[str]) -> str:
    return capitalised("; ".join(parts))


# --- for programs ------------------------------------------------------------------------------


def as_object(layout: Layout) -> dict[str, object]:
    """What ``match --json`` prints; part of the command-line contract."""
    period = layout.period
    document: dict[str, object] = {
        "path": layout.path,
        "unit": layout.unit,
        "period": period and {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "sheets": [_sheet_object(sheet) for sheet in layout.sheets],
    }
    if layout.refusal is not None:
        document["refusal"] = layout.refusal.message
    return document


def _sheet_object(sheet: SheetLayout) -> dict[str, object]:
    return {
        "sheet": sheet.sheet,
        "form": sheet.form,
        "recognised": [
            {
                "what": item.what.value,
                "cell": item.cell,
                "text": item.text,
                "meaning": item.meaning,
            }
            for item in sheet.recognised
        ],
        "unrecognised": [
            {
                "what": item.what.value,
                "cell": item.cell,
                "text": item.text,
                "form": item.form,
                "proposals": [{p.kind: p.key, "label": p.label} for p in item.proposals],
            }
            for item in sheet.unrecognised
        ],
    }
