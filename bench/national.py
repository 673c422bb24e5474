"""A national year: 3,321 communes, two half years each, all that a commune is asked for.

In memory, as the register gives it, and from a register of its own to the whole report, in which
provinces are rows.
"""

import csv
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from measuring import Figure, new_workspace, peak_of, seconds
from welfare_stats.analyse.totals import each_number_once, results_of
from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import CatalogueAt, ReportingUnit, load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Register
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workspace import Workspace

COMMUNES = 3321
PERIODS = 2
PROVINCES = 34
_ROOT = Path(__file__).parents[1]
_YEAR = 2026
_COMMUNE = "UBND_XA"
_CONTEXT = "benchmark"


def in_memory(communes: int) -> list[Figure]:
    """Totals, figures of units and the memory of it, measured in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, str(communes)], capture_output=True, text=True, check=True
    )
    taken, peak = (float(word) for word in done.stdout.split())
    words = f"{communes:,} communes × {PERIODS}, totals in memory"
    return [Figure(words, taken, "s", 1), Figure(f"{words}, memory", peak, "MiB", 1024)]


def whole_report(communes: int) -> list[Figure]:
    """The report of a national year in every format, from a register."""
    with new_workspace() as workspace:
        make_national(workspace, communes)
        report, peak = peak_of(workspace, "report", "--year", str(_YEAR))
        totals, _ = peak_of(
            workspace, "explain", "--year", str(_YEAR), "--case-type", "huu_tri_xa_hoi", "--json"
        )
    words = f"{communes:,} communes × {PERIODS}"
    return [
        Figure(f"{words}, one number from the register", totals, "s", 4),
        Figure(f"{words}, whole report, provinces as rows", report, "s", 15),
        Figure(f"{words}, whole report, memory", peak, "MiB", 1024),
    ]


def make_national(workspace: Workspace, communes: int) -> None:
    """A workspace of a nation whose communes have all sent both half years."""
    _rewrite(workspace.catalogue / "units.csv", lambda rows: _units(rows, communes))
    _rewrite(workspace.catalogue / "tables.csv", _by_province)
    for name in ("successions.csv", "communes.csv"):  # name communes of Thái Nguyên
        _rewrite(workspace.catalogue / name, lambda _: [])
    catalogue = load_catalogue(workspace.catalogue, FORMS)
    codes = catalogue.at(date(_YEAR, 12, 31))
    asked = numbers_asked(codes)
    random = np.random.default_rng(1)
    with Register.open(workspace.register, create=True) as register:
        register.keep_catalogue(catalogue.fingerprint, catalogue.files)
        for period in periods(PERIODS):
            for unit in _communes(codes):
                values = random.integers(0, 99, len(asked)).tolist()
                register.record(
                    path=f"data/raw/{_YEAR}/{unit}-{period.end.month}.xlsx",
                    sha256=f"{unit}{period.end}".ljust(64, "0"),
                    context=_CONTEXT,
                    received_on=period.end,
                    assessment=_stated(unit, period, asked, values),
                )


def _stated(
    unit: str, period: ReportingPeriod, asked: list[tuple[str, ...]], values: list[float]
) -> Assessment:
    numbers = tuple(
        Observation(form, "", case_type, measure, breakdown, float(value), "", form, f"F{row}")
        for row, ((form, case_type, measure, breakdown), value) in enumerate(
            zip(asked, values, strict=True), start=7
        )
    )
    scopes = {(form, ""): sum(number.form == form for number in numbers) for form in
              dict.fromkeys(number.form for number in numbers)}  # fmt: skip
    return Assessment(Outcome.ACCEPTED, (), unit, scopes, period, None, numbers)


def _units(rows: list[dict[str, str]], communes: int) -> Iterator[dict[str, str]]:
    """All units but the communes, then so many communes in 34 provinces."""
    model = next(row for row in rows if row["kind"] == _COMMUNE)
    yield from (row for row in rows if row["kind"] != _COMMUNE)
    for number in range(communes):
        name = f"Xã Mẫu {number}"
        yield model | {
            "code": f"{number:05}",
            "name": f"UBND {name}",
            "area": name,
            "other_names": "",
            "group": f"Tỉnh Mẫu {number % PROVINCES + 1}",
        }


def _by_province(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Tables of communes have a row a province."""
    for row in rows:
        if _COMMUNE in row["reporters"]:
            row["kind"] = row["kind"].replace("units_by", "groups_by")
        yield row


def _rewrite(path: Path, change: object) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        heading = list(reader.fieldnames or ())
        rows = list(change(list(reader)))  # type: ignore[operator]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heading)
        writer.writeheader()
        writer.writerows(rows)


# --- in memory -----------------------------------------------------------------------------------


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


def _communes(codes: CatalogueAt) -> list[str]:
    return [code for code, unit in codes.units.items() if unit.reporter_kind == _COMMUNE]


def numbers_asked(codes: CatalogueAt) -> list[tuple[str, ...]]:
    """Form, case type, measure and breakdown of every number that a commune is asked for."""
    return [
        (FORMS[case_type.form].code, case_type.code, str(column.measure), str(column.breakdown))
        for case_type in codes.case_types.values()
        if case_type.form and _COMMUNE in case_type.reporters
        for column in FORMS[case_type.form].numbers.values()
    ]


def periods(count: int) -> list[ReportingPeriod]:
    """So many parts of the year, of equal length."""
    months = 12 // count
    starts = [date(_YEAR, months * number + 1, 1) for number in range(count)]
    after = [*starts[1:], date(_YEAR + 1, 1, 1)]
    return [
        ReportingPeriod(start, end - timedelta(days=1))
        for start, end in zip(starts, after, strict=True)
    ]


def observations(codes: CatalogueAt, count: int) -> pd.DataFrame:
    """Every number that the communes are asked for, of every period, as an observation frame."""
    numbers = numbers_asked(codes)
    units = _communes(codes)
    days = periods(count)
    of_unit = len(numbers) * count
    period = np.tile(np.repeat(np.arange(count), len(numbers)), len(units))
    number = np.tile(np.arange(len(numbers)), len(units) * count)
    named = pd.DataFrame(numbers, columns=["form", "case_type", "measure", "breakdown"])
    values = np.random.default_rng(1).integers(0, 99, len(number)).astype(float)
    return (
        named.iloc[number]
        .reset_index(drop=True)
        .assign(
            submission=period,
            unit=np.repeat(np.array(units), of_unit),
            facility="",
            period_start=np.array([one.start for one in days], dtype=object)[period],
            period_end=np.array([one.end for one in days], dtype=object)[period],
            value=values,
            note="",
            is_estimate=False,
            path="a.xlsx",
            sheet="HX",
            cells="A1",
        )
    )


def _totals(frame: pd.DataFrame, codes: CatalogueAt) -> None:
    results = results_of(each_number_once(frame), codes)
    assert len(results.totals)  # noqa: S101
    assert len(results.figures)  # noqa: S101


if __name__ == "__main__":
    CODES = nation(
        load_catalogue(_ROOT / "catalogue", FORMS).at(date(_YEAR, 12, 31)), int(sys.argv[1])
    )
    FRAME = observations(CODES, PERIODS)
    TAKEN = seconds(lambda: _totals(FRAME, CODES))
    PEAK = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(TAKEN, PEAK)
