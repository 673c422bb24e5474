"""The texts that the office writes for a year, in a plain text file under headings."""

from dataclasses import dataclass
from pathlib import Path

from welfare_stats.errors import ConfigurationError
from welfare_stats.vietnamese import fold, nfc

_HEADINGS = {
    "Lưu ý về số liệu": "data_notes",
    "Tồn tại, hạn chế": "limitations",
    "Phương hướng, nhiệm vụ": "plans",
    "Kiến nghị, đề xuất": "proposals",
}


@dataclass(frozen=True, slots=True)
class YearText:
    """The paragraphs under each heading; empty where the office wrote nothing."""

    data_notes: tuple[str, ...] = ()
    limitations: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


def read_year_text(path: Path) -> YearText:
    """Read the file of the year; each line under a "# heading" is a paragraph.

    Raises:
        ConfigurationError: an unknown heading, or text above the first one; names the line.
    """
    if not path.exists():
        return YearText()
    by_key = {fold(heading): name for heading, name in _HEADINGS.items()}
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(_lines(path), start=1):
        text = nfc(line)
        if text.startswith("#"):
            name = by_key.get(fold(text))
            if name is None:
                raise ConfigurationError(
                    f"{path}, dòng {number}: không có mục “{text.lstrip('# ')}”. "
                    f"Các mục được dùng: {'; '.join(_HEADINGS)}."
                )
            current = found.setdefault(name, [])
        elif text:
            if current is None:
                raise ConfigurationError(
                    f"{path}, dòng {number}: có chữ trước đề mục đầu tiên. "
                    "Hãy đặt đề mục, ví dụ “# Tồn tại, hạn chế”, lên trên."
                )
            current.append(text)
    return YearText(**{name: tuple(paragraphs) for name, paragraphs in found.items()})


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"{path}: tệp không phải UTF-8. Trong Notepad hãy lưu với mã hóa UTF-8."
        ) from None
