"""Which case type a label means, as offices write it where they have no codes.

Case, accents, numbering, "trong đó" and the office's abbreviations do not matter. A label that
stands for several case types is settled by the rows above it:

>>> from datetime import date
>>> def case_type(code, label, form, parent=None, names=()):
...     return CaseType(code=code, label=label, unit="người", kind="flow", form=form,
...         reporters="PLDTBXH", parent=parent, relation="sum" if parent else None,
...         section="khac", other_names=names, valid_from=date(2014, 1, 1))
>>> labels = CaseTypeLabels(
...     [case_type("tc_nang", "Người khuyết tật nặng", "HX-01", names=("Nặng",)),
...      case_type("giay", "Cấp giấy xác nhận", "HX-02"),
...      case_type("giay_nang", "Mức độ nặng", "HX-02", "giay", names=("Nặng",)),
...      case_type("gao", "Trợ giúp đột xuất: hỗ trợ gạo", "HX-02")],
...     {"nkt": "người khuyết tật"})
>>> [row.code for row in labels.meant("1. NKT NẶNG (người)")]
['tc_nang']
>>> [row.code for row in labels.meant("+ Nặng")]
['tc_nang', 'giay_nang']
>>> [row.code for row in labels.meant("+ Nặng", above=["II. Cấp giấy xác nhận"])]
['giay_nang']
>>> [row.code for row in labels.meant("- Hỗ trợ gạo", above=["III. Trợ giúp đột xuất"])]
['gao']
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from welfare_stats.design.catalogue.models import CaseType, Relation
from welfare_stats.vietnamese import fold, nfc

_LONGEST_LABEL = 200
_FEWEST_WORDS_OF_A_CAPTION = 2
# "1.", "1.2", "2/", "(a)", "a)", "IV.", "II -", "-", "+", "•": once or several times.
_NUMBERING = re.compile(
    r"^(?:\s*(?:[-–—+*•·]+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,4}|[a-zđ])(?:[.)/:]+|\s*[-–—]\s)))+\s*",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"^(?:trong do|gom|gom co|bao gom|chia ra)\b ?")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# Words before a label that say only that something is counted; taken off one after the other.
_COUNTING = re.compile(r"^(?:tong|so luong|so|nguoi|luot|doi tuong|nhom|la) ")
# What brackets behind a label may say without making it another one: units, sources, numbers.
_SAYS_NOTHING = re.compile(
    r"(?:(?:nguoi|luot|ca|cuoc goi|buoi|mo hinh|truong hop|ho|the|nha|doi tuong|dvt|don vi|tinh"
    r"|theo|nd|nghi dinh|khoan|diem|dieu|cp|luat|tt|thong tu|so|cot|muc|bieu"
    r"|ke ca|neu co|cong|tong|\d+|[a-z])\b ?)*"
)


class CaseTypeLabels:
    """Some case types, to be found by their labels and other names."""

    def __init__(
        self, case_types: Iterable[CaseType], abbreviations: Mapping[str, str] | None = None
    ) -> None:
        """Index the labels.

        Args:
            case_types: those that units type; of one code the labels of all rows are known.
            abbreviations: what each short word stands for, by folded short word.
        """
        self._rows = [row for row in case_types if row.form is not None]
        self._case_types = {row.code: row for row in self._rows}
        self._long = {short: fold(words) for short, words in (abbreviations or {}).items()}
        self._short = re.compile(rf"\b(?:{'|'.join(map(re.escape, self._long)) or '(?!)'})\b")
        self._meanings: dict[str, list[CaseType]] = {}

    @cached_property
    def _by_key(self) -> dict[str, list[CaseType]]:
        by_key: dict[str, dict[str, CaseType]] = {}
        for row in self._rows:
            for key in map(self._key, (row.label, *row.other_names)):
                by_key.setdefault(key, {})[row.code] = self._case_types[row.code]
        return {key: list(rows.values()) for key, rows in by_key.items()}

    def meant(
        self, text: str, above: Iterable[str] = (), forms: Iterable[str] | None = None
    ) -> list[CaseType]:
        """The case types that a label may mean: one where it is certain, none where it means none.

        Args:
            text: the label.
            above: labels and captions of the rows above, the nearest first.
            forms: the codes of the forms that are possible; any where not given.
        """
        found = self._of_forms(self._plainly_meant(text), forms)
        if len(found) > 1:
            return self._under(found, above) or found
        return found or self._with_captions(text, above, forms)

    def is_caption(self, text: str, form: str) -> bool:
        """Whether a text is part of labels of the form: "Khuyết tật" over "Nặng"."""
        if self._plainly_meant(text):
            return True
        labels = [f" {key} " for key, rows in self._by_key.items() if self._of_forms(rows, [form])]
        return any(
            f" {key} " in label
            for key in self._ways_to_read(text)
            if len(key.split()) >= _FEWEST_WORDS_OF_A_CAPTION
            for label in labels
        )

    def nearest(self, text: str, form: str, most: int = 3) -> list[CaseType]:
        """Case types of the form with a similar label; only ever a suggestion to a person."""
        keys = [key for key, rows in self._by_key.items() if self._of_forms(rows, [form])]
        alike = _likenesses(self._key(_without_remarks(text)), keys)
        near = sorted((key for key in keys if alike[key] >= _LEAST_ALIKE), key=lambda k: -alike[k])
        rows = [row for key in near for row in self._of_forms(self._by_key[key], [form])]
        return list({row.code: row for row in rows}.values())[:most]

    def parent_of(self, code: str) -> CaseType | None:
        """The case type that one of them is a summand of."""
        row = self._case_types[code]
        is_summand = row.parent is not None and row.relation is Relation.SUM
        return self._case_types.get(row.parent or "") if is_summand else None

    @staticmethod
    def _of_forms(rows: Iterable[CaseType], forms: Iterable[str] | None) -> list[CaseType]:
        allowed = None if forms is None else set(forms)
        return [row for row in rows if allowed is None or row.form in allowed]

    def _plainly_meant(self, text: str) -> list[CaseType]:
        """What the label means by itself."""
        if text not in self._meanings:
            ways = (self._by_key.get(key, []) for key in self._ways_to_read(text))
            self._meanings[text] = next((rows for rows in ways if rows), [])
        return self._meanings[text]

    def _ways_to_read(self, text: str) -> Iterator[str]:
        """The keys that a label may have, the most literal first."""
        if len(text) > _LONGEST_LABEL:
            return
        for words in (text, _without_remarks(text)):
            key = self._key(words)
            yield key
            while (shorter := _COUNTING.sub("", key, count=1)) != key:
                yield shorter
                key = shorter

    def _under(self, found: Sequence[CaseType], above: Iterable[str]) -> list[CaseType]:
        """Those of several case types that belong to the nearest row above that decides."""
        for text in above:
            wholes = {row.code for row in self._plainly_meant(text)}
            below = [row for row in found if wholes & set(self._ancestors(row))]
            if len(below) == 1:
                return below
        return []

    def _ancestors(self, row: CaseType) -> Iterator[str]:
        while row.parent is not None and row.parent in self._case_types:
            yield row.parent
            row = self._case_types[row.parent]

    def _with_captions(
        self, text: str, above: Iterable[str], forms: Iterable[str] | None
    ) -> list[CaseType]:
        """What the label means behind a caption: "Trợ giúp đột xuất", below it "Hỗ trợ gạo"."""
        own = self._key(_without_remarks(text))
        if not any(key.endswith(f" {own}") for key in self._by_key):
            return []  # behind no caption whatever
        for caption in above:
            whole = f"{self._key(_without_remarks(caption))} {own}"
            found = self._of_forms(self._by_key.get(whole, []), forms)
            if found:
                return found
        return []

    def _key(self, text: str) -> str:
        """Key for comparing labels: folded, without numbering, abbreviations written out."""
        words = fold(_NUMBERING.sub("", nfc(text)))
        words = _OF_WHICH.sub("", words)
        return self._short.sub(lambda match: self._long[match[0]], words)


_LEAST_ALIKE = 0.6
_FEWEST_SHARED_WORDS = 2


def _likenesses(text: str, labels: Iterable[str]) -> dict[str, float]:
    """How alike folded labels are to a text: letter by letter, or because it holds their words."""
    words = set(text.split())
    by_letters = SequenceMatcher(None, b=text)  # of which the matcher keeps an index
    found = {}
    for label in labels:
        others = set(label.split())
        shared = len(words & others)
        found[label] = shared / len(others) if shared >= _FEWEST_SHARED_WORDS else 0.0
        by_letters.set_seq1(label)
        if (
            by_letters.real_quick_ratio() >= _LEAST_ALIKE
            and by_letters.quick_ratio() >= _LEAST_ALIKE
        ):
            found[label] = max(found[label], by_letters.ratio())
    return found


def plain_label(text: str) -> str:
    """A label as it is kept among other names: without numbering and remarks in brackets.

    >>> plain_label("1. Thanh niên xung phong (người):")
    'Thanh niên xung phong'
    """
    return nfc(_without_remarks(_NUMBERING.sub("", nfc(text)))) or nfc(text)


def _without_remarks(text: str) -> str:
    """The label without brackets that say nothing of their own, and without a colon behind it."""
    return _IN_BRACKETS.sub(_significant, text).rstrip(" :;.,")


def _significant(brackets: re.Match[str]) -> str:
    return " " if _SAYS_NOTHING.fullmatch(fold(brackets[0])) else brackets[0]
