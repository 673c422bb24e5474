"""Changing the parts inside a workbook file."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from formats import zipped

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
