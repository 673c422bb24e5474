"""What texts of a workbook may mean, before it is known who sends it and for which period."""

from collections.abc import Collection
from dataclasses import dataclass, field

from welfare_stats.collect.reading.headings import NO_OTHERS, FieldsByHeading
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.catalogue.labels import CaseTypeLabels


@dataclass(frozen=True)
class Vocabulary:
    """The office's own headings, and the codes and labels of case types of all times."""

    headings: FieldsByHeading = field(default_factory=lambda: NO_OTHERS)
    codes: Collection[str] = frozenset()
    labels: CaseTypeLabels = field(default_factory=lambda: CaseTypeLabels(()))


FORMS_ALONE = Vocabulary()
"""Knows only what the forms declare."""


def vocabulary_of(catalogue: Catalogue) -> Vocabulary:
    """What the office's code lists add to what the forms declare."""
    return Vocabulary(
        catalogue.fields_by_heading,
        catalogue.case_type_codes,
        catalogue.at_any_time().labels,
    )
