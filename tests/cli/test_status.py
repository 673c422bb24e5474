"""``status``, as people read it and as a cron line uses it."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from rich.console import Console

from catalogue_rows import with_unit
from example_receipts import receipt
from intake import save
from welfare_stats.analyse.response import YearStatus, status_of
from welfare_stats.cli import main
from welfare_stats.cli import status as status_command
from welfare_stats.cli.status import print_status
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Receipt, state_after
from welfare_stats.validate.verdict import Outcome
from welfare_stats.workspace import Workspace
from workbooks import DISTRICT, HOME, district, home, put

Captured = pytest.CaptureFixture[str]

TWO_UNITS = """\
code,name,area,kind,facility_type,parent,other_names,valid_from,valid_to
170,Phòng Lao động - Thương binh và Xã hội huyện Võ Nhai,Huyện Võ Nhai,PLDTBXH,,,,2014-01-01,
CSTG-01,Trung tâm Bảo trợ xã hội Thái Nguyên,Thành phố Thái Nguyên,CSTGXH,5,,,2018-07-01,
"""
LONG = "data/raw/2018/báo cáo 8 tháng đầu năm của phòng LĐTBXH huyện Võ Nhai (bản sửa lần 2).xlsx"


@pytest.fixture
def small(workspace: Workspace) -> Workspace:
    """A workspace of two units, one of which began on 1 July."""
    (workspace.catalogue / "units.csv").write_text(TWO_UNITS, "utf-8")
    (workspace.catalogue / "communes.csv").write_text(
        "code,name,district,valid_from,valid_to\n", "utf-8"
    )
    (workspace.catalogue / "successions.csv").write_text("from,to,day\n", "utf-8")
    return workspace


@contextmanager
def on_day(day: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(status_command, "today", lambda: dt.date.fromisoformat(day))
        yield


def run(
    capsys: Captured, workspace: Workspace, *options: str, day: str, quiet: bool = False
) -> tuple[int, str]:
    """The exit status of ``status`` on a day, and what it prints."""
    with on_day(day):
        words = ["--workspace", str(workspace.root), *["--quiet"] * quiet]
        code = main([*words, "status", "--year", "2018", *options])
    printed = capsys.readouterr()
    assert printed.err == ""
    return code, printed.out


def ingested(workspace: Workspace, capsys: Captured) -> Workspace:
    """The home sent its eight months six days late; a district's were returned."""
    save(workspace, "a.xlsx", home(period="Từ ngày 01/7/2018 đến ngày 31/8/2018"))
    save(workspace, "b.xlsx", put(district(), "HX-01!G7", 26.85))
    place = ["--workspace", str(workspace.root)]
    assert main([*place, "ingest", "--received-on", "2018-09-10"]) == 1
    capsys.readouterr()
    return workspace


def obligation(form: str, name: str, days: str, due_on: str, **more: object) -> dict[str, object]:
    start, end = days.split(" – ")
    values: dict[str, object] = {
        "form": form,
        "name": name,
        "period": {"start": start, "end": end},
        "due_on": due_on,
        "state": "missing",
        "days_overdue": None,
        "late_days": None,
        "received_on": None,
        "path": None,
        "is_estimate": False,
        "covered_by": None,
        "rejected_path": None,
    }
    return values | more


def test_the_json_holds_all_that_a_reminder_needs(small: Workspace, capsys: Captured) -> None:
    code, printed = run(capsys, ingested(small, capsys), "--json", day="2019-01-10")
    assert code == 1
    hx = [
        owed
        for form in ("HX-01", "HX-02")
        for owed in [
            obligation(form, "6 tháng đầu năm 2018", "2018-01-01 – 2018-06-30", "2018-06-30",
                       days_overdue=194),
            obligation(form, "8 tháng năm 2018", "2018-01-01 – 2018-08-31", "2018-09-04",
                       state="returned", days_overdue=128, rejected_path="data/raw/2018/b.xlsx"),
            obligation(form, "cả năm 2018", "2018-01-01 – 2018-12-31", "2018-12-31",
                       days_overdue=10),
        ]
    ]  # fmt: skip
    cs = [
        obligation("CS-01", "6 tháng đầu năm 2018", "2018-01-01 – 2018-06-30", "2018-06-15",
                   state="not_asked"),
        obligation("CS-01", "8 tháng năm 2018", "2018-07-01 – 2018-08-31", "2018-09-04",
                   state="met", late_days=6, received_on="2018-09-10",
                   path="data/raw/2018/a.xlsx"),
        obligation("CS-01", "cả năm 2018", "2018-07-01 – 2018-12-31", "2018-12-15",
                   days_overdue=26),
    ]  # fmt: skip
    assert json.loads(printed) == {
        "year": 2018,
        "today": "2019-01-10",
        "units": [
            {
                "unit": "170",
                "name": DISTRICT[1],
                "obligations": hx,
                "counts": {"met": 0, "returned": 2, "missing": 4, "not_due": 0, "not_asked": 0},
            },
            {
                "unit": "CSTG-01",
                "name": HOME[1],
                "obligations": cs,
                "counts": {"met": 1, "returned": 0, "missing": 1, "not_due": 0, "not_asked": 1},
            },
        ],
        "unattributed": [],
        "others": [],
        "withdrawn": [],
        "excluded": [],
        "gone": [],
        "review": [],
        "counts": {"met": 1, "returned": 2, "missing": 5, "not_due": 0, "not_asked": 1},
    }


def test_the_exit_status_tells_whether_somebody_is_to_be_reminded(
    small: Workspace, capsys: Captured
) -> None:
    assert run(capsys, small, day="2018-06-30", quiet=True) == (0, "")
    code, printed = run(capsys, small, "--json", day="2018-06-30", quiet=True)
    assert (code, json.loads(printed)["counts"]["not_due"]) == (0, 8)
    code, printed = run(capsys, small, day="2018-07-01", quiet=True)
    assert code == 1
    assert "quá hạn 1 ngày" in printed
    ingested(small, capsys)
    code, printed = run(capsys, small, day="2018-06-30", quiet=True)
    assert code == 1  # nothing is due, but a file was returned
    assert "Đã trả lại, chờ bản sửa: data/raw/2018/b.xlsx" in printed


def sent(number: int, unit: str, days: str, on: str, **more: object) -> Receipt:
    start, end = (dt.date.fromisoformat(f"2018-{day.strip()}") for day in days.split("–"))
    both = {("HX-01", ""): 3, ("HX-02", ""): 3}
    values: dict[str, object] = {"scopes": {("CS-01", unit): 5} if "CSTG" in unit else both}
    values |= {"period": ReportingPeriod(start, end), "received_on": dt.date.fromisoformat(on)}
    return receipt(number, unit, **(values | more))


def printed_at_80_columns(status: YearStatus) -> str:
    out = StringIO()
    console = Console(file=out, width=80, highlight=False, markup=False, emoji=False)
    print_status(console, status, ["data/raw/2018/mất.xlsx"])
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_people_read_it_in_a_terminal_of_80_columns(catalogue: Catalogue) -> None:
    some = with_unit(catalogue, "CSTG-01", "2018-07-01 –")
    for code in ("165", "167", "168", "172", "173", "CSTG-02", "CSTG-03", "CSTG-04"):
        some = with_unit(some, code, "2014-01-01 – 2017-12-31")
    receipts = [
        sent(1, "164", "01-01 – 06-30", "2018-07-07"),
        sent(2, "164", "01-01 – 08-31", "2018-09-04"),
        sent(3, "164", "01-01 – 12-31", "2018-12-05", is_estimate=True),
        sent(4, "169", "01-01 – 08-31", "2018-09-03"),
        sent(5, "169", "01-01 – 06-30", "2018-09-03", scopes={("HX-01", ""): 3}),
        sent(6, "170", "01-01 – 08-31", "2018-09-03", path=LONG, outcome=Outcome.REJECTED),
        sent(7, "CSTG-01", "07-01 – 08-31", "2018-09-03"),
        sent(8, "CSTG-01", "07-01 – 08-31", "2018-09-04", outcome=Outcome.REJECTED),
    ]
    status = status_of(2018, some, state_after(receipts), dt.date(2018, 12, 10))
    assert (
        printed_at_80_columns(status)
        == f"""\
  Kỳ báo cáo        Biểu          Hạn gửi     Ngày nhận   Tình trạng
164  Phòng Lao động - Thương binh và Xã hội thành phố Thái Nguyên
  6 tháng đầu năm   HX-01, HX-02  30/6/2018   07/7/2018   muộn 7 ngày
  8 tháng năm 2018  HX-01, HX-02  04/9/2018   04/9/2018   được tính
  Cả năm            HX-01, HX-02  31/12/2018  05/12/2018  được tính, số ước
169  Phòng Lao động - Thương binh và Xã hội huyện Đồng Hỷ
  6 tháng đầu năm   HX-01         30/6/2018   03/9/2018   muộn 65 ngày
  6 tháng đầu năm   HX-02         30/6/2018   03/9/2018   đã có đến 31/8/2018
  8 tháng năm 2018  HX-01, HX-02  04/9/2018   03/9/2018   được tính
  Cả năm            HX-01, HX-02  31/12/2018  —           chưa đến hạn
170  Phòng Lao động - Thương binh và Xã hội huyện Võ Nhai
  6 tháng đầu năm   HX-01, HX-02  30/6/2018   —           quá hạn 163 ngày
  8 tháng năm 2018  HX-01, HX-02  04/9/2018   —           bị trả lại, quá hạn 97
                                                          ngày
  Cả năm            HX-01, HX-02  31/12/2018  —           chưa đến hạn
171  Phòng Lao động - Thương binh và Xã hội huyện Đại Từ
  6 tháng đầu năm   HX-01, HX-02  30/6/2018   —           quá hạn 163 ngày
  8 tháng năm 2018  HX-01, HX-02  04/9/2018   —           quá hạn 97 ngày
  Cả năm            HX-01, HX-02  31/12/2018  —           chưa đến hạn
CSTG-01  Trung tâm Bảo trợ xã hội Thái Nguyên
  6 tháng đầu năm   CS-01         15/6/2018   —           không phải gửi
  8 tháng năm 2018  CS-01         04/9/2018   03/9/2018   được tính, còn bản bị
                                                          trả lại
  Cả năm            CS-01         15/12/2018  —           chưa đến hạn
Đã trả lại, chờ bản sửa: {LONG}
Đã trả lại, chờ bản sửa: data/raw/2018/8.xlsx
Không còn trong data/raw nhưng số liệu vẫn được tính: data/raw/2018/mất.xlsx
Năm 2018, tính đến 10/12/2018: 3/5 đơn vị đã gửi đủ báo cáo đến hạn. Theo biểu
và kỳ: 11 đã có, 2 bị trả lại, 6 quá hạn, 7 chưa đến hạn. Còn 1 bản sửa bị trả
lại, đang tính số của bản trước."""
    )


def test_a_year_without_deadlines_is_said_to_have_none(catalogue: Catalogue) -> None:
    status = status_of(2013, catalogue, state_after([]), dt.date(2026, 11, 26))
    assert printed_at_80_columns(status).endswith(
        "Năm 2013: catalogue/deadlines.csv không có thời hạn nào."
    )
