"""An .xls file that xlrd gives up for a flaw beside its cells is read whole, or refused."""

import struct
from collections.abc import Iterator

import pytest

from formats import Computed, Looks, as_xls
from welfare_stats.collect.reading import xls_second_reader
from welfare_stats.collect.reading.xls import read_xls
from welfare_stats.collect.reading.xls_records import records_of_sheets, stream_of
from welfare_stats.collect.reading.xls_second_reader import read_xls_again
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.validate.assess import assess
from workbooks import centre, district, put

FLAWS = {"write access": 0x5C, "date mode": 0x22, "number format": 0x41E, "style": 0x293,
         "page breaks": 0x1B, "column breaks": 0x1A, "begin of file": 0x809}  # fmt: skip


def records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Offset, type and size of each record of a file of xlwt."""
    at = 512
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        if not kind:
            return
        yield at, kind, size
        at += 4 + size


def flawed(content: bytes, wrong: int) -> bytes:
    """The file with nonsense in the first record of a type."""
    at, size = next((at, size) for at, kind, size in records(content) if kind == wrong)
    return content[: at + 4] + b"\xff" * size + content[at + 4 + size :]


@pytest.mark.parametrize("flaw", FLAWS.values(), ids=FLAWS)
def test_it_is_read_with_all_that_has_no_value(flaw: int, catalogue: Catalogue) -> None:
    sheets = put(district(), "HX-01!G7", "#REF!")
    put(sheets, "HX-01!G8", Computed("D8+E8-F8", 2019))
    put(sheets, "HX-02!E7", "=1+1")
    looks = Looks(hidden_rows=(8,), hidden_columns=(9,))
    content = as_xls(sheets, looks)
    whole, found = (
        assess(data, "data/raw/2018/tệp.xls", catalogue)
        for data in (content, flawed(content, flaw))
    )
    assert len(whole.findings) > 4
    assert found.findings == whole.findings


def test_uncalculated_formulas_and_dates_are_the_same() -> None:
    content = as_xls(put(centre(), "CS-01!G7", "=1+1"), Looks(merged=((6, 1, 7, 1),)))
    assert read_xls_again(content)[0] == read_xls(content)[0]


@pytest.mark.parametrize("flaw", FLAWS.values(), ids=FLAWS)
def test_what_is_not_seen_as_it_is_stored_is_the_same(flaw: int, catalogue: Catalogue) -> None:
    sheets = put(district(), "HX-01!G8", Computed("D8+E8-F8", 2095))
    looks = Looks(
        low_rows=(8,), narrow_columns=(9,), struck=frozenset({(6, 3), (7, 6)}),
        white=frozenset((9, column) for column in range(13)),
        codes={(6, 4): "0%", (6, 5): '#,##0".000"', (6, 10): "#,##0,"},
    )  # fmt: skip
    content = as_xls(sheets, looks)
    whole, found = (
        assess(data, "data/raw/2018/tệp.xls", catalogue)
        for data in (content, flawed(content, flaw))
    )
    codes = {finding.code for finding in whole.findings}
    assert codes >= {"cell.struck-through", "table.hidden-part", "cell.shown-otherwise"}
    assert found.findings == whole.findings


def test_a_cell_that_the_reader_passes_over_is_no_blank_cell() -> None:
    content = as_xls(district())
    [first, _], _ = read_xls_again(content)
    rows = [list(row) for row in first.rows]
    rows[6][6] = ""
    records_of_first, _ = records_of_sheets(stream_of(content), only_formulas=False)
    sheet = xls_second_reader._sheet(
        "HX-01", rows, records_of_first, {}, is_calculated=True, is_hidden=False
    )
    assert sheet.unreadable == {(6, 6): "?"}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_ends_too_early_stays_damaged(share: float, catalogue: Catalogue) -> None:
    content = flawed(as_xls(district()), FLAWS["style"])
    for end in (int(len(content) * share), int(len(content) * share) // 512 * 512):
        [finding] = assess(content[:end], "data/raw/2018/tệp.xls", catalogue).findings
        assert finding.code == "file.damaged"


def test_cells_far_apart_are_refused_before_the_reader_allocates(catalogue: Catalogue) -> None:
    content = flawed(as_xls(put(district(), "HX-02!A30000", "x")), FLAWS["style"])
    at = next(at for at, kind, _ in reversed(list(records(content))) if kind == 0xFD)
    far = content[: at + 6] + struct.pack("<H", 250) + content[at + 8 :]
    [finding] = assess(far, "data/raw/2018/tệp.xls", catalogue).findings
    assert finding.code == "file.damaged"
