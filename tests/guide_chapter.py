"""The chapter of the guide on changes of law and units: the rows that it shows, as files have them.

A block belongs to the file that the text above it names last.
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from conftest import REPOSITORY

GUIDE = REPOSITORY / "docs" / "huong-dan.md"
CHAPTER = "Đổi luật, đổi đơn vị"
TEMPLATE = "templates/bao-cao.txt.j2"
_FILE = re.compile(r"`(catalogue/\w+\.csv|templates/[\w.-]+)`")


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of the chapter, and the file that it is to stand in."""

    file: str
    text: str


def edits() -> dict[str, list[Shown]]:
    """The blocks of each section of the chapter, by its heading."""
    guide = GUIDE.read_text("utf-8")
    chapter = re.search(rf"^## \d+\. {CHAPTER}\n(.*?)^## ", guide, re.MULTILINE | re.DOTALL)
    assert chapter, CHAPTER
    sections = re.split(r"^### (.+)\n", chapter[1], flags=re.MULTILINE)[1:]
    return {
        heading: _shown(text) for heading, text in zip(sections[::2], sections[1::2], strict=True)
    }


def _shown(text: str) -> list[Shown]:
    parts = text.split("```\n")
    return [
        Shown(_FILE.findall(above)[-1], block)
        for above, block in zip(parts[::2], parts[1::2], strict=False)
    ]


def apply(root: Path, shown: Shown) -> None:
    """Do with a file of a workspace what the chapter says."""
    path = root / shown.file
    text = path.read_text("utf-8")
    if shown.file == TEMPLATE:
        place = "# III. ĐÁNH GIÁ"
        assert text.count(place) == 1
        path.write_text(text.replace(place, shown.text + place), "utf-8")
        return
    header, *lines = text.splitlines()
    columns = header.split(",")
    for row in shown.text.splitlines():
        meant = _but_its_end(columns, row)
        same = [number for number, line in enumerate(lines) if _but_its_end(columns, line) == meant]
        if same and "valid_to" in columns:
            lines[same[0]] = row
        else:
            lines.append(row)
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")


def _but_its_end(columns: list[str], row: str) -> dict[str, str]:
    """A row without the day on which it ends."""
    cells = dict(zip(columns, next(csv.reader([row])), strict=False))
    return {name: cell for name, cell in cells.items() if name != "valid_to"}
