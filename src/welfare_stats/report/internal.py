"""The internal workbook beside the report: its files, warnings, cells, and why numbers changed.

All that names files and cells stands here, and nowhere in what is published.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from welfare_stats.analyse.revision import Part
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.explanation import MOST_SOURCES
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Cell, Gap, Number, PublishedFigure, Table, TableRow
from welfare_stats.report.number_names import number_name, unit_of_measure
from welfare_stats.report.reasons import cell_words, full_words
from welfare_stats.vietnamese import format_date


@dataclass(frozen=True, slots=True)
class UsedFile:
    """A file of which some statement counts in the report.

    Attributes:
        forms: codes of the forms of which it counts.
        path: its name in the workspace.
        version: 1 for the first that the unit sent, and so on.
        replaces: the names of the files that it took the place of.
        late_days: 0 if in time; ``None`` where nobody asked for it.
    """

    unit: str
    forms: tuple[str, ...]
    period: ReportingPeriod
    path: str
    received_on: date
    version: int
    replaces: tuple[str, ...] = ()
    late_days: int | None = None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class AcceptedWarning:
    """A warning on a file whose figures count nevertheless.

    Attributes:
        place: "HX-01!D12", "HX-01", or "" for the whole file.
        accepted: who accepted it, when and why; "" where it hinders nothing.
    """

    unit: str
    path: str
    place: str
    message: str
    accepted: str = ""


@dataclass(frozen=True, slots=True)
class TracedCell:
    """A cell, or a run of counted cells, and what it adds to a number."""

    unit: str
    path: str
    sheet: str
    cells: str
    adds: float


@dataclass(frozen=True, slots=True)
class TracedNumber:
    """A number of the province with the cells that it is the sum of.

    Attributes:
        count: of its cells.
        cells: these cells, unless they are many.
    """

    figure: PublishedFigure
    count: int
    cells: tuple[TracedCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report is made of.

    Attributes:
        scope: the options with which ``explain`` asks for numbers of the report.
    """

    scope: str
    files: Sequence[UsedFile]
    warnings: Sequence[AcceptedWarning]
    numbers: Sequence[TracedNumber]


@dataclass(frozen=True, slots=True)
class InternalReport:
    """The tables of the internal workbook, each with what is said over it."""

    office: str
    title: str
    as_of: date
    tables: tuple[tuple[Table, str], ...]


def internal_report(
    facts: YearFacts, sources: Sources, own_numbers: Sequence[tuple[str, str]] = ()
) -> InternalReport:
    """The internal workbook of a report; its tables are there even if they are empty.

    Args:
        facts: the year's figures.
        sources: what the report is made of.
        own_numbers: those of the text that the office has typed, with their paragraphs.
    """
    return InternalReport(
        facts.office.name,
        f"Tài liệu nội bộ của báo cáo kết quả công tác trợ giúp xã hội {facts.period_words}",
        facts.period.end,
        (
            (_files(sources), "Các tệp có số liệu trong báo cáo, bản nào thay cho bản nào."),
            (_warnings(sources), "Các cảnh báo ở tệp được tính, do ai chấp nhận, khi nào, vì sao."),
            (
                _numbers(sources),
                f"Mỗi số của cả địa bàn cộng từ bao nhiêu ô; đến {MOST_SOURCES} ô thì nêu từng ô.",
            ),
            (
                _own_numbers(own_numbers),
                "Số trong lời văn không lấy từ số liệu mà do cơ quan ghi: cần tự kiểm tra.",
            ),
            (_changes(facts), _what_changed(facts)),
        ),
    )


def place_words(place: str) -> str:
    """A place in a file as people say it.

    >>> place_words("HX-01!D12"), place_words("HX-01"), place_words("")
    ('trang HX-01, ô D12', 'trang HX-01', 'cả tệp')
    """
    sheet, mark, cell = place.rpartition("!")
    if mark:
        return f"trang {sheet}, ô {cell}"
    return f"trang {cell}" if cell else "cả tệp"


def _table(key: str, title: str, columns: Sequence[str], rows: Iterator[Sequence[Cell]]) -> Table:
    made = tuple(TableRow(tuple(row)) for row in rows)
    return Table(key, title, "", "", "", tuple(columns), made)


def _files(sources: Sources) -> Table:
    columns = (
        "Đơn vị",
        "Biểu",
        "Kỳ số liệu",
        "Tệp",
        "Ngày nhận",
        "Lần gửi",
        "Thay cho tệp",
        "Muộn (ngày)",
        "Số ước",
    )
    rows = (
        (
            file.unit,
            ", ".join(file.forms),
            f"{format_date(file.period.start)} – {format_date(file.period.end)}",
            file.path,
            format_date(file.received_on),
            Number(file.version),
            "; ".join(file.replaces),
            "" if file.late_days is None else Number(file.late_days),
            "có" if file.is_estimate else "không",
        )
        for file in sources.files
    )
    return _table("tep-da-dung", "Tệp đã dùng", columns, rows)


def _warnings(sources: Sources) -> Table:
    rows = (
        (
            warning.unit,
            warning.path,
            place_words(warning.place),
            warning.message,
            warning.accepted or "không cản việc tính số liệu",
        )
        for warning in sources.warnings
    )
    columns = ("Đơn vị", "Tệp", "Chỗ", "Cảnh báo", "Chấp nhận")
    return _table("canh-bao", "Cảnh báo đã chấp nhận", columns, rows)


def _numbers(sources: Sources) -> Table:
    columns = (
        "Chỉ tiêu",
        "Loại số",
        "Phân tổ",
        "Đơn vị tính",
        "Số toàn địa bàn",
        "Số ô",
        "Đơn vị gửi",
        "Tệp",
        "Chỗ",
        "Cộng vào",
    )
    rows = (row for number in sources.numbers for row in _number_rows(number, sources.scope))
    return _table("truy-vet", "Truy vết số liệu", columns, rows)


def _number_rows(number: TracedNumber, scope: str) -> Iterator[Sequence[Cell]]:
    """A row a cell; of many cells one row with the command that lists them."""
    figure = number.figure
    first = (
        figure.case_type,
        figure.measure,
        figure.breakdown,
        figure.counted_in,
        figure.value,
        Number(number.count),
    )
    for cell in number.cells:
        place = f"trang {cell.sheet}, ô {cell.cells}"
        yield *first, cell.unit, cell.path, place, Number(cell.adds)
    if not number.cells:
        yield *first, "", _explain(figure, scope) if number.count else "danh mục đơn vị", "", ""


def _explain(figure: PublishedFigure, scope: str) -> str:
    key = figure.key
    return (
        f"welfare-stats explain {scope} --case-type {key.case_type} --measure {key.measure} "
        f"--breakdown {key.breakdown}"
    )


def _own_numbers(numbers: Sequence[tuple[str, str]]) -> Table:
    return _table("so-tu-ghi", "Số do cơ quan ghi", ("Số", "Đoạn văn"), iter(numbers))


def _changes(facts: YearFacts) -> Table:
    columns = (
        "Chỉ tiêu",
        "Đơn vị tính",
        "Bản đã gửi",
        "Bản này",
        "Tăng, giảm",
        "Trong đó",
        "Lý do",
        "Các ô",
    )
    return _table("thay-doi", "Thay đổi so với bản trước", columns, _change_rows(facts))


def _change_rows(facts: YearFacts) -> Iterator[Sequence[Cell]]:
    """A row a part of a change."""
    for change in facts.revision.changes if facts.revision else ():
        case_type = facts.codes.case_types.get(change.key.case_type)
        first = (
            number_name(facts.codes, change.key),
            unit_of_measure(case_type, change.key.measure),
            Gap.NOT_REPORTED if change.before is None else Number(change.before),
            Gap.NOT_REPORTED if change.after is None else Number(change.after),
            Number(change.change),
        )
        for part in change.parts:
            yield *first, Number(part.change), *_why(facts, part)


def _why(facts: YearFacts, part: Part) -> tuple[str, str]:
    entries = facts.revision.entries if facts.revision else {}
    return full_words(part, entries, facts.codes.units), cell_words(part)


def _what_changed(facts: YearFacts) -> str:
    if facts.revision is None:
        return "Chưa có bản nào đã gửi, hoặc số liệu không khác bản đã gửi."
    return f"So với bản gửi ngày {format_date(facts.revision.sent_on)}; mỗi lý do một dòng."
