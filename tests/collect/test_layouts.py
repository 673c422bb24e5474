"""A table of any form is read the same in any accepted layout, file format and encoding."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st

from formats import WRITERS, Looks, Rows
from legacy_text import garbled_utf8, tcvn3, vni
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.reading.rows import read_table
from welfare_stats.collect.reading.tables import find_tables
from welfare_stats.collect.reading.workbook import read_workbook
from welfare_stats.design.forms import FORMS, Form
from welfare_stats.design.forms.base import IN_WHICH
from welfare_stats.findings import Severity
from welfare_stats.vietnamese import format_number, nfc

Record = dict[str, Any]
WORDS = st.lists(
    st.sampled_from(
        [
            "Người",
            "Hộ",
            "nghèo",
            "dân",
            "tộc",
            "thiểu",
            "số",
            "tỉnh",
            "Thái",
            "Nguyên",
            "trợ",
            "cấp",
            "nuôi",
            "dưỡng",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2018, 12, 31))
CODES = st.from_regex(r"[a-z]{2,6}(_[a-z0-9]{1,6}){1,3}", fullmatch=True)


def cell_of(form: Form, name: str) -> st.SearchStrategy[Any]:
    """Values that a filled cell of the field may have."""
    if name in form.numbers:
        return st.integers(0, 10**7)
    special = {
        "case_type": CODES,
        "facility": st.from_regex(r"CS[A-Z]{2}-[0-9]{2}", fullmatch=True),
        "sex": st.sampled_from(["Nam", "Nữ"]),
        "birth": DAYS | st.integers(1930, 2018),
        "received_on": DAYS,
        "closed_on": DAYS,
        "record_code": st.from_regex(r"HS-[0-9]{1,6}", fullmatch=True),
    }
    return special.get(name, WORDS)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Form, list[Record]]:
    """A form and rows for it, as cells by field; blank cells are left out."""
    form = draw(st.sampled_from(list(FORMS.values())))
    rows = []
    for _ in range(draw(st.integers(1, 6))):
        record = {}
        for name in form.columns:
            if name == "ordinal":
                continue
            if name in (*form.required, *form.key, "received_on") or draw(st.booleans()):
                record[name] = draw(cell_of(form, name))
        rows.append(record)
    return form, rows


def without_accents(text: str) -> str:
    plain = text.replace("đ", "d").replace("Đ", "D")
    return "".join(ch for ch in normalize("NFD", plain) if not "\u0300" <= ch <= "\u036f")


SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    lambda words: words.replace(" ", "  "),
    lambda words: words.replace(" ", "\n"),
    lambda words: f" {words}: ",
    lambda words: normalize("NFD", words),
    lambda words: f"{words} (3)",
    without_accents,
]


@st.composite
def heading(draw: st.DrawFn, text: str) -> str:
    """A heading in one of the spellings that people use."""
    spell = draw(st.sampled_from(SPELLINGS))
    return spell(text)


@st.composite
def layouts(draw: st.DrawFn, form: Form, rows: list[Record]) -> tuple[Rows, dict[str, int], int]:
    """A sheet with the table, the column of each field, and the first row of data."""
    order = draw(st.permutations([n for n, c in form.columns.items() if n != "ordinal"]))
    left = draw(st.integers(0, 2))
    gaps = draw(st.lists(st.sampled_from([0, 0, 0, 1]), min_size=len(order), max_size=len(order)))
    places = [left + place + sum(gaps[:place]) for place in range(len(order))]
    width = places[-1] + 1
    sheet: Rows = [[None] * width for _ in range(draw(st.integers(0, 3)))]
    for row in sheet:
        row[0] = draw(st.sampled_from([None, "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", form.title]))
    columns = dict(zip(order, places, strict=True))
    names = {
        name: draw(heading(draw(st.sampled_from(sorted(form.columns[name].headings)))))
        for name in order
    }
    top: list[Any] = [None] * width
    low: list[Any] = [None] * width
    for name, column in columns.items():
        in_group = form.columns[name].group == IN_WHICH and draw(st.booleans())
        (low if in_group else top)[column] = names[name]
        if in_group and top[column - 1] != IN_WHICH:
            top[column] = IN_WHICH
    sheet.append(top)
    if any(low):
        sheet.append(low)
    if draw(st.booleans()):
        sheet.append(spread({place: f"({n})" for n, place in enumerate(places, start=1)}, width))
    first = len(sheet)
    for record in rows:
        sheet.append(spread({columns[name]: value for name, value in record.items()}, width))
    if draw(st.booleans()):
        sheet += [[None] * width, [None] * left + ["NGƯỜI LẬP BIỂU"], [None] * left + ["Kế toán"]]
    return sheet, columns, first


def spread(values: dict[int, Any], width: int) -> list[Any]:
    """A row with these values in these columns."""
    return [values.get(column) for column in range(width)]


ENCODINGS: list[Callable[[str], str]] = [str, str, tcvn3, vni, garbled_utf8]


def in_encoding(change: Callable[[str], str], sheet: Rows) -> Rows:
    return [[change(v) if isinstance(v, str) else v for v in row] for row in sheet]


def read(sheet: Rows, suffix: str) -> tuple[FormTable, list[str]]:
    (only_sheet,) = read_workbook(WRITERS[suffix]({"Trang 1": sheet}, Looks())).sheets
    (found,) = find_tables(only_sheet)
    table, findings = read_table(found)
    return table, [f"{f.code} {f.cell}" for f in findings if f.severity is not Severity.INFO]


def comparable(value: object) -> object:
    # TCVN3 has no codes for capitals with a tone, so case is lost.
    return nfc(value).casefold() if isinstance(value, str) else value


@given(st.data(), tables(), st.sampled_from(list(WRITERS)), st.sampled_from(ENCODINGS))
def test_a_table_is_read_as_it_was_written(
    data: st.DataObject,
    written: tuple[Form, list[Record]],
    suffix: str,
    change: Callable[[str], str],
) -> None:
    form, rows = written
    sheet, _, first = data.draw(layouts(form, rows))
    table, findings = read(in_encoding(change, sheet), suffix)
    assert (table.form.code, findings) == (form.code, [])
    assert list(table.row_numbers) == list(range(first, first + len(rows)))
    for record, row in zip(rows, table.rows, strict=True):
        for name in form.columns:
            if name != "ordinal":
                assert comparable(getattr(row, name)) == comparable(record.get(name)), name


@given(st.data(), tables(), st.sampled_from(list(WRITERS)))
def test_numbers_typed_as_text_are_read_the_same(
    data: st.DataObject, written: tuple[Form, list[Record]], suffix: str
) -> None:
    form, rows = written
    sheet, columns, first = data.draw(layouts(form, rows))
    ways: st.SearchStrategy[Callable[[int], str]] = st.sampled_from(
        [str, format_number, lambda n: format_number(n).replace(".", " "), lambda n: f"'{n} ",
         lambda n: str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))]
    )  # fmt: skip
    for number, record in enumerate(rows, start=first):
        for name in form.numbers.keys() & record.keys():
            sheet[number][columns[name]] = data.draw(ways)(record[name])
    table, findings = read(sheet, suffix)
    assert findings == []
    for record, row in zip(rows, table.rows, strict=True):
        assert {n: getattr(row, n) for n in form.numbers} == {
            n: record.get(n) for n in form.numbers
        }


WRONG = {
    "amount": [-1, "-", "x", "…", "năm", "1,500", True, "#REF!", "1.2.3", dt.date(2018, 9, 5)],
    "number": ["26,85", 26.85, -1, "-", "x", "…", "năm", "1,000", True, "#REF!", "5²", "1.2.3",
               dt.date(2018, 9, 5), dt.time(1, 45)],
    "day": ["hôm qua", "31/2/2018", "13/13/2018", 0, True, "#N/A", "tháng 9", dt.time(1, 45)],
    "sex": ["N", 1, "#VALUE!"],
    "code": ["#NAME?", True, 7.5],
}  # fmt: skip


@given(st.data(), tables(), st.sampled_from(list(WRITERS)))
def test_a_wrong_cell_is_the_only_one_reported(
    data: st.DataObject, written: tuple[Form, list[Record]], suffix: str
) -> None:
    form, rows = written
    sheet, columns, first = data.draw(layouts(form, rows))
    sort_of = dict.fromkeys(form.numbers, "number") | {
        "amount": "amount", "birth": "day", "received_on": "day", "closed_on": "day",
        "sex": "sex", "facility": "code",
    }  # fmt: skip
    name = data.draw(st.sampled_from(sorted(sort_of.keys() & columns.keys())))
    row = data.draw(st.integers(first, first + len(rows) - 1))
    before = sheet[row][columns[name]]
    sheet[row][columns[name]] = data.draw(st.sampled_from(WRONG[sort_of[name]]))
    table, findings = read(sheet, suffix)
    place = table.cell(row - first, name).a1
    assert [finding.split()[1] for finding in findings] == [place], (before, findings)
    assert set(table.refused) == {(row - first, name)}
    for number, (record, model) in enumerate(zip(rows, table.rows, strict=True)):
        for field in form.columns:
            if (number, field) not in table.refused and field != "ordinal":
                assert comparable(getattr(model, field)) == comparable(record.get(field))
