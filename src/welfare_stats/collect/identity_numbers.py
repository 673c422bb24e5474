"""Numbers of identity papers, as people type them."""

import re

OLD_IDENTITY, NEW_IDENTITY = 9, 12
"""How many digits a CMND has, and a CCCD (số định danh cá nhân)."""
_SEPARATORS = re.compile(r"[\s.\-]")


def plain_identity_number(typed: str) -> str:
    """An identity number without the dots, hyphens and spaces that people type into it."""
    return _SEPARATORS.sub("", typed)


def is_identity_number(number: str) -> bool:
    """Whether a text is digits only and as long as a CMND or a CCCD."""
    return only_digits(number) and len(number) in (OLD_IDENTITY, NEW_IDENTITY)


def only_digits(text: str) -> bool:
    """Whether the text consists of the digits 0 to 9 only."""
    return text.isascii() and text.isdigit()
