"""What a register holds and what is made from it, to compare registers of different places."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.register import Receipt, Register
from welfare_stats.settings import SharedRegister
from welfare_stats.workspace import Workspace


def receipts(place: Path | SharedRegister) -> list[Receipt]:
    with Register.open(place) as register:
        return register.history().receipts


def remembered(place: Path | SharedRegister) -> list[tuple[object, ...]]:
    """All that a register holds but what each has of its own: numbers of entries and moments."""
    with Register.open(place) as register:
        return [
            (
                replace(entry, id=0, recorded_at=dt.datetime.min),
                register.kept_files(entry.id),
                *register.findings([entry.id]).values(),
                *register.figures({entry.id: getattr(entry, "scopes", ())}).values(),
                [(record, where) for record, _, *where in register.records(entry.id)],
            )
            for entry in register.history().entries
        ]


def reported(workspace: Workspace, catalogue: Catalogue) -> dict[str, bytes]:
    """The report of 2018 in every format, with the internal workbook, by name."""
    published = publish(workspace, catalogue, ReportOrder(ReportScope(2018)))
    files = [*published, published.internal]
    return {file.path.name: file.path.read_bytes() for file in files}
