"""The built wheel, installed in an empty environment outside the repository, does the main job."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY


def test_the_installed_wheel_makes_a_workspace_and_the_report(tmp_path: Path) -> None:
    def run(*command: str | Path, cwd: Path = tmp_path) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | {
            name: value for name, value in os.environ.items() if name.startswith("PIP_")
        }
        done = subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    pip = ("-m", "pip", "--disable-pip-version-check", "--quiet")
    run(
        sys.executable, *pip, "wheel", "--no-deps", "--no-build-isolation",
        "--wheel-dir", tmp_path, REPOSITORY,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("welfare_stats-*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "env")
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    lock = REPOSITORY / "requirements.lock"
    run(scripts / "python", *pip, "install", "--require-hashes", "-r", lock)
    run(scripts / "python", *pip, "install", "--no-deps", wheel)

    program, workspace = scripts / "welfare-stats", tmp_path / "so-lieu"
    run(program, "init", workspace)
    shutil.copytree(REPOSITORY / "data" / "raw" / "2018", workspace / "data" / "raw" / "2018")
    assert "13 tệp: 13 được tính" in run(program, "ingest", cwd=workspace)
    written = run(program, "report", "--year", "2018", cwd=workspace).split()
    assert [Path(path).name for path in written] == [
        "bao-cao-2018.docx",
        "bao-cao-2018.pdf",
        "bao-cao-2018.html",
        "bao-cao-2018.xlsx",
    ]
    assert all(Path(path).stat().st_size > 5000 for path in written)
