"""The long table of values, each with its cell, and its store of Parquet files."""

import os
from collections.abc import Collection
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from welfare_stats.submission import Submission

SCHEMA = pa.schema(
    [
        ("unit", pa.string()),  # code of the unit that sent it
        ("facility", pa.string()),  # code, "" on forms that know no facilities
        ("form", pa.string()),
        ("case_type", pa.string()),
        ("measure", pa.string()),  # values of forms.Measure
        ("breakdown", pa.string()),  # values of forms.Breakdown
        ("period_start", pa.date32()),
        ("period_end", pa.date32()),
        ("value", pa.float64()),  # in the case type's unit; amounts in nghìn đồng
        ("note", pa.string()),
        ("path", pa.string()),  # file as named in the register
        ("sheet", pa.string()),
        ("cells", pa.string()),  # A1 address, or the run of cells counted
    ]
)
"""One row a value. A blank cell has no row: it is "not reported", which is not 0."""


def observations_of(submission: Submission, path: str) -> pa.Table:
    """The values of an accepted submission, whose unit and period are known."""
    unit, period = submission.unit, submission.period
    if unit is None or period is None:
        raise ValueError(f"{path}: observations need a unit and a period")
    figures = [f for f in (*submission.typed, *submission.counted) if f.value is not None]
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


def write_observations(folder: Path, table: pa.Table) -> str:
    """Store a table in a file named by its content; returns the name.

    The file appears whole or not at all, and counts only once the register names it.
    """
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    name = f"{sha256(buffer.getvalue()).hexdigest()}.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if not target.exists():
        partial = target.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(buffer.getvalue())
            file.flush()
            os.fsync(file.fileno())  # the register must never name a file that a power cut emptied
        partial.replace(target)
    return name


def read_observations(folder: Path, name: str, scopes: Collection[tuple[str, str]]) -> pd.DataFrame:
    """The values of one file that are of these forms and facilities; columns as in ``SCHEMA``."""
    frame: pd.DataFrame = pq.read_table(folder / name, schema=SCHEMA).to_pandas()
    return frame[pd.MultiIndex.from_frame(frame[["form", "facility"]]).isin(scopes)]


def sweep(folder: Path, named: Collection[str]) -> None:
    """Remove what a killed run left behind: files that the register does not name.

    A register that names none at all is new or lost; then nothing is removed but what was never
    finished.
    """
    for path in folder.glob("*.partial"):
        path.unlink()
    if named:
        for path in folder.glob("*.parquet"):
            if path.name not in named:
                path.unlink()
