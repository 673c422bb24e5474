"""What .xlsx workbooks have that is not seen as it is stored: styles, texts, rows and columns.

Of texts a part may be struck through: what is left of them is what counts.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from welfare_stats.collect.reading.looks import (
    BUILT_IN_FORMATS,
    STRUCK,
    Look,
    colour_of_index,
    colour_of_theme,
    left_of,
    look_of,
)
from welfare_stats.collect.reading.package import Package
from welfare_stats.collect.reading.sheet import MOST_COLUMNS, Address

# What a style out of the ordinary contains. Where there is nothing of it, styles are not parsed.
_TRACES = re.compile(
    rb'strike|formatCode|numFmtId="(?:9|10)"|<(?:\w+:)?color [^>]*(?:rgb|theme="0"|indexed)'
)
_Element = ElementTree.Element


@dataclass(frozen=True, slots=True)
class Appearance:
    """What is out of the ordinary in a workbook.

    Attributes:
        looks: looks by the number of the style of cells.
        texts_left: what is left of the shared strings of which a part is struck through, by
            number; "" of one that is struck through as a whole.
    """

    looks: Mapping[str, Look]
    texts_left: Mapping[int, str]

    def may_be_on(self, xml: bytes) -> bool:
        """Whether a sheet may have a cell of such a look or text."""
        if self.texts_left or "0" in self.looks:
            return True
        if not self.looks:
            return False
        styles = "|".join(self.looks).encode()
        return re.search(rb' s="(?:' + styles + rb')"', xml) is not None


ORDINARY = Appearance({}, {})


def appearance_of(package: Package) -> Appearance:
    """What is out of the ordinary in the styles and shared strings of a workbook.

    Raises:
        ParseError, LookupError, ValueError: the file is damaged.
    """
    return Appearance(_looks(package), _texts_left(package))


_LEAST_SIZE = 1.0  # in points, or in letters; less is a line at most
# What programs write of a row that is shown where those that are not written at all are hidden.
_SIGNS_OF_A_SHOWN_ROW = {"ht", "hidden", "spans"}


@dataclass(slots=True)
class LooksScan:
    """What one sheet has that is not seen as it is stored, collected while its XML is parsed.

    Attributes:
        appearance: what is out of the ordinary in the workbook.
        hidden_rows, hidden_columns, looks, texts_left: as in ``Marks``.
        hides_rows: whether rows are hidden that do not say otherwise.
        shown_columns: columns with a width of their own where all others have none; else ``None``.
        runs: the texts of the cell that is being parsed, each with whether it is struck through.
    """

    appearance: Appearance
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    looks: dict[Address, Look] = field(default_factory=dict)
    texts_left: dict[Address, str] = field(default_factory=dict)
    hides_rows: bool = False
    shown_columns: set[int] | None = None
    runs: list[tuple[str, bool]] = field(default_factory=list)
    is_struck: bool = False
    is_text: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins that says how something looks; all others are passed over."""
        match name:
            case "t":
                self.is_text = True
            case "strike":
                self.is_struck = _is_true(attributes.get("val", "1"))
            case "col":
                self._take_columns(attributes)
            case "sheetFormatPr":
                self.hides_rows = _is_true(attributes.get("zeroHeight"))
                if _is_nothing(attributes.get("defaultColWidth")):
                    self.shown_columns = set()

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t":
            self.is_text = False
        elif name == "r":
            self.is_struck = False

    def start_text(self) -> None:
        """The text of a cell begins, which may have several runs."""
        self.runs = []
        self.is_struck = False

    def text(self, text: str) -> None:
        """A piece of the text of a cell."""
        if self.is_text:
            self.runs.append((text, self.is_struck))

    def take_row(self, row: int, attributes: Mapping[str, str]) -> None:
        """Note whether a row cannot be seen."""
        if (
            _is_true(attributes.get("hidden"))
            or _is_nothing(attributes.get("ht"))
            or (self.hides_rows and _SIGNS_OF_A_SHOWN_ROW.isdisjoint(attributes))
        ):
            self.hidden_rows.append(row)

    def _take_columns(self, attributes: Mapping[str, str]) -> None:
        last = min(int(attributes["max"]), MOST_COLUMNS)
        columns = range(int(attributes["min"]) - 1, last)
        if _is_true(attributes.get("hidden")) or _is_nothing(attributes.get("width")):
            self.hidden_columns.update(columns)
        elif self.shown_columns is not None and "width" in attributes:
            self.shown_columns.update(columns)

    def all_hidden_columns(self, width: int) -> frozenset[int]:
        """The hidden columns, among the first ``width`` also those that set no width."""
        if self.shown_columns is not None:
            self.hidden_columns.update(set(range(width)) - self.shown_columns)
        return frozenset(self.hidden_columns)

    def take_text(self, cell: Address, style: str) -> None:
        """Note how a cell looks whose text stands in the sheet."""
        self._take(cell, style, left_of(self.runs))

    def take_value(self, cell: Address, style: str, kind: str, value: str) -> None:
        """Note how a cell looks with a value of this kind, "s" for a shared string."""
        left = self.appearance.texts_left
        number = int(value) if left and kind == "s" and value.isdecimal() else -1
        self._take(cell, style, left.get(number))

    def _take(self, cell: Address, style: str, left: str | None) -> None:
        if left:
            self.texts_left[cell] = left
        look = STRUCK if left == "" else self.appearance.looks.get(style)
        if look is not None:
            self.looks[cell] = look


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")


def _is_nothing(size: str | None) -> bool:
    """Whether a row of this height, or a column of this width, cannot be seen."""
    return size is not None and float(size) < _LEAST_SIZE


# --- styles --------------------------------------------------------------------------------------


def _looks(package: Package) -> dict[str, Look]:
    xml = package.get("xl/styles.xml", b"")
    if _TRACES.search(xml) is None:
        return {}
    parts = {_name(part): part for part in ElementTree.fromstring(xml)}  # noqa: S314
    codes = {str(number): code for number, code in BUILT_IN_FORMATS.items()} | {
        one.get("numFmtId", ""): one.attrib.get("formatCode", "")
        for one in _children(parts, "numFmts")
    }
    fonts = [(_is_struck(font), _colour(font, "color")) for font in _children(parts, "fonts")]
    grounds = [_ground(fill) for fill in _children(parts, "fills")]
    looks: dict[str, Look] = {}
    for number, style in enumerate(_children(parts, "cellXfs")):
        font, fill = int(style.get("fontId", 0)), int(style.get("fillId", 0))
        struck, ink = fonts[font] if font < len(fonts) else (False, "")
        look = look_of(
            is_struck=struck,
            ink=ink,
            ground=grounds[fill] if fill < len(grounds) else "",
            number_format=codes.get(style.get("numFmtId", "0"), "General"),
        )
        if look is not None:
            looks[str(number)] = look
    return looks


def _texts_left(package: Package) -> dict[int, str]:
    xml = package.get("xl/sharedstrings.xml", b"")
    if b"strike" not in xml:
        return {}
    items = (item for item in ElementTree.fromstring(xml) if _name(item) == "si")  # noqa: S314
    return {
        number: left
        for number, runs in enumerate(map(_runs, items))
        if (left := left_of(runs)) is not None
    }


def _is_struck(properties: _Element | None) -> bool:
    """Whether the properties of a font or of a run of text strike it through."""
    if properties is None:
        return False
    return any(_name(one) == "strike" and _is_true(one.get("val", "1")) for one in properties)


def _runs(item: _Element) -> list[tuple[str, bool]]:
    """The texts of a shared string, each with whether it is struck through."""
    runs: list[tuple[str, bool]] = []
    for part in item:
        if _name(part) == "t":
            runs.append((part.text or "", False))
        elif _name(part) == "r":
            inside = {_name(one): one for one in part}
            text = inside["t"].text or "" if "t" in inside else ""
            runs.append((text, _is_struck(inside.get("rPr"))))
    return runs


def _ground(fill: _Element) -> str:
    """The colour of the ground; "" where there is none, "?" where it is a pattern."""
    pattern = next((one for one in fill if _name(one) == "patternFill"), None)
    kind = "pattern" if pattern is None else pattern.get("patternType", "none")
    if kind == "none":
        return ""
    return (_colour(pattern, "fgColor") or "?") if kind == "solid" and pattern is not None else "?"


def _colour(element: _Element, name: str) -> str:
    """A colour as hexadecimal digits, or else as the name of one of a theme; "" if not set."""
    for one in element:
        if _name(one) != name or one.get("auto") is not None:
            continue
        if rgb := one.get("rgb"):
            return rgb
        if (index := one.get("indexed")) is not None:
            return colour_of_index(index)
        if (theme := one.get("theme")) is not None:
            return colour_of_theme(theme, one.get("tint", ""))
    return ""


def _children(parts: dict[str, _Element], name: str) -> Iterable[_Element]:
    return parts.get(name, ())


def _name(element: _Element) -> str:
    return element.tag.rpartition("}")[2]
