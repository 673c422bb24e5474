"""Malicious and damaged files are refused with a reason and do no harm to the run."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import openpyxl
import pytest

from formats import WRITERS, Looks
from intake import DAY, save
from packages import SHEET, Change, added, repacked, replaced
from welfare_stats.collect.reading import package
from welfare_stats.collect.reading.sheet import UnreadableFileError
from welfare_stats.collect.reading.workbook import read_workbook
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace
from workbooks import home, workbook_bytes


def finding(content: bytes) -> tuple[str, str]:
    with pytest.raises(UnreadableFileError) as raised:
        read_workbook(content)
    return raised.value.finding.code, raised.value.finding.message


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (replaced(SHEET, b"<worksheet", BOMB + b"<worksheet"), "file.suspicious"),
        (added("docProps/x.xml", '<!DOCTYPE x SYSTEM "file:///etc/passwd">'.encode("utf-16-le")),
         "file.suspicious"),
        (replaced(SHEET, b"</sheetData>", b"</sheetDat"), "file.damaged"),
        (lambda members: members.pop("xl/_rels/workbook.xml.rels"), "file.damaged"),
        (lambda members: members.pop(SHEET), "file.damaged"),
        (replaced("xl/workbook.xml", b"<workbook", b"<workbok"), "file.damaged"),
    ],
)  # fmt: skip
def test_a_package_that_no_spreadsheet_program_writes_is_refused(change: Change, code: str) -> None:
    assert finding(repacked(workbook_bytes(home()), change))[0] == code


def test_parts_that_nobody_reads_may_be_in_any_encoding(catalogue: Catalogue) -> None:
    item = '<?xml version="1.0" encoding="utf-16"?><p:properties/>'.encode("utf-16")
    content = repacked(
        workbook_bytes(home()),
        added("customXml/item1.xml", item),
        added("customXml/_rels/item1.xml.rels", item),
        added("docMetadata/LabelInfo.xml", item),
        added("xl/persons/person.xml", item),
    )
    assert assess(content, "data/raw/2018/tệp.xlsx", catalogue).findings == ()


def test_a_sheet_may_not_hide_among_parts_that_nobody_reads() -> None:
    def hidden(members: dict[str, bytes]) -> None:
        members["customXml/sheet1.xml"] = members.pop(SHEET)
        relations = members["xl/_rels/workbook.xml.rels"]
        old = b"/xl/worksheets/sheet1.xml"
        assert old in relations
        members["xl/_rels/workbook.xml.rels"] = relations.replace(old, b"/customXml/sheet1.xml")

    assert finding(repacked(workbook_bytes(home()), hidden))[0] == "file.damaged"


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xlsb"])
def test_a_wide_sheet_without_a_form_is_no_matter(suffix: str, catalogue: Catalogue) -> None:
    wide = [[f"q{column}" for column in range(2762)] for _ in range(49)]
    content = WRITERS[suffix](home() | {"Phụ": wide}, Looks())
    assert assess(content, f"data/raw/2018/tệp{suffix}", catalogue).findings == ()
    beside_a_form = home()
    beside_a_form["CS-01"][7] = beside_a_form["CS-01"][7] + [None] * 2000 + [1]
    found = assess(WRITERS[suffix](beside_a_form, Looks()), "data/raw/2018/tệp", catalogue).findings
    assert [f.code for f in found] == ["file.too-large"]


def test_a_zip_bomb_is_refused_by_its_true_size_whatever_it_declares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package, "_MOST_INFLATED_BYTES", 4 * 1024**2)
    content = repacked(workbook_bytes(home()), added("xl/media/x.xml", b" " * 5 * 1024**2))
    assert finding(content)[0] == "file.too-large"
    # A member that declares a small size is inflated all the same.
    lying = content.replace(struct.pack("<L", 5 * 1024**2), struct.pack("<L", 100))
    assert lying != content
    assert finding(lying)[0] == "file.too-large"


def test_a_zip_of_very_many_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "_MOST_MEMBERS", 5)
    assert finding(workbook_bytes(home()))[0] == "file.too-large"


def test_members_that_overlap_or_share_a_name_are_refused() -> None:
    content = workbook_bytes(home())
    with ZipFile(BytesIO(content)) as archive:
        first, second = archive.infolist()[:2]
    old = struct.pack("<L", second.header_offset) + second.filename.encode()
    new = struct.pack("<L", first.header_offset) + second.filename.encode()
    assert old in content
    assert finding(content.replace(old, new))[0] in {"file.suspicious", "file.damaged"}

    buffer = BytesIO(content)
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(buffer, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>", ZIP_STORED)
    assert finding(buffer.getvalue()) == (
        "file.suspicious",
        "Tệp có cấu trúc mà Excel không tạo ra (hai phần trùng tên) nên không được đọc.",
    )


def test_a_member_that_does_not_inflate_is_reported_as_damaged() -> None:
    content = workbook_bytes(home())
    with ZipFile(BytesIO(content)) as archive:
        member = archive.getinfo(SHEET)
    start = member.header_offset + 30 + len(member.filename)
    broken = bytearray(content)
    broken[start : start + 40] = b"\xff" * 40
    with pytest.raises(zlib.error):
        package.inflate(bytes(broken))
    assert finding(bytes(broken))[0] == "file.damaged"


def test_two_distant_cells_do_not_exhaust_the_memory(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Xa")
    sheet["A1"], sheet["XFD1048576"] = 1, 1
    buffer = BytesIO()
    book.save(buffer)
    save(workspace, "a xa.xlsx", buffer.getvalue())
    save(workspace, "b.xlsx", home())
    far, good = ingest(workspace, catalogue, received_on=DAY)
    assert far.outcome is Outcome.UNREADABLE
    assert far.findings[0].code in {"file.reader-died", "file.too-large"}
    assert good.outcome is Outcome.ACCEPTED


def test_a_file_too_large_to_be_a_report_is_not_read(
    workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("welfare_stats.collect.inbox.MOST_BYTES_OF_A_FILE", 1000)
    path: Path = save(workspace, "a.xlsx", home())
    (result,) = ingest(workspace, catalogue, paths=[path], received_on=DAY)
    assert [f.code for f in result.findings] == ["file.too-large"]
