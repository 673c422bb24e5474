"""The parts of an .xlsx package, inflated under caps before any reader sees them.

What a zip says of itself can lie: sizes are counted while inflating, and members may not overlap.
"""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from welfare_stats.findings import Finding, kinds

MOST_BYTES_OF_A_FILE = 64 * 1024**2
_MOST_INFLATED_BYTES = 512 * 1024**2
_MOST_MEMBERS = 4096
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_XML_ENDINGS = (".xml", ".rels", ".vml")

Package = Mapping[str, bytes]
"""The XML parts by name."""


class RefusedPackageError(Exception):
    """The package is not to be read; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def inflate(content: bytes) -> Package:
    """Inflate every member, keep the XML parts.

    Raises:
        RefusedPackageError: too large, or not as a spreadsheet program writes it.
        BadZipFile, zlib.error, struct.error: damaged.
    """
    with ZipFile(BytesIO(content)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
    _check_layout(members, len(content))
    parts: dict[str, bytes] = {}
    left = _MOST_INFLATED_BYTES
    for member in members:
        data = _inflate_member(content, member, left)
        left -= len(data)
        if member.filename.lower().endswith(_XML_ENDINGS):
            _check_prolog(data)
            parts[member.filename] = data
    return parts


def _check_layout(members: list[ZipInfo], size: int) -> None:
    if len(members) > _MOST_MEMBERS:
        raise RefusedPackageError(
            kinds.TOO_LARGE.at(None, what=f"có {len(members)} phần bên trong")
        )
    names = {member.filename for member in members}
    if len(names) < len(members):
        raise RefusedPackageError(kinds.SUSPICIOUS.at(None, what="hai phần trùng tên"))
    ordered = sorted(members, key=lambda member: member.header_offset)
    ends = [member.header_offset + member.compress_size for member in ordered]
    starts = [member.header_offset for member in ordered[1:]]
    if any(end > start for end, start in zip(ends, [*starts, size], strict=True)):
        raise RefusedPackageError(kinds.SUSPICIOUS.at(None, what="các phần chồng lên nhau"))


def _inflate_member(content: bytes, member: ZipInfo, left: int) -> bytes:
    """The true content of a member, whatever size it declares."""
    offset = member.header_offset
    header = _LOCAL_HEADER.unpack_from(content, offset)
    start = offset + _LOCAL_HEADER.size + header[-2] + header[-1]
    raw = content[start : start + member.compress_size]
    if member.flag_bits & 0x1:
        raise RefusedPackageError(kinds.ENCRYPTED.at(None))
    if member.compress_type == ZIP_STORED:
        data = raw
    elif member.compress_type == ZIP_DEFLATED:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, left + 1)
    else:
        raise BadZipFile(f"compression {member.compress_type}")
    if len(data) > left:
        megabytes = _MOST_INFLATED_BYTES // 1024**2
        what = f"giải nén ra hơn {megabytes} MB"
        raise RefusedPackageError(kinds.TOO_LARGE.at(None, what=what))
    return data


def _check_prolog(xml: bytes) -> None:
    """A document type can define entities that open files or swell; no spreadsheet needs one."""
    if b"<!DOCTYPE" in xml or "<!DOCTYPE".encode("utf-16-le") in xml:
        raise RefusedPackageError(kinds.SUSPICIOUS.at(None, what="XML có khai báo DOCTYPE"))
