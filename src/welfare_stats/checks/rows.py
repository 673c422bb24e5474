"""Rows against each other."""

from collections.abc import Iterator

from welfare_stats.findings import CellRef, Finding, kinds
from welfare_stats.submission import Submission
from welfare_stats.vietnamese import nfc


def rows_stand_once(submission: Submission) -> Iterator[Finding]:
    """A form's key (facility and case type, record code) stands once in a submission."""
    seen: dict[tuple[str, ...], CellRef] = {}
    for table in submission.tables:
        form = table.form
        name = form.key[-1]
        if name not in table.columns:
            continue
        for index, row in enumerate(table.rows):
            values = [getattr(row, key) for key in form.key]
            if any(value is None for value in values):
                continue
            cell = table.cell(index, name)
            first = seen.setdefault((form.code, *(nfc(str(value)) for value in values)), cell)
            if first is not cell:
                heading = form.columns[name].heading
                yield kinds.DUPLICATE_ROW.at(
                    cell,
                    values[-1],
                    what=f"{heading} “{values[-1]}”",
                    first=first.a1 if first.sheet == cell.sheet else f"{first.sheet}!{first.a1}",
                )
