"""``check-templates``: what is wrong in the office's templates and tables, before any report."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from welfare_stats.cli import main
from welfare_stats.workspace import Workspace

Edit = Callable[[Path], None]


def added(text: str, file: str = "templates/bao-cao.txt.j2") -> Edit:
    def edit(root: Path) -> None:
        path = root / file
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    return edit


def without(file: str, text: str) -> Edit:
    def edit(root: Path) -> None:
        path = root / file
        path.write_text(path.read_text("utf-8").replace(text, ""), "utf-8")

    return edit


def broken_word(root: Path) -> None:
    (root / "templates" / "bao-cao.docx").write_bytes(b"PK\x03\x04")


NEVER = "{{% if year == 1999 %}}\n{}\n{{% endif %}}\n"
CASES = [
    # A branch that no figures lead to is looked over as well.
    (added(NEVER.format("{{ totl.bhyt }}")), ["bao-cao.txt.j2, dòng +2: không có tên “totl”"]),
    (
        added(NEVER.format('{{ part("bhyt", "femal") }}{{ units("SOO").count }}')),
        ["dòng +2: không có phần “femal”", "dòng +2: không có loại đơn vị “SOO”"],
    ),
    (added(NEVER.format("@table khong-co")), ["dòng +2: không có bảng “khong-co”"]),
    (added(NEVER.format("@chart khong-co")), ["dòng +2: không có biểu đồ “khong-co”"]),
    (
        added('{% for unit in units("CSND") %}{{ unit.cod }}{% endfor %}\n'),
        ["dòng +1: không có tên “cod”; các tên được dùng: code,"],
    ),
    # What goes wrong only with some figures.
    (added("{{ total.bhyt }}\n"), ["dòng +1: “total.bhyt” không có số liệu"]),
    (added("{{ 1 / total.bhyt.value if total.bhyt.known }}\n"), ["dòng +1: mẫu có một phép tính"]),
    (added("{% if %}\n"), ["dòng +1: mẫu viết sai cú pháp"]),
    (
        added("{{ titel }}", "templates/bao-cao.html.j2"),
        ["bao-cao.html.j2, dòng", "không có tên “titel”; các tên được dùng: title,"],
    ),
    (
        without("templates/bao-cao.html.j2", "{% for recipient in office.recipients %}"),
        ["bao-cao.html.j2, dòng"],
    ),
    (
        without("templates/bao-cao.html.j2", "{{ tables }}"),
        ["Báo cáo html vừa lập không khớp số liệu", "Thiếu hoặc sai chỗ bảng “Biểu 01."],
    ),
    (
        without("templates/bao-cao.html.j2", "{{ notice }}"),
        ["bao-cao.html.j2: có {{ script }} thì phải có {{ notice }} ở đầu trang"],
    ),
    (broken_word, ["bao-cao.docx: không phải tệp Word (.docx) hoặc đã hỏng"]),
    (
        added("bang,Bảng,targets,annex,,,co_s,,,,,,,,2014-01-01,\n", "catalogue/tables.csv"),
        ["tables.csv, dòng 17, cột sections: không có phần của báo cáo “co_s”"],
    ),
    (
        added("hinh,Hình,movement,,bhytt,,,,,2014-01-01,\n", "catalogue/charts.csv"),
        ["charts.csv, dòng 10, cột case_types: không có chỉ tiêu “bhytt”"],
    ),
]


@pytest.mark.parametrize(("edit", "said"), CASES)
def test_what_is_wrong_is_told_with_its_place(
    edit: Edit, said: list[str], workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    last = len((workspace.templates / "bao-cao.txt.j2").read_text("utf-8").splitlines())
    edit(workspace.root)
    status = main(["--workspace", str(workspace.root), "check-templates", "--year", "2018"])
    printed = "".join(capsys.readouterr())
    assert status == 2
    for words in said:
        assert re.sub(r"\+(\d)", lambda below: str(last + int(below[1])), words) in printed
    assert not workspace.register_file.exists()


REMARKS = [
    (without("templates/bao-cao.txt.j2", "@table chi-tieu"), "thêm dòng “@table chi-tieu”"),
    (
        added("moi,Mới,case_types_by_measures,,,,,tc_tre_duoi_3_tuoi,,total,,,,,2014-01-01,\n",
              "catalogue/tables.csv"),
        "tables.csv, dòng 17, bảng “moi”: năm 2018 không có gì để hiện",
    ),
    (without("templates/bao-cao.txt.j2", "@chart loai-tu-van"), "thêm dòng “@chart loai-tu-van”"),
    (
        added("moi,Mới,units,CSND,tu_van,,,,,2014-01-01,\n", "catalogue/charts.csv"),
        "charts.csv, dòng 10, biểu đồ “moi”: năm 2018 không có gì để vẽ",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "said"), REMARKS)
def test_what_is_likely_not_meant_is_only_mentioned(
    edit: Edit, said: str, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(workspace.root)
    place = ["--workspace", str(workspace.root)]
    assert main([*place, "check-templates", "--year", "2018"]) == 0
    assert said in capsys.readouterr().out
    assert main([*place, "--quiet", "check-templates", "--year", "2018"]) == 0
    assert capsys.readouterr().out == ""


def test_a_workspace_of_before_needs_no_charts(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace.catalogue / "charts.csv").unlink()
    assert main(["--workspace", str(workspace.root), "check-templates", "--year", "2018"]) == 0
    assert capsys.readouterr().out == "Các mẫu, bảng và biểu đồ dùng được.\n"


@pytest.mark.parametrize("year", ["2018", "2022", "2026"])
def test_the_templates_of_a_new_workspace_are_right(
    year: str, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    assert main(["--workspace", str(workspace.root), "check-templates", "--year", year]) == 0
    assert capsys.readouterr().out == "Các mẫu, bảng và biểu đồ dùng được.\n"
    assert before == {p: p.read_bytes() for p in workspace.root.rglob("*") if p.is_file()}
