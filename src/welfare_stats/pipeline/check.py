"""Checks files without entering them in the register."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from welfare_stats.clock import today
from welfare_stats.collect.inbox import submitted_files
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.assessing import (
    NOBODY,
    FileResult,
    Listener,
    assessed,
    received_files,
    result_of,
    secret_of,
    workers_of_this_machine,
)
from welfare_stats.pipeline.gathering import reference_for
from welfare_stats.pipeline.neighbours import Neighbours
from welfare_stats.register import Register, state_after
from welfare_stats.validate.reassess import reassess
from welfare_stats.workspace import Workspace


def check(
    workspace: Workspace,
    paths: Collection[Path],
    catalogue: Catalogue,
    listener: Listener = NOBODY,
) -> list[FileResult]:
    """Read and check files as ``ingest`` would; the register is only read."""
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
        secret = secret_of(workspace, register, make=False)
        files = (
            replace(file, waivers=state.waivers(file.sha256))
            for file in received_files(workspace, submitted_files(paths), paths, listener.changing)
        )
        results = []
        neighbours = Neighbours(register)
        workers = workers_of_this_machine()
        for file, assessment in assessed(files, workspace, catalogue, workers, secret):
            reference = reference_for(register, state, file, assessment, neighbours, catalogue)
            day = state.days.of(file.sha256) or today()
            judged = reassess(assessment, file, reference, day, catalogue)
            results.append(result_of(file, judged, reference))
    return results
