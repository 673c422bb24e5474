"""What .ods workbooks have that is not seen as it is stored: the styles of cells, rows and texts.

Which style a cell has, of its own or from its row or column, ``ods`` finds out.
A style takes from its parent what it does not say itself. The format of numbers is a style of its
own, here written as the code by which Excel writes it:

>>> scan = StyleScan()
>>> scan.start(f"{NUMBER}number-style", {f"{STYLE}name": "N1"})
>>> scan.start(f"{NUMBER}number", {f"{NUMBER}display-factor": "1000"})
>>> scan.end(f"{NUMBER}number-style")
>>> scan.start(f"{STYLE}style", {f"{STYLE}name": "ce1", f"{STYLE}family": "table-cell",
...                              f"{STYLE}data-style-name": "N1"})
>>> scan.looks()
{'ce1': Look(is_struck=False, is_unseen=False, number_format='0,')}
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log10

from welfare_stats.collect.reading.looks import Look, look_of

# Namespaces, as expat puts them before the names of elements and attributes.
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
NUMBER = "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0 "
_FORMATTING = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0 "

_LENGTH = re.compile(r"(-?\d*\.?\d+)(pt|in|cm|mm|px|pc)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "pc": 12.0}
_LEAST_HEIGHT, _LEAST_WIDTH = 1.0, 5.0  # in points
_CONDITION = re.compile(r"value\(\)\s*(<=|>=|!=|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_DATES = {"date-style", "time-style", "boolean-style"}
_PLAIN, _NOTHING = "General", ";;;"
_MOST_PARENTS = 20


@dataclass(slots=True)
class _Style:
    """A style as it is declared; ``None`` is what it does not say."""

    parent: str | None
    data: str | None
    is_struck: bool | None = None
    ink: str | None = None
    ground: str | None = None
    is_nothing: bool = False


@dataclass(slots=True)
class StyleScan:
    """expat handlers that collect the styles of a workbook."""

    styles: dict[tuple[str, str], _Style] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    conditions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    style: _Style | None = None
    data: str = ""  # the number style that is being parsed
    is_text: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins, outside the sheets."""
        if tag.startswith(NUMBER):
            self._start_number(tag.removeprefix(NUMBER), attributes)
            return
        match tag.removeprefix(STYLE):
            case "style":
                name = attributes.get(f"{STYLE}name", "")
                self.style = _Style(
                    attributes.get(f"{STYLE}parent-style-name"),
                    attributes.get(f"{STYLE}data-style-name"),
                )
                self.styles[attributes.get(f"{STYLE}family", ""), name] = self.style
            case "default-style":
                self.style = None
            case "map" if self.data:
                condition = attributes.get(f"{STYLE}condition", "")
                applied = attributes.get(f"{STYLE}apply-style-name", "")
                self.conditions.setdefault(self.data, []).append((condition, applied))
            case "text-properties" if self.style and not self.data:
                _take_text_properties(self.style, attributes)
            case "table-cell-properties" if self.style:
                self.style.ground = attributes.get(f"{_FORMATTING}background-color")
            case "table-row-properties" if self.style:
                is_fitted = attributes.get(f"{STYLE}use-optimal-row-height") == "true"
                height = attributes.get(f"{STYLE}row-height")
                self.style.is_nothing = not is_fitted and _is_below(height, _LEAST_HEIGHT)
            case "table-column-properties" if self.style:
                width = attributes.get(f"{STYLE}column-width")
                self.style.is_nothing = _is_below(width, _LEAST_WIDTH)

    def _start_number(self, name: str, attributes: Mapping[str, str]) -> None:
        if name.endswith("-style"):
            self.data = attributes.get(f"{STYLE}name", "")
            self.codes[self.data] = "h" if name in _DATES else ""
        elif name == "text":
            self.is_text = True
        elif name in ("number", "scientific-number", "fraction"):
            places = int(attributes.get(f"{NUMBER}decimal-places", 0) or 0)
            least = int(attributes.get(f"{NUMBER}min-decimal-places", places) or 0)
            factor = float(attributes.get(f"{NUMBER}display-factor", 1) or 1)
            commas = "," * round(log10(factor) / 3) if factor >= 1 else ""
            self.codes[self.data] += "0" + commas + ("." + "0" * least if least else "")
        elif name == "text-content":
            self.codes[self.data] += "@"

    def text(self, text: str) -> None:
        """A piece of text that a number style adds to the number."""
        if self.is_text:
            self.codes[self.data] += "%" if text == "%" else f'"{text.replace(chr(34), "")}"'

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == f"{NUMBER}text":
            self.is_text = False
        elif tag.startswith(NUMBER) and tag.endswith("-style"):
            self.data = ""

    def looks(self) -> dict[str, Look]:
        """The looks of cells that are out of the ordinary, by the name of their style."""
        looks = {}
        for family, name in self.styles:
            if family == "table-cell" and (look := self._look(name)) is not None:
                looks[name] = look
        return looks

    def of_no_size(self, family: str) -> frozenset[str]:
        """The styles of rows without height, or of columns without width."""
        return frozenset(
            name
            for (kind, name), style in self.styles.items()
            if kind == family and style.is_nothing
        )

    def struck_texts(self) -> frozenset[str]:
        """The styles of texts that strike them through."""
        return frozenset(
            name
            for (kind, name), style in self.styles.items()
            if kind == "text" and style.is_struck
        )

    def _look(self, name: str) -> Look | None:
        own = self._with_parents(name)
        data = next((style.data for style in own if style.data), "")
        colours = [
            next((c for c in (getattr(style, what) for style in own) if c is not None), "")
            for what in ("ink", "ground")
        ]
        ink, ground = (colour.lstrip("#") for colour in colours)
        return look_of(
            is_struck=next((s.is_struck for s in own if s.is_struck is not None), False),
            ink=ink,
            ground="" if ground == "transparent" else ground,
            number_format=self._code(data),
        )

    def _with_parents(self, name: str | None) -> list[_Style]:
        found: list[_Style] = []
        while name and len(found) < _MOST_PARENTS:
            style = self.styles.get(("table-cell", name))
            if style is None:
                break
            found.append(style)
            name = style.parent
        return found

    def _code(self, data: str) -> str:
        """The format code of a number style, with a section for each condition."""
        sections = []
        for condition, applied in self.conditions.get(data, ()):
            if found := _CONDITION.fullmatch(condition):
                sign = "<>" if found[1] == "!=" else found[1]
                sections.append(f"[{sign}{found[2]}]{self.codes.get(applied, _PLAIN)}")
        return ";".join([*sections, self.codes.get(data, _PLAIN)]) or _NOTHING


def _take_text_properties(style: _Style, attributes: Mapping[str, str]) -> None:
    lines = [
        attributes[name]
        for name in (f"{STYLE}text-line-through-style", f"{STYLE}text-line-through-type")
        if name in attributes
    ]
    if lines:
        style.is_struck = "none" not in lines
    if attributes.get(f"{STYLE}use-window-font-color") == "true":
        style.ink = ""
    elif (colour := attributes.get(f"{_FORMATTING}color")) is not None:
        style.ink = colour


def _is_below(length: str | None, points: float) -> bool:
    match = _LENGTH.fullmatch(length or "")
    return match is not None and float(match[1]) * _POINTS[match[2] or "pt"] < points
