"""The store of observations: Parquet files, each named by the hash of its content."""

from collections.abc import Collection
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from welfare_stats.atomic import UNFINISHED, write_atomically
from welfare_stats.collect.observations import SCHEMA


def write_observations(folder: Path, table: pa.Table) -> str:
    """Write a table to a file named by its content, and return the name.

    The file appears whole or not at all. It is of no effect until the register names it.
    """
    buffer = BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    name = f"{sha256(buffer.getvalue()).hexdigest()}.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if not target.exists():
        write_atomically(target, buffer.getvalue())
    return name


def read_observations(folder: Path, name: str, scopes: Collection[tuple[str, str]]) -> pd.DataFrame:
    """The observations of one file that are of these scopes; columns as in ``SCHEMA``."""
    frame: pd.DataFrame = pq.read_table(folder / name, schema=SCHEMA).to_pandas()
    return frame[pd.MultiIndex.from_frame(frame[["form", "facility"]]).isin(scopes)]


def sweep(folder: Path, named: Collection[str]) -> None:
    """Remove what a killed run left behind: files that the register does not name.

    If the register names no file at all, it is new or was lost. Then only unfinished files go.
    """
    for path in folder.glob(f"*{UNFINISHED}"):
        path.unlink()
    if named:
        for path in folder.glob("*.parquet"):
            if path.name not in named:
                path.unlink()
