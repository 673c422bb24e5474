"""The workspace: finding it, reading its settings, making a new one."""

from codecs import BOM_UTF8
from pathlib import Path

import pytest

from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.settings import SETTINGS_FILE, STARTER, settings_text
from welfare_stats.workspace import (
    Workspace,
    create_workspace,
    find_workspace,
    open_workspace,
)

REPOSITORY = Path(__file__).parents[1]


def workspace_with(folder: Path) -> Workspace:
    (folder / SETTINGS_FILE).write_text(settings_text(STARTER), "utf-8")
    return Workspace(folder)


# --- finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize("below", [".", "data", "data/raw/2018"])
def test_the_workspace_is_the_nearest_folder_upward(tmp_path: Path, below: str) -> None:
    workspace_with(tmp_path)
    (tmp_path / "data" / "raw" / "2018").mkdir(parents=True)
    assert find_workspace(tmp_path / below).root == tmp_path


def test_an_inner_workspace_comes_before_the_outer_one(tmp_path: Path) -> None:
    workspace_with(tmp_path)
    (tmp_path / "inner").mkdir()
    inner = workspace_with(tmp_path / "inner")
    assert find_workspace(tmp_path / "inner") == inner


def test_a_relative_start_is_looked_up_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace_with(tmp_path)
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    assert find_workspace(Path()).root == tmp_path


def test_without_a_workspace_the_three_ways_out_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        find_workspace(tmp_path)
    assert str(refused.value) == (
        f"Không thấy welfare-stats.toml ở {tmp_path} hay thư mục nào bên trên. Hãy chuyển vào "
        "kho số liệu, dùng --workspace, hoặc tạo kho mới bằng “welfare-stats init”."
    )
    assert refused.value.exit_status == 2


def test_a_named_root_must_be_the_root_itself(tmp_path: Path) -> None:
    workspace_with(tmp_path)
    (tmp_path / "data").mkdir()
    assert open_workspace(tmp_path) == Workspace(tmp_path)
    with pytest.raises(ConfigurationError, match="không phải kho số liệu"):
        open_workspace(tmp_path / "data")


# --- a new workspace ---------------------------------------------------------------------------


def test_a_new_workspace_holds_what_the_package_carries_and_can_be_used(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "kho" / "số liệu")
    assert workspace == Workspace(tmp_path / "kho" / "số liệu")
    carried = [SETTINGS_FILE, "data/raw/README.md", "data/processed/README.md"]
    carried += [f"catalogue/{name}.csv" for name in ("case_types", "units", "targets", "deadlines")]
    for name in carried:
        mark = BOM_UTF8 if name.endswith(".csv") else b""  # without it Excel garbles Vietnamese
        assert (workspace.root / name).read_bytes() == mark + (REPOSITORY / name).read_bytes()
    assert workspace.templates.is_dir()
    assert workspace.settings().office.symbol == "BC-SYT"
    assert load_catalogue(workspace.catalogue, FORMS).units
    assert find_workspace(workspace.raw) == workspace


@pytest.mark.parametrize("present", [SETTINGS_FILE, "catalogue", "data/raw/README.md"])
def test_nothing_is_written_over_what_is_there(tmp_path: Path, present: str) -> None:
    theirs = tmp_path / present
    theirs.parent.mkdir(parents=True, exist_ok=True)
    theirs.write_text("của người khác", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ConfigurationError) as refused:
        create_workspace(tmp_path)
    assert str(refused.value) == (
        f"{tmp_path} đã có {present}; không ghi đè. Hãy chọn thư mục khác."
    )
    assert sorted(tmp_path.rglob("*")) == before
    assert theirs.read_text("utf-8") == "của người khác"


def test_files_that_do_not_collide_are_left_alone(tmp_path: Path) -> None:
    report = tmp_path / "data" / "raw" / "2018" / "vo-nhai.xlsx"
    report.parent.mkdir(parents=True)
    report.write_bytes(b"PK")
    create_workspace(tmp_path)
    assert report.read_bytes() == b"PK"


# --- names and places --------------------------------------------------------------------------


def test_a_file_is_named_from_the_root_where_it_lies_inside(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "kho")
    assert workspace.name_of(workspace.raw / "2018" / "a.xlsx") == "data/raw/2018/a.xlsx"
    assert workspace.name_of(tmp_path / "a.xlsx") == (tmp_path / "a.xlsx").as_posix()


def test_everything_lies_where_the_design_puts_it() -> None:
    workspace = Workspace(Path("/kho"))
    places = [
        workspace.raw,
        workspace.register_file,
        workspace.reports(2018),
        workspace.year_text("2018"),
        workspace.lock,
    ]
    assert [place.relative_to("/kho").as_posix() for place in places] == [
        "data/raw",
        "data/processed/register.sqlite",
        "data/processed/reports/2018",
        "catalogue/year-texts/2018.txt",
        "data/processed/.lock",
    ]
