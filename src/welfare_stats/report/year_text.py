"""The texts that the office writes for a year, in a plain text file under headings.

Each line is a paragraph. Lists are typed as people type them: "- …", "+ …", "1. …", "a) …". Lines
in square brackets are hints for who writes, and are not printed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from welfare_stats.errors import ConfigurationError
from welfare_stats.vietnamese import fold, nfc

SECTIONS = {
    "Căn cứ": "basis",
    "Tình hình chung, công tác chỉ đạo": "direction",
    "Lưu ý về số liệu": "data_notes",
    "Kết quả đạt được": "results",
    "Tồn tại, hạn chế": "limitations",
    "Nguyên nhân": "causes",
    "Phương hướng, nhiệm vụ": "plans",
    "Kiến nghị, đề xuất": "proposals",
}
"""The headings that the file may have, with their names in the template of the text."""


@dataclass(frozen=True, slots=True)
class YearText:
    """The paragraphs under each heading, with their marks; empty where the office wrote nothing."""

    basis: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    data_notes: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    limitations: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


_DASH = re.compile(r"[-–—•*][ \t]+")
_MARK = re.compile(r"(\+|\d{1,2}[.)]|[a-zđ]\))[ \t]+")


def item_of(line: str) -> tuple[str, str]:
    """The mark with which a line is an item of a list, "" if it is none, and its text.

    >>> item_of("- Mức chuẩn còn thấp."), item_of("2. Nhiệm vụ"), item_of("1.500 người")
    (('-', 'Mức chuẩn còn thấp.'), ('2.', 'Nhiệm vụ'), ('', '1.500 người'))
    """
    if dash := _DASH.match(line):
        return "-", line[dash.end() :]
    if mark := _MARK.match(line):
        return mark[1], line[mark.end() :]
    return "", line


def read_year_text(path: Path) -> YearText:
    """Read the file of the year.

    Raises:
        ConfigurationError: an unknown heading, or text above the first one; names the line.
    """
    if not path.exists():
        return YearText()
    by_key = {fold(heading): name for heading, name in SECTIONS.items()}
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, text in _lines(path):
        if text.startswith("#"):
            name = by_key.get(fold(text))
            if name is None:
                raise ConfigurationError(
                    f"{path}, dòng {number}: không có mục “{text.lstrip('# ')}”. "
                    f"Các mục được dùng: {'; '.join(SECTIONS)}."
                )
            current = found.setdefault(name, [])
        elif current is None:
            raise ConfigurationError(
                f"{path}, dòng {number}: có chữ trước đề mục đầu tiên. "
                "Hãy đặt đề mục, ví dụ “# Tồn tại, hạn chế”, lên trên."
            )
        else:
            current.append(" ".join(part for part in item_of(text) if part))
    return YearText(**{name: tuple(paragraphs) for name, paragraphs in found.items()})


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"{path}: tệp không phải UTF-8. Trong Notepad hãy lưu với mã hóa UTF-8."
        ) from None
    for number, line in enumerate(lines, start=1):
        text = nfc(line)
        if text and not (text.startswith("[") and text.endswith("]")):
            yield number, text
