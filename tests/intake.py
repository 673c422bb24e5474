"""Files saved into a workspace and taken in, as a run of the program would."""

import datetime as dt
from pathlib import Path

from formats import Sheets
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.workers import ChildProcesses
from welfare_stats.workspace import Workspace
from workbooks import workbook_bytes

DAY = dt.date(2018, 9, 3)
ONE_WORKER = ChildProcesses(1)


def save(workspace: Workspace, name: str, sheets: Sheets | bytes) -> Path:
    path = workspace.raw / "2018" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sheets if isinstance(sheets, bytes) else workbook_bytes(sheets))
    return path


def run(workspace: Workspace, catalogue: Catalogue, *paths: Path, jobs: int = 1) -> list[str]:
    """Ingest; name and outcome of each file."""
    results = ingest(
        workspace, catalogue, paths=paths, received_on=DAY, workers=ChildProcesses(jobs)
    )
    return [f"{Path(result.path).name}: {result.outcome}" for result in results]
