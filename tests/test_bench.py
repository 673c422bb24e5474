"""The benchmark runs; what it measures is for people to judge."""

import sys
from pathlib import Path
from subprocess import run

BENCH = Path(__file__).parents[1] / "bench"


def test_the_benchmark_of_reading_prints_a_ratio_for_every_step() -> None:
    command = [sys.executable, str(BENCH / "reading.py"), "--files=2", "--rows=20", "--rounds=1"]
    done = run(command, check=True, capture_output=True, text=True, timeout=120)
    lines = done.stdout.splitlines()
    assert lines[0] == "2 × 20 rows × 12 columns, 1 rounds"
    assert [line.partition("  ")[0].strip() for line in lines[1:]] == [
        "cells",
        "rows",
        "rows, checks, figures",
        "rows, one child",
        "rows, two children",
        "rows, checks, figures, one child",
        "rows, checks, figures, two children",
    ]
    assert all("ratio" in line for line in lines[1:])


def test_the_benchmark_of_a_national_year_adds_up_what_it_made() -> None:
    command = [sys.executable, str(BENCH / "national.py"), "--units=20", "--periods=2"]
    done = run(command, check=True, capture_output=True, text=True, timeout=120)
    lines = done.stdout.splitlines()
    assert lines[0].endswith("numbers of 20 units × 2 periods")
    assert [line.split("  ")[1] for line in lines[1:5]] == [
        "each number once",
        "sums, periods, handovers",
        "totals of the province",
        "figures of the units",
    ]
