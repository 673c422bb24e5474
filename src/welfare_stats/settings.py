"""``welfare-stats.toml``: each setting declared once, with the text that documents it.

The file that a new workspace gets is written from these declarations, and what is wrong in an
edited one is explained with them.
"""

import json
import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from welfare_stats.errors import ConfigurationError

SETTINGS_FILE = "welfare-stats.toml"
_HEAD = "Cấu hình của kho số liệu. Sửa bằng Notepad; giữ mã hóa UTF-8."


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
    signer: str = Field(description="Chức danh người ký; tên để trống vì đây là dự thảo.")
    recipients: tuple[str, ...] = Field(description="Nơi nhận, mỗi nơi một dòng.")


class Settings(BaseModel):
    """All settings of a workspace."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reading: Reading = Reading()
    office: Office


STARTER = Settings(
    office=Office(
        parent="UBND tỉnh Thái Nguyên",
        name="Sở Lao động - Thương binh và Xã hội",
        place="Thái Nguyên",
        area="tỉnh Thái Nguyên",
        symbol="BC-SLĐTBXH",
        signer="Giám đốc",
        recipients=(
            "UBND tỉnh (b/c)",
            "Cục Bảo trợ xã hội (b/c)",
            "Lãnh đạo Sở",
            "Lưu: VT, BTXH",
        ),
    )
)
"""The settings that a new workspace starts with."""


def settings_text(settings: Settings) -> str:
    """The file as people edit it: every setting under the sentence that explains it."""
    lines = [f"# {_HEAD}"]
    for name in Settings.model_fields:
        section: BaseModel = getattr(settings, name)
        lines += ["", f"# {type(section).__doc__}", f"[{name}]"]
        for key, field in type(section).model_fields.items():
            lines += [f"# {field.description}", f"{key} = {_toml(getattr(section, key))}"]
    return "\n".join(lines) + "\n"


def _toml(value: str | float | tuple[str, ...]) -> str:
    """A value as TOML writes it, which for strings and numbers is as JSON does."""
    if isinstance(value, tuple):
        return "\n".join(["[", *(f"    {_toml(item)}," for item in value), "]"])
    return json.dumps(value, ensure_ascii=False)


def read_settings(path: Path) -> Settings:
    """Read and validate the file.

    Raises:
        ConfigurationError: naming the file, every wrong key and what belongs there.
    """
    try:
        return Settings.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except UnicodeDecodeError:
        raise ConfigurationError(
            f"{path}: tệp không phải UTF-8. Trong Notepad hãy lưu với mã hóa UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path}{_syntax_mistake(str(error))}") from None
    except ValidationError as error:
        mistakes = " ".join(f"{_mistake(details)}." for details in error.errors())
        raise ConfigurationError(f"{path}: {mistakes} Hãy sửa lại các mục này.") from None


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
    key = ".".join(map(str, details["loc"]))
    if details["type"] == "extra_forbidden":
        return f"Không có mục “{key}”"
    problem = "Thiếu mục" if details["type"] == "missing" else "Sai giá trị của mục"
    meaning = _meaning(details["loc"])
    return f"{problem} “{key}” ({meaning})" if meaning else f"{problem} “{key}”"


def _meaning(location: tuple[int | str, ...]) -> str:
    """What the setting at that place is for, as the file itself explains it."""
    section, *rest = location
    annotation = Settings.model_fields[str(section)].annotation
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return ""
    if not rest:
        return (annotation.__doc__ or "").rstrip(".")
    return (annotation.model_fields[str(rest[0])].description or "").rstrip(".")
