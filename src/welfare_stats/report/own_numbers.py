"""Which numbers of the text are made from the figures, and which the office has typed.

What the template prints is put between characters that have no meaning, and so is what the office
has typed for the year; the innermost pair says which it is. Numbers that stand in the template
itself, letter by letter, are typed, too.
"""

import re
from collections.abc import Mapping
from dataclasses import fields

from jinja2 import Undefined

from welfare_stats.report.year_text import YearText

_MADE, _TYPED, _END = "\ue000", "\ue001", "\ue002"
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*%?")


class TypedText(str):
    """Words that somebody in the office has typed."""

    __slots__ = ()


def as_typed(text: YearText) -> YearText:
    """The text of the year, each paragraph as typed."""
    return YearText(
        **{field.name: tuple(map(TypedText, getattr(text, field.name))) for field in fields(text)}
    )


def marked(value: object) -> object:
    """What an expression of the template prints, with the marks of where it comes from."""
    if isinstance(value, Undefined):
        return value  # it says itself what is wrong
    text = str(value)
    if not any(character.isdigit() for character in text):
        return text
    return f"{_TYPED if isinstance(value, TypedText) else _MADE}{text}{_END}"


def unmarked(text: str) -> tuple[str, Mapping[int, tuple[str, ...]]]:
    """A filled template without the marks, and by line, from 0, the numbers that are typed.

    >>> unmarked(f"Tính đến {marked('31/8')} có 5 đợt, {marked(TypedText('đạt 3 giải'))}")
    ('Tính đến 31/8 có 5 đợt, đạt 3 giải', {0: ('5', '3')})
    """
    characters: list[str] = []
    is_made: list[bool] = []
    open_marks: list[str] = []
    for character in text:
        if character in (_MADE, _TYPED):
            open_marks.append(character)
        elif character == _END:
            open_marks.pop()
        else:
            characters.append(character)
            is_made.append(bool(open_marks) and open_marks[-1] == _MADE)
    plain = "".join(characters)
    typed: dict[int, tuple[str, ...]] = {}
    start = 0
    for number, line in enumerate(plain.splitlines(keepends=True)):
        found = [m[0] for m in _NUMBER.finditer(line) if not is_made[start + m.start()]]
        if found:
            typed[number] = tuple(found)
        start += len(line)
    return plain, typed
