"""Whole texts of the report in situations that offices are in, as a head of department reads them.

The texts lie in ``texts/``, one a situation; run as a program this module writes them again.
"""

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import REPOSITORY
from full_years import PERIOD, WHOLE, everything, facts_of
from welfare_stats.analyse.comparison import Change, NotCompared, Obstacle
from welfare_stats.analyse.succession import Group, Handover, OpenQuestion
from welfare_stats.design.catalogue import (
    Catalogue,
    Comparator,
    Target,
    TargetMeasure,
    load_catalogue,
)
from welfare_stats.design.forms import FORMS
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.build import build_report
from welfare_stats.report.facts import YearComparison, YearFacts
from welfare_stats.report.model import Chart, Heading, Paragraph, Table
from welfare_stats.report.year_text import YearText

TEXTS = Path(__file__).parent / "texts"
FULL_YEAR = ReportingPeriod(dt.date(2019, 1, 1), dt.date(2019, 12, 31))
HALF_OF_2026 = ReportingPeriod(dt.date(2026, 1, 1), dt.date(2026, 6, 30))
WRITTEN = YearText(
    basis=("Căn cứ Luật Mẫu số 1;", "Căn cứ Nghị định Mẫu số 2."),
    direction=("Trong kỳ đã ban hành các văn bản:", "- Kế hoạch số 1;", "+ Phân công thực hiện."),
    data_notes=("Số liệu chốt ngày 31/8.",),
    results=("1. Chi trả đúng hạn.", "2. Giải quyết hồ sơ đúng hẹn."),
    limitations=("- Mức chuẩn còn thấp.",),
    causes=("a) Nguyên nhân khách quan.", "b) Nguyên nhân chủ quan."),
    plans=("- Rà soát đối tượng.",),
    proposals=("Không.",),
)


def rows_of(catalogue: Catalogue, period: ReportingPeriod = PERIOD) -> list[dict[str, Any]]:
    days = {"period_start": period.start, "period_end": period.end}
    return [row | days for row in everything(catalogue.at(period.end))]


def complete(catalogue: Catalogue) -> YearFacts:
    return replace(facts_of(catalogue, rows_of(catalogue)), year_text=WRITTEN)


def with_blanks(catalogue: Catalogue) -> YearFacts:
    """Seven districts have not sent; two left a group, a number or the women blank."""
    blank = {("170", "tc_cao_tuoi", "all"), ("171", "dot_xuat_nha_o", "all")}
    blank |= {("170", code, "female") for code in catalogue.case_type_codes}
    sent = (r for r in rows_of(catalogue) if r["unit"] in {"170", "171"})
    named = (r for r in sent if (r["unit"], r["case_type"], r.get("breakdown", "all")) not in blank)
    return facts_of(catalogue, named)


def nobody_spent(catalogue: Catalogue) -> YearFacts:
    """Nobody reports any spending, but one district that of the allowance."""
    kept = (
        row
        for row in rows_of(catalogue)
        if row.get("measure") != "amount" or (row["unit"] == "170" and "form" not in row)
    )
    return facts_of(catalogue, kept)


def zeros(catalogue: Catalogue) -> YearFacts:
    return facts_of(catalogue, (row | {"value": 0} for row in rows_of(catalogue)))


def one_facility(catalogue: Catalogue) -> YearFacts:
    codes = catalogue.at(PERIOD.end)
    gone = {"CSTG-02", "CSTG-03", "CSTG-04"}
    units = {code: unit for code, unit in codes.units.items() if code not in gone}
    few = replace(codes, units=units)
    facts = facts_of(catalogue, everything(few), few)
    obligations = [o for o in facts.status.obligations if o.owed.unit.code not in gone]
    return replace(facts, status=replace(facts.status, obligations=tuple(obligations)))


def blanks_of_the_centre(catalogue: Catalogue) -> YearFacts:
    blank = {"can_thiep_khan_cap", "tu_van_cong_dong", "ket_noi_dich_vu", "tu_ky_tiep_nhan"}
    none = {"cuoc_goi", "tu_van_truc_tiep", "tu_ky_tu_van", "nuoi_duong_chet"}
    rows = (
        row | ({"value": 0} if row["case_type"] in none else {})
        for row in rows_of(catalogue)
        if row["case_type"] not in blank
    )
    return facts_of(catalogue, rows)


def targets(catalogue: Catalogue) -> YearFacts:
    """Reached, just met, not above, missed; ceilings kept and passed; shares, changes; unknown."""
    facts = facts_of(catalogue, (r for r in rows_of(catalogue) if r["case_type"] != "bhyt"))
    above, least, most = Comparator.ABOVE, Comparator.AT_LEAST, Comparator.AT_MOST
    share = {"measure": TargetMeasure.SHARE, "share_of": "can_thiep"}
    fewer = {"measure": TargetMeasure.DECREASE}
    wanted: list[tuple[str, Comparator, float, dict[str, Any]]] = [
        ("can_thiep", above, 36, {}),
        ("cuoc_goi", least, 40, {}),
        ("cung_cap_thong_tin", above, 40, {}),
        ("ket_noi_dich_vu", least, 80, {}),
        ("nuoi_duong_chet", most, 150, {}),
        ("mai_tang_phi", most, 300, {}),
        ("can_thiep_khan_cap", least, 99.5, share),
        ("tu_ky_tu_van", least, 2, fewer),
        ("tu_ky_tiep_nhan", least, 5, fewer),
        ("tu_ky_tri_lieu", least, 5, fewer),
        ("bhyt", least, 5, {}),
    ]
    made = {
        code: Target(
            case_type=code,
            wording=f"Mục tiêu {number}",
            comparator=comparator,
            value=str(value).replace(".", ","),
            unit="lượt",
            valid_from=PERIOD.start,
            **more,
        )
        for number, (code, comparator, value, more) in enumerate(wanted, 1)
    }
    codes = replace(facts.codes, targets=made)
    changes = [Change(codes.case_types[c], 41, 40) for c in ("tu_ky_tu_van", "tu_ky_tiep_nhan")]
    before = YearComparison(2017, changes, [], codes.units)
    return replace(facts, codes=codes, last_year=before, next_targets=tuple(made.values())[5:8])


def compared(catalogue: Catalogue) -> YearFacts:
    """More, fewer, as many, from nothing; and three that cannot be compared."""
    facts = facts_of(catalogue, rows_of(catalogue, FULL_YEAR), period=FULL_YEAR)
    of = facts.codes.case_types
    changes = [
        Change(of[WHOLE], 2500, 2520),
        Change(of["nuoi_duong"], 125, 120),
        Change(of["can_thiep"], 40, 40),
        Change(of["cuoc_goi"], 0, 40),
    ]
    others = [
        NotCompared(of["tu_van"], Obstacle.DEFINITION),
        NotCompared(of["chuc_tho_mung_tho"], Obstacle.UNITS_BEFORE, frozenset({"170", "171"})),
        NotCompared(of["khuyet_tat_giay_xac_nhan"], Obstacle.ESTIMATE),
    ]
    before = YearComparison(2018, changes, others, facts.codes.units)
    return replace(facts, last_year=before)


def not_compared(catalogue: Catalogue) -> YearFacts:
    facts = facts_of(catalogue, rows_of(catalogue))
    other = NotCompared(facts.codes.case_types[WHOLE], Obstacle.DAYS, frozenset({"170"}))
    return replace(facts, last_year=YearComparison(2017, [], [other], facts.codes.units))


def merger(catalogue: Catalogue) -> YearFacts:
    """What one unit handed over and another one took over does not fit."""
    facts = facts_of(catalogue, rows_of(catalogue))
    gone = facts.totals.index.get_level_values(0).isin(["tc_bien_dong_tang", "tc_bien_dong_giam"])
    group = Group(frozenset({"168"}), frozenset(), frozenset({"170"}))
    question = OpenQuestion(WHOLE, group, Handover(20, 0, 20, fits=False))
    return replace(facts, totals=facts.totals[~gone], questions=(question,))


def six_months(catalogue: Catalogue) -> YearFacts:
    """The communes, the social pension, and one commune whose figures end in March."""
    facts = facts_of(catalogue, rows_of(catalogue, HALF_OF_2026), period=HALF_OF_2026)
    commune = next(u for u in facts.codes.units.values() if u.reporter_kind == "UBND_XA")
    short = ReportingPeriod(HALF_OF_2026.start, dt.date(2026, 3, 31))
    return replace(
        facts,
        period_name="6 tháng đầu năm 2026",
        coverage={(commune.code, form): short for form in ("HX-01", "HX-02")},
    )


def estimates(catalogue: Catalogue) -> YearFacts:
    rows = rows_of(catalogue)
    return facts_of(catalogue, [r | {"is_estimate": r["unit"] == "170"} for r in rows])


def nothing_of_the_centre(catalogue: Catalogue) -> YearFacts:
    return facts_of(catalogue, (r for r in rows_of(catalogue) if r["unit"] != "CSTG-04"))


SITUATIONS: dict[str, Callable[[Catalogue], YearFacts]] = {
    "du-so-lieu": complete,
    "thieu-don-vi": with_blanks,
    "thieu-kinh-phi": nobody_spent,
    "bang-khong": zeros,
    "mot-co-so": one_facility,
    "trung-tam-de-trong": blanks_of_the_centre,
    "trung-tam-chua-gui": nothing_of_the_centre,
    "chi-tieu-ke-hoach": targets,
    "tang-giam": compared,
    "khong-so-sanh-duoc": not_compared,
    "sap-nhap": merger,
    "sau-thang": six_months,
    "so-uoc": estimates,
}


def text_of(facts: YearFacts) -> str:
    lines = []
    for block in build_report(facts, REPOSITORY / "templates").body:
        if isinstance(block, Heading):
            lines.append(f"\n{'#' * block.level} {block.text}\n")
        elif isinstance(block, Paragraph):
            lines.append(block.words)
        elif isinstance(block, Table):
            lines += _lines_of(block)
        elif isinstance(block, Chart):
            lines += [f"[{block.title}] {block.alt}", *block.notes]
    return "\n".join(lines).strip() + "\n"


def _lines_of(table: Table) -> list[str]:
    rows = [" | ".join(str(cell) for cell in row.cells) for row in table.rows]
    return [f"[{table.title}]", *(f"| {row}" for row in rows), *table.notes]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_text_of_a_situation(situation: str, catalogue: Catalogue) -> None:
    expected = (TEXTS / f"{situation}.txt").read_text("utf-8")
    assert text_of(SITUATIONS[situation](catalogue)) == expected


def test_every_text_is_of_a_situation() -> None:
    assert {path.stem for path in TEXTS.glob("*.txt")} == set(SITUATIONS)


if __name__ == "__main__":
    TEXTS.mkdir(exist_ok=True)
    of_the_office = load_catalogue(REPOSITORY / "catalogue", FORMS)
    for name, facts_in in SITUATIONS.items():
        (TEXTS / f"{name}.txt").write_text(text_of(facts_in(of_the_office)), "utf-8")
