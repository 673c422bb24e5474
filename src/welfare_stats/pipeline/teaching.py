"""What a person said of unknown headings and labels, written into the office's code lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from welfare_stats.atomic import write_together
from welfare_stats.design.catalogue import CaseType, Catalogue, read_catalogue
from welfare_stats.design.catalogue.code_lists import read_code_list
from welfare_stats.design.catalogue.editing import with_cell, with_row, with_same_style
from welfare_stats.design.catalogue.labels import plain_label
from welfare_stats.design.catalogue.loading import CASE_TYPES_FILE, HEADINGS_FILE
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.pipeline.layouts import Layout, Proposal, Unrecognised, What
from welfare_stats.vietnamese import clean, fold

_COLUMNS_OF_HEADINGS = ("form", "field", "heading", "valid_from", "valid_to")
_BEGINS_A_FORMULA = "=+-@ "


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text that was not understood, and what it means."""

    item: Unrecognised
    means: Proposal

    @property
    def text(self) -> str:
        """The text as it is kept: neither a formula for Excel nor several names."""
        text = self.item.text if self.item.what is What.HEADING else plain_label(self.item.text)
        kept = clean(text).lstrip(_BEGINS_A_FORMULA)
        return kept if self.means.kind == "field" else kept.replace(";", ",")


@dataclass(frozen=True, slots=True)
class Change:
    """The code lists as they are to be, where they are to be changed, by name of the file."""

    files: Mapping[str, bytes]
    catalogue: Catalogue


def change_for(
    lessons: Sequence[Lesson], layout: Layout, catalogue: Catalogue, folder: Path, today: date
) -> Change:
    """The code lists with what was learnt, read back; nothing is written.

    Args:
        lessons: what was learnt.
        layout: the layout that was taught.
        catalogue: the office's code lists.
        folder: where they lie, for messages.
        today: tells the year from which headings are in force, where the workbook does not.

    Raises:
        ConfigurationError: the code lists would not be right.
    """
    files = dict(catalogue.files)
    for lesson in lessons:
        if lesson.means.kind == "field":
            files[HEADINGS_FILE] = _with_heading(files, lesson, valid_from(layout, today))
        else:
            files[CASE_TYPES_FILE] = _with_name(files, lesson, layout.day)
    changed = {name: file for name, file in files.items() if catalogue.files.get(name) != file}
    return Change(changed, read_catalogue(files, FORMS, folder))


def valid_from(layout: Layout, today: date) -> date:
    """The day from which headings are in force: the first of the year of the workbook's period."""
    return date((layout.day or today).year, 1, 1)


def write_change(change: Change, catalogue: Catalogue, folder: Path) -> None:
    """Write the changed code lists, all or none.

    Raises:
        ConfigurationError: somebody has changed one of them since they were read.
        OSError: one of them cannot be written.
    """
    for name in change.files:
        path = folder / name
        if (path.read_bytes() if path.exists() else None) != catalogue.files.get(name):
            raise ConfigurationError(
                f"{path} vừa được sửa trong lúc hỏi; không ghi gì. Hãy chạy lại lệnh này."
            )
    write_together({folder / name: content for name, content in change.files.items()})


def _with_heading(files: Mapping[str, bytes], lesson: Lesson, since: date) -> bytes:
    content = files.get(HEADINGS_FILE)
    if content is None:
        content = with_same_style(files[CASE_TYPES_FILE], _COLUMNS_OF_HEADINGS)
    values = {
        "form": lesson.item.form or "",
        "field": lesson.means.key,
        "heading": lesson.text,
        "valid_from": since.isoformat(),
    }
    return with_row(content, values)


def _with_name(files: Mapping[str, bytes], lesson: Lesson, day: date | None) -> bytes:
    """The case types with another name of one, in the row in force on the day or else the last."""
    table, _ = read_code_list(Path(CASE_TYPES_FILE), files, CaseType)
    line, row = max(
        (numbered for numbered in table.numbered() if numbered[1].code == lesson.means.key),
        key=lambda numbered: (day and numbered[1].in_force(day), numbered[1].valid_from),
    )
    names = dict.fromkeys((*row.other_names, lesson.text))
    return with_cell(files[CASE_TYPES_FILE], line, "other_names", "; ".join(names))


def same_text(one: Unrecognised, other: Unrecognised) -> bool:
    """Whether both are the same text on the same form, so that one answer is that to both."""
    return (one.what, one.form, _key(one)) == (other.what, other.form, _key(other))


def _key(item: Unrecognised) -> str:
    return fold(plain_label(item.text))
