"""Text as every format shows it."""

import unicodedata

from welfare_stats.vietnamese import nfc

ENDING = "./."


def clean(text: str) -> str:
    """One line of visible characters; what no file format may hold (controls) is left out."""
    return nfc("".join(ch for ch in text if ch.isspace() or unicodedata.category(ch)[0] != "C"))


def ended(text: str) -> str:
    """The last words of an official document."""
    return text.rstrip(" .") + ENDING
