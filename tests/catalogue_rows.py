"""Rows of the catalogue, to be varied."""

import datetime as dt
from dataclasses import replace

from welfare_stats.design.catalogue import Catalogue, Deadline


def deadline(label: str, start: str, end: str, due: str = "", to: str = "PLDTBXH") -> Deadline:
    """A deadline for HX-01, due on the last day of its period."""
    return Deadline.model_validate(
        {
            "code": "ky",
            "label": label,
            "reporters": to,
            "forms": "HX-01",
            "period_start": start,
            "period_end": end,
            "due": due or end,
            "valid_from": "2014-01-01",
        }
    )


def with_unit(catalogue: Catalogue, code: str, *days: str) -> Catalogue:
    """The catalogue in which a unit existed on these days, "2014-01-01 – 2018-06-30"."""
    row = next(unit for unit in catalogue.units if unit.code == code)
    spans = [(start.strip(), end.strip()) for start, end in (span.split("–") for span in days)]
    rows = [
        row.model_copy(
            update={
                "valid_from": dt.date.fromisoformat(start),
                "valid_to": dt.date.fromisoformat(end) if end else None,
            }
        )
        for start, end in spans
    ]
    others = [unit for unit in catalogue.units if unit.code != code]
    return replace(catalogue, units=(*others, *rows))
