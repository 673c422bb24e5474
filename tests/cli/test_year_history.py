"""``history``: the whole course of a year, for people in 80 columns and for programs."""

import datetime as dt
import json
from hashlib import sha256
from pathlib import Path

import pytest
from rich.console import Console

from example_receipts import EIGHT_MONTHS
from intake import ONE_WORKER, save
from welfare_stats.cli import main, session
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.closing import close_year, reopen_year
from welfare_stats.pipeline.decide import exclude
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.register import Register
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workspace import Workspace
from workbooks import district, home, put

Captured = pytest.CaptureFixture[str]
HOME_2 = "data/raw/2018/Trung tâm Bảo trợ xã hội, số liệu 8 tháng, bản sửa lần 2.xlsx"


@pytest.fixture
def year(workspace: Workspace, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Returned, corrected, excluded, dated anew; an estimate, a letter; closed and reopened.

    It is recorded on one day after the other, from 3 September on.
    """

    def take_in(*paths: Path, day: int) -> None:
        ingest(
            workspace, catalogue, paths=paths, received_on=dt.date(2018, 9, day), workers=ONE_WORKER
        )

    def it_is(day: int) -> None:
        moment = dt.datetime(2018, 9, day, 5)
        monkeypatch.setattr("welfare_stats.register.register.now_utc", lambda: moment)

    it_is(3)
    first = save(workspace, "a.xlsx", home())
    save(workspace, "vo_nhai.xlsx", put(district(), "HX-01!K7", -1))
    save(workspace, "la.xlsx", home(unit=("XX-99", "Trung tâm không có trong danh mục")))
    take_in(day=3)
    it_is(5)
    save(workspace, "vo_nhai.xlsx", district())
    second = save(workspace, Path(HOME_2).name, put(home(), "CS-01!G7", 201))
    take_in(day=4)
    it_is(6)
    exclude(workspace, second, "đơn vị gửi nhầm bản cũ, đã xác nhận qua điện thoại", "Lê Thị Mẫu")
    take_in(first, day=1)
    it_is(7)
    save(workspace, "uoc.xlsx", home(period="Ước thực hiện cả năm 2018"))
    save(workspace, "cong_van.pdf", b"%PDF-1.4 Kinh gui")
    take_in(day=7)
    close_year(workspace, catalogue, 2018, "đã ký báo cáo 12/BC-SLĐTBXH", "Lê Thị Mẫu")
    it_is(8)
    reopen_year(workspace, 2018, "huyện Võ Nhai đính chính", "Lê Thị Mẫu")
    return workspace


def said(capsys: Captured, workspace: Workspace, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(["--workspace", str(workspace.root), *words])
    out, err = capsys.readouterr()
    return status, "\n".join(line.rstrip() for line in out.splitlines()), err


TOLD = """\
Năm 2018: chưa chốt.
07/9/2018  chốt số liệu: đã ký báo cáo 12/BC-SLĐTBXH (Lê Thị Mẫu)
08/9/2018  mở lại: huyện Võ Nhai đính chính (Lê Thị Mẫu)

170  Phòng Lao động - Thương binh và Xã hội huyện Võ Nhai
  HX-01, HX-02; kỳ 01/01/2018 – 31/8/2018
    03/9/2018   03/9/2018   data/raw/2018/vo_nhai.xlsx: bị trả lại
                            (cell.negative)
    04/9/2018   05/9/2018   data/raw/2018/vo_nhai.xlsx: đang được tính

CSTG-01  Trung tâm Bảo trợ xã hội Thái Nguyên
  CS-01; kỳ 01/01/2018 – 31/8/2018
    03/9/2018   03/9/2018   data/raw/2018/a.xlsx: đang được tính
    04/9/2018   05/9/2018   data/raw/2018/Trung tâm Bảo trợ xã hội, số liệu 8
                            tháng, bản sửa lần 2.xlsx: không tính theo quyết
                            định
                06/9/2018   data/raw/2018/Trung tâm Bảo trợ xã hội, số liệu 8
                            tháng, bản sửa lần 2.xlsx: quyết định không tính:
                            đơn vị gửi nhầm bản cũ, đã xác nhận qua điện thoại
                            (Lê Thị Mẫu)
                06/9/2018   data/raw/2018/a.xlsx: sửa ngày nhận thành 01/9/2018
  CS-01; kỳ 01/01/2018 – 31/12/2018
    07/9/2018   07/9/2018   data/raw/2018/uoc.xlsx: số ước, đang được tính

Không rõ đơn vị
  CS-01; kỳ 01/01/2018 – 31/8/2018
    03/9/2018   03/9/2018   data/raw/2018/la.xlsx: bị trả lại
                            (head.unknown-unit, code.unknown-facility)
  Không rõ biểu; không rõ kỳ báo cáo
    07/9/2018   07/9/2018   data/raw/2018/cong_van.pdf: không phải biểu mẫu"""


def test_a_year_is_told_in_80_columns(
    year: Workspace, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = Console(width=80, highlight=False, markup=False, emoji=False)
    monkeypatch.setattr(session, "_console", lambda **_: narrow)
    assert said(capsys, year, "history", "--year", "2018") == (0, TOLD, "")


def sha(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_a_program_reads_all_of_it(year: Workspace, capsys: Captured) -> None:
    words = ("history", "--year", "2018", "--unit", "CSTG-01", "--json")
    status, out, err = said(capsys, year, *words)
    assert (status, err) == (0, "")
    counted: dict[str, object] = {
        "event": "file",
        "entry": 2,
        "recorded_at": "2018-09-03T05:00:00Z",
        "received_on": "2018-09-03",
        "path": "data/raw/2018/a.xlsx",
        "sha256": sha(year.root / "data/raw/2018/a.xlsx"),
        "outcome": "accepted",
        "is_estimate": False,
        "errors": [],
        "stands": True,
        "replaces": [],
        "replaced_by": [],
        "is_excluded": False,
        "withdrawn_by": None,
    }
    decided: dict[str, object] = {
        "event": "decision",
        "entry": 11,
        "recorded_at": "2018-09-07T05:00:00Z",
        "kind": "close",
        "path": "",
        "sha256": "",
        "reason": "đã ký báo cáo 12/BC-SLĐTBXH",
        "by": "Lê Thị Mẫu",
        "code": "",
        "cell": "",
        "day": None,
        "year": 2018,
    }
    excluded = {
        "entry": 6,
        "recorded_at": "2018-09-05T05:00:00Z",
        "received_on": "2018-09-04",
        "path": HOME_2,
        "sha256": sha(year.root / HOME_2),
        "stands": False,
        "is_excluded": True,
    }
    exclusion = {
        "entry": 7,
        "recorded_at": "2018-09-06T05:00:00Z",
        "kind": "exclude",
        "path": HOME_2,
        "sha256": excluded["sha256"],
        "reason": "đơn vị gửi nhầm bản cũ, đã xác nhận qua điện thoại",
        "year": None,
    }
    redating = {
        "entry": 8,
        "recorded_at": "2018-09-06T05:00:00Z",
        "kind": "redate",
        "path": counted["path"],
        "sha256": counted["sha256"],
        "reason": "",
        "by": "",
        "day": "2018-09-01",
        "year": None,
    }
    reopening = {
        "entry": 12,
        "recorded_at": "2018-09-08T05:00:00Z",
        "kind": "reopen",
        "reason": "huyện Võ Nhai đính chính",
    }
    estimate = {
        "entry": 9,
        "recorded_at": "2018-09-07T05:00:00Z",
        "received_on": "2018-09-07",
        "path": "data/raw/2018/uoc.xlsx",
        "sha256": sha(year.root / "data/raw/2018/uoc.xlsx"),
        "is_estimate": True,
    }
    assert json.loads(out) == {
        "year": 2018,
        "unit": "CSTG-01",
        "is_closed": False,
        "decisions": [decided, decided | reopening],
        "units": [
            {
                "unit": "CSTG-01",
                "name": "Trung tâm Bảo trợ xã hội Thái Nguyên",
                "statements": [
                    {
                        "form": "CS-01",
                        "period": {"start": "2018-01-01", "end": "2018-08-31"},
                        "events": [
                            counted,
                            counted | excluded,
                            decided | exclusion,
                            decided | redating,
                        ],
                    },
                    {
                        "form": "CS-01",
                        "period": {"start": "2018-01-01", "end": "2018-12-31"},
                        "events": [counted | estimate],
                    },
                ],
            }
        ],
    }


# --- without files -------------------------------------------------------------------------------


def enter(workspace: Workspace, *files: tuple[str, str, str, bool]) -> None:
    """Enter accepted files of HX-01: name, content, unit, and whether they are estimates."""
    with Register.open(workspace.register, create=True) as register:
        for path, content, unit, is_estimate in files:
            register.record(
                path=path,
                sha256=content * 64,
                context="",
                received_on=dt.date(2018, 9, 3),
                assessment=Assessment(
                    Outcome.ACCEPTED,
                    (),
                    unit,
                    {("HX-01", ""): 1},
                    EIGHT_MONTHS,
                    is_estimate=is_estimate,
                ),
            )


def test_it_says_what_took_the_place_of_what(workspace: Workspace, capsys: Captured) -> None:
    enter(
        workspace,
        ("uoc.xlsx", "a", "170", True),
        ("b.xlsx", "b", "170", False),
        ("b.xlsx", "c", "170", False),
        ("c.xlsx", "d", "170", False),
        ("uoc 2.xlsx", "e", "170", True),
        ("d.xlsx", "f", "171", False),
        ("d.xlsx", "0", "172", False),
    )
    status, out, err = said(capsys, workspace, "history", "--year", "2018")
    events = [line.split(maxsplit=2)[2] for line in out.splitlines() if line.startswith("    ")]
    assert (status, err) == (0, "")
    assert events == [
        "uoc.xlsx: số ước, không còn được tính, đã có uoc 2.xlsx thay",
        "b.xlsx: không còn được tính, đã có bản khác cùng tên thay",
        "b.xlsx: không còn được tính, thay bản khác cùng tên, đã có c.xlsx thay",
        "c.xlsx: đang được tính, thay b.xlsx và uoc 2.xlsx",
        "uoc 2.xlsx: số ước, không còn được tính, thay uoc.xlsx, đã có c.xlsx thay",
        "d.xlsx: không còn được tính, tên tệp nay là của đơn vị 172",
        "d.xlsx: đang được tính",
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--year", "2017"], (0, "Năm 2017: sổ theo dõi chưa có tệp nào.", "")),
        (
            ["--year", "2018", "--unit", "171"],
            (0, "Năm 2018: sổ theo dõi chưa có tệp nào của đơn vị 171.", ""),
        ),
        (
            ["--year", "2018", "--unit", "CSTG01"],
            (
                2,
                "",
                "welfare-stats: Không có đơn vị “CSTG01” trong danh mục. Có phải là “CSTG-01” "
                "không?\n",
            ),
        ),
        (
            ["--year", "2018", "--unit", "huyện nào"],
            (2, "", "welfare-stats: Không có đơn vị “huyện nào” trong danh mục.\n"),
        ),
    ],
)
def test_it_says_where_there_is_nothing(
    words: list[str], expected: tuple[int, str, str], workspace: Workspace, capsys: Captured
) -> None:
    enter(workspace, ("a.xlsx", "a", "170", False))
    assert said(capsys, workspace, "history", *words) == expected
