"""Why a number changed, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from welfare_stats.analyse.revision import Cause, Part
from welfare_stats.clock import local_day
from welfare_stats.design.catalogue import ReportingUnit
from welfare_stats.register import Decision, DecisionKind, Entry, Receipt
from welfare_stats.report.unit_names import names_or_count
from welfare_stats.vietnamese import format_date, format_number

_MOST_CELLS = 3

_BETWEEN_YEARS = {
    Cause.REAL: "thay đổi thực tế",
    Cause.UNITS: "đơn vị chỉ có số liệu ở một trong hai năm",
    Cause.DAYS: "số liệu hai năm không cùng số ngày",
    Cause.ESTIMATE: "còn số ước",
    Cause.DEFINITION: "định nghĩa của nội dung này đã thay đổi",
}


def signed(change: float) -> str:
    """A change with its sign: "+50", "-8"."""
    return f"+{format_number(change)}" if change > 0 else format_number(change)


def part_words(part: Part, entries: Mapping[int, Entry], units: Mapping[str, ReportingUnit]) -> str:
    """The cause of a part of a change: who did what on which day, in which file and cells.

    Args:
        part: the part.
        entries: of the register, by number.
        units: by code.
    """
    cells = cell_words(part)
    return f"{full_words(part, entries, units)}{f' ({cells})' if cells else ''}"


def full_words(part: Part, entries: Mapping[int, Entry], units: Mapping[str, ReportingUnit]) -> str:
    """The cause, of a decision with its reason and with who took it."""
    entry = entries.get(part.entry or 0)
    words = published_words(part, entries, units)
    return f"{words}: {entry.reason} ({entry.by})" if isinstance(entry, Decision) else words


def published_words(
    part: Part, entries: Mapping[int, Entry], units: Mapping[str, ReportingUnit]
) -> str:
    """The cause as anybody may read it: without files, cells, and names of people."""
    if part.entry is None and part.cause in _BETWEEN_YEARS:
        words = _BETWEEN_YEARS[part.cause]
        return f"{words} ({_names(part.units, units)})" if part.units else words
    return _what_happened(part, entries, units)


def _what_happened(
    part: Part, entries: Mapping[int, Entry], units: Mapping[str, ReportingUnit]
) -> str:
    entry = entries.get(part.entry or 0)
    on = f" ngày {format_date(_day_of(entry))}" if entry else ""
    if part.cause is Cause.PROGRAM:
        return "chương trình tính khác bản trước"
    if part.cause is Cause.UNITS:
        return f"danh mục đơn vị thay đổi{on}"
    if part.cause is Cause.DEFINITION:
        return f"danh mục nội dung báo cáo thay đổi{on}"
    if isinstance(entry, Decision):
        verb = "loại" if entry.kind is DecisionKind.EXCLUDE else "tính lại"
        return f"cơ quan quyết định {verb} tệp{on}"
    unit = _names((entry.unit,), units) if isinstance(entry, Receipt) and entry.unit else ""
    if part.cause is Cause.WITHDRAWAL:
        return f"tệp của {unit} ghi nhận{on} lấy tên tệp của đơn vị khác"
    what = "gửi bản sửa" if part.cause is Cause.CORRECTION else "gửi báo cáo"
    if isinstance(entry, Receipt) and not entry.is_estimate and _was_estimate(part, entries):
        what = "gửi số chính thức thay số ước"
    return f"{unit} {what}{on}"


def _day_of(entry: Entry) -> date:
    """Of a file the day on which it came, which may be entered later; of a decision its own."""
    return entry.received_on if isinstance(entry, Receipt) else local_day(entry.recorded_at)


def _was_estimate(part: Part, entries: Mapping[int, Entry]) -> bool:
    """Whether what the part took out of the number was an estimate."""
    earlier = [e for number, e in sorted(entries.items()) if number < (part.entry or 0)]
    newest = {e.path: e for e in earlier if isinstance(e, Receipt) and e.is_accepted}
    return any(newest[c.path].is_estimate for c in part.removed if c.path in newest)


def _names(codes: Sequence[str], units: Mapping[str, ReportingUnit]) -> str:
    return names_or_count([units[code].short_name if code in units else code for code in codes])


def cell_words(part: Part) -> str:
    """The cells that are part of the number now, or were: "a.xlsx, ô HX-01!G8"."""
    cells = part.added or part.removed
    if not cells:
        return ""
    by_file: dict[str, list[str]] = {}
    for cell in cells:
        name = PurePosixPath(cell.path).name  # whole paths are in "diff --json"
        by_file.setdefault(name, []).append(f"{cell.sheet}!{cell.cells}")
    described = []
    for path, places in list(by_file.items())[:_MOST_CELLS]:
        shown = ", ".join(places[:_MOST_CELLS]) + (" …" if len(places) > _MOST_CELLS else "")
        described.append(f"{path}, ô {shown}")
    more = " …" if len(by_file) > _MOST_CELLS else ""
    return f"{'; '.join(described)}{more}"
