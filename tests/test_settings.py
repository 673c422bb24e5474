"""Settings: written as a file with their explanations, read back, mistakes explained."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from welfare_stats.errors import ConfigurationError
from welfare_stats.settings import (
    SETTINGS_FILE,
    STARTER,
    Settings,
    read_settings,
    settings_text,
    without_register,
)

REPOSITORY = Path(__file__).parents[1]
STARTER_TEXT = settings_text(STARTER)
PLAIN = Settings(office=(STARTER.offices[0].model_copy(update={"valid_to": None}),))
ONE_OFFICE = settings_text(PLAIN)


def settings_of(folder: Path, content: str | bytes) -> Settings:
    path = folder / SETTINGS_FILE
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_settings(path)


def test_the_file_in_the_repository_is_the_one_that_a_new_workspace_gets() -> None:
    """``make settings`` writes it again."""
    assert (REPOSITORY / SETTINGS_FILE).read_text("utf-8") == STARTER_TEXT


@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_what_is_written_is_read_with_or_without_the_mark_that_notepad_writes(
    tmp_path: Path, bom: str
) -> None:
    assert settings_of(tmp_path, bom + STARTER_TEXT) == STARTER


def test_every_setting_has_a_sentence_above_it() -> None:
    lines = STARTER_TEXT.splitlines()
    for above, line in pairwise(lines):
        if " = " in line or line.startswith("["):
            assert above.startswith("# "), line
            assert above.endswith("."), above


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'place = "Thái Nguyên"\n',
            "",
            "Thiếu mục “office.place” (Tên địa phương ở dòng ngày tháng).",
        ),
        ("[office]\n", '[office]\ncolour = "đỏ"\n', "Không có mục “office.colour”."),
        (
            '"Giám đốc"',
            "7",
            "Sai giá trị của mục “office.signer” (Chức danh người ký (ký thay: KT. Giám đốc / Phó "
            "Giám đốc); tên để trống vì đây là dự thảo).",
        ),
        (
            "seconds = 60",
            "seconds = 0",
            "Sai giá trị của mục “reading.seconds” (Số giây nhiều nhất để đọc một tệp).",
        ),
        ("[office]\n", "[extra]\n[office]\n", "Không có mục “extra”."),
        (
            'signer = "Giám đốc"',
            "colour = 1",
            "Thiếu mục “office.signer” (Chức danh người ký (ký thay: KT. Giám đốc / Phó Giám đốc); "
            "tên để trống vì đây là dự thảo). "
            "Không có mục “office.colour”.",
        ),
        (
            "[reading]\n",
            "reading = 1\n[x]\n",
            "Sai giá trị của mục “reading” (Giới hạn khi đọc một tệp; quá giới hạn thì dừng và tệp "
            "bị coi là không đọc được). Không có mục “x”.",
        ),
    ],
)
def test_every_wrong_key_is_explained(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in ONE_OFFICE
    with pytest.raises(ConfigurationError) as refused:
        settings_of(tmp_path, ONE_OFFICE.replace(old, new))
    path = tmp_path / SETTINGS_FILE
    assert str(refused.value) == f"{path}: {message} Hãy sửa lại các mục này."


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Giám đốc"', '"Giám đốc', "dòng 26: dấu ngoặc kép mở mà không đóng."),
        ('"Giám đốc"', "Giám đốc", "dòng 26: giá trị sai. Hãy đặt chữ trong ngoặc kép"),
        ("signer = ", "signer ", "dòng 26: thiếu dấu “=” giữa tên mục và giá trị."),
        ("[office]", "[office]\n[office]", "dòng 15: phần này đã có ở trên rồi."),
        ("symbol =", "place =", "dòng 24: mục này đã ghi ở trên rồi."),
        ('"UBND tỉnh Thái Nguyên"', '"C:\\Users"', "dòng 16: trong ngoặc kép có dấu “\\”."),
        ("[office]", "[office", "dòng 14: tên phần mở “[” mà không đóng."),
        ("seconds = 60", "seconds = 60 giây", "dòng 9: sau giá trị còn chữ thừa."),
        ('"UBND tỉnh (b/c)",', '"UBND tỉnh (b/c)"', "dòng 30: danh sách mở “[” mà không đóng."),
        ("]\n", "", "viết sai"),
    ],
)
def test_mistakes_of_syntax_are_said_with_their_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in ONE_OFFICE
    with pytest.raises(ConfigurationError) as refused:
        settings_of(tmp_path, ONE_OFFICE.replace(old, new, 1))
    said = str(refused.value)
    assert said.startswith(f"{tmp_path / SETTINGS_FILE}, ")
    assert message in said or message == "viết sai"
    assert said.endswith(".")
    assert "at line" not in said


def test_another_encoding_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="tệp không phải UTF-8"):
        settings_of(tmp_path, STARTER_TEXT.encode("utf-16"))


# --- an office that changes its name -----------------------------------------------------------


def two_offices(before: str, after: str) -> str:
    """The starter with two offices, and the days of each."""
    head, block = ONE_OFFICE.split("[office]\n")
    later = block.replace("Sở Lao động - Thương binh và Xã hội", "Sở Y tế")
    return f"{head}[[office]]\n{before}\n{block}\n[[office]]\n{after}\n{later}"


def test_the_office_that_was_in_force_at_the_end_of_the_period_signs(tmp_path: Path) -> None:
    text = two_offices("valid_to = 2025-02-28", "valid_from = 2025-03-01")
    settings = settings_of(tmp_path, text)
    days = [date(2018, 8, 31), date(2025, 2, 28), date(2025, 3, 1)]
    names = [settings.office_on(day).name for day in days]
    assert names == ["Sở Lao động - Thương binh và Xã hội"] * 2 + ["Sở Y tế"]
    assert settings.office.name == "Sở Y tế"
    assert settings_of(tmp_path, settings_text(settings)) == settings


def test_a_plain_office_signs_on_every_day() -> None:
    assert PLAIN.office_on(date(1999, 12, 31)) is PLAIN.office


def test_a_day_without_an_office_is_refused(tmp_path: Path) -> None:
    text = two_offices("valid_to = 2025-02-28", "valid_from = 2025-04-01")
    with pytest.raises(ConfigurationError, match=r"có hiệu lực ngày 31/3/2025\. Hãy sửa"):
        settings_of(tmp_path, text).office_on(date(2025, 3, 31))


def test_two_offices_of_one_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cùng có hiệu lực"):
        settings_of(tmp_path, two_offices("", "valid_from = 2025-03-01"))


def test_a_mistake_in_a_later_office_names_the_block(tmp_path: Path) -> None:
    text = two_offices("valid_to = 2025-02-28", 'valid_from = "hôm qua"')
    with pytest.raises(ConfigurationError) as refused:
        settings_of(tmp_path, text)
    assert "Sai giá trị của mục “office.valid_from ([[office]] thứ 2)” (Ngày" in str(refused.value)


def test_the_starter_signs_as_the_office_of_each_time() -> None:
    days = [date(2018, 8, 31), date(2025, 2, 28), date(2025, 3, 1), date(2026, 6, 30)]
    assert [STARTER.office_on(day).symbol for day in days] == ["BC-SLĐTBXH"] * 2 + ["BC-SYT"] * 2


# --- the register ---------------------------------------------------------------------------------


def test_the_register_may_be_on_a_server_and_is_named_without_its_password(tmp_path: Path) -> None:
    line = 'register = "postgresql://mẫu:bi%40mat@may-chu:5433/so?sslmode=require"\n'
    shared = settings_of(tmp_path, line + STARTER_TEXT).shared_register
    assert shared is not None
    assert shared.url.startswith("postgresql+psycopg://")
    assert shared.url.endswith(":bi%40mat@may-chu:5433/so?sslmode=require")
    assert str(shared) == "postgresql://m%E1%BA%ABu@may-chu:5433/so"
    assert "mat" not in repr(shared)


@pytest.mark.parametrize(
    "value", ["mysql://ten:bi-mat@may-chu/so", "so.sqlite", "bi-mat", "postgresql://a:bi-mat@b:c/d"]
)
def test_a_register_elsewhere_than_in_postgresql_is_refused(value: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Sai giá trị của mục “register” ") as refused:
        settings_of(tmp_path, f'register = "{value}"\n{STARTER_TEXT}')
    assert "bi-mat" not in str(refused.value)


@pytest.mark.parametrize(
    "line",
    ['register="postgresql://a:b@c/d"', "  register = 'x'", '"register" = "x"', "register ="],
)
def test_the_settings_that_are_kept_have_no_register(line: str) -> None:
    kept = without_register(f"# register = 1\n{line}\r\n[reading]\n".encode())
    assert kept == b"# register = 1\n[reading]\n"
