"""What texts of a workbook may mean, before it is known who sends it and for which period."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from welfare_stats.collect.reading.headings import NO_OTHERS, FieldsByHeading
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.catalogue.labels import CaseTypeLabels, plain_label
from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.vietnamese import fold


@dataclass(frozen=True)
class Vocabulary:
    """The office's own headings, and the codes and labels of case types.

    ``ignored`` has codes of forms with folded headings and labels of which nothing is taken.
    """

    headings: FieldsByHeading = field(default_factory=lambda: NO_OTHERS)
    codes: Collection[str] = frozenset()
    labels: CaseTypeLabels = field(default_factory=lambda: CaseTypeLabels(()))
    ignored: frozenset[tuple[str, str]] = frozenset()

    def is_ignored(self, texts: Iterable[str], form: str) -> bool:
        """Whether the office has said that nobody asks for what one of the texts names."""
        return bool(self.ignored) and any(
            (form, fold(way)) in self.ignored for text in texts for way in (text, plain_label(text))
        )


FORMS_ALONE = Vocabulary()
"""Knows only what the forms declare."""


def vocabulary_of(catalogue: Catalogue, year: int | None) -> Vocabulary:
    """What the office's code lists add to what the forms declare.

    Args:
        catalogue: the code lists.
        year: the year that the file's folder is named after, if any.
    """
    return Vocabulary(
        catalogue.fields_by_heading(year),
        catalogue.case_type_codes,
        catalogue.labels_in(year),
        catalogue.ignored_texts(year),
    )


def unknown_label(cell: CellRef, text: str, form: str, labels: CaseTypeLabels) -> Finding:
    """The finding for a label that is that of no case type of a form."""
    near = "; ".join(f"“{case_type.label}”" for case_type in labels.nearest(text, form))
    candidates = f" (gần nhất: {near})" if near else ""
    return kinds.UNKNOWN_LABEL.at(cell, text, form=form, candidates=candidates)
