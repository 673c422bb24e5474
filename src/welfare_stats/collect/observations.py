"""The long table of a submission's values, each with the cell that it comes from."""

import pyarrow as pa

from welfare_stats.collect.submission import Submission

SCHEMA = pa.schema(
    [
        ("unit", pa.string()),  # code of the unit that sent it
        ("facility", pa.string()),  # code, "" on forms without facilities
        ("form", pa.string()),
        ("case_type", pa.string()),
        ("measure", pa.string()),  # values of forms.Measure
        ("breakdown", pa.string()),  # values of forms.Breakdown
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("value", pa.float64()),  # in the case type's unit; amounts in nghìn đồng
        ("note", pa.string()),
        ("path", pa.string()),  # the file's name in the register
        ("sheet", pa.string()),
        ("cells", pa.string()),  # A1 address, or the range of cells that was counted
    ]
)
"""One row per value. A blank cell has no row: it means "not reported", not 0."""


def observations_of(submission: Submission, path: str) -> pa.Table:
    """The values of a submission whose unit and period are known.

    Args:
        submission: may still have findings; cells that could not be read give no row.
        path: the file's name in the register.

    Raises:
        ValueError: unit or period are unknown.
    """
    unit, period = submission.unit, submission.period
    if unit is None or period is None:
        raise ValueError(f"{path}: observations need a unit and a period")
    figures = [f for f in (*submission.typed, *submission.listed) if f.value is not None]
    return pa.table(
        {
            "unit": [unit.code] * len(figures),
            "facility": [f.key.facility for f in figures],
            "form": [f.form for f in figures],
            "case_type": [f.key.case_type for f in figures],
            "measure": [f.key.measure.value for f in figures],
            "breakdown": [f.key.breakdown.value for f in figures],
            "period_start": [period.start] * len(figures),
            "period_end": [period.end] * len(figures),
            "value": [f.value for f in figures],
            "note": [f.note for f in figures],
            "path": [path] * len(figures),
            "sheet": [f.place.sheet for f in figures],
            "cells": [f.cells for f in figures],
        },
        schema=SCHEMA,
    )
