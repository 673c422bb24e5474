"""The example of two years: what its reports, and the commands that tell of them, say.

The whole story is run once, by the script that ``make example`` runs. Days of recording are the day
of the run; all others are written in the story.
"""

import re
from functools import cache
from pathlib import Path

import pytest

from conftest import REPOSITORY
from make_example import TRANSCRIPT, Told, make_example
from test_2018 import text_of
from welfare_stats.clock import today
from welfare_stats.report.render import FORMATS
from welfare_stats.vietnamese import format_date


class Example:
    """The workspace after the story, and the story."""

    def __init__(self, folder: Path) -> None:
        self.told = make_example(folder)
        self.folder = folder

    def answer(self, start: str, number: int = 0) -> Told:
        """A command by its first words, of several the one of that number."""
        return [told for told in self.told if told.command.startswith(start)][number]

    @cache  # noqa: B019 - one example a run
    def report(self, year: int, name: str) -> str:
        """The words of a report as a web page."""
        page = self.folder / "data" / "processed" / "reports" / str(year) / f"{name}.html"
        return text_of("html", page.read_bytes())

    def row(self, year: int, name: str, table: str, first: str) -> str:
        """The numbers of a row of a table of a report, by its first cell."""
        words = self.report(year, name)
        body = words[words.rindex(table) :]
        found = re.search(rf"{re.escape(first)} ((?:[-\d.,%…]+ )+)", body)
        assert found, first
        return found[1].strip()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    return Example(tmp_path_factory.mktemp("vi-du") / "so-lieu")


def test_every_command_ends_as_the_story_wants_it(example: Example) -> None:
    statuses = [(told.command.split(" --reason")[0], told.status) for told in example.told]
    assert [(command, status) for command, status in statuses if status] == [
        ("welfare-stats status --year 2018", 1),  # one unit is late, and the year is to come
        ("welfare-stats ingest --received-on 2019-02-20", 1),  # a file for a closed year
    ]
    assert len(statuses) == 27
    assert "số liệu minh họa" in (example.folder / TRANSCRIPT).read_text("utf-8")


def test_nobody_hears_of_a_fault_but_who_sends_for_a_closed_year(example: Example) -> None:
    heard = [
        line
        for told in example.told
        if " ingest " in told.command
        for line in told.answer.splitlines()
        if line.lstrip().startswith(("lỗi ", "cảnh báo"))
    ]
    assert heard == [
        f"  lỗi      Sheet1!A9  Số liệu năm 2018 đã chốt ngày {format_date(today())}; tệp đến sau "
        "không được tính. Nếu phải sửa số liệu thì đề nghị Sở mở lại năm 2018 (welfare-stats "
        "reopen)."
    ]


def test_who_was_late_and_who_is_not_asked_for_the_year(example: Example) -> None:
    of_2019 = example.answer("welfare-stats status --year 2019").answer
    ended = of_2019.split("168  ")[1].split("169  ")[0]
    assert ended.splitlines()[1:] == [
        "  6 tháng đầu năm  HX-01, HX-02  05/7/2019   03/7/2019   được tính"
    ]
    assert "13/13 đơn vị đã gửi đủ báo cáo đến hạn." in of_2019
    in_july = example.answer("welfare-stats status --year 2018").answer
    assert re.search(r"170  .*\n  6 tháng đầu năm .* —  +quá hạn [\d.]+ ngày", in_july)
    sent_late = example.report(2018, "bao-cao-2018-6-thang")
    assert "Huyện Võ Nhai HX-01, HX-02 10/7/2018 đã tổng hợp (gửi chậm 5 ngày)" in sent_late
    assert (
        "13/13 đơn vị đã gửi đủ báo cáo 6 tháng đầu năm 2018, số liệu đã được tổng hợp. Lưu ý"
        in sent_late
    )
    assert "báo cáo cả năm" not in sent_late  # of which half a year does not speak


def test_what_is_said_of_the_year_with_the_merger(example: Example) -> None:
    report = example.report(2019, "bao-cao-2019")
    for sentence in (
        "Theo sổ theo dõi, 12/12 đơn vị đã gửi đủ báo cáo cả năm 2019; Huyện Phú Lương đã "
        "gửi đủ báo cáo 6 tháng đầu năm 2019, số liệu đã được tổng hợp. Lưu ý",
        "Tính đến ngày 31/12/2019, toàn tỉnh có 50.559 người đang hưởng trợ cấp xã hội hàng tháng "
        "tại cộng đồng, tăng",
        "trong đó nữ 27.820 người (chưa đủ số liệu của Thành phố Sông Công), dân tộc thiểu số "
        "16.551 người, thuộc hộ nghèo 14.081 người. Trong kỳ tăng (hưởng mới) 4.303 người, giảm "
        "(thôi hưởng) 3.329 người.",
        "Huyện Phú Lương kết thúc ngày 30/6/2019, bàn giao cho Huyện Đồng Hỷ: số cuối kỳ là số bàn "
        "giao, tính ở đơn vị nhận; số toàn tỉnh không tính hai lần số bàn giao.",
    ):
        assert sentence in report
    assert "Các cảnh báo" not in report  # the successor is not held against its own last year


MOVEMENT, GROUPS = "Biến động đối tượng và kinh phí", "theo đơn vị và nhóm đối tượng"


def test_nobody_who_was_handed_over_is_counted_twice(example: Example) -> None:
    def movement(name: str, year: int = 2019) -> list[int]:
        row = example.row(year, f"bao-cao-{year}", MOVEMENT, name).replace(".", "")
        return [int(number) for number in row.split()[:4]]

    ended, successor = movement("Huyện Phú Lương"), movement("Huyện Đồng Hỷ")
    for opening, increase, decrease, closing in (ended, successor, movement("Toàn tỉnh")):
        assert opening + increase - decrease == closing
    units = ["Thành phố Thái Nguyên", "Thành phố Sông Công", "Huyện Định Hóa", "Huyện Võ Nhai"]
    units += ["Huyện Đại Từ", "Thị xã Phổ Yên", "Huyện Phú Bình"]
    sums = [sum(column) for column in zip(*map(movement, units), strict=True)]
    together = [
        ended[0] + successor[0],
        ended[1] + successor[1] - ended[3],  # what came to one of them from the other came to none
        ended[2] + successor[2],
        successor[3],
    ]
    province = movement("Toàn tỉnh")
    assert province == [a + b for a, b in zip(sums, together, strict=True)]
    assert province[0] == movement("Toàn tỉnh", 2018)[3] == 49585
    # and a unit's share is of those who are left
    assert example.row(2019, "bao-cao-2019", GROUPS, "Huyện Phú Lương").count("%") == 0


def test_the_year_is_compared_through_the_merger(example: Example) -> None:
    assert "So với cùng kỳ năm 2018" in example.report(2019, "bao-cao-2019")
    compared = "So sánh với cùng kỳ năm trước"
    for case_type, row in {
        "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng người": "49.585 50.559 974 2,0%",
        "Biến động tăng trong kỳ người": "4.394 4.303 -91 -2,1%",
        "Cấp thẻ BHYT cho đối tượng bảo trợ xã hội thẻ": "45.273 45.900 627 1,4%",
        "Đối tượng được quản lý, nuôi dưỡng lượt": "423 434 11 2,6%",
    }.items():
        assert example.row(2019, "bao-cao-2019", compared, case_type) == row


REASON = "Huyện Phú Bình gửi bản sửa ngày 16/01/2019"
CORRECTION = f"{REASON} (huyen-phu-binh-12-thang-2018-sua.xlsx, ô Sheet1!"


def test_what_changed_after_the_report_was_sent(example: Example) -> None:
    lines = example.answer("welfare-stats diff --year 2018").answer.splitlines()
    assert lines[0] == (f"Từ bản 1 (đã gửi {format_date(today())} – Nguyễn Thị Mẫu) đến hiện nay:")
    assert lines[-1] == "Có số thay đổi: Huyện Phú Bình."
    assert [line.split(":")[0] for line in lines[1:-1] if not line.startswith(" ")] == [
        "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng",
        "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng (giảm)",
        "Người cao tuổi",
        "Người cao tuổi (giảm)",
    ]
    assert lines[lines.index("Người cao tuổi: 27.123 → 27.099 người (-24)") + 1] == (
        f"       -24  {CORRECTION}F17)"
    )
    whole = "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng: 49.609 → 49.585 người (-24)"
    assert (
        lines[lines.index(whole) + 1] == f"       -24  {CORRECTION}F13, Sheet1!F14, Sheet1!F15 …)"
    )
    annex = example.report(2018, "bao-cao-2018")
    assert f"Người cao tuổi người 27.123 27.099 -24 {REASON}" in annex
    assert "huyen-phu-binh" not in annex


def test_an_estimate_gives_way_to_the_actual_numbers(example: Example) -> None:
    changed = example.answer("welfare-stats diff --year 2019").answer
    causes = set(re.findall(r"[-+][\d.]+  (.*) \(huyen", changed))
    assert causes == {"Huyện Đại Từ gửi số chính thức thay số ước ngày 14/01/2020"}
    history = " ".join(example.answer("welfare-stats history --year 2019").answer.split())
    assert (
        "data/raw/2019/huyen-dai-tu-12-thang-2019-uoc.xlsx: số ước, không còn được tính, đã có "
        "data/raw/2019/huyen-dai-tu-12-thang-2019.xlsx thay"
    ) in history


def test_a_closed_year_comes_out_the_same_after_the_merger(example: Example) -> None:
    for suffix in FORMATS:
        name = f"bao-cao-2018.{suffix}"
        sent = example.folder / "data" / "processed" / "reports" / "2018" / name
        assert (example.folder / "lap-lai" / name).read_bytes() == sent.read_bytes()


def test_a_number_leads_back_to_cells_with_what_was_handed_over_taken_out(
    example: Example,
) -> None:
    found = example.answer("welfare-stats explain --year 2019")
    assert found.answer.startswith(
        "Hưởng trợ cấp xã hội hàng tháng tại cộng đồng (tăng): 4.303 người\n"
    )
    added = re.findall(r"^\d{3} .* \d+/\d+/2019 +(-?[\d.]+)  ", found.answer, re.MULTILINE)
    numbers = [int(number.replace(".", "")) for number in added]
    assert sum(numbers) == 4303
    assert sum(number for number in numbers if number < 0) == -4601


GUIDE = (REPOSITORY / "docs" / "huong-dan.md").read_text("utf-8")
QUOTED = re.findall(r"^```\n\$ (.*)\n((?:(?!```).*\n)*)```$", GUIDE, re.MULTILINE)
RECORDED_IN_GUIDE = "26/11/2026"


@pytest.mark.parametrize(("command", "quoted"), QUOTED, ids=[command for command, _ in QUOTED])
def test_the_guide_quotes_what_the_program_says(
    command: str, quoted: str, example: Example
) -> None:
    """Lines stand in their order; "…" is for lines, or the rest of a line, that are left out."""
    told = next(told for told in example.told if told.command == command)
    rest = iter(told.answer.replace(format_date(today()), RECORDED_IN_GUIDE).splitlines())
    for line in quoted.splitlines():
        start = line.removesuffix("…")
        if start:
            assert any(
                found.startswith(start) if line.endswith("…") else found == line for found in rest
            ), line


def test_the_guide_leaves_out_only_what_it_says(example: Example) -> None:
    """Between two quoted lines without "…" nothing is left out."""
    for command, quoted in QUOTED:
        told = next(told for told in example.told if told.command == command)
        answer = told.answer.replace(format_date(today()), RECORDED_IN_GUIDE)
        for run in re.split(r"^…$", quoted, flags=re.MULTILINE):
            if "…" not in run:
                assert run.strip("\n") in answer
