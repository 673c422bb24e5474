"""What the numbers of a national year cost: 3,321 communes, two half years each, in memory.

Made-up observations of all that a commune is asked for, as the register gives them. Printed are the
seconds of each step and the most memory of the process. Run by ``make bench``.
"""

import argparse
import resource
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import numpy as np
import pandas as pd

from welfare_stats.analyse.totals import each_number_once, results_of
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit, load_catalogue
from welfare_stats.design.forms import FORMS

_ROOT = Path(__file__).parents[1]
_YEAR = 2026
_COMMUNE = "UBND_XA"
_MOST_SECONDS, _MOST_MEBIBYTES = 6.0, 1024
_T = TypeVar("_T")


def nation(codes: CatalogueAt, count: int) -> CatalogueAt:
    """The code lists with so many communes, all of one province."""
    model = next(unit for unit in codes.units.values() if unit.reporter_kind == _COMMUNE)
    life = codes.lives[model.code]
    others = {c: unit for c, unit in codes.units.items() if unit.reporter_kind != _COMMUNE}
    communes = {f"{n:05}": _named(model, f"{n:05}") for n in range(count)}
    lives = {**codes.lives, **dict.fromkeys(communes, life)}
    return replace(codes, units={**others, **communes}, lives=lives)


def _named(model: ReportingUnit, code: str) -> ReportingUnit:
    return model.model_copy(update={"code": code, "name": f"Xã Mẫu {code}"})


def observations(codes: CatalogueAt, periods: int) -> pd.DataFrame:
    """Every number that the communes are asked for, of every period, as an observation frame."""
    numbers = [
        (FORMS[case_type.form].code, case_type.code, str(column.measure), str(column.breakdown))
        for case_type in codes.case_types.values()
        if case_type.form and _COMMUNE in case_type.reporters
        for column in FORMS[case_type.form].numbers.values()
    ]
    units = [code for code, unit in codes.units.items() if unit.reporter_kind == _COMMUNE]
    days = [_days(number, periods) for number in range(periods)]
    of_unit = len(numbers) * periods
    period = np.tile(np.repeat(np.arange(periods), len(numbers)), len(units))
    number = np.tile(np.arange(len(numbers)), len(units) * periods)
    named = pd.DataFrame(numbers, columns=["form", "case_type", "measure", "breakdown"])
    values = np.random.default_rng(1).integers(0, 99, len(number)).astype(float)
    return (
        named.iloc[number]
        .reset_index(drop=True)
        .assign(
            submission=period,
            unit=np.repeat(np.array(units), of_unit),
            facility="",
            period_start=np.array([start for start, _ in days], dtype=object)[period],
            period_end=np.array([end for _, end in days], dtype=object)[period],
            value=values,
            note="",
            is_estimate=False,
            path="a.xlsx",
            sheet="HX",
            cells="A1",
        )
    )


def _days(number: int, periods: int) -> tuple[date, date]:
    months = 12 // periods
    last = months * (number + 1)
    after = date(_YEAR + last // 12, last % 12 + 1, 1)
    return date(_YEAR, months * number + 1, 1), after - timedelta(days=1)


def timed(words: str, step: Callable[[], _T]) -> tuple[_T, float]:
    """Do a step and print how long it took."""
    start = perf_counter()
    made = step()
    taken = perf_counter() - start
    print(f"  {words:42} {taken:6.2f} s")
    return made, taken


def main() -> int:
    """Print each step, and the sum with its target; 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=3321)
    parser.add_argument("--periods", type=int, default=2, choices=(1, 2, 4, 12))
    options = parser.parse_args()
    codes = nation(
        load_catalogue(_ROOT / "catalogue", FORMS).at(date(_YEAR, 12, 31)), options.units
    )
    frame = observations(codes, options.periods)
    print(f"{len(frame):,} numbers of {options.units:,} units × {options.periods} periods")
    once, first = timed("each number once", lambda: each_number_once(frame))
    results, second = timed("sums, periods, handovers", lambda: results_of(once, codes))
    _, third = timed("totals of the province", lambda: results.totals)
    _, fourth = timed("figures of the units", lambda: results.figures)
    seconds = first + second + third + fourth
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  together {seconds:.2f} s (≤ {_MOST_SECONDS:g}), {peak:,} MiB (≤ {_MOST_MEBIBYTES:,})")
    return int(seconds > _MOST_SECONDS or peak > _MOST_MEBIBYTES)


if __name__ == "__main__":
    sys.exit(main())
