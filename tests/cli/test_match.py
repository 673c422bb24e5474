"""``match``: what it shows, what it asks, and what it writes into the office's code lists."""

import csv
import json
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from rich.console import Console

from conftest import REPOSITORY
from intake import save
from welfare_stats.cli import cli, main, session
from welfare_stats.cli.language import speak_vietnamese
from welfare_stats.errors import ConfigurationError
from welfare_stats.workspace import Workspace
from workbooks import district

FOLDER = REPOSITORY / "tests" / "own_layouts"
STRANGE = "l_pho_yen_nhan_la.xlsx"
HEADINGS = "\ufeffform,field,heading,valid_from,valid_to\n"
Run = Callable[..., tuple[int, str]]


def book(headings: Sequence[str], *rows: Sequence[object], title: str = "") -> bytes:
    """A workbook in an office's own layout: letterhead, title, headings in row 4."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Bảng"
    above = [["UBND HUYỆN VÕ NHAI"], [title or "BÁO CÁO 6 tháng đầu năm 2018"], []]
    for row in [*above, headings, *rows]:
        sheet.append(list(row))
    stored = BytesIO()
    workbook.save(stored)
    return stored.getvalue()


OWN = book(
    ["TT", "Hạng mục", "Quân số đầu", "Vào", "Ra", "Số hồ sơ đang hưởng"],
    [1, "Người cao tuổi", 50, 2, 1, 51],
    [2, "Trẻ em không có nguồn nuôi dưỡng", 7, 0, 0, 7],
)


@pytest.fixture
def run(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs ``match``; with answers as on a terminal, for people in 80 columns."""
    speak_vietnamese()
    narrow = Console(width=80, highlight=False, markup=False, emoji=False)
    monkeypatch.setattr(session.Session, "out", narrow)

    def call(path: Path, *options: str, answers: Sequence[str] | None = None) -> tuple[int, str]:
        monkeypatch.setattr("welfare_stats.cli.match.is_terminal", lambda _: answers is not None)
        words = ["--workspace", str(workspace.root), "match", str(path), *options]
        typed = "".join(f"{answer}\n" for answer in answers or ())
        result = CliRunner().invoke(cli, words, input=typed, standalone_mode=False)
        if result.exception is not None:
            raise result.exception
        return result.return_value, "\n".join(map(str.rstrip, result.stdout.splitlines()))

    return call


def catalogue_bytes(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in workspace.catalogue.glob("*.csv")}


# --- what is shown -----------------------------------------------------------------------------


SHOWN = """\
data/raw/2018/l_pho_yen_nhan_la.xlsx
Đơn vị báo cáo: 172 – Phòng Lao động - Thương binh và Xã hội thị xã Phổ Yên (HĐ 6 tháng!A1)
Kỳ báo cáo: từ ngày 01/01/2018 đến ngày 30/6/2018 (HĐ 6 tháng!A5)

Trang “HĐ 6 tháng”: biểu HX-01, tiêu đề từ dòng 7
  Đã nhận ra:
    Cột       A7   STT                       STT
    Cột       B7   Nhóm đối tượng            Nhóm đối tượng
    Cột       C7   Đầu kỳ                    Đầu kỳ
    Cột       D7   Tăng                      Tăng
    Cột       E7   Giảm                      Giảm
    Cột       F7   Cuối kỳ                   Cuối kỳ
    Cột       G7   Kinh phí (nghìn đồng)     Kinh phí (nghìn đồng)
    Chỉ tiêu  B8   Trẻ em không có nguồn     tc_tre_em – Trẻ em không có nguồn
                   nuôi dưỡng                nuôi dưỡng
    Chỉ tiêu  B9   Người từ 16 đến 22 tuổi   tc_dang_hoc_16_22 – Người từ 16 đến
                   đang học                  22 tuổi đang học
    Chỉ tiêu  B11  Người nhiễm HIV thuộc hộ  tc_hiv_ngheo – Người nhiễm HIV
                   nghèo                     thuộc hộ nghèo
    Chỉ tiêu  B12  Người đơn thân nghèo      tc_don_than_ngheo – Người đơn thân
                   đang nuôi con             nghèo đang nuôi con
    Chỉ tiêu  B13  Người cao tuổi            tc_cao_tuoi – Người cao tuổi
  Chưa nhận ra:
    Chỉ tiêu  B10  Thanh niên xung phong     —
    Chỉ tiêu  B14  Người khuyết tật          tc_khuyet_tat_nang – Người khuyết
                                             tật nặng?
                                             tc_khuyet_tat_dac_biet_nang – Người
                                             khuyết tật đặc biệt nặng?

Chưa nhận ra 2 chỗ.
Muốn chỉ cho chương trình những chỗ chưa nhận ra thì chạy lệnh này trong cửa sổ dòng lệnh, \
không có --json."""


def test_what_is_recognised_and_what_not_is_shown_sheet_by_sheet(
    workspace: Workspace, run: Run
) -> None:
    path = save(workspace, STRANGE, (FOLDER / STRANGE).read_bytes())
    before = catalogue_bytes(workspace)
    status, out = run(path)
    assert status == 1
    assert out == SHOWN
    assert catalogue_bytes(workspace) == before


def test_json_tells_the_same_to_programs(workspace: Workspace, run: Run) -> None:
    path = save(workspace, STRANGE, (FOLDER / STRANGE).read_bytes())
    status, out = run(path, "--json")
    document = json.loads(out)
    assert status == 1
    assert list(document) == ["path", "unit", "period", "sheets"]
    assert document["path"] == f"data/raw/2018/{STRANGE}"
    assert document["unit"] == "172"
    assert document["period"] == {"start": "2018-01-01", "end": "2018-06-30"}
    (sheet,) = document["sheets"]
    assert (sheet["sheet"], sheet["form"]) == ("HĐ 6 tháng", "HX-01")
    assert sheet["recognised"][0] == {
        "what": "heading", "cell": "A7", "text": "STT", "meaning": "STT",
    }  # fmt: skip
    assert sheet["recognised"][-1] == {
        "what": "label",
        "cell": "B13",
        "text": "Người cao tuổi",
        "meaning": "tc_cao_tuoi – Người cao tuổi",
    }
    assert sheet["unrecognised"] == [
        {
            "what": "label",
            "cell": "B10",
            "text": "Thanh niên xung phong",
            "form": "HX-01",
            "proposals": [],
        },
        {
            "what": "label",
            "cell": "B14",
            "text": "Người khuyết tật",
            "form": "HX-01",
            "proposals": [
                {"code": "tc_khuyet_tat_nang", "label": "Người khuyết tật nặng"},
                {"code": "tc_khuyet_tat_dac_biet_nang", "label": "Người khuyết tật đặc biệt nặng"},
            ],
        },
    ]


def test_nothing_is_asked_of_programs(workspace: Workspace, run: Run) -> None:
    path = save(workspace, "a.xlsx", OWN)
    status, out = run(path, "--json", answers=["1"])
    (sheet,) = json.loads(out)["sheets"]
    assert (status, sheet["form"]) == (1, None)
    assert sheet["unrecognised"][0]["proposals"] == [
        {"field": "case_type_label", "label": "Nhóm đối tượng"}
    ]


def test_the_form_of_the_program_is_understood(workspace: Workspace, run: Run) -> None:
    status, out = run(save(workspace, "a.xlsx", district()))
    assert status == 0
    assert out.endswith("\nĐã nhận ra hết.")


def test_quiet_says_nothing_of_what_is_understood(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save(workspace, "a.xlsx", district())
    assert main(["--workspace", str(workspace.root), "--quiet", "match", str(path)]) == 0
    assert capsys.readouterr().out == ""


def test_a_sheet_without_a_table_is_named(workspace: Workspace, run: Run) -> None:
    name = "k_dai_tu_van_ban.xlsx"
    assert run(save(workspace, name, (FOLDER / name).read_bytes())) == (1, """\
data/raw/2018/k_dai_tu_van_ban.xlsx
Đơn vị báo cáo: chưa rõ
Kỳ báo cáo: chưa rõ

Trang “Sheet1”: không thấy bảng số liệu nào

Chưa thấy bảng của biểu nào; chưa rõ đơn vị; chưa rõ kỳ báo cáo.""")  # fmt: skip


def test_what_is_no_workbook_is_not_read(workspace: Workspace, run: Run) -> None:
    status, out = run(save(workspace, "a.xlsx", b"PK\x03\x04"))
    assert status == 1
    assert out.startswith("data/raw/2018/a.xlsx\nKhông đọc được. ")


def test_a_file_that_is_not_there_is_wrong_usage(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--workspace", str(workspace.root), "match", "khong-co.xlsx"]) == 2
    assert "khong-co.xlsx" in capsys.readouterr().err


# --- what is asked -----------------------------------------------------------------------------


ASKED = """\
data/raw/2018/a.xlsx
Đơn vị báo cáo: 170 – Phòng Lao động - Thương binh và Xã hội huyện Võ Nhai (Bảng!A1)
Kỳ báo cáo: từ ngày 01/01/2018 đến ngày 30/6/2018 (Bảng!A2)

Trang “Bảng”: không thấy bảng của biểu nào; dòng 4 có thể là tiêu đề
  Đã nhận ra:
    Cột  A4  TT  STT

Chưa thấy bảng của biểu nào; chưa nhận ra 5 chỗ.

Các cột của biểu HX-01: “STT”, “Mã chỉ tiêu”, “Nhóm đối tượng”, “Đầu kỳ”,
“Tăng”, “Giảm”, “Cuối kỳ”, “Nữ”, “Dân tộc thiểu số”, “Hộ nghèo”, “Kinh phí
(nghìn đồng)”, “Ghi chú”.

Trang “Bảng”, ô B4: “Hạng mục”
là cột nào của biểu HX-01?
  1. cột “Nhóm đối tượng”
Số thứ tự, tiêu đề cột của biểu (-: không lấy; Enter: để lại): 1

Trang “Bảng”, ô C4: “Quân số đầu”
là cột nào của biểu HX-01?
  1. cột “Đầu kỳ”
  2. cột “Nữ”
Số thứ tự, tiêu đề cột của biểu (-: không lấy; Enter: để lại): đầu
Không rõ “đầu” là gì.
Các cột của biểu HX-01: “STT”, “Mã chỉ tiêu”, “Nhóm đối tượng”, “Đầu kỳ”,
“Tăng”, “Giảm”, “Cuối kỳ”, “Nữ”, “Dân tộc thiểu số”, “Hộ nghèo”, “Kinh phí
(nghìn đồng)”, “Ghi chú”.
Số thứ tự, tiêu đề cột của biểu (-: không lấy; Enter: để lại): Đầu kỳ

Trang “Bảng”, ô D4: “Vào”
là cột nào của biểu HX-01?
Tiêu đề cột của biểu (-: không lấy; Enter: để lại): increase

Trang “Bảng”, ô E4: “Ra”
là cột nào của biểu HX-01?
Tiêu đề cột của biểu (-: không lấy; Enter: để lại): Giảm

Trang “Bảng”, ô F4: “Số hồ sơ đang hưởng”
là cột nào của biểu HX-01?
  1. cột “Cuối kỳ”
  2. cột “Giảm”
  3. cột “Hộ nghèo”
Số thứ tự, tiêu đề cột của biểu (-: không lấy; Enter: để lại): 1

Sẽ thêm vào catalogue/headings.csv, từ ngày 01/01/2018:
  “Hạng mục” là cột “Nhóm đối tượng” của biểu HX-01
  “Quân số đầu” là cột “Đầu kỳ” của biểu HX-01
  “Vào” là cột “Tăng” của biểu HX-01
  “Ra” là cột “Giảm” của biểu HX-01
  “Số hồ sơ đang hưởng” là cột “Cuối kỳ” của biểu HX-01

Ghi các thay đổi này vào danh mục? [c/K] c
Đã ghi vào catalogue/headings.csv.
Nay chương trình hiểu hết data/raw/2018/a.xlsx."""


def test_a_table_all_of_whose_headings_are_unknown_is_taught(
    workspace: Workspace, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save(workspace, "a.xlsx", OWN)
    before = catalogue_bytes(workspace)
    answers = ["1", "đầu", "Đầu kỳ", "increase", "Giảm", "1", "c"]
    status, out = run(path, answers=answers)
    assert status == 0
    assert out == ASKED
    lines = [
        "HX-01,case_type_label,Hạng mục,2018-01-01,\n",
        "HX-01,opening,Quân số đầu,2018-01-01,\n",
        "HX-01,increase,Vào,2018-01-01,\n",
        "HX-01,decrease,Ra,2018-01-01,\n",
        "HX-01,closing,Số hồ sơ đang hưởng,2018-01-01,\n",
    ]
    assert catalogue_bytes(workspace) == {
        **before,
        "headings.csv": (HEADINGS + "".join(lines)).encode(),
    }
    assert main(["--workspace", str(workspace.root), "check", "--json", str(path)]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert {finding["severity"] for finding in file["findings"]} == {"info"}


def test_an_unknown_heading_among_known_ones_is_taught(workspace: Workspace, run: Run) -> None:
    headings = ["TT", "Đối tượng", "Số hồ sơ đang hưởng", "Số người nghèo", "Cuối kỳ"]
    rows = [[1, "Người cao tuổi", 5, 6, 50], [2, "Người khuyết tật nặng", 1, 2, 30]]
    path = save(workspace, "a.xlsx", book(headings, *rows))
    status, out = run(path, answers=["", "Hộ nghèo", "c"])
    assert status == 1
    assert "“Số hồ sơ đang hưởng”\nlà cột nào của biểu HX-01?" in out
    assert out.endswith("data/raw/2018/a.xlsx: còn 1 chỗ chưa nhận ra; chạy lại lệnh này để xem.")
    added = "HX-01,poor,Số người nghèo,2018-01-01,\n"
    assert (workspace.catalogue / "headings.csv").read_bytes() == (HEADINGS + added).encode()


@pytest.mark.parametrize("said", ["", "K", "không", "x"])
def test_nothing_is_written_without_a_yes(workspace: Workspace, run: Run, said: str) -> None:
    path = save(workspace, STRANGE, (FOLDER / STRANGE).read_bytes())
    before = catalogue_bytes(workspace)
    status, out = run(path, answers=["tc_cao_tuoi", "1", said])
    assert (status, out.splitlines()[-1]) == (1, "Không ghi gì.")
    assert catalogue_bytes(workspace) == before


def test_what_is_left_alone_is_not_written(workspace: Workspace, run: Run) -> None:
    path = save(workspace, STRANGE, (FOLDER / STRANGE).read_bytes())
    status, out = run(path, answers=["", ""])
    assert (status, out.splitlines()[-1]) == (1, "Không có gì để ghi.")


def test_the_same_text_is_asked_once(workspace: Workspace, run: Run) -> None:
    rows = [[1, "Cụ già", 5], [2, "Người khuyết tật nặng", 30], [3, "2. CỤ GIÀ", 1]]
    path = save(workspace, "a.xlsx", book(["TT", "Đối tượng", "Cuối kỳ"], *rows))
    _, out = run(path, answers=["Người cao tuổi", "k"])
    assert out.count("là chỉ tiêu nào của biểu HX-01?") == 1


# --- what is written ---------------------------------------------------------------------------

TAUGHT = ["tc_don_than_ngheo", "1", "c"]


def case_types(workspace: Workspace) -> list[bytes]:
    return (workspace.catalogue / "case_types.csv").read_bytes().split(b"\n")


def test_labels_become_other_names_and_all_else_stays(
    workspace: Workspace, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    path = save(workspace, STRANGE, (FOLDER / STRANGE).read_bytes())
    before = catalogue_bytes(workspace)
    lines = case_types(workspace)
    status, out = run(path, answers=TAUGHT)
    assert status == 0
    assert out.endswith("\nNay chương trình hiểu hết data/raw/2018/l_pho_yen_nhan_la.xlsx.")
    changed = [
        (old, new) for old, new in zip(lines, case_types(workspace), strict=True) if old != new
    ]
    assert [(old.split(b",")[0].decode(), new) for old, new in changed] == [
        (
            "tc_don_than_ngheo",
            changed[0][0].replace(b",2014", "; Thanh niên xung phong,2014".encode()),
        ),
        ("tc_khuyet_tat_nang", changed[1][0].replace(b",2014", "; Người khuyết tật,2014".encode())),
    ]
    assert {**catalogue_bytes(workspace), "case_types.csv": b""} == {
        **before,
        "case_types.csv": b"",
    }


def as_excel_saves(content: bytes) -> bytes:
    """With a byte order mark, semicolons, and Windows line endings."""
    rows = csv.reader(StringIO(content.decode("utf-8-sig")))
    written = StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def test_a_file_as_excel_saves_it_keeps_its_form(workspace: Workspace, run: Run) -> None:
    names, headings = (workspace.catalogue / f"{n}.csv" for n in ("case_types", "headings"))
    for file in (names, headings):
        file.write_bytes(as_excel_saves(file.read_bytes()))
    before = names.read_bytes().split(b"\r\n")
    status, _ = run(save(workspace, STRANGE, (FOLDER / STRANGE).read_bytes()), answers=TAUGHT)
    assert status == 0
    after = names.read_bytes().split(b"\r\n")
    changed = [new.decode() for old, new in zip(before, after, strict=True) if old != new]
    assert [line.partition(";2014")[0].rpartition(";;;;")[2] for line in changed] == [
        '"Người đơn thân nghèo nuôi con; Người đơn thân nuôi con; Người đơn thân thuộc hộ nghèo '
        "đang nuôi con; Đơn thân nuôi con; Đơn thân nghèo đang nuôi con; Đơn thân nghèo nuôi "
        'con; Thanh niên xung phong"',
        '"Người khuyết tật mức độ nặng; Khuyết tật nặng; Nặng; Mức độ nặng; Người khuyết tật"',
    ]
    run(save(workspace, "a.xlsx", OWN), answers=["1", "", "", "", "", "c"])
    assert headings.read_bytes() == (
        "form;field;heading;valid_from;valid_to\r\nHX-01;case_type_label;Hạng mục;2018-01-01;\r\n"
    ).encode("utf-8-sig")


def test_files_of_an_earlier_version_get_what_they_lack(workspace: Workspace, run: Run) -> None:
    """Neither a column of other names nor a file of headings."""
    names, headings = (workspace.catalogue / f"{n}.csv" for n in ("case_types", "headings"))
    headings.unlink()
    records = list(csv.DictReader(StringIO(names.read_text("utf-8"))))
    written = StringIO()
    kept = [name for name in records[0] if name != "other_names"]
    table = csv.DictWriter(written, kept, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows(records)
    names.write_text(written.getvalue(), "utf-8")
    before = names.read_bytes().split(b"\n")
    rows = [[1, "Các cụ", 5, 3], [2, "Người khuyết tật nặng", 30, 4]]
    path = save(workspace, "a.xlsx", book(["TT", "Đối tượng", "Cuối kỳ", "Số hộ"], *rows))
    status, _ = run(path, answers=["Hộ nghèo", "tc_cao_tuoi", "c"])
    assert status == 0
    after = names.read_bytes().split(b"\n")
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new.removeprefix(old).decode() for old, new in changed] == [",other_names", ",Các cụ"]
    added = "HX-01,poor,Số hộ,2018-01-01,\n"
    assert headings.read_bytes() == (HEADINGS + added).encode()


def test_a_file_that_was_changed_while_it_asked_is_not_overwritten(
    workspace: Workspace, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(workspace, STRANGE, (FOLDER / STRANGE).read_bytes())
    file = workspace.catalogue / "case_types.csv"

    def agreed_too_late(*_: object) -> None:
        file.write_bytes(file.read_bytes() + b"\n")

    monkeypatch.setattr("welfare_stats.cli.match.print_lessons", agreed_too_late)
    before = file.read_bytes()
    with pytest.raises(ConfigurationError, match=r"vừa được sửa trong lúc hỏi"):
        run(path, answers=TAUGHT)
    assert file.read_bytes() == before + b"\n"


def test_a_text_of_the_sender_becomes_no_formula(workspace: Workspace, run: Run) -> None:
    rows = [[1, "Người cao tuổi", 5, 3], [2, "Người khuyết tật nặng", 30, 4]]
    path = save(workspace, "a.xlsx", book(["TT", "Đối tượng", "Cuối kỳ", "-1+cmd|x"], *rows))
    run(path, answers=["Nữ", "c"])
    assert (workspace.catalogue / "headings.csv").read_text("utf-8") == (
        HEADINGS + "HX-01,female,1+cmd|x,2018-01-01,\n"
    )
