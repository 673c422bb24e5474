"""Checks files without entering them in the register."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from welfare_stats.collect.inbox import submitted_files
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.assessing import (
    FileResult,
    assessors,
    default_jobs,
    last_id,
    received_files,
    reference_for,
    result_of,
)
from welfare_stats.register import Register, scopes_elsewhere
from welfare_stats.validate.assess import reassess
from welfare_stats.workspace import Workspace


def check(
    workspace: Workspace,
    paths: Collection[Path],
    catalogue: Catalogue,
    *,
    on_changing: Callable[[str], None] = lambda _: None,
) -> list[FileResult]:
    """Read and check files as ``ingest`` would, without changing register or store.

    Args:
        workspace: the office's workspace.
        paths: files, or folders of files.
        catalogue: the office's code lists.
        on_changing: called with the name of a file that somebody is writing to; it is left out.
    """
    with ExitStack() as stack:
        register: Register | None = None
        if workspace.register.exists():
            register = stack.enter_context(Register.open(workspace.register))
        receipts = register.receipts() if register else []
        before = last_id(receipts)
        results = []
        files = (
            replace(file, waivers=register.waivers(file.sha256) if register else ())
            for file in received_files(workspace, submitted_files(paths), paths, on_changing)
        )
        assess_all = stack.enter_context(
            assessors(workspace, catalogue, default_jobs(), make_secret=False)
        )
        for file, assessment in assess_all(files):
            # A file that was entered before is not compared with itself.
            others = [receipt for receipt in receipts if receipt.sha256 != file.sha256]
            elsewhere = scopes_elsewhere(others, assessment.unit, assessment.scopes)
            people = register.people_elsewhere(assessment) if register else []
            reference = reference_for(workspace, assessment, others, before, elsewhere, people)
            judged = reassess(assessment, file, reference, date.today(), catalogue)
            results.append(result_of(file, judged))
    return results
