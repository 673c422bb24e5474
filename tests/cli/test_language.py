"""click prints its own messages in Vietnamese."""

import gettext
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from welfare_stats.cli import language
from welfare_stats.cli.language import speak_vietnamese

MESSAGES = Path(language.__file__).parent / "locale" / "vi" / "LC_MESSAGES"
ENVIRONMENTS = [
    {},
    {"LANG": "en_US.UTF-8"},
    {"LANG": "vi_VN.UTF-8"},
    {"LC_ALL": "C"},
    {"LANGUAGE": "fr:en", "LC_MESSAGES": "POSIX"},
]

MessageId = str | tuple[str, ...]


def placeholders(text: str) -> set[tuple[str, str | None]]:
    """The names that a message leaves to be filled in, as ``{name!r}`` or ``%(name)s``."""
    braces = {(name, turn) for _, name, _, turn in Formatter().parse(text) if name is not None}
    return braces | {(name, "%") for name in re.findall(r"%\((\w+)\)s", text)}


def message_ids() -> list[MessageId]:
    """Every message in the source code of the installed click."""
    found = extract_from_dir(Path(click.__file__).parent)
    return list(dict.fromkeys(message for _, _, message, _, _ in found))


def po() -> Catalog:
    with (MESSAGES / "welfare_stats.po").open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


def as_text(message: Message) -> str:
    """The translation; Vietnamese has one plural form."""
    forms = message.string
    if not isinstance(forms, str):
        (forms,) = forms or [""]
    return forms


def translations(catalogue: Catalog) -> dict[MessageId, str]:
    return {
        message.id if isinstance(message.id, str) else tuple(message.id): as_text(message)
        for message in catalogue
        if message.id
    }


def test_click_has_messages_to_translate() -> None:
    assert {"Usage:", "Missing option", "Error: {message}"} <= set(message_ids())


@pytest.mark.parametrize("message_id", message_ids(), ids=str)
def test_every_message_is_translated_with_its_placeholders(message_id: MessageId) -> None:
    text = translations(po())[message_id]
    general = message_id if isinstance(message_id, str) else message_id[-1]
    assert text.strip()
    assert placeholders(text) == placeholders(general)


def test_no_translation_is_marked_as_doubtful() -> None:
    assert [message.id for message in po() if message.id and message.fuzzy] == []


def test_the_source_names_neither_the_time_nor_the_places_it_was_made_from() -> None:
    source = (MESSAGES / "welfare_stats.po").read_text(encoding="utf-8")
    assert "-Date:" not in source
    assert not re.search(r"^#:", source, re.MULTILINE)


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    compiled = BytesIO()
    write_mo(compiled, po())
    compiled.seek(0)
    with (MESSAGES / "welfare_stats.mo").open("rb") as file:
        shipped = read_mo(file)
    assert translations(shipped) == translations(read_mo(compiled))


@pytest.fixture(params=ENVIRONMENTS, ids=str)
def _vietnamese(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "")  # for monkeypatch to restore, whoever sets it
        monkeypatch.delenv(name)
    for name, value in request.param.items():
        monkeypatch.setenv(name, value)
    domain = gettext.textdomain()
    speak_vietnamese()
    yield
    gettext.textdomain(domain)


def run(*words: str) -> str:
    """Run a small command of click; returns what it prints."""

    @click.command("thu")
    @click.argument("source", type=click.Path(exists=True), metavar="TỆP")
    @click.option("--year", type=click.IntRange(2000), required=True, help="Năm.")
    @click.option("--kind", type=click.Choice(["docx", "xlsx"]), default="docx", show_default=True)
    @click.option("--when", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]))
    @click.version_option("1.0", prog_name="thu")
    def command(source: str, **options: object) -> None:
        """Lệnh thử."""

    return CliRunner().invoke(command, words).output


@pytest.mark.usefixtures("_vietnamese")
class TestClickSpeaksVietnamese:
    def test_in_the_help(self) -> None:
        text = run("--help")
        assert text.startswith("Cách dùng: thu ")
        assert "Tùy chọn:\n" in text
        assert "Hiện hướng dẫn này rồi thoát." in text
        assert "Hiện phiên bản rồi thoát." in text
        assert "bắt buộc]" in text
        assert "[mặc định: docx]" in text

    def test_in_the_version(self) -> None:
        assert run("--version") == "thu, phiên bản 1.0\n"

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["--yaer", "2020"], "Không có tùy chọn '--yaer'. Có phải ý bạn là: '--year'?"),
            (["--year", "2020"], "Thiếu đối số 'TỆP'."),
            (["."], "Thiếu tùy chọn '--year'."),
            ([".", "--year"], "Tùy chọn '--year' cần 1 giá trị."),
            (
                [".", "--year", "nay"],
                "Giá trị của '--year' không hợp lệ: 'nay' không phải là số hợp lệ.",
            ),
            (
                [".", "--year", "1900"],
                "Giá trị của '--year' không hợp lệ: 1900 nằm ngoài khoảng cho phép x>=2000.",
            ),
            (
                [".", "--year", "2020", "--kind", "pdf"],
                "Giá trị của '--kind' không hợp lệ: "
                "'pdf' không thuộc các lựa chọn: 'docx', 'xlsx'.",
            ),
            (
                [".", "--year", "2020", "--when", "mai"],
                "Giá trị của '--when' không hợp lệ: "
                "'mai' không đúng định dạng '%Y-%m-%d', '%d/%m/%Y'.",
            ),
            (
                ["mat.xlsx", "--year", "2020"],
                "Giá trị của 'TỆP' không hợp lệ: Đường Dẫn 'mat.xlsx' không tồn tại.",
            ),
            ([".", "a", "b", "--year", "2020"], "Thừa đối số: a b"),
        ],
    )
    def test_in_its_errors(self, words: list[str], message: str) -> None:
        assert run(*words).endswith(f"Lỗi: {message}\n")

    def test_above_its_errors(self) -> None:
        text = run("--yaer")
        assert text.startswith("Cách dùng: thu ")
        assert "Gõ “thu --help” để xem hướng dẫn.\n" in text
