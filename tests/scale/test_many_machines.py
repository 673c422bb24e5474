"""Machines that read, a register that is shared: the same result as on one machine alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from conftest import REPOSITORY, sharing
from dask_cluster import Dask
from kills import command
from shared_register import receipts, remembered, reported
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.register import Register
from welfare_stats.settings import SETTINGS_FILE, SharedRegister
from welfare_stats.workspace import Workspace, create_workspace
from workbooks import centre, district, home, put, workbook_bytes

SAMPLES = REPOSITORY / "data" / "raw" / "2018"
IN_USE = 75


def filled(workspace: Workspace) -> Workspace:
    """With the samples of 2018, corrected files, faulty ones and what is no workbook."""
    folder = workspace.raw / "2018"
    shutil.copytree(SAMPLES, folder)
    for name, content in {
        "loi 1.xlsx": workbook_bytes(put(district(), "HX-01!G7", -1)),
        "loi 2.xlsx": workbook_bytes(put(home(), "CS-01!G7", "hai")),
        "hong.xlsx": b"PK\x03\x04" + b"\x00" * 1000,
        "ghi chu.txt": b"Ghi nho",
        "khong mau.xlsx": workbook_bytes({"Sheet1": [["Danh sách"], ["a", 1]]}),
        "trung tam.xlsx": workbook_bytes(centre()),
    }.items():
        (folder / name).write_bytes(content)
    for number, path in enumerate(sorted(folder.rglob("*"))):  # the order of their saving
        os.utime(path, (1_500_000_000 + number, 1_500_000_000 + number))
    return workspace


def ingesting(workspace: Workspace, *words: str) -> list[str]:
    return command(workspace, "ingest", "--received-on", "2018-09-03", "--json", *words)


def ingested(workspace: Workspace, *words: str) -> tuple[int, object]:
    done = subprocess.run(ingesting(workspace, *words), capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def replies(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in workspace.feedback.iterdir())


def test_a_cluster_and_a_shared_register_give_what_one_machine_gives(
    tmp_path: Path, dask: Dask, shared_register: SharedRegister
) -> None:
    alone = filled(create_workspace(tmp_path / "rieng"))
    shared = filled(sharing(tmp_path / "chung", shared_register))
    local = ingested(alone, "--jobs", "2")
    assert local[0] == 1
    assert ingested(shared, "--cluster", dask.address) == local
    assert remembered(shared_register) == remembered(alone.register)
    assert replies(shared) == replies(alone)
    catalogue = load_catalogue(alone.catalogue, FORMS)
    assert reported(shared, catalogue) == reported(alone, catalogue)
    assert ingested(shared, "--cluster", dask.address) == ingested(alone, "--jobs", "2")


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_workers_that_are_lost_midway_change_nothing(
    tmp_path: Path, dask: Dask, shared_register: SharedRegister
) -> None:
    alone = filled(create_workspace(tmp_path / "rieng"))
    shared = filled(sharing(tmp_path / "chung", shared_register))
    local = ingested(alone, "--jobs", "2")
    killed = 0
    with subprocess.Popen(
        ingesting(shared, "--cluster", dask.address), stdout=subprocess.PIPE, text=True
    ) as run:
        while run.poll() is None and killed < 3:
            if number_of_receipts(shared_register) > 2 * killed:
                os.kill(dask.workers()[-1], 9)
                killed += 1
                dask.wait_for(2)
            sleep(0.02)
        printed, _ = run.communicate()
    assert killed > 0
    assert (run.returncode, json.loads(printed)) == local
    assert remembered(shared_register) == remembered(alone.register)
    dask.wait_for(2)


def number_of_receipts(place: SharedRegister) -> int:
    with Register.open(place, create=True) as register:
        return len(register.history().receipts)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are linked")
def test_two_ingests_at_once_on_one_cluster_lose_and_double_nothing(
    tmp_path: Path, dask: Dask, shared_register: SharedRegister
) -> None:
    alone = filled(create_workspace(tmp_path / "rieng"))
    first = filled(sharing(tmp_path / "mot", shared_register))
    for one in (alone, first):  # makes the key that both machines need
        ingested(one, str(one.raw / "2018" / "trung tam.xlsx"))
    local = ingested(alone, "--jobs", "2")
    second = create_workspace(tmp_path / "hai")
    shutil.copy(first.root / SETTINGS_FILE, second.root)
    shutil.rmtree(second.raw)
    second.raw.symlink_to(first.raw)
    second.processed.mkdir(exist_ok=True)
    shutil.copy(first.secret_file, second.secret_file)
    ends: list[int] = []
    while not ends or IN_USE in ends:
        runs = [
            subprocess.Popen(
                ingesting(machine, "--cluster", dask.address), stdout=subprocess.DEVNULL
            )
            for machine in (first, second)
        ]
        ends = [run.wait() for run in runs]
        assert set(ends) <= {0, 1, IN_USE}
    assert local[0] == 1
    assert len(receipts(shared_register)) == len(receipts(alone.register))
    assert remembered(shared_register) == remembered(alone.register)
