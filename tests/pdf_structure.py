"""The structure of a tagged PDF file."""

from collections.abc import Iterator

import pikepdf


def structure_of(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The elements of the structure tree of a PDF file."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from structure_of(child)
    elif isinstance(element, pikepdf.Dictionary):
        yield element
        if "/K" in element:
            yield from structure_of(element.K)
