"""The catalogue: what the shipped one holds, dated look-up, and how mistakes are reported."""

import csv
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import reduce
from io import StringIO
from pathlib import Path

import pytest

from welfare_stats.design.catalogue import Level, load_catalogue
from welfare_stats.design.catalogue.defaults import default_files
from welfare_stats.design.catalogue.gazetteer import Gazetteer
from welfare_stats.design.catalogue.lookup import nearest
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod

SHIPPED_FOLDER = Path(__file__).parents[2] / "catalogue"
SHIPPED = load_catalogue(SHIPPED_FOLDER, FORMS)
IN_2018 = SHIPPED.at(date(2018, 8, 31))


# --- the shipped catalogue ---------------------------------------------------------------------

DOMAIN_CODES = """
    nuoi_duong nuoi_duong_huong_tro_cap nuoi_duong_tiep_nhan_moi nuoi_duong_hoi_gia nuoi_duong_chet
    can_thiep can_thiep_khan_cap cuoc_goi tu_van tu_van_truc_tiep tu_van_cong_dong tu_van_dien_thoai
    cung_cap_thong_tin ket_noi_dich_vu tu_ky_tri_lieu tu_ky_tu_van tu_ky_tiep_nhan
    tu_ky_hoat_dong_nhom tu_ky_danh_gia_som tro_cap_cong_dong tc_tre_em tc_dang_hoc_16_22
    tc_hiv_ngheo tc_don_than_ngheo tc_cao_tuoi tc_khuyet_tat_dac_biet_nang tc_khuyet_tat_nang
    tc_tre_duoi_3_tuoi tc_bien_dong_tang tc_bien_dong_giam cham_soc_cong_dong dot_xuat_luong_thuc
    dot_xuat_bi_thuong dot_xuat_mai_tang dot_xuat_nha_o mai_tang_phi bhyt khuyet_tat_giay_xac_nhan
    chuc_tho_mung_tho clb_lien_the_he xe_buyt_mien_giam_ve co_so_tro_giup_xa_hoi
"""


def test_every_case_type_of_the_domain_notes_is_there() -> None:
    assert set(DOMAIN_CODES.split()) - SHIPPED.case_type_codes == set()


def test_the_nine_districts_and_four_facilities_of_2018_are_in_force() -> None:
    districts = [unit.code for unit in IN_2018.units_at(Level.DISTRICT)]
    assert districts == [str(code) for code in range(164, 174) if code != 166]
    facilities = {unit.code: unit.reporter_kind for unit in IN_2018.facilities()}
    residential = dict.fromkeys(["CSTG-01", "CSTG-02", "CSTG-03"], "CSND")
    assert facilities == residential | {"CSTG-04": "TTCTXH"}
    assert [len(IN_2018.units_reporting_as(kind)) for kind in ("CSTGXH", "CSND", "TTCTXH")] == [
        4,
        3,
        1,
    ]


def test_the_targets_of_2018_are_those_of_the_plan() -> None:
    rows = IN_2018.targets.values()
    targets = {(row.case_type, row.comparator.value, int(row.value)) for row in rows}
    assert targets == {
        ("tro_cap_cong_dong", ">", 48000),
        ("nuoi_duong_huong_tro_cap", ">", 300),
        ("chuc_tho_mung_tho", ">", 14000),
        ("clb_lien_the_he", ">=", 10),
    }
    assert not IN_2018.targets["tro_cap_cong_dong"].is_met_by(48000)
    assert IN_2018.targets["clb_lien_the_he"].is_met_by(10)


# --- look-up ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "first_and_last_day"),
    [
        ("Thị xã Phổ Yên", (date(2015, 5, 15), date(2022, 4, 9))),
        ("Thành phố Phổ Yên", (date(2022, 4, 10), date(2025, 6, 30))),
        (None, (date(2015, 5, 14), date(2025, 7, 1))),
    ],
)
def test_the_row_of_a_unit_that_was_in_force_on_the_day_is_found(
    area: str | None, first_and_last_day: tuple[date, date]
) -> None:
    units = [SHIPPED.at(day).units.get("172") for day in first_and_last_day]
    assert [unit and unit.area for unit in units] == [area, area]


def test_children_under_three_are_counted_from_july_2021_only() -> None:
    assert "tc_tre_duoi_3_tuoi" not in SHIPPED.at(date(2021, 6, 30)).case_types
    assert "tc_tre_duoi_3_tuoi" in SHIPPED.at(date(2021, 7, 1)).case_types


@pytest.mark.parametrize(
    ("codes", "texts"),
    [
        (["170"], ["170", "Huyện Võ Nhai", "h. vo nhai", "Phòng LĐTBXH H.Võ Nhai (8 tháng)"]),
        (["170"], ["Phòng Lao động – Thương binh và Xã hội huyện Võ Nhai", "Huyện Võ Nhải"]),
        (["164"], ["TP. Thái Nguyên", "UBND thành phố Thái Nguyên"]),
        (["CSTG-01"], ["Trung tâm BTXH Thái Nguyên, tỉnh Thái Nguyên"]),
        (["168", "173"], ["Phòng LĐTBXH huyện Phú Lương và huyện Phú Bình"]),
        (["CSTG-04"], ["cstg 04", "Trung tâm CTXH"]),
        ([], ["Thái Nguyên", "Huyện Vo Nai", ""]),
    ],
)
def test_a_text_names_units_by_code_or_by_any_of_their_names(
    codes: list[str], texts: list[str]
) -> None:
    named = {text: [unit.code for unit in IN_2018.units_named(text)] for text in texts}
    assert named == dict.fromkeys(texts, codes)


def test_a_similar_name_is_suggested_and_not_taken() -> None:
    assert IN_2018.nearest_units("Huyện Vo Nai")[0].code == "170"
    assert IN_2018.nearest_units("zzz") == []
    assert nearest("Tu_Van_Truc_Tep", [*IN_2018.case_types]) == "tu_van_truc_tiep"
    assert nearest("zzz", [*IN_2018.case_types]) is None


# --- files as people save them -----------------------------------------------------------------


def copied(folder: Path, *edits: tuple[str, str, str]) -> Path:
    """A copy of the shipped catalogue with each (file, old text, new text) replaced."""
    shutil.copytree(SHIPPED_FOLDER, folder, dirs_exist_ok=True)
    for file, old, new in edits:
        text = (folder / file).read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} is not once in {file}"
        (folder / file).write_text(text.replace(old, new), "utf-8")
    return folder


def delimited(text: str, delimiter: str) -> str:
    saved = StringIO()
    csv.writer(saved, delimiter=delimiter).writerows(csv.reader(StringIO(text)))
    return saved.getvalue()


@pytest.mark.parametrize(
    "save",
    [
        lambda text: delimited(text, ";"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\n,,\n"),
        lambda text: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", text),
    ],
    ids=["semicolons", "BOM", "CRLF", "blank lines", "dd/mm/yyyy"],
)
def test_a_file_as_excel_saves_it_is_read_the_same(
    tmp_path: Path, save: Callable[[str], str]
) -> None:
    for file in copied(tmp_path).glob("*.csv"):
        file.write_bytes(save(file.read_text("utf-8")).encode())
    saved = load_catalogue(tmp_path, FORMS)
    assert saved.fingerprint != SHIPPED.fingerprint
    assert replace(saved, fingerprint=SHIPPED.fingerprint) == SHIPPED


def test_a_row_with_too_few_cells_is_told_as_such(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = folder / "units.csv"
    path.write_text(f"{path.read_text('utf-8')}X-1,Xã Một,Xã Một,UBND_XA,SYT,2027-01-01\n", "utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_catalogue(folder, FORMS)
    assert "có 6 ô, các dòng khác có từ 9 ô; có thể thiếu dấu “,”." in str(refused.value)


# --- mistakes ----------------------------------------------------------------------------------

# First "file: old text → new text", then every mistake that is reported of that file.
MISTAKES = """
units.csv: name,area,kind → name,kind
  dòng 1, cột area: thiếu cột này.
targets.csv: valid_from,valid_to → valid_from,valid_from
  dòng 1, cột valid_from: cột bị lặp.
targets.csv: >,48000, → >,,
  dòng 2, cột value: không được để trống.
targets.csv: >,48000, → >,nhiều,
  dòng 2, cột value: “nhiều” không phải là số; ghi như 1,5.
targets.csv: >,48000, → !,48000,
  dòng 2, cột comparator: “!” không hợp lệ; chỉ nhận '>', '>=', '<', '<='.
targets.csv: >,48000,đối tượng → >,48000,
  dòng 2, cột unit: chưa ghi đơn vị tính.
targets.csv: tro_cap_cong_dong, → tro_cap,
  dòng 2, cột case_type: không có chỉ tiêu “tro_cap”; hãy sửa mã hoặc thêm chỉ tiêu này.
units.csv: H. Phú Bình; Phú Bình,2014-01-01 → H. Phú Bình; Phú Bình,2014-02-30
  dòng 12, cột valid_from: “2014-02-30” không phải là ngày; ghi như 2018-01-31 hoặc 31/01/2018.
units.csv: Phổ Yên,2015-05-15 → Phổ Yên,2022-04-10
  dòng 10, cột valid_to: trước ngày valid_from.
units.csv: Phổ Yên,2022-04-10 → Phổ Yên,2022-04-09
  dòng 11, cột code: trùng với dòng 10 trong cùng thời gian; hãy ghi valid_to cho dòng cũ hoặc bỏ
  một dòng.
units.csv: CSTG-04,Trung tâm Công tác xã hội,Thành → CSTG 04,Trung tâm Công tác xã hội,Thành
  dòng 16, cột code: mã “CSTG 04” có dấu cách; mã viết liền.
units.csv: Thành phố Thái Nguyên,CSTGXH,6, → Thành phố Thái Nguyên,CSTGXH,,
  dòng 16, cột facility_type: chỉ cơ sở (CSTGXH) mới ghi loại hình, và phải ghi từ 1 đến 7.
units.csv: Huyện Đại Từ,PLDTBXH,,SLDTBXH, → Huyện Đại Từ,PLDTBXH,,SNV,
  dòng 9, cột parent: không có đơn vị “SNV”; hãy sửa mã hoặc thêm đơn vị này.
case_types.csv: HX-02,PLDTBXH,chuc_tho_mung_tho,sum,,,,nguoi_cao_tuoi,70, → HX-02,PLDTBXH,chuc_tho_mung_tho,sum,,,,nguoi_cao_tuoi,già,
  dòng 39, cột age_from: “già” không phải là số nguyên.
units.csv: tỉnh Thái Nguyên,SO,,,Sở LĐ → tỉnh Thái Nguyên,SO,,170,Sở LĐ
  dòng 2, cột parent: “SLDTBXH” nằm trong vòng lặp cha – con; hãy sửa parent.
  dòng 8, cột parent: “170” nằm trong vòng lặp cha – con; hãy sửa parent.
case_types.csv: thẻ,stock,HX-02,PLDTBXH → thẻ,stock,HX-09,PLDTBXH
  dòng 37, cột form: không có biểu mẫu “HX-09”; hãy sửa mã hoặc thêm biểu mẫu này.
case_types.csv: thẻ,stock,HX-02,PLDTBXH → thẻ,stock,HX-02,PLDTBXH UBND
  dòng 37, cột reporters: “UBND” không hợp lệ; chỉ nhận 'SO', 'PLDTBXH', 'UBND_XA', 'CSND',
  'TTCTXH', hoặc thêm dòng vào reporters.csv.
case_types.csv: thẻ,stock,HX-02,PLDTBXH → thẻ,stock,,PLDTBXH
  dòng 37, cột form: phải có đúng một trong hai cột form và derived_from.
case_types.csv: TTCTXH,can_thiep,subset → TTCTXH,can_tiep,subset
  dòng 11, cột parent: không có chỉ tiêu “can_tiep”; hãy sửa mã hoặc thêm chỉ tiêu này.
case_types.csv: TTCTXH,can_thiep,subset → TTCTXH,can_thiep,
  dòng 11, cột relation: parent và relation phải cùng có hoặc cùng để trống.
case_types.csv: ca tư vấn,ca,flow,CS-01,TTCTXH,, → ca,ca,flow,CS-01,TTCTXH,tu_van_cong_dong,sum
  dòng 13, cột parent: “tu_van” nằm trong vòng lặp cha – con; hãy sửa parent.
  dòng 15, cột parent: “tu_van_cong_dong” nằm trong vòng lặp cha – con; hãy sửa parent.
case_types.csv: cuoc_goi,,,trung_tam → cuoc_goii,,,trung_tam
  dòng 16, cột not_above: không có chỉ tiêu “cuoc_goii”; hãy sửa mã hoặc thêm chỉ tiêu này.
case_types.csv: flow,,PLDTBXH,,,,,increase:tro_cap_cong_dong → flow,,PLDTBXH,,,,,increase:tro_cap
  dòng 33, cột derived_from: “increase:tro_cap” không hợp lệ; ghi increase:MÃ, decrease:MÃ hoặc
  units:LOẠI.
deadlines.csv: CS-01,01 tháng 01,31 tháng 8 → CS-01,01 tháng 01,32 tháng 8
  dòng 7, cột period_end: “32 tháng 8” không phải là ngày và tháng; ghi như “30 tháng 6”.
deadlines.csv: CS-01,01 tháng 01,31 tháng 12,31 tháng 12 → CS-01,01 tháng 01,31 tháng 12,15 tháng 01
  dòng 5, cột due: hạn gửi sớm hơn nửa kỳ báo cáo; nếu hạn rơi vào năm sau thì ghi due_next_year là
  yes.
deadlines.csv: CS-01,01 tháng 01,31 tháng 8 → CS-01 CS-02,01 tháng 01,31 tháng 8
  dòng 7, cột forms: không có biểu mẫu “CS-02”; hãy sửa mã hoặc thêm biểu mẫu này.
deadlines.csv: CS-01,01 tháng 01,31 tháng 8,04 tháng 9,no → CS-01,01 tháng 01,31 tháng 8,04 tháng 9,không
  dòng 7, cột due_next_year: “không” không hợp lệ; chỉ ghi yes hoặc no.
"""


def mistakes_in(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as refused:
        load_catalogue(folder, FORMS)
    head, *lines = str(refused.value).split("\n  ")
    assert head == f"Danh mục trong {folder} có lỗi, hãy sửa rồi chạy lại:"
    return " ".join(lines)


@pytest.mark.parametrize("mistake", re.split(r"\n(?! )", MISTAKES.strip()))
def test_a_mistake_is_reported_with_file_line_column_and_remedy(
    tmp_path: Path, mistake: str
) -> None:
    edit, *messages = mistake.splitlines()
    file, old, new = re.split(": | → ", edit)
    expected = " ".join(line.strip() for line in messages)
    assert mistakes_in(copied(tmp_path, (file, old, new))) == re.sub(
        r"(?=dòng \d+, cột)", f"{file}, ", expected
    )


MERGED = "from,to,day\n168,169,2020-07-01\n"
ENDED = (
    "units.csv",
    "H. Phú Lương; Phú Lương,2014-01-01,2025-06-30",
    "Phú Lương,2014-01-01,2020-06-30",
)


def test_a_unit_hands_over_to_its_successor_within_the_year(tmp_path: Path) -> None:
    folder = copied(tmp_path, ENDED)
    (folder / "successions.csv").write_text(MERGED, "utf-8")
    loaded = load_catalogue(folder, FORMS)
    year = ReportingPeriod(date(2020, 1, 1), date(2020, 12, 31))
    half = ReportingPeriod(date(2020, 1, 1), date(2020, 6, 30))
    assert [(s.predecessor, s.successor) for s in loaded.during(year).successions] == [
        ("168", "169")
    ]
    assert loaded.during(half).successions == ()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "168,169,2020-07-02",
            "day: đơn vị “168” không kết thúc ngày 01/7/2020; hãy sửa ngày ở đây (ngày đầu tiên "
            "của đơn vị nhận) hoặc valid_to trong units.csv.",
        ),
        ("168,172,2020-07-01", ""),
        ("168,SLDTBXX,2020-07-01", "to: không có đơn vị “SLDTBXX”"),
        ("166,169,2020-07-01", "from: không có đơn vị “166”"),
        ("168,NEW,2020-07-01", "to: đơn vị “NEW” chưa có hoặc đã kết thúc ngày 01/7/2020."),
    ],
)
def test_a_wrong_succession_is_refused(tmp_path: Path, row: str, message: str) -> None:
    folder = copied(tmp_path, ENDED)
    units = folder / "units.csv"
    later = "NEW,Phòng mới,Huyện Mới,PLDTBXH,,SLDTBXH,,2021-01-01,\n"
    units.write_text(units.read_text("utf-8") + later, "utf-8")
    (folder / "successions.csv").write_text(f"from,to,day\n{row}\n", "utf-8")
    if not message:
        assert load_catalogue(folder, FORMS).successions[0].successor == "172"
        return
    assert f"successions.csv, dòng 2, cột {message}" in mistakes_in(folder)


def test_a_catalogue_of_before_without_successions_is_read(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "successions.csv").unlink()
    assert load_catalogue(folder, FORMS).successions == ()


def test_a_unit_that_changed_its_name_has_one_life() -> None:
    year = ReportingPeriod(date(2022, 1, 1), date(2022, 12, 31))
    life = SHIPPED.during(year).lives["172"]
    assert (life.start, life.end) == (date(2015, 5, 15), date(2025, 6, 30))
    assert SHIPPED.at(date(2022, 4, 10)).lives["172"] == life


def test_people_served_need_a_case_type_of_those_who_came(tmp_path: Path) -> None:
    edit = ("case_types.csv", "nuoi_duong_tiep_nhan_moi,,co_so", ",,co_so")
    assert mistakes_in(copied(tmp_path, edit)) == (
        "case_types.csv, dòng 5, cột arrivals: chỉ tiêu loại served, và chỉ loại đó, phải ghi chỉ "
        "tiêu đếm người mới tiếp nhận."
    )


def test_parents_that_form_a_cycle_only_over_rows_of_different_years_are_refused(
    tmp_path: Path,
) -> None:
    until_2022 = ("Thị xã Phổ Yên,PLDTBXH,,SLDTBXH", "Thị xã Phổ Yên,PLDTBXH,,173")
    always = ("Huyện Phú Bình,PLDTBXH,,SLDTBXH", "Huyện Phú Bình,PLDTBXH,,172")
    folder = copied(tmp_path, ("units.csv", *until_2022), ("units.csv", *always))
    assert mistakes_in(folder) == (
        "units.csv, dòng 10, cột parent: “172” nằm trong vòng lặp cha – con; hãy sửa parent. "
        "units.csv, dòng 12, cột parent: “173” nằm trong vòng lặp cha – con; hãy sửa parent."
    )


def test_all_mistakes_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    units = ("units.csv", "Phổ Yên,2015-05-15", "Phổ Yên,hôm qua")
    targets = ("targets.csv", ">,48000,", "!,,")
    deadlines = ("deadlines.csv", "label,reporters", "reporters")
    reported = mistakes_in(copied(tmp_path, units, targets, deadlines))
    places = re.findall(r"[a-z_]+\.csv, [^:]+", reported)
    assert places == [
        "units.csv, dòng 10, cột valid_from",
        "targets.csv, dòng 2, cột comparator",
        "targets.csv, dòng 2, cột value",
        "deadlines.csv, dòng 1, cột label",
    ]


OPTIONAL = {
    "tables.csv",
    "charts.csv",
    "successions.csv",
    "base_rates.csv",
    "coefficients.csv",
    "ethnic_groups.csv",
    "headings.csv",
    "abbreviations.csv",
    "reporters.csv",
    "sections.csv",
    "provinces.csv",
}
REQUIRED = {path.name for path in SHIPPED_FOLDER.glob("*.csv")} - OPTIONAL


@pytest.mark.parametrize("file", sorted(REQUIRED))
def test_a_file_that_is_missing_or_not_utf8_is_reported_with_the_remedy(
    tmp_path: Path, file: str
) -> None:
    (copied(tmp_path) / file).unlink()
    missing = mistakes_in(tmp_path)
    (tmp_path / file).write_bytes("mã,nhãn".encode("utf-16"))
    other = mistakes_in(tmp_path)
    assert re.fullmatch(rf"{file}\b.*: không đọc được tệp {tmp_path / file}\.", missing)
    assert re.fullmatch(rf"{file}\b.*: .* hãy lưu thành “CSV UTF-8 \(\*\.csv\)”\.", other)


@pytest.mark.parametrize("code_page", ["cp1252", "latin-1"])
def test_text_that_was_opened_in_the_wrong_code_page_is_refused_at_its_cell(
    tmp_path: Path, code_page: str
) -> None:
    proper = "Xã Tân Hòa"
    garbled = proper.encode().decode(code_page, "replace")
    if code_page == "cp1252":
        proper, garbled = "Trung tâm", "Trung tÃ¢m"
    folder = copied(tmp_path)
    communes = folder / "communes.csv"
    lines = communes.read_text("utf-8-sig").splitlines()
    code, _, *rest = lines[3].split(",")
    lines[3] = ",".join([code, garbled, *rest])
    communes.write_text("\n".join(lines), "utf-8")
    reported = mistakes_in(folder)
    assert reported.startswith("communes.csv, dòng 4, cột name: chữ bị hỏng")
    assert f"có lẽ là “{proper}”" in reported


def test_proper_vietnamese_is_not_taken_for_garbled(tmp_path: Path) -> None:
    assert load_catalogue(copied(tmp_path), FORMS).communes


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("deadlines.csv", ",Thông lệ", ',"Thông lệ', "dấu ngoặc kép mở mà không đóng"),
        ("case_types.csv", "bhyt,", "BHYT,", "mã “BHYT” phải viết thường: bhyt"),
        ("units.csv", "CSTG-02,", "cstg-02,", "mã “cstg-02” phải viết hoa: CSTG-02"),
        (
            "deadlines.csv",
            "30 tháng 6,30 tháng 6",
            "29 tháng 02,30 tháng 6",
            "“29 tháng 02” không phải",
        ),
    ],
)
def test_a_mistake_that_would_go_unnoticed_later_is_refused(
    tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    path = copied(tmp_path) / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert expected in mistakes_in(tmp_path)


def test_blank_columns_that_excel_adds_are_ignored(tmp_path: Path) -> None:
    path = copied(tmp_path) / "targets.csv"
    path.write_text(
        "".join(f"{line},,\n" for line in path.read_text("utf-8").splitlines()), "utf-8"
    )
    assert len(load_catalogue(tmp_path, FORMS).targets) == 4


def test_the_latest_row_of_a_code_is_found_whatever_the_order_of_rows(tmp_path: Path) -> None:
    path = copied(tmp_path) / "units.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([head, *reversed(rows)]), "utf-8")
    assert load_catalogue(tmp_path, FORMS).at_any_time().units["172"].area == "Thành phố Phổ Yên"


# --- kinds of units ----------------------------------------------------------------------------

IN_2026 = date(2026, 6, 30)
OF_COMMUNES = """\
code,label,short,level,unit_kind,facility_types,valid_from,valid_to
BO,Bộ Y tế,Bộ,ministry,,,2025-03-01,
SYT,Sở Y tế,Sở Y tế,province,,,2025-03-01,
UBX,Ủy ban nhân dân cấp xã,xã,commune,,,2025-07-01,
NUOI,cơ sở nuôi dưỡng,,facility,CS,1 2,2014-01-01,
KHAC,cơ sở khác,,facility,CS,3,2014-01-01,
"""
UNITS_OF_COMMUNES = """\
code,name,area,kind,facility_type,parent,group,other_names,valid_from,valid_to
BYT,Bộ Y tế,cả nước,BO,,,,,2025-03-01,
HN,Sở Y tế Hà Nội,thành phố Hà Nội,SYT,,BYT,,,2025-03-01,
TN,Sở Y tế tỉnh Thái Nguyên,tỉnh Thái Nguyên,SYT,,BYT,,,2025-03-01,
X1,UBND xã La Bằng,Xã La Bằng,UBX,,TN,Đại Từ,,2025-07-01,
X2,UBND phường Ba Đình,Phường Ba Đình,UBX,,HN,Ba Đình,,2025-07-01,
N1,Trung tâm La Bằng,Xã La Bằng,CS,1,X1,,,2014-01-01,
N2,Trung tâm Hà Nội,thành phố Hà Nội,CS,2,HN,,,2014-01-01,
K1,Trung tâm không ghi cấp trên,Xã khác,KHAC,,,,,2014-01-01,
"""


def of_communes(folder: Path, *edits: tuple[str, str]) -> Path:
    """A catalogue of units and kinds that no program knows."""
    files = {
        "reporters.csv": OF_COMMUNES,
        "units.csv": UNITS_OF_COMMUNES,
        "case_types.csv": "code,label,unit,kind,form,reporters,section,valid_from\n"
        "tre_em,Trẻ em,người,stock,HX-01,UBX,khac,2014-01-01\n",
        "targets.csv": "case_type,wording,comparator,value,unit,valid_from\n",
        "communes.csv": "code,name,district,valid_from\n",
        "deadlines.csv": "code,label,reporters,forms,period_start,period_end,due,valid_from\n"
        "nam,Cả năm,UBX,HX-01,01 tháng 01,31 tháng 12,31 tháng 12,2025-07-01\n",
    }
    for name, text in files.items():
        edited = reduce(lambda so_far, edit: so_far.replace(*edit), edits, text)
        (folder / name).write_text(edited, "utf-8")
    return folder


def test_units_of_several_levels_report_on_what_is_below_them(tmp_path: Path) -> None:
    codes = load_catalogue(of_communes(tmp_path), FORMS).at(IN_2026)
    own = {code: [f.code for f in codes.facilities_of(unit)] for code, unit in codes.units.items()}
    assert own["X1"] == ["N1"]
    assert own["X2"] == []
    assert own["TN"] == ["N1", "K1"]
    assert own["HN"] == ["N2", "K1"]
    assert own["BYT"] == ["N1", "N2", "K1"]
    assert [unit.code for unit in codes.above(codes.units["N1"])] == ["X1", "TN", "BYT"]
    assert [codes.units[code].short_name for code in ("X1", "TN")] == [
        "Xã La Bằng",
        "Sở Y tế tỉnh Thái Nguyên",
    ]
    assert codes.units["X1"].group == "Đại Từ"
    assert codes.forms_due(codes.units["X2"]) == ["HX-01"]
    assert codes.whole_area == "cả nước"


def test_a_unit_that_reports_for_a_commune_is_the_commune(tmp_path: Path) -> None:
    places = load_catalogue(of_communes(tmp_path), FORMS).at(IN_2026).gazetteer
    found = places.find("xã La Bằng").communes
    assert [commune.district for commune in found] == ["X1"]
    assert places.described(found) == "Xã La Bằng"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",UBX,,TN", ",UBND,,TN", "units.csv, dòng 5, cột kind: “UBND” không hợp lệ; chỉ nhận"),
        (",CS,1,X1", ",CS,7,X1", "units.csv, dòng 7, cột facility_type: chỉ cơ sở (CS) mới ghi"),
        ("HX-01,UBX,khac", "HX-01,UBX,phan_x", "cột section: “phan_x” không hợp lệ"),
        ("năm,UBX", "năm,PHONG", "deadlines.csv, dòng 2, cột reporters: “PHONG” không hợp lệ"),
        ("CS,3,", "CS,2 3,", "reporters.csv, dòng 6, cột facility_types: dòng 5 đã nhận"),
        ("xã,commune", "xã,village", "reporters.csv, dòng 4, cột level: “village” không hợp lệ"),
    ],
)
def test_a_kind_that_does_not_fit_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert message in mistakes_in(of_communes(tmp_path, (old, new)))


def test_a_kind_is_called_as_on_the_day(tmp_path: Path) -> None:
    renamed = (
        "UBX,Ủy ban nhân dân cấp xã,xã,commune,,,2025-07-01,",
        "UBX,xã,xã,commune,,,2025-07-01,2025-12-31\nUBX,xã mới,xã mới,commune,,,2026-01-01,",
    )
    loaded = load_catalogue(of_communes(tmp_path, renamed), FORMS)
    days = (date(2025, 12, 31), date(2026, 1, 1))
    assert [loaded.at(day).units["X1"].reporter.label for day in days] == ["xã", "xã mới"]


def test_without_kinds_sections_and_provinces_those_of_the_program_hold(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    assert (folder / "provinces.csv").read_bytes() == default_files()["provinces.csv"]
    of_before(folder)
    for name in ("reporters.csv", "sections.csv", "provinces.csv"):
        (folder / name).unlink()
    before = load_catalogue(folder, FORMS).at(date(2018, 8, 31))
    now = SHIPPED.at(date(2018, 8, 31))
    assert before.provinces == now.provinces
    for old, new in ((before.reporters, now.reporters), (before.sections, now.sections)):
        labels = {code: row.label for code, row in new.items() if row.in_force(now.day)}
        assert {code: row.label for code, row in old.items()} == labels
    assert before.whole_area == "toàn tỉnh"
    assert before.compiler == "Sở"


def of_before(folder: Path) -> None:
    """Leave out what names kinds of units that workspaces of before did not know."""
    for path in folder.glob("*.csv"):
        lines = path.read_text("utf-8").splitlines()
        path.write_text("\n".join(line for line in lines if "UBND_XA" not in line), "utf-8")
    (folder / "successions.csv").write_text("from,to,day\n", "utf-8")
    communes = (folder / "communes.csv").read_text("utf-8").splitlines()
    kept = "\n".join(line for line in communes if "2025-07-01" not in line)
    (folder / "communes.csv").write_text(kept, "utf-8")
    coefficients = (folder / "coefficients.csv").read_text("utf-8").splitlines()
    kept = "\n".join(line for line in coefficients if "2025-07-01" not in line)
    (folder / "coefficients.csv").write_text(kept, "utf-8")


def test_34_provinces_are_left_of_63() -> None:
    days = (date(2018, 8, 31), date(2025, 7, 1))
    assert [sum(row.in_force(day) for row in SHIPPED.provinces) for day in days] == [63, 34]


@pytest.mark.parametrize(
    ("text", "day", "is_outside"),
    [
        ("Bắc Giang", date(2018, 8, 31), True),
        ("Bắc Kạn", date(2018, 8, 31), True),
        ("Bắc Kạn", date(2025, 7, 1), False),
        ("Hà Giang", date(2025, 7, 1), True),
    ],
)
def test_a_province_that_was_taken_in_is_no_longer_elsewhere(
    text: str, day: date, is_outside: bool
) -> None:
    units = SHIPPED.at(date(2018, 8, 31)).units
    provinces = SHIPPED.at(day).provinces
    assert Gazetteer((), units, provinces).find(text).is_outside is is_outside
