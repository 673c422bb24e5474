"""Ethnic groups as people write them in a list: which group a text means, if it means one.

>>> from datetime import date
>>> kinh = EthnicGroup(code="01", name="Kinh", other_names=("Việt", "K"), is_majority=True,
...                    valid_from=date(1979, 3, 2))
>>> tay = EthnicGroup(code="03", name="Tày", other_names=("Thổ",), valid_from=date(1979, 3, 2))
>>> groups = EthnicGroups([kinh, tay])
>>> [groups.is_minority(text) for text in ("Kinh (Việt)", "dân tộc TÀY", "Không rõ", "Anh")]
[False, True, None, None]
"""

import re
from collections.abc import Iterable, Sequence

from welfare_stats.design.catalogue.models import EthnicGroup
from welfare_stats.vietnamese import fold, is_unknown

_BEFORE = re.compile(r"^(?:(?:nguoi )?dan toc |nguoi |dt )")
_IN_BRACKETS = re.compile(r"[(/,;–-]")


class EthnicGroups:
    """The ethnic groups of a day, to be found by any of their names.

    Where the catalogue has none, every text but the unknown is a group: a minority unless it has
    the word Kinh.
    """

    def __init__(self, groups: Iterable[EthnicGroup] = ()) -> None:
        self._by_name: dict[str, EthnicGroup] = {}
        for group in groups:
            for name in (group.name, group.code, *group.other_names):
                self._by_name.setdefault(fold(name), group)
        self._known: dict[str, bool | None] = {}

    def is_minority(self, text: str | None) -> bool | None:
        """Whether a text means a minority; ``None`` where it says nothing or is not understood."""
        if text is None:
            return None
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> bool | None:
        if is_unknown(text):
            return None
        if not self._by_name:
            return "kinh" not in fold(text).split()
        group = self._named(text)
        if group is None:  # "Kinh (Việt)", "Dao - Quần chẹt": all parts that are known mean one
            parts = {self._named(part) for part in _IN_BRACKETS.split(text)} - {None}
            group = parts.pop() if len(parts) == 1 else self._branch_of(fold(text).split())
        return None if group is None else not group.is_majority

    def _branch_of(self, words: Sequence[str]) -> EthnicGroup | None:
        """The minority whose name the words begin with: "Dao Quần Chẹt", "Mông Hoa"."""
        for count in range(len(words) - 1, 0, -1):
            group = self._by_name.get(" ".join(words[:count]))
            if group is not None and fold(group.name) == " ".join(words[:count]):
                is_mixed = any(self._is_majority(word) for word in words)
                return None if is_mixed else group
        return None

    def _is_majority(self, word: str) -> bool:
        group = self._by_name.get(word)
        return group is not None and group.is_majority

    def _named(self, text: str) -> EthnicGroup | None:
        name = fold(text)
        found = self._by_name.get(name) or self._by_name.get(_BEFORE.sub("", name))
        return found or self._by_name.get(name.replace(" ", ""))
