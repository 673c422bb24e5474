"""Whether the stored results of formulas fit the cells that they are computed from.

A workbook may be saved without its formulas being calculated: then it shows numbers of before. Only
formulas that add, subtract or point within the workbook are computed anew; what any other formula
refers to may be computed elsewhere, so its stored result is taken as it is.

>>> from welfare_stats.collect.reading.sheet import Marks
>>> marks = Marks(formulas={(0, 2): Formula("SUM(A1:B1)-1"), (1, 0): Formula("C1")})
>>> [sheet] = with_stale_results([Sheet("Trang 1", [[2.0, 3.0, 9.0], [4.0, "", ""]], marks)], {})
>>> sheet.marks.stale
{(0, 2): StaleResult(stored=9.0, computed=4.0, is_manual=False)}
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from math import isclose
from typing import TypeGuard

from welfare_stats.collect.reading.sheet import Address, Formula, Sheet, StaleResult
from welfare_stats.design.forms.formulas import summed_cells
from welfare_stats.findings import CellValue
from welfare_stats.findings.addresses import parse_a1
from welfare_stats.vietnamese import nfc

# openpyxl's tokenizer reads every formula, letter by letter; this one only those that are simple,
# ten times as fast.
_TOKEN = re.compile(
    r"\s*(?:(?P<sum>SUM\()"
    r"|(?P<area>(?:(?P<sheet>'(?:[^'\[\]]|'')+'|[^\W\d][\w.]*)!)?"
    r"(?P<first>\$?[A-Z]{1,3}\$?[1-9]\d{0,6})(?::(?P<last>\$?[A-Z]{1,3}\$?[1-9]\d{0,6}))?)(?![\w.(!])"
    r"|(?P<number>\d+(?:\.\d+)?)(?![\w.])"
    r"|(?P<sign>[-+(),]))\s*",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[[^\[\]]+\][^\[\]!]*!|'file:[^']*'#")
_WORD = re.compile(r"[^\W\d][\w.]*")
_MOST_STEPS = 2_000_000  # cells looked at for all formulas of a workbook
_DEEPEST = 100  # formulas that one leads to through others


@dataclass(frozen=True, slots=True)
class _Area:
    """A rectangle of cells; ``sheet`` is "" for the sheet of the formula."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a simple formula comes to: a number, single cells, and areas of which texts are skipped.

    Attributes:
        constant: the numbers in it.
        cells, areas: each with 1 or -1.
        is_pointer: whether it is nothing but one cell, whose text counts too.
        may_be_blank: whether it is blank where there is no number, as sums of our own forms are.
    """

    constant: float = 0
    cells: tuple[tuple[int, _Area], ...] = ()
    areas: tuple[tuple[int, _Area], ...] = ()
    is_pointer: bool = False
    may_be_blank: bool = False

    def plus(self, other: "_Sum", sign: int) -> "_Sum":
        return _Sum(
            self.constant + sign * other.constant,
            self.cells + tuple((sign * s, cell) for s, cell in other.cells),
            self.areas + tuple((sign * s, area) for s, area in other.areas),
        )


class _NotSimpleError(ValueError):
    """The formula does more than add, subtract or point."""


def with_stale_results(sheets: Sequence[Sheet], names: Mapping[str, str]) -> list[Sheet]:
    """The sheets with the cells marked whose stored result does not fit, or is of another workbook.

    Args:
        sheets: the worksheets of a workbook, with the formulas in their marks.
        names: the defined names and their formulas.
    """
    if not any(sheet.marks.formulas for sheet in sheets):
        return list(sheets)
    linked_names = {name for name, formula in names.items() if _LINK.search(formula)}
    calculation = _Calculation({sheet.name.casefold(): sheet for sheet in sheets}, linked_names)
    return [_marked(sheet, calculation) if sheet.marks.formulas else sheet for sheet in sheets]


def _marked(sheet: Sheet, calculation: "_Calculation") -> Sheet:
    marks = sheet.marks
    stale: dict[Address, StaleResult] = {}
    linked: set[Address] = set()
    for address in marks.formulas:
        if address in marks.unreadable:
            continue
        result = calculation.result(sheet, address)
        if result.is_linked:
            linked.add(address)
        elif result.value is not None:
            stored = sheet.value(*address)
            if not _fits(stored, result.value):
                stale[address] = StaleResult(stored, result.value, marks.is_manual)
    if not stale and not linked:
        return sheet
    return replace(sheet, marks=replace(marks, stale=stale, linked=frozenset(linked)))


def _fits(stored: CellValue, computed: CellValue) -> bool:
    if _is_number(stored) and _is_number(computed):
        return isclose(stored, computed, rel_tol=1e-12, abs_tol=1e-6)
    if isinstance(stored, str) and isinstance(computed, str):
        return nfc(stored) == nfc(computed) or "_x" in stored + computed
    # A pointer to a blank cell is 0; one to a blank text is blank, and looks the same here.
    blank = stored in ("", 0) and computed in ("", 0)
    is_known = type(stored) in (int, float, str) and type(computed) in (int, float, str)
    return blank or not is_known


def _is_number(value: object) -> TypeGuard[float]:
    return type(value) in (int, float)


class _NotKnownError(Exception):
    """The value of a cell is not known; ``is_linked`` where another workbook has it."""

    def __init__(self, *, is_linked: bool = False) -> None:
        super().__init__()
        self.is_linked = is_linked


_DAYS = (date, time, timedelta)


@dataclass(frozen=True, slots=True)
class _Result:
    """What a cell comes to; the value is ``None`` where that is not known."""

    value: CellValue
    is_linked: bool = False


_UNKNOWN = _Result(None)
_LINKED = _Result(None, is_linked=True)


@dataclass
class _Calculation:
    """Computes formulas through those that they lead to; each is computed once."""

    sheets: Mapping[str, Sheet]
    linked_names: set[str]
    known: dict[tuple[str, Address], _Result] = field(default_factory=dict)
    steps: int = 0
    depth: int = 0

    def result(self, sheet: Sheet, address: Address) -> _Result:
        """What the cell should hold, as far as that is known."""
        formula = sheet.marks.formulas.get(address)
        if formula is None:
            return self._stored(sheet, address)
        key = (sheet.name, address)
        if key not in self.known:
            self.known[key] = _UNKNOWN  # a formula that leads to itself
            self.known[key] = self._computed(sheet, address, formula)
        return self.known[key]

    def _stored(self, sheet: Sheet, address: Address) -> _Result:
        return _UNKNOWN if address in sheet.unreadable else _Result(sheet.value(*address))

    def _computed(self, sheet: Sheet, address: Address, formula: Formula) -> _Result:
        if self._is_linked(formula.text):
            return _LINKED
        if self.depth > _DEEPEST or self.steps > _MOST_STEPS:
            return self._stored(sheet, address)
        try:
            parsed = parsed_formula(formula)
        except _NotSimpleError:
            return self._stored(sheet, address)
        self.depth += 1
        result = self._added(sheet, parsed)
        self.depth -= 1
        return result

    def _is_linked(self, text: str) -> bool:
        if ("[" in text or "'file:" in text) and _LINK.search(text) is not None:
            return True
        return bool(self.linked_names) and not self.linked_names.isdisjoint(_WORD.findall(text))

    def _added(self, sheet: Sheet, parsed: _Sum) -> _Result:
        try:
            singles = [(sign, self._values(sheet, area)) for sign, area in parsed.cells]
            members = [(sign, self._values(sheet, area)) for sign, area in parsed.areas]
        except _NotKnownError as error:
            return _LINKED if error.is_linked else _UNKNOWN
        if parsed.is_pointer:
            [(_, pointed)] = singles
            return _Result(pointed[0] if pointed else "")
        total, has_number = parsed.constant, False
        for number, (sign, values) in enumerate((*singles, *members)):
            for value in values:
                if type(value) in (int, float):
                    total += sign * value  # type: ignore[operator]
                    has_number = True
                elif isinstance(value, _DAYS) or (number < len(singles) and value != ""):
                    return _UNKNOWN  # a text may be a number to Excel, and a day is one
        return _Result("" if parsed.may_be_blank and not has_number else float(total))

    def _values(self, sheet: Sheet, area: _Area) -> list[CellValue]:
        """What the cells of an area hold, as far as the sheet reaches.

        Raises:
            _NotKnownError: of one of them it is not known.
        """
        there = self.sheets.get(area.sheet.casefold()) if area.sheet else sheet
        if there is None:
            raise _NotKnownError
        formulas, unreadable = there.marks.formulas, there.unreadable
        values: list[CellValue] = []
        for row in range(area.top, min(area.bottom + 1, len(there.rows))):
            cells = there.rows[row][area.left : area.right + 1]
            self.steps += len(cells)
            for column, value in enumerate(cells, area.left):
                if (row, column) in formulas:
                    result = self.result(there, (row, column))
                    if result.value is None:
                        raise _NotKnownError(is_linked=result.is_linked)
                    values.append(result.value)
                elif (row, column) in unreadable:
                    raise _NotKnownError
                else:
                    values.append(value)
        return values


# --- reading a formula -------------------------------------------------------------------------


def parsed_formula(formula: Formula) -> _Sum:
    """What a formula adds up.

    Raises:
        _NotSimpleError: it does something else.
    """
    text = formula.text.removeprefix("=")
    own = summed_cells(text)
    if own is not None:
        addresses = (_moved(cell, formula) for cell in own)
        areas = tuple((1, _Area("", row, column, row, column)) for row, column in addresses)
        return _Sum(areas=areas, may_be_blank=True)
    tokens = list(_tokens(text))
    parsed = _Parser(formula, tokens).whole()
    is_pointer = len(tokens) == 1 and len(parsed.cells) == 1
    return replace(parsed, is_pointer=is_pointer)


def _tokens(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _NotSimpleError(text)
        at = token.end()
        yield token


def _area_of(first: str, last: str | None, sheet: str, formula: Formula) -> _Area:
    top, left = bottom, right = _moved(first, formula)
    if last:
        bottom, right = _moved(last, formula)
    return _Area(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def _moved(cell: str, formula: Formula) -> Address:
    """The address, moved as Excel moves those without "$" in a formula that cells share."""
    row, column = parse_a1(cell.upper())
    if "$" not in cell.lstrip("$"):
        row += formula.down
    if not cell.startswith("$"):
        column += formula.right
    if row < 0 or column < 0:
        raise _NotSimpleError(formula.text)
    return row, column


@dataclass
class _Parser:
    """Reads sums of terms: numbers, cells, ``SUM(…)`` and brackets."""

    formula: Formula
    tokens: list[re.Match[str]]
    at: int = 0

    def whole(self) -> _Sum:
        parsed = self._terms()
        if self.at < len(self.tokens):
            raise _NotSimpleError(self.formula.text)
        return parsed

    def _next(self) -> str:
        """The sign or bracket that comes next, "" for anything else and at the end."""
        return self.tokens[self.at]["sign"] or "" if self.at < len(self.tokens) else ""

    def _terms(self) -> _Sum:
        added = _Sum()
        sign = self._sign()
        while True:
            added = added.plus(self._term(), sign)
            if self._next() not in ("+", "-"):
                return added
            sign = self._sign()

    def _sign(self) -> int:
        sign = 1
        while self._next() in ("+", "-"):
            sign *= -1 if self._next() == "-" else 1
            self.at += 1
        return sign

    def _term(self) -> _Sum:
        if self.at >= len(self.tokens):
            raise _NotSimpleError(self.formula.text)
        token = self.tokens[self.at]
        self.at += 1
        if token["number"]:
            return _Sum(float(token["number"]))
        if token["sum"]:
            return self._arguments()
        if token["sign"] == "(":
            inner = self._terms()
            self._close()
            return inner
        if token["area"] and not token["last"]:
            return _Sum(cells=((1, self._area(token)),))
        raise _NotSimpleError(self.formula.text)  # an area, say, of which Excel takes one cell

    def _area(self, token: re.Match[str]) -> _Area:
        sheet = (token["sheet"] or "").strip("'").replace("''", "'")
        return _area_of(token["first"], token["last"], sheet, self.formula)

    def _arguments(self) -> _Sum:
        added = self._argument()
        while self._next() == ",":
            self.at += 1
            added = added.plus(self._argument(), 1)
        self._close()
        return added

    def _argument(self) -> _Sum:
        if self.at + 1 < len(self.tokens):
            token, after = self.tokens[self.at], self.tokens[self.at + 1]["sign"]
            if token["area"] and after in (",", ")"):
                self.at += 1
                return _Sum(areas=((1, self._area(token)),))
        return self._terms()

    def _close(self) -> None:
        if self._next() != ")":
            raise _NotSimpleError(self.formula.text)
        self.at += 1
