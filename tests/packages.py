"""Changing the parts inside a workbook file."""

import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from formats import as_xls, zipped
from workbooks import home

SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[dict[str, bytes]], object]


def unpacked(content: bytes) -> dict[str, bytes]:
    """The members of the file."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(content: bytes, *changes: Change) -> bytes:
    """The file with changed members."""
    members = unpacked(content)
    for change in changes:
        change(members)
    return zipped(members)


def added(name: str, data: bytes) -> Change:
    return lambda members: members.update({name: data})


def replaced(name: str, old: bytes, new: bytes) -> Change:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[name], members[name][:2000]
        members[name] = members[name].replace(old, new)

    return change


def with_stream(name: str) -> bytes:
    """The container of an .xls file whose one stream has another name."""
    old, new = ("Workbook\0".encode("utf-16-le"), f"{name}\0".encode("utf-16-le"))
    content = as_xls(home())
    at = content.index(old)
    entry = new.ljust(64, b"\0") + struct.pack("<H", len(new))
    return content[:at] + entry + content[at + len(entry) :]
