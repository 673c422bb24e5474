"""Reading one CSV file of the office into models, and mistakes that one file can hold.

Every mistake names the file, the line, the column and the remedy.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from welfare_stats.design.catalogue.models import DatedRow

Row = TypeVar("Row", bound=BaseModel)
Dated = TypeVar("Dated", bound=DatedRow)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that the office has to correct.

    ``line`` is the line number that an editor shows, or 0 where the whole file is meant; ``column``
    is "" where the whole line is meant.
    """

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        column = f", cột {self.column}" if self.column else ""
        line = f", dòng {self.line}" if self.line else ""
        stop = "" if self.message.endswith("?") else "."
        return f"{self.file}{line}{column}: {self.message}{stop}"


@dataclass(frozen=True, slots=True)
class CodeList(Generic[Row]):
    """The rows of one file, and the line number of each."""

    file: str
    rows: tuple[Row, ...] = ()
    lines: tuple[int, ...] = ()

    def numbered(self) -> Iterable[tuple[int, Row]]:
        """Each row with its line number."""
        return zip(self.lines, self.rows, strict=True)


def read_code_list(
    path: Path, files: Mapping[str, bytes], model: type[Row]
) -> tuple[CodeList[Row], list[Mistake]]:
    """Read one code list; where there are mistakes, the rows may be incomplete.

    Args:
        path: the file, for messages.
        files: the contents of all files that can be read, by name.
        model: of its rows.
    """
    name = path.name
    if name not in files:
        return CodeList(name), [Mistake(name, 0, "", f"không đọc được tệp {path}")]
    try:
        text = TextIOWrapper(BytesIO(files[name]), "utf-8-sig").read()
    except UnicodeDecodeError:
        message = "tệp không phải UTF-8; trong Excel hãy lưu thành “CSV UTF-8 (*.csv)”"
        return CodeList(name), [Mistake(name, 0, "", message)]
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        header = [heading.strip() for heading in next(reader, [])]
        cells = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        message = "dấu ngoặc kép mở mà không đóng, hoặc đóng sai chỗ"
        return CodeList(name), [Mistake(name, reader.line_num, "", message)]
    if mistakes := _heading_mistakes(name, header, model):
        return CodeList(name), mistakes
    lines = [line for line, _ in cells]
    mistakes = [
        Mistake(
            name,
            line,
            "",
            f"có {len(row)} ô, nhiều hơn {len(header)} cột; ô có dấu phẩy phải đặt trong ngoặc kép",
        )
        for line, row in cells
        if any(cell.strip() for cell in row[len(header) :])
    ]
    records = [
        {h: c.strip() for h, c in zip(header, row, strict=False) if h and c.strip()}
        for _, row in cells
    ]
    mistakes += _garbled_cells(name, lines, records)
    try:
        rows = TypeAdapter(list[model]).validate_python(records)  # type: ignore[valid-type]
    except ValidationError as error:
        short = _short_rows(name, len(header), cells, delimiter_of(text), error)
        refused = (_refusal_mistake(name, lines, details) for details in error.errors())
        return CodeList(name), [*mistakes, *short, *refused]
    return CodeList(name, tuple(rows), tuple(lines)), mistakes


def delimiter_of(text: str) -> str:
    """What separates the columns: Excel writes ";" where the comma is the decimal sign."""
    first_line = text.partition("\n")[0]
    return max(",;\t", key=first_line.count)


def _garbled_cells(
    file: str, lines: Sequence[int], records: Sequence[Mapping[str, str]]
) -> Iterator[Mistake]:
    """Text that some program opened in the wrong code page and saved so: "Trung tÃ¢m"."""
    for line, record in zip(lines, records, strict=True):
        for column, text in record.items():
            meant = None if text.isascii() else _as_it_was(text)
            if meant is not None:
                yield Mistake(
                    file,
                    line,
                    column,
                    f"chữ bị hỏng vì tệp đã mở bằng sai bảng mã: “{text}”, có lẽ là “{meant}”; "
                    "hãy lấy lại tệp trước khi hỏng, và mở bằng Excel qua Dữ liệu > Từ văn bản/CSV",
                )


def _as_it_was(text: str) -> str | None:
    """UTF-8 that was read as a Western code page, read rightly; ``None`` where it was not."""
    for code_page in ("cp1252", "latin-1"):
        try:
            return text.encode(code_page).decode("utf-8")
        except UnicodeError:
            continue
    return None


def _heading_mistakes(file: str, header: Sequence[str], model: type[BaseModel]) -> list[Mistake]:
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    required = [name for name, field in fields.items() if field.is_required()]
    return [
        *(Mistake(file, 1, name, "thiếu cột này") for name in required if name not in header),
        *(
            Mistake(file, 1, name, f"không có cột này; các cột là {', '.join(fields)}")
            for name in header
            if name and name not in fields
        ),
        *(
            Mistake(file, 1, name, "cột bị lặp")
            for name in set(header)
            if name and header.count(name) > 1
        ),
    ]


def _refusal_mistake(file: str, lines: Sequence[int], details: ErrorDetails) -> Mistake:
    """A cell that the model refused."""
    row, column, *_ = details["loc"]
    if details["type"] == "missing":
        message = "không được để trống"
    elif details["type"] == "enum":
        allowed = details["ctx"]["expected"].replace(" or ", ", ")
        message = f"“{details['input']}” không hợp lệ; chỉ nhận {allowed}"
    elif details["type"].startswith("int_"):
        message = f"“{details['input']}” không phải là số nguyên"
    else:
        message = details["msg"]
    return Mistake(file, lines[int(row)], str(column), message)


def _short_rows(
    file: str,
    width: int,
    cells: Sequence[tuple[int, Sequence[str]]],
    delimiter: str,
    error: ValidationError,
) -> Iterator[Mistake]:
    """Refused rows with fewer cells than any other: what is told of their cells follows from that.

    Blank cells at the end may be left out, so that fewer than there are columns is nothing unusual.
    """
    refused = dict.fromkeys(int(details["loc"][0]) for details in error.errors())
    usual = min((len(row) for at, (_, row) in enumerate(cells) if at not in refused), default=width)
    for index in refused:
        line, row = cells[index]
        if len(row) == 1 and delimiter != "," and "," in row[0]:
            yield Mistake(file, line, "", f"ngăn ô bằng dấu phẩy, mà tệp ngăn bằng “{delimiter}”")
        elif len(row) < usual:
            words = (
                f"có {len(row)} ô, các dòng khác có từ {usual} ô; có thể thiếu dấu “{delimiter}”"
            )
            yield Mistake(file, line, "", words)


def unknown_references(
    table: CodeList[Row], column: str, known: Iterable[str], what: str, heading: str = ""
) -> list[Mistake]:
    """Rows whose ``column`` names a code that does not exist.

    Args:
        table: the code list to check.
        column: a field that holds one code or several.
        known: the codes that exist.
        what: what such a code stands for, in Vietnamese, for the message.
        heading: of the column in the file, where it is not the name of the field.
    """
    known = set(known)
    mistakes = []
    for line, row in table.numbered():
        named = getattr(row, column)
        for code in named if isinstance(named, tuple) else (named,):
            if code is not None and code not in known:
                message = f"không có {what} “{code}”; hãy sửa mã hoặc thêm {what} này"
                mistakes.append(Mistake(table.file, line, heading or column, message))
    return mistakes


def date_mistakes(table: CodeList[Dated], key: Sequence[str]) -> list[Mistake]:
    """Rows that end before they begin, and rows with the same key that are in force together.

    Without a key, of which ``key`` names the fields, no two rows may be.
    """
    mistakes = []
    seen: dict[tuple[object, ...], list[tuple[int, Dated]]] = {}
    for line, row in table.numbered():
        if row.valid_to is not None and row.valid_to < row.valid_from:
            mistakes.append(Mistake(table.file, line, "valid_to", "trước ngày valid_from"))
        earlier = seen.setdefault(tuple(getattr(row, column) for column in key), [])
        mistakes.extend(
            Mistake(
                table.file,
                line,
                key[0] if key else "valid_from",
                f"trùng với dòng {other_line} trong cùng thời gian; "
                "hãy ghi valid_to cho dòng cũ hoặc bỏ một dòng",
            )
            for other_line, other in earlier
            if in_force_together(row, other)
        )
        earlier.append((line, row))
    return mistakes


def in_force_together(one: DatedRow, other: DatedRow) -> bool:
    """Whether there is a day on which both rows are in force."""
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (
        one.valid_to or date.max
    )
