"""Makes ``data/raw/2018``: thirteen workbooks as offices send them, with illustrative figures.

Only the totals of the Trung tâm Công tác xã hội and the sums over the residential facilities are
published figures. All else is invented, and every sheet says so. The same script gives the same
bytes. Beside it: what each office is like (``samples_offices.py``), rows whose figures agree
(``samples_rows.py``), and how sheets look (``samples_sheets.py``).
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from samples_offices import (
    CENTRE,
    CENTRE_NOTES,
    CENTRE_RESULTS,
    DISTRICTS,
    LAYOUTS,
    RESIDENT_SHARES,
    RESIDENTIAL,
    RESIDENTS,
)
from samples_rows import (
    ALLOWANCE,
    GROUPS,
    Movement,
    allowance_row,
    facility_row,
    labelled,
    other_rows,
    other_totals,
    own_case_types,
    some,
    split,
    totals_of,
)
from samples_sheets import Head, Layout, Row, SheetText, Table, workbook_bytes
from welfare_stats.design.catalogue import (
    CatalogueAt,
    Level,
    Relation,
    ReportingUnit,
    load_catalogue,
)
from welfare_stats.design.forms import FORMS
from welfare_stats.design.forms.cs01 import CS01
from welfare_stats.design.forms.ds01 import DS01
from welfare_stats.design.forms.hx01 import HX01
from welfare_stats.design.forms.hx02 import HX02
from welfare_stats.period import ReportingPeriod

REPOSITORY = Path(__file__).parents[1]
PERIOD = ReportingPeriod(date(2018, 1, 1), date(2018, 8, 31))
HEAD = Head(PERIOD, sent_on=date(2018, 9, 3))
MONTHS = 8
SEED = 4  # with it no invented figure contains 514, the figure that tests/test_2018.py changes
CASES, EMERGENCIES = "can_thiep", "can_thiep_khan_cap"

# --- the list of cases -------------------------------------------------------------------------

SURNAMES = ("Nguyễn", "Trần", "Lê", "Hoàng", "Dương", "Nông", "Ma", "Lý", "Phạm", "Vũ")
PEOPLES = {"Kinh": 62, "Tày": 15, "Nùng": 11, "Sán Dìu": 5, "Dao": 4, "Sán Chay": 2, "Mông": 1}
# Communes are real, as their names are checked; the people in them are not.
COMMUNES = (
    "Phường Túc Duyên",
    "P. Quang Trung, TP. Thái Nguyên",
    "Phường Mỏ Chè, Sông Công",
    "Xã La Bằng, huyện Đại Từ",
    "Xã La Hiên",
    "Xã Hóa Thượng, Đồng Hỷ",
    "Thị trấn Đu",
    "Xã Tân Thành, huyện Phú Bình",
    "TT Chợ Chu, H. Định Hóa",
    "Phường Bãi Bông",
)
OUTCOMES = ("Đã kết thúc", "Đã kết nối dịch vụ", "Đã chuyển tuyến")
STILL_OPEN = "Đang hỗ trợ"
CHILD_UNDER, ELDERLY_FROM = 16, 60


def main(arguments: list[str]) -> None:
    """Write all workbooks into the folder named, or into ``data/raw/2018``."""
    folder = Path(arguments[0]) if arguments else REPOSITORY / "data" / "raw" / "2018"
    folder.mkdir(parents=True, exist_ok=True)
    codes = load_catalogue(REPOSITORY / "catalogue", FORMS).at(PERIOD.end)
    for unit_code, layout in LAYOUTS.items():
        unit = codes.units[unit_code]
        tables = list(tables_of(unit, layout, codes))
        path = folder / layout.file_name
        path.write_bytes(workbook_bytes(unit, layout, tables, HEAD))
        print(path)


def tables_of(unit: ReportingUnit, layout: Layout, codes: CatalogueAt) -> Iterator[Table]:
    """What a unit sends."""
    rng = Random(f"{SEED} {unit.code}")
    if unit.level is Level.DISTRICT:
        groups = list(allowance_rows(unit, rng, codes))
        whole = {"case_type": ALLOWANCE} | totals_of(HX01, groups)
        rows = [whole, *groups] if layout.total_as_code else groups
        total = whole if layout.total_label else None
        district, gone = DISTRICTS[unit.code], int(str(whole["decrease"]))
        others = other_rows(unit, rng, district, other_totals(rng, district, gone), codes)
        yield Table(HX01, labelled(HX01, rows, codes), total)
        yield Table(HX02, labelled(HX02, others, codes))
    elif unit.code == CENTRE:
        cases = list(case_rows(unit, rng))
        text = SheetText(
            "SỐ LIỆU MINH HỌA: Tổng số các chỉ tiêu theo số liệu công bố tháng 9/2018; "
            "phân tổ và danh sách là số liệu minh họa"
        )
        yield Table(CS01, labelled(CS01, centre_rows(unit, cases, codes), codes), text=text)
        caption = f"Tổng số: {len(cases)} hồ sơ"
        yield Table(DS01, cases, text=SheetText(text.notice, caption))
    else:
        yield Table(CS01, labelled(CS01, resident_rows(unit, codes), codes))


# --- rows --------------------------------------------------------------------------------------


def allowance_rows(unit: ReportingUnit, rng: Random, codes: CatalogueAt) -> Iterator[Row]:
    """HX-01: the movement of each group."""
    district = DISTRICTS[unit.code]
    shares = {code: share for code, (share, _, _) in GROUPS.items()}
    closings = split(rng, district.allowances, shares)
    for case_type in codes.children(ALLOWANCE, Relation.SUM):
        closing = closings[case_type.code]
        increase, decrease = some(rng, closing, 0.083), some(rng, closing, 0.064)
        movement = Movement(closing - increase + decrease, increase, decrease, closing)
        yield allowance_row(rng, district, case_type.code, movement, MONTHS)


def resident_rows(unit: ReportingUnit, codes: CatalogueAt) -> Iterator[Row]:
    """CS-01 of a residential facility; shares are rounded down, so that parts fit their whole."""
    place = RESIDENTIAL.index(unit.code)
    for case_type in own_case_types(CS01, unit, codes):
        total = RESIDENTS[case_type.code][place]
        parts: Row = {n: int(total * shares[place]) for n, shares in RESIDENT_SHARES.items()}
        yield facility_row(unit, case_type.code, total) | parts


def centre_rows(unit: ReportingUnit, cases: list[Row], codes: CatalogueAt) -> Iterator[Row]:
    """CS-01 of the centre; the parts of its cases are counted from the list."""
    listed = {
        CASES: cases,
        EMERGENCIES: [case for case in cases if case["case_type"] == EMERGENCIES],
    }
    for case_type in own_case_types(CS01, unit, codes):
        row = facility_row(unit, case_type.code, CENTRE_RESULTS[case_type.code])
        if case_type.code in listed:
            row |= parts_of(listed[case_type.code])
        if case_type.code in CENTRE_NOTES:
            row["note"] = CENTRE_NOTES[case_type.code]
        yield row


def parts_of(cases: list[Row]) -> Row:
    """How many cases of a list are women, children, older people, of an ethnic minority."""
    ages = [age_of(case) for case in cases]
    return {
        "female": sum(case["sex"] == "Nữ" for case in cases),
        "child": sum(age < CHILD_UNDER for age in ages),
        "elderly": sum(age >= ELDERLY_FROM for age in ages),
        "ethnic_minority": sum(case["ethnicity"] != "Kinh" for case in cases),
    }


def age_of(case: Row) -> int:
    """Full years on the day of reception."""
    birth, day = case["birth"], case["received_on"]
    assert isinstance(day, date)  # noqa: S101 (for the type checker: case_rows wrote it)
    if isinstance(birth, date):
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return day.year - int(str(birth))


def case_rows(unit: ReportingUnit, rng: Random) -> Iterator[Row]:
    """DS-01: people who plainly do not exist, in the order of reception."""
    count = CENTRE_RESULTS[CASES]
    emergencies = set(rng.sample(range(count), CENTRE_RESULTS[EMERGENCIES]))
    days = sorted(
        rng.randrange(PERIOD.start.toordinal(), PERIOD.end.toordinal() + 1) for _ in range(count)
    )
    for index, day in enumerate(map(date.fromordinal, days)):
        sex = rng.choice(("Nam", "Nữ"))
        middle = {"Nam": "Văn", "Nữ": "Thị"}[sex]
        closed_on = day + timedelta(days=rng.randint(0, 75))
        is_closed = closed_on <= PERIOD.end
        yield {
            "ordinal": index + 1,
            "record_code": f"HS-{day.year}-{index + 1:04}",
            "full_name": f"{rng.choice(SURNAMES)} {middle} Mẫu {index + 1:03}",
            "birth": birth_of(rng, day),
            "sex": sex,
            "ethnicity": rng.choices(list(PEOPLES), list(PEOPLES.values()))[0],
            "identity_number": f"{index + 1:09}" if rng.random() < 0.06 else None,
            "commune": rng.choice(COMMUNES),
            "facility": unit.code,
            "case_type": EMERGENCIES if index in emergencies else CASES,
            "received_on": day,
            "closed_on": closed_on if is_closed else None,
            "outcome": rng.choice(OUTCOMES) if is_closed else STILL_OPEN,
        }


def birth_of(rng: Random, received_on: date) -> date | int:
    """A day of birth; of some of the oldest only the year is known."""
    youngest, oldest = rng.choices(((0, 15), (16, 59), (62, 92)), (38, 37, 25))[0]
    birth = received_on - timedelta(days=rng.randint(youngest * 366 + 1, oldest * 365))
    return birth.year if oldest > ELDERLY_FROM and rng.random() < 0.45 else birth


if __name__ == "__main__":
    main(sys.argv[1:])
