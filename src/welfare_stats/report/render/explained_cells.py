"""What a cell of the HTML opens: where its number comes from, or what its sign means."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from welfare_stats.analyse.totals import Source
from welfare_stats.findings import visible
from welfare_stats.report.explanation import Explanation, Explanations
from welfare_stats.report.model import Cell, Gap, Number, Origin, Percent
from welfare_stats.vietnamese import clean, format_date, format_number

_SIGNS = {
    Gap.NOT_SENT: "Đơn vị chưa gửi biểu này, hoặc biểu đã gửi bị trả lại và chưa có bản sửa.",
    Gap.NOT_REPORTED: "Không có số liệu báo cáo: ô của đơn vị để trống. Đây không phải là số 0.",
    Gap.NOT_SEPARATE: "Đơn vị chỉ báo cáo kỳ dài hơn, không có số liệu riêng của kỳ này.",
    Gap.UNSETTLED: (
        "Đơn vị đã báo cáo nhưng chưa xác định được số này; lý do ghi ở phần ghi chú dưới bảng."
    ),
    Gap.WITHHELD: "Không công bố theo đơn vị, để bảo vệ thông tin cá nhân; chỉ công bố số chung.",
}
_WITHHELD = f"Ký hiệu “{Gap.WITHHELD}”: số theo đơn vị của chỉ tiêu này không công bố."

Entry = dict[str, Any]


class ExplainedCells:
    """Collects the explanations that the cells of a report open, each once.

    ``data`` holds ``texts``, whatever is said often, and ``entries``. An entry has a ``title`` and,
    as far as there is anything to say: ``remarks`` above and ``below`` its ``sources``, how many
    of these are left out (``rest``) and the ``command`` that lists them, and of a number that is
    made from others these others (``parts``, by their place). A source is a list: unit, case type
    and last day (-1 where they go without saying), number, file, sheet, cell; texts by their place.

    Args:
        explanations: where the numbers come from.
        as_of: the last day of the report.
    """

    def __init__(self, explanations: Explanations, as_of: date) -> None:
        self._known, self._as_of = explanations, as_of
        self._texts: dict[str, int] = {}
        self._places: dict[object, int] = {}
        self._entries: list[Entry] = []

    @property
    def data(self) -> dict[str, Any]:
        """All that was asked for, as plain values."""
        texts = [clean(visible(text)) for text in self._texts]
        return {"texts": texts, "entries": self._entries}

    def place_of(self, cell: Cell) -> int | None:
        """The place of a cell's entry; ``None`` where there is nothing to explain."""
        if isinstance(cell, Gap):
            return self._once(cell, {"title": f"“{cell}”", "remarks": [_SIGNS[cell]]})
        if not isinstance(cell, Number | Percent) or not cell.of:
            return None
        parts = cell.made_from
        if any(part not in self._known.of for part in parts):
            return None
        if isinstance(cell, Number) and not cell.is_change:
            return self._place_of_sum(cell.of)
        words = _calculation(cell, [self._known.of[part] for part in parts])
        places = [self._place_of_sum(part) for part in parts]
        return self._once((cell.of, words), {"title": words, "parts": places})

    def _place_of_sum(self, key: tuple[Origin, ...]) -> int:
        """The place of the entry of one number, or of several of the same case type together."""
        if key in self._places:
            return self._places[key]
        told = self._known.of[key]
        case_type, rest = key[0].key.case_type, told.rest
        sources = [self._source(source, case_type) for source in told.sources]
        is_withheld = any(self._is_withheld(source, case_type) for source in told.sources)
        entry = {
            "title": clean(told.heading),
            "remarks": [clean(remark) for remark in told.remarks],
            "sources": sources,
            "rest": rest,
            "command": told.command if rest else "",
            "below": [*map(clean, told.below), *([_WITHHELD] if is_withheld else [])],
        }
        return self._once(key, entry)

    def _source(self, source: Source, case_type: str) -> list[int | str]:
        unit = self._known.units.get(source.unit, source.unit)
        whose = unit
        if source.facility and source.facility != source.unit:
            facility = self._known.units.get(source.facility, source.facility)
            whose = f"{facility} (do {unit} gửi)"
        label = self._known.case_types.get(source.case_type, source.case_type)
        is_withheld = self._is_withheld(source, case_type)
        return [
            self._text(whose),
            -1 if source.case_type == case_type else self._text(label),
            -1 if source.until == self._as_of else self._text(format_date(source.until)),
            str(Gap.WITHHELD) if is_withheld else format_number(source.adds),
            self._text(source.path),
            self._text(source.sheet),
            source.cell,
        ]

    def _is_withheld(self, source: Source, case_type: str) -> bool:
        return not self._known.withheld.isdisjoint((source.case_type, case_type))

    def _text(self, text: str) -> int:
        """The place of a text; most are asked for many times."""
        return self._texts.setdefault(text, len(self._texts))

    def _once(self, key: object, entry: Entry) -> int:
        if key not in self._places:
            self._places[key] = len(self._entries)
            self._entries.append({name: value for name, value in entry.items() if value})
        return self._places[key]


def _target_of(cell: Number | Percent) -> float | None:
    return cell.target if isinstance(cell, Percent) else None


def _calculation(cell: Number | Percent, of: Sequence[Explanation]) -> str:
    """How a number is made from others: "285 / 394 = 72,3%"; of a decrease from the larger one."""
    numbers = [told.number for told in of]
    target = _target_of(cell)
    if target is not None:
        return f"{numbers[0]} / {format_number(target)} (kế hoạch) = {cell}"
    one, other = numbers
    if not cell.is_change:
        return f"{one} / {other} = {cell}"
    now, before = (told.value for told in of)
    change = f"{one} − {other}" if (now - before) * cell.value >= 0 else f"{other} − {one}"
    return f"({change}) / {other} = {cell}" if isinstance(cell, Percent) else f"{change} = {cell}"
