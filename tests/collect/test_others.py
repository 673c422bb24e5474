"""Files that are no forms: a letter, a picture, a note. They are listed apart, and in no count."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from formats import as_ods, as_xls, as_xlsx, zipped
from intake import save
from packages import repacked, replaced, with_stream
from welfare_stats.cli import main
from welfare_stats.cli.outcomes import others_line
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.register import Register
from welfare_stats.validate.assess import assess
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace
from workbooks import district, home, put

Captured = pytest.CaptureFixture[str]
PDF, PICTURE = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", b"\xff\xd8\xff\xe0\0\x10JFIF"
WORD = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
ARCHIVE = zipped({"bao cao.xlsx": as_xlsx(home())})
LETTER = repacked(
    as_ods(home()), replaced("mimetype", b"opendocument.spreadsheet", b"opendocument.text")
)
XML_SPREADSHEET = (
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
)

NO_FORMS = [
    ("công văn.pdf", PDF, "đây là tệp PDF"),
    ("CÔNG VĂN.PDF", PDF, "đây là tệp PDF"),
    ("công văn", PDF, "đây là tệp PDF"),
    ("công văn.docx", WORD, "đây là tệp Word"),
    ("công văn.doc", with_stream("WordDocument"), "đây là tệp Word"),
    ("công văn.odt", LETTER, "đây là tệp OpenDocument không phải bảng tính"),
    ("trình chiếu.pptx", zipped({"ppt/presentation.xml": b"<x/>"}), "đây là tệp PowerPoint"),
    ("ảnh chụp biểu.jpg", PICTURE, "đây là tệp ảnh"),
    ("ghi chú.txt", "Gửi bổ sung sau.".encode(), "đây là tệp văn bản"),
    ("ghi chú", b"G\xeci sau.", "đây là tệp văn bản"),
    ("xuất.csv", b"ma,tong\nbhyt,5\n", "đây là tệp văn bản"),
    ("trang.html", b"<html></html>", "đây là tệp văn bản HTML hoặc XML"),
    ("rỗng.txt", b"", "tệp rỗng"),
    ("phim.mp4", b"\0\0\0\x18ftypmp42", "không nhận ra nội dung"),
    ("biểu.zip", ARCHIVE, "đây là tệp nén; hãy giải nén rồi lưu riêng từng biểu mẫu trong đó"),
    ("thư.msg", with_stream("__substg1.0_001A"),
     "đây là thư Outlook; hãy lưu riêng tệp đính kèm trong thư"),
    ("công văn mật.docx", with_stream("EncryptedPackage"),
     "đây không phải tệp Excel, và không mở được"),
    ("công văn hỏng.docx", WORD[:-40], "đây không phải tệp Excel, và không mở được"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "reason"), NO_FORMS, ids=[name for name, *_ in NO_FORMS]
)
def test_what_its_sender_did_not_mean_as_a_form_is_no_form(
    name: str, content: bytes, reason: str, catalogue: Catalogue
) -> None:
    assessment = assess(content, f"data/raw/2018/{name}", catalogue)
    (finding,) = assessment.findings
    assert (assessment.outcome, finding.code) == (Outcome.OTHER, "file.not-a-form")
    assert finding.message == f"Tệp không phải biểu mẫu nên không được tính: {reason}."


HALF = as_xlsx(home())[:900]
MEANT_AS_FORMS = [
    # the name says so
    ("biểu.xlsx", PDF, "unreadable", ["file.not-a-workbook"]),
    ("biểu.XLSX", WORD, "unreadable", ["file.not-a-workbook"]),
    ("biểu.xls", b"<html></html>", "unreadable", ["file.not-a-workbook"]),
    ("biểu.ods", LETTER, "unreadable", ["file.not-a-workbook"]),
    ("biểu.xltx", b"", "unreadable", ["file.not-a-workbook"]),
    # the content does
    ("biểu.pdf", as_xlsx(home()), "accepted", ["file.name-lies"]),
    ("biểu.docx", as_xls(home()), "accepted", ["file.name-lies"]),
    ("biểu", as_xlsx(home()), "accepted", []),
    ("biểu.xml", XML_SPREADSHEET, "unreadable", ["file.other-format"]),
    ("biểu.txt", as_xlsx({"Trang 1": [["Xin chào"]]}), "rejected",
     ["file.name-lies", "file.no-known-form"]),
    # or may
    ("biểu", HALF, "unreadable", ["file.damaged"]),
    ("biểu tháng 8.2018", HALF, "unreadable", ["file.damaged"]),
    ("biểu", with_stream("EncryptedPackage"), "unreadable", ["file.encrypted"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "outcome", "codes"), MEANT_AS_FORMS)
def test_what_is_or_may_be_meant_as_a_form_is_none_of_the_others(
    name: str, content: bytes, outcome: str, codes: list[str], catalogue: Catalogue
) -> None:
    assessment = assess(content, f"data/raw/2018/{name}", catalogue)
    assert (assessment.outcome, [f.code for f in assessment.findings]) == (outcome, codes)


# --- in a run --------------------------------------------------------------------------------

LETTERS: Mapping[str, bytes] = {"công văn.pdf": PDF, "ghi chú.txt": b"xin lui han"}
NAMES = [f"data/raw/2018/{name}" for name in LETTERS]
LINE = (
    "Không phải biểu mẫu: data/raw/2018/công văn.pdf, data/raw/2018/ghi chú.txt. Không tệp nào ở "
    "đây được tính; có số liệu trong đó thì đơn vị phải gửi bằng biểu mẫu Excel."
)


class Desk:
    """The workspace of an office to which letters came with a report."""

    def __init__(self, workspace: Workspace, capsys: Captured) -> None:
        self.workspace, self.capsys = workspace, capsys
        save(workspace, "tt.xlsx", home())
        for name, content in LETTERS.items():
            save(workspace, name, content)

    def run(self, *words: str) -> tuple[int, str]:
        status = main(["--workspace", str(self.workspace.root), *words])
        return status, self.capsys.readouterr().out

    def ingest(self) -> tuple[int, str]:
        return self.run("ingest", "--received-on", "2018-09-03")

    def dismiss(self, name: str) -> int:
        path = str(self.workspace.root / name)
        return self.run("dismiss", path, "--reason", "Công văn kèm theo", "--by", "Mẫu")[0]

    def others(self, *words: str) -> list[str]:
        """What the JSON of a command lists apart, by name."""
        listed = json.loads(self.run(*words, "--json")[1])["others"]
        return [other if isinstance(other, str) else other["path"] for other in listed]


@pytest.fixture
def desk(workspace: Workspace, capsys: Captured) -> Desk:
    return Desk(workspace, capsys)


@pytest.mark.parametrize("command", [["check", "data/raw"], ["ingest"]])
def test_they_are_listed_apart_and_in_no_count(
    command: list[str], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.workspace.root)
    status, out = desk.run(*command, "--json")
    document = json.loads(out)
    assert status == 0
    assert [file["path"] for file in document["files"]] == ["data/raw/2018/tt.xlsx"]
    assert document["counts"] == {"accepted": 1, "rejected": 0, "unreadable": 0, "unchanged": 0}
    assert [other["path"] for other in document["others"]] == NAMES
    assert document["others"][0] == {
        "path": "data/raw/2018/công văn.pdf",
        "sha256": sha256(PDF).hexdigest(),
        "reason": "Tệp không phải biểu mẫu nên không được tính: đây là tệp PDF.",
    }


def test_one_line_names_them_and_says_that_nothing_in_them_counts(desk: Desk) -> None:
    again = "2 tệp không phải biểu mẫu, đã nêu ở lần chạy trước."
    counts = {
        LINE: "1 được tính, 0 bị trả lại, 0 không đọc được, 0 không đổi.",
        again: "0 được tính, 0 bị trả lại, 0 không đọc được, 1 không đổi.",
    }
    for line, words in counts.items():
        status, out = desk.ingest()
        assert (status, out.splitlines()[-2:]) == (0, [line, f"1 tệp: {words}"])
    assert others_line(NAMES) == LINE


def test_a_letter_alone_is_checked_without_a_count(desk: Desk) -> None:
    letter = desk.workspace.raw / "2018" / "công văn.pdf"
    assert desk.run("check", str(letter)) == (0, f"{others_line(NAMES[:1])}\n")


def test_nobody_is_asked_to_correct_them(desk: Desk) -> None:
    desk.ingest()
    assert not desk.workspace.feedback.exists()
    assert desk.run("--quiet", "ingest") == (0, "")


def test_status_lists_them_apart_until_they_are_dismissed(desk: Desk) -> None:
    desk.ingest()
    assert desk.others("status", "--year", "2018") == NAMES
    assert desk.others("status", "--year", "2019") == []
    assert LINE in desk.run("status", "--year", "2018")[1].splitlines()
    assert json.loads(desk.run("status", "--year", "2018", "--json")[1])["unattributed"] == []
    assert [desk.dismiss(name) for name in NAMES] == [0, 0]
    assert desk.others("status", "--year", "2018") == desk.others("ingest") == []
    assert "Không phải biểu mẫu" not in desk.ingest()[1] + desk.run("status", "--year", "2018")[1]
    assert desk.dismiss(NAMES[0]) == 2  # it is decided already


def test_a_letter_that_is_gone_is_not_listed(desk: Desk) -> None:
    desk.ingest()
    (desk.workspace.raw / "2018" / "công văn.pdf").unlink()
    assert desk.others("status", "--year", "2018") == desk.others("ingest") == NAMES[1:]


def test_the_report_counts_only_workbooks_whose_unit_is_not_known(desk: Desk) -> None:
    save(desk.workspace, "không rõ.xlsx", put(put(home(), "CS-01!A2", None), "CS-01!D2", None))
    save(desk.workspace, "vn.xlsx", district())
    desk.ingest()
    desk.run("report", "--year", "2018", "--format", "html")
    report = (desk.workspace.reports(2018) / "bao-cao-2018.html").read_text("utf-8")
    assert "Có 01 tệp không xác định được đơn vị gửi" in report
    assert "công văn.pdf" not in report


def test_a_long_scan_is_no_form_and_can_be_dismissed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("welfare_stats.collect.inbox.MOST_BYTES_OF_A_FILE", 100_000)
    scan, book = "data/raw/2018/quét.pdf", "data/raw/2018/lớn.xlsx"
    for name in (scan, book):
        save(desk.workspace, Path(name).name, PDF + b"\0" * 100_000)
    status, out = desk.run("ingest", "--json")
    (large,) = [f for f in json.loads(out)["files"] if f["outcome"] == "unreadable"]
    assert (status, large["path"], large["findings"][0]["code"]) == (1, book, "file.too-large")
    assert scan in desk.others("ingest")
    assert desk.dismiss(scan) == 0
    assert scan not in desk.others("ingest")


def test_what_is_no_form_is_entered_once(desk: Desk) -> None:
    for _ in range(2):
        desk.ingest()
    with Register.open(desk.workspace.register) as register:
        entered = [(Path(r.path).name, r.outcome) for r in register.history().receipts]
    assert sorted(entered) == [
        ("công văn.pdf", "other"), ("ghi chú.txt", "other"), ("tt.xlsx", "accepted"),
    ]  # fmt: skip
