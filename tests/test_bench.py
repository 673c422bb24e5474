"""The benchmark runs, and tells when reading has grown slow."""

import sys
from pathlib import Path
from subprocess import run

from benchmark import grown
from measuring import Figure

BENCH = Path(__file__).parents[1] / "bench"


def test_the_benchmark_prints_each_figure_with_its_target() -> None:
    parts = ["feedback", "counts"]  # make guard runs the reading
    command = [sys.executable, str(BENCH / "benchmark.py"), "--short", *parts]
    done = run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    assert done.returncode in (0, 1)  # 1: a target is missed, as it is by so little
    found = [line.split("  ")[0] for line in done.stdout.splitlines()]
    assert found == [
        "feedback for 200 rows with 20 faults",
        "10 workbooks of counts, 2 jobs: a file over the bare read",
        "nothing new in 10 files",
    ]
    assert done.stdout.count("≤") == len(found)


def test_a_ratio_that_grew_beyond_noise_is_named() -> None:
    found = [Figure("cells", 1.5, "×"), Figure("rows", 4.5, "×"), Figure("new", 9, "×")]
    assert grown(found, {"cells": 1.4, "rows": 2.1, "gone": 1}) == ["rows: 2.10 before, 4.50 now"]
