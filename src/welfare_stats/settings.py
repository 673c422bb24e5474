"""``welfare-stats.toml``: each setting declared once, with the text that documents it.

The file that a new workspace gets is written from these declarations, and what is wrong in an
edited one is explained with them.
"""

import dataclasses
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from welfare_stats.errors import ConfigurationError
from welfare_stats.vietnamese import format_date

SETTINGS_FILE = "welfare-stats.toml"
_HEAD = "Cấu hình của kho số liệu. Sửa bằng Notepad; giữ mã hóa UTF-8."


_Value = str | float | date | tuple[str, ...]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reading(_Section):
    """Giới hạn khi đọc một tệp; quá giới hạn thì dừng và tệp bị coi là không đọc được."""

    seconds: float = Field(default=60, gt=0, description="Số giây nhiều nhất để đọc một tệp.")
    mebibytes: int = Field(
        default=1024, ge=256, description="Bộ nhớ nhiều nhất khi đọc một tệp, tính bằng MiB."
    )


class Office(_Section):
    """Cơ quan lập báo cáo."""

    parent: str = Field(description="Cơ quan chủ quản: dòng đầu, bên trái của báo cáo.")
    name: str = Field(description="Cơ quan lập báo cáo: dòng thứ hai.")
    place: str = Field(description="Tên địa phương ở dòng ngày tháng.")
    area: str = Field(description="Địa bàn, trong câu “trên địa bàn …”.")
    symbol: str = Field(description="Ký hiệu văn bản, sau “Số: …”.")
    signer: str = Field(
        description="Chức danh người ký (ký thay: KT. Giám đốc / Phó Giám đốc); tên để trống vì "
        "đây là dự thảo.",
    )
    recipients: tuple[str, ...] = Field(description="Nơi nhận, mỗi nơi một dòng.")
    valid_from: date | None = Field(
        default=None,
        description="Ngày đầu tiên của cơ quan này. Khi cơ quan đổi tên, sáp nhập: chép lại cả "
        "phần này ở dưới, đổi [office] của hai phần thành [[office]] và ghi ngày.",
        examples=[date(2014, 1, 1)],
    )
    valid_to: date | None = Field(
        default=None,
        description="Ngày cuối cùng; bỏ trống là còn hiệu lực.",
        examples=[date(2025, 2, 28)],
    )

    @property
    def signer_lines(self) -> tuple[str, ...]:
        """The title of who signs, line by line: "KT. Giám đốc", "Phó Giám đốc"."""
        return tuple(line.strip() for line in self.signer.split("/"))

    def in_force(self, day: date) -> bool:
        """Whether this is the office of that day."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


def _as_blocks(value: object) -> object:
    """One plain block is a list of one."""
    return [value] if isinstance(value, dict | Office) else value


def _not_empty(offices: tuple[Office, ...]) -> tuple[Office, ...]:
    if not offices:
        raise ValueError("no office")
    return offices


@dataclasses.dataclass(frozen=True, slots=True)
class SharedRegister:
    """A register in PostgreSQL that several machines share; as text it is without its password.

    Attributes:
        url: with all that is needed to connect, which may be a password.
    """

    url: str = dataclasses.field(repr=False)

    def __str__(self) -> str:
        from sqlalchemy.engine import URL, make_url  # noqa: PLC0415 - most registers are files

        url = make_url(self.url)
        words = URL.create("postgresql", url.username, None, url.host, url.port, url.database)
        return words.render_as_string()


def _shared(value: object) -> object:
    """The register at a URL as people write it: of PostgreSQL, of no other database."""
    if not isinstance(value, str):
        return value
    from sqlalchemy.engine import make_url  # noqa: PLC0415 - most registers are files
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise ValueError("no URL") from None
    if url.drivername not in ("postgresql", _DRIVER):
        raise ValueError("another database")
    return SharedRegister(url.set(drivername=_DRIVER).render_as_string(hide_password=False))


_DRIVER = "postgresql+psycopg"
_SECTIONS: Mapping[str, type[_Section]] = {"reading": Reading, "office": Office}


class Settings(BaseModel):
    """All settings of a workspace; ``offices`` are those of different times."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shared_register: Annotated[SharedRegister | None, BeforeValidator(_shared)] = Field(
        default=None,
        alias="register",
        description="Sổ theo dõi dùng chung cho nhiều máy, trong PostgreSQL (xem docs/quy-mo.md); "
        "bỏ trống thì sổ là tệp data/processed/register.sqlite. Nên để mật khẩu trong ~/.pgpass.",
        examples=["postgresql+psycopg://ten@may-chu/welfare_stats"],
    )
    reading: Reading = Reading()
    offices: Annotated[
        tuple[Office, ...], BeforeValidator(_as_blocks), AfterValidator(_not_empty)
    ] = Field(alias="office")

    @property
    def office(self) -> Office:
        """The latest office."""
        return max(self.offices, key=lambda office: office.valid_from or date.min)

    def office_on(self, day: date) -> Office:
        """The office that signs a report whose period ends on that day.

        Raises:
            ConfigurationError: there is none.
        """
        for office in self.offices:
            if office.in_force(day):
                return office
        raise ConfigurationError(
            f"{SETTINGS_FILE}: không có cơ quan lập báo cáo nào có hiệu lực ngày "
            f"{format_date(day)}. Hãy sửa valid_from, valid_to hoặc thêm một phần [[office]]."
        )


_RECIPIENTS = ("UBND tỉnh (b/c)", "Cục Bảo trợ xã hội (b/c)", "Lãnh đạo Sở", "Lưu: VT, BTXH")
_OF_THAI_NGUYEN = {
    "parent": "UBND tỉnh Thái Nguyên",
    "place": "Thái Nguyên",
    "area": "tỉnh Thái Nguyên",
    "signer": "Giám đốc",
}

STARTER = Settings(
    office=(
        Office(
            **_OF_THAI_NGUYEN,
            name="Sở Lao động - Thương binh và Xã hội",
            symbol="BC-SLĐTBXH",
            recipients=_RECIPIENTS,
            valid_to=date(2025, 2, 28),
        ),
        Office(
            **_OF_THAI_NGUYEN,
            name="Sở Y tế",
            symbol="BC-SYT",
            recipients=_RECIPIENTS,
            valid_from=date(2025, 3, 1),
        ),
    )
)
"""The settings that a new workspace starts with."""


def settings_text(settings: Settings) -> str:
    """The file as people edit it: every setting under the sentence that explains it."""
    shared, declared = settings.shared_register, Settings.model_fields["shared_register"]
    setting = _line("register", shared.url if shared else None, declared.examples)
    lines = [f"# {_HEAD}", "", f"# {declared.description}", setting]
    several = len(settings.offices) > 1
    blocks: list[tuple[str, _Section]] = [("[reading]", settings.reading)]
    blocks += [("[[office]]" if several else "[office]", office) for office in settings.offices]
    for heading, section in blocks:
        lines += ["", f"# {type(section).__doc__}", heading]
        for key, field in type(section).model_fields.items():
            lines += [f"# {field.description}", _line(key, getattr(section, key), field.examples)]
    return "\n".join(lines) + "\n"


def _line(key: str, value: _Value | None, examples: Sequence[_Value] | None) -> str:
    """A setting; one without a value is written as an example that people can put in force."""
    if value is None and examples:
        return f"# {key} = {_toml(examples[0])}"
    return f"{key} = {_toml(value or '')}"


def _toml(value: _Value) -> str:
    """A value as TOML writes it, which for strings and numbers is as JSON does."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "\n".join(["[", *(f"    {_toml(item)}," for item in value), "]"])
    return json.dumps(value, ensure_ascii=False)


def read_settings(path: Path) -> Settings:
    """Read and validate the file.

    Raises:
        ConfigurationError: naming the file, every wrong key and what belongs there.
    """
    try:
        settings = Settings.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"{path}: tệp không phải UTF-8. Trong Notepad hãy lưu với mã hóa UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}{_syntax_mistake(str(error))}") from None
    except ValidationError as error:
        mistakes = " ".join(f"{_mistake(details)}." for details in error.errors())
        raise ConfigurationError(f"{path}: {mistakes} Hãy sửa lại các mục này.") from None
    for one, other in combinations(settings.offices, 2):
        if _in_force_together(one, other):
            raise ConfigurationError(
                f"{path}: “{one.name}” và “{other.name}” cùng có hiệu lực. Hãy ghi valid_to cho cơ "
                "quan cũ và valid_from cho cơ quan mới."
            )
    return settings


def without_register(content: bytes) -> bytes:
    r"""The file without the place of the register, which may have a password in it.

    >>> without_register(b'register = "postgresql://a:b@c/d"\n[reading]\n')
    b'[reading]\n'
    """
    return _REGISTER.sub(b"", content)


_REGISTER = re.compile(rb"^[ \t]*[\"']?register[\"']?[ \t]*=[^\n]*\n?", re.MULTILINE)


def _in_force_together(one: Office, other: Office) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return one.in_force(first) and other.in_force(first)


_AT_LINE = re.compile(r"\(at line (\d+)")
_SYNTAX = {
    "Cannot overwrite a value": "mục này đã ghi ở trên rồi. Hãy bỏ một trong hai dòng.",
    "Cannot declare": "phần này đã có ở trên rồi. Hãy gộp lại làm một.",
    "Expected '='": 'thiếu dấu “=” giữa tên mục và giá trị. Hãy ghi như: place = "Thái Nguyên".',
    "Illegal character": "dấu ngoặc kép mở mà không đóng. Hãy đóng ngoặc kép ở cuối giá trị.",
    "Unclosed array": "danh sách mở “[” mà không đóng. Hãy thêm “]” ở cuối danh sách.",
    "Expected ']'": "tên phần mở “[” mà không đóng. Hãy ghi như: [office].",
    "Expected newline": "sau giá trị còn chữ thừa. Hãy ghi số không kèm chữ; chữ thì đặt "
    "trong ngoặc kép.",
    "Invalid hex value": "trong ngoặc kép có dấu “\\”. Hãy đổi thành “/”.",
    "Invalid value (at end": "danh sách mở “[” mà không đóng, hoặc mục cuối thiếu giá trị.",
    "Invalid value": 'giá trị sai. Hãy đặt chữ trong ngoặc kép, ví dụ "Thái Nguyên".',
    "Unescaped '\\'": "trong ngoặc kép có dấu “\\”. Hãy đổi thành “/”.",
}


def _syntax_mistake(english: str) -> str:
    """Where TOML's reader stumbled and what it likely is, in Vietnamese."""
    line = _AT_LINE.search(english)
    where = f", dòng {line[1]}" if line else ", cuối tệp"
    for beginning, words in _SYNTAX.items():
        if english.startswith(beginning):
            return f"{where}: {words}"
    return f"{where}: viết sai. Hãy so với dòng khác trong tệp và sửa lại."


def _mistake(details: ErrorDetails) -> str:
    blocks = [part for part in details["loc"] if isinstance(part, int)]
    key = ".".join(part for part in details["loc"] if isinstance(part, str))
    key += f" ([[office]] thứ {blocks[0] + 1})" if any(blocks) else ""
    if details["type"] == "extra_forbidden":
        return f"Không có mục “{key}”"
    problem = "Thiếu mục" if details["type"] == "missing" else "Sai giá trị của mục"
    meaning = _meaning(details["loc"])
    return f"{problem} “{key}” ({meaning})" if meaning else f"{problem} “{key}”"


def _meaning(location: tuple[int | str, ...]) -> str:
    """What the setting at that place is for, as the file itself explains it."""
    name, *rest = (part for part in location if isinstance(part, str))
    if name == "register":
        return (Settings.model_fields["shared_register"].description or "").rstrip(".")
    section = _SECTIONS[name]
    if not rest:
        return (section.__doc__ or "").rstrip(".")
    return (section.model_fields[rest[0]].description or "").rstrip(".")
