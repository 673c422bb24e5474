"""Sentences that list numbers, as the template of the text asks for them.

The template gives a row per number: the number, the words around it ("chết … người") and the words
where it is 0 ("không có người chết"). A sentence says what is known, then what is zero, then what
is missing, and what the numbers are without once if they are all without the same.

>>> deaths = Total("total.chet", 16.0, "chet", label="Chết")
>>> births = Total("total.sinh", None, "sinh", label="Sinh")
>>> rows = [[deaths, "chết … người", "không có người chết"], [births, "sinh … trẻ", "không sinh"]]
>>> listing(rows, "; ", "Trong kỳ ")
'Trong kỳ chết 16 người; chưa có số liệu về nội dung “Sinh”.'
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Undefined

from welfare_stats.report.office_templates import ExplainedError
from welfare_stats.report.text_numbers import NOTHING, Lacks, Total, share_of
from welfare_stats.vietnamese import capitalised, quoted

_HERE = "…"
_SHARE = " (%)"
_COMPARED = " (±)"

Row = Sequence[Any]
"""A number, the words around it with "…" in its place, the words where it is 0, and perhaps what
was spent on it."""


@dataclass(frozen=True, slots=True)
class _Clause:
    number: Total
    words: str
    words_if_zero: str
    spending: Total | None = None

    def said(self, whole: Total | None) -> str:
        """The clause with its number.

        " (%)" becomes the share in the whole, if that is known; " (±)" the comparison with the year
        before.
        """
        if self.number.zero:
            return self.words_if_zero
        words = self.words.replace(_HERE, str(self.number), 1)
        words = words.replace(_COMPARED, self.number.compared, 1)
        if whole is not None and _SHARE in self.words:
            share = share_of(self.number, whole)
            words = words.replace(_SHARE, f" ({share})" if share.known else "", 1)
        return words

    @property
    def spent(self) -> str:
        """What was spent, with what it is without; remarks on the number are not made twice."""
        money = self.spending
        if money is None or not money.known or self.number.zero:
            return ""
        words = "không phát sinh kinh phí" if money.zero else f"kinh phí {money}"
        return f", {words}{'' if money.lacks == self.number.lacks else money.caveat}"

    @property
    def lacks_spending(self) -> bool:
        """Whether there is something that cost money, and nobody said how much."""
        money = self.spending
        is_there = self.number.known and not self.number.zero
        return money is not None and is_there and money.asked and not money.known


def listing(
    rows: Sequence[Row], between: str = "; ", start: str = "", whole: Total | None = None
) -> str:
    """A sentence of several numbers; "" where nobody is asked for any of them.

    Args:
        rows: the numbers with their words.
        between: what separates the clauses.
        start: words before the first clause; left out where no number is known.
        whole: what the shares (" (%)") are of.

    Raises:
        ExplainedError: a row is not as it should be.
    """
    clauses = _clauses(rows, whole)
    known = [clause for clause in clauses if clause.number.known]
    if not known:
        return _sentence(_missing(clauses))
    return _sentence(start + _enumerated(known, between, whole), _missing(clauses))


def whole_and_parts(row: Row, link: str, rows: Sequence[Row], between: str = ", ") -> str:
    """A sentence of a number and its parts: "Tư vấn 15 ca, gồm: trực tiếp 10 ca, qua điện thoại…".

    A whole that is 0 has no parts to speak of. Where the whole is not known, parts that are case
    types of their own are told without it.

    Args:
        row: the whole with its words.
        link: what stands between the whole and its parts: ", trong đó ".
        rows: the parts with their words; " (%)" is their share in the whole.
        between: what separates the parts.

    Raises:
        ExplainedError: a row is not as it should be.
    """
    (head,) = _clauses([row])
    whole = head.number
    clauses = _clauses(rows, whole)
    known = [clause for clause in clauses if clause.number.known]
    if whole.zero:
        return _sentence(_with_caveats([head], None)[0])
    if not whole.known:
        alone = [clause for clause in known if clause.number.case_type != whole.case_type]
        missing = _missing([head, *clauses] if alone else [head])
        return _sentence(_enumerated(alone, between, whole), missing)
    nothing_there = [clause for clause in known if clause.number.zero]
    # Of other days or units a part may be more than its whole: it is told beside it, not of it.
    is_more = any(clause.number.value > whole.value for clause in known)
    link = "; " if len(nothing_there) == len(known) or is_more else link
    parts = _enumerated(known, between, whole, whole.lacks)
    said = _with_caveats([head], None)[0] + (link + parts if parts else "")
    return _sentence(said, _missing(clauses))


def _clauses(rows: Sequence[Row], whole: Total | None = None) -> list[_Clause]:
    return [_clause(row, whole) for row in rows]


def _clause(row: Row, whole: Total | None) -> _Clause:
    for value in row:
        if isinstance(value, Undefined):
            str(value)  # it says which name does not exist
    if whole is None and any(isinstance(part, str) and _SHARE in part for part in row[1:2]):
        raise ExplainedError(f"“{row[1]}” có (%) nhưng không rõ là tỷ lệ trong số nào")
    match row:
        case [Total() as number, str() as words, str() as words_if_zero] if _HERE in words:
            return _Clause(number, words, words_if_zero)
        case [Total() as number, str() as words, str() as words_if_zero, Total() as money] if (
            _HERE in words and money.is_money
        ):
            return _Clause(number, words, words_if_zero, money)
    raise ExplainedError(
        "mỗi vế trong ngoặc vuông phải gồm ba phần: số liệu, lời văn có dấu … ở chỗ của số, và "
        'lời văn khi số đó bằng 0; có thể thêm phần thứ tư là kinh phí: spending("MÃ")'
    )


def _enumerated(
    clauses: Sequence[_Clause], between: str, whole: Total | None, said: Lacks = NOTHING
) -> str:
    """The clauses one after the other, those of zeros last; ``said`` need not be remarked again."""
    ordered = sorted(clauses, key=lambda clause: clause.number.zero)
    shared = _shared_remark(ordered, said)
    texts = (
        [clause.said(whole) + clause.spent for clause in ordered]
        if shared
        else _with_caveats(ordered, whole, said)
    )
    count = sum(not clause.number.zero for clause in ordered)
    groups = [between.join(texts[:count]), (", " if count else between).join(texts[count:])]
    return "; ".join(group for group in groups if group) + shared


def _shared_remark(clauses: Sequence[_Clause], said: Lacks) -> str:
    """One remark for several numbers that are all without the same."""
    lacks = {clause.number.lacks for clause in clauses}
    if len(clauses) == 1 or len(lacks) != 1 or lacks <= {NOTHING, said}:
        return ""
    return f"; các số này {lacks.pop().words}"


def _with_caveats(
    clauses: Sequence[_Clause], whole: Total | None, said: Lacks = NOTHING
) -> list[str]:
    return [
        clause.said(whole)
        + (clause.number.caveat if clause.number.lacks != said else "")
        + clause.spent
        for clause in clauses
    ]


def _missing(clauses: Sequence[_Clause]) -> str:
    """What is not known though it is asked for: "chưa có số liệu về các nội dung “A”, “B”"."""
    numbers = [c.number for c in clauses if c.number.asked and not c.number.known]
    wholes = [number for number in numbers if not number.is_part]
    unsettled: dict[str, list[Total]] = {}
    for number in wholes:
        if number.why_unsettled:
            unsettled.setdefault(number.why_unsettled, []).append(number)
    parts = [number.label for number in numbers if number.is_part]
    remarks = []
    if blank := [number for number in wholes if not number.why_unsettled]:
        remarks.append(f"chưa có số liệu về {_quoted(blank)}")
    remarks += [f"chưa xác định được {_quoted(some)} vì {why}" for why, some in unsettled.items()]
    if parts:
        remarks.append(f"chưa có số liệu riêng về {', '.join(parts)}")
    if costs := [clause.number for clause in clauses if clause.lacks_spending]:
        remarks.append(f"chưa có số liệu kinh phí của {_quoted(costs)}")
    return "; ".join(remarks)


def _quoted(numbers: Sequence[Total]) -> str:
    many = "các " if len(numbers) > 1 else ""
    return f"{many}nội dung {quoted(number.label for number in numbers)}"


def _sentence(*remarks: str) -> str:
    text = "; ".join(remark for remark in remarks if remark)
    return f"{capitalised(text)}." if text else ""
