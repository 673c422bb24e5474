"""The head of a sheet, above its table: who reports, on which form, for which period."""

import re
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict

from welfare_stats.design.forms.base import declared_columns
from welfare_stats.design.forms.cells import Text, UpperCode
from welfare_stats.design.forms.columns import Column
from welfare_stats.design.forms.period_words import in_words
from welfare_stats.findings import CellRef
from welfare_stats.period import ReportingPeriod
from welfare_stats.vietnamese import NotADateError, fold, nfc, parse_date


class HeadItems(BaseModel):
    """The labelled items of a head; the ``guidance`` of a column is an example of its value."""

    model_config = ConfigDict(frozen=True)

    unit_code: Annotated[
        UpperCode,
        Column("Mã đơn vị", also=("Mã đơn vị báo cáo", "Mã số đơn vị"), guidance="164"),
    ] = None
    unit_name: Annotated[
        Text,
        Column(
            "Đơn vị báo cáo",
            also=("Tên đơn vị", "Tên đơn vị báo cáo"),
            guidance="Phòng Lao động - Thương binh và Xã hội huyện Võ Nhai",
        ),
    ] = None
    form_code: Annotated[
        UpperCode, Column("Biểu số", also=("Biểu mẫu", "Mẫu số", "Mã biểu"), guidance="HX-01")
    ] = None
    period: Annotated[
        Text,
        Column(
            "Kỳ báo cáo",
            also=("Kỳ số liệu", "Kỳ"),
            guidance="từ ngày 01/01/2018 đến ngày 31/8/2018",
        ),
    ] = None
    measure_unit: Annotated[Text, Column("Đơn vị tính", also=("ĐVT",), guidance="nghìn đồng")] = (
        None
    )
    prepared_on: Annotated[Text, Column("Ngày lập", also=("Ngày lập biểu",))] = None
    prepared_by: Annotated[Text, Column("Người lập", also=("Người lập biểu",), personal=True)] = (
        None
    )


HEAD_COLUMNS = declared_columns(HeadItems)


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The text and the cell of each item found in the head, by field of ``HeadItems``.

    ``unreadable`` are cells of the head whose value cannot be read, with what they contain, as in
    ``Marks.unreadable``. ``lines`` are all texts of the head, where unit or period is not labelled:
    the letterhead and the title may tell. ``below`` are the texts under the table.
    """

    sheet: str
    items: dict[str, str] = field(default_factory=dict)
    cells: dict[str, CellRef] = field(default_factory=dict)
    unreadable: dict[CellRef, str] = field(default_factory=dict)
    lines: dict[CellRef, str] = field(default_factory=dict)
    below: dict[CellRef, str] = field(default_factory=dict)


_SPAN = re.compile(
    r"(?:từ|tu)?\s*(?P<start>.+?)\s*(?:đến|den|tới|toi|–|—|\s-\s)\s*(?:hết|het)?\s*(?P<end>.+)"
)
_TRAILING_REMARK = re.compile(r"(?<=\d)\s*\([^()]*\)$")
_LEADING_WORDS = re.compile(r"^(?:từ|tu)?\s*(?:ngày|ngay)?\s*(?=\d)")


_ESTIMATE = re.compile(r"\buoc\b")
_AROUND = r"[\s,;:.()–—-]*"
_ESTIMATE_WORDS = (
    r"(?:(?:số|so)(?:\s+(?:liệu|lieu))?\s+)?(?:ước|uoc)\b"
    r"(?:\s+(?:thực hiện|thuc hien|tính|tinh|đạt|dat|th)\b)?(?:\s+(?:cả năm|ca nam)\b)?"
)
_WORDS = f"{_AROUND}{_ESTIMATE_WORDS}{_AROUND}"
_AT_AN_END = re.compile(f"^{_WORDS}|{_WORDS}$")
_BARE_YEAR = re.compile(r"\d{4}")


def says_estimate(text: str) -> bool:
    """Whether a period says that the numbers are estimates: "Ước thực hiện cả năm 2018"."""
    return _ESTIMATE.search(fold(text)) is not None


_ESTIMATE_IN_LINE = re.compile(
    r"\buoc (?:thuc hien|th|tinh|dat|den|ca nam|nam|quy|\d{1,2} thang)\b|\b(?:so|so lieu) uoc\b"
)


def line_says_estimate(line: str) -> bool:
    """Whether some line above a table says so: "(Số liệu từ 01/01/2018, ước đến 30/6/2018)".

    >>> line_says_estimate("(Số liệu từ 01/01/2018, ước đến 30/6/2018)")
    True
    >>> line_says_estimate("Theo Công ước về quyền của người khuyết tật")
    False
    """
    return _ESTIMATE_IN_LINE.search(fold(line)) is not None


def parse_period(text: str) -> ReportingPeriod:
    """Read "từ ngày 01/01/2018 đến hết ngày 31/8/2018", "6 tháng đầu năm 2019", "quý III/2019".

    >>> parse_period("Quý III/2019") == parse_period("từ 01/7/2019 đến 30/9/2019")
    True
    >>> parse_period("Từ 01/01/2018 đến 31/12/2018 (ước thực hiện)") == parse_period(
    ...     "Ước thực hiện cả năm 2018"
    ... )
    True

    Raises:
        NotADateError: the text names neither two existing days nor a known part of a year.
        BackwardsPeriodError: the first day is after the second.
    """
    words = nfc(text).casefold().strip()
    if says_estimate(text):
        words = _AT_AN_END.sub("", words)
        if _BARE_YEAR.fullmatch(fold(words)):
            words = f"năm {words}"
    if (in_words := _part_of_a_year(words)) is not None:
        return in_words
    words = _TRAILING_REMARK.sub("", words)
    if says_estimate(text):
        words = _AT_AN_END.sub("", words)
    match = _SPAN.fullmatch(words.strip(" .()"))
    if match is None:
        raise NotADateError(text)
    start, end = (parse_date(_LEADING_WORDS.sub("", match[part])) for part in ("start", "end"))
    return ReportingPeriod(start, end)


_IN_BRACKETS = re.compile(r"(?P<words>[^()]+)\((?P<remark>[^()]+)\)\W*")


def _part_of_a_year(words: str) -> ReportingPeriod | None:
    """The period that the words name; ``None`` if none, or one that a remark behind contradicts."""
    named = in_words(words)
    match = _IN_BRACKETS.fullmatch(words)
    if named is not None or match is None:
        return named
    named, remark = in_words(match["words"]), match["remark"]
    if named is None or not any(ch.isdecimal() for ch in remark):
        return named
    try:
        return named if parse_period(remark) == named else None
    except ValueError:
        return None


def names_form(text: str, form_code: str) -> bool:
    """Whether a "Biểu số" names this form, in any spelling ("Biểu số HX01/BC")."""
    spelling = fold(form_code).replace(" ", r"\s*")
    return re.search(rf"{spelling}(?!\d)", fold(text)) is not None
