"""Units in a sentence: their names, or where these would be many, how many units they are."""

from collections.abc import Callable, Collection

MOST_NAMES = 3


def names_or_count(names: Collection[str], as_words: Callable[[int], str] = str) -> str:
    """The names of some units, or how many they are.

    Args:
        names: of the units.
        as_words: how the count is written.

    >>> names_or_count(["Võ Nhai", "Đại Từ"]), names_or_count("ABCD")
    ('Võ Nhai, Đại Từ', '4 đơn vị')
    """
    if len(names) > MOST_NAMES:
        return f"{as_words(len(names))} đơn vị"
    return ", ".join(names)
