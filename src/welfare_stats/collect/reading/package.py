"""Unpacking a zip file (.xlsx, .xlsb, .ods) safely, before any library reads it.

A zip file may lie about itself. Sizes are therefore counted while inflating, checksums are
verified, and members must not overlap or share a name.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from welfare_stats.collect.reading.sheet import UnreadableFileError
from welfare_stats.findings import kinds

MOST_BYTES_OF_A_FILE = 64 * 1024**2
_MOST_INFLATED_BYTES = 512 * 1024**2
_MOST_MEMBERS = 4096
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_KEPT_ENDINGS = (*_XML_ENDINGS, ".bin")
# Parts that nobody here reads, in small letters: notes of document servers and of add-ins, often in
# UTF-16. They are not kept, so that nothing can refer to them.
_UNREAD = (
    "customxml/", "docmetadata/", "customui/", "usercustomization/", "_xmlsignatures/",
    "xl/customdata/", "xl/webextensions/", "xl/persons/", "xl/threadedcomments/", "xl/revisions/",
    "xl/activex/", "xl/ctrlprops/", "xl/model/", "xl/embeddings/",
)  # fmt: skip

Package = Mapping[str, bytes]
"""The parts of a zip file that are inspected: their bytes by name in small letters."""


def inflate(content: bytes) -> Package:
    """Inflate and verify every member, and keep those that hold cells, names and styles.

    Raises:
        UnreadableFileError: the file is too large, encrypted, or such as no spreadsheet program
            writes.
        BadZipFile, zlib.error, struct.error: the file is damaged.
    """
    with ZipFile(BytesIO(content)) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
    _check_layout(members, len(content))
    parts: dict[str, bytes] = {}
    left = _MOST_INFLATED_BYTES
    for member in members:
        data = _inflate_member(content, member, left)
        left -= len(data)
        name = plain_name(member.filename)
        if name.endswith(_KEPT_ENDINGS) and not name.startswith(_UNREAD):
            parts[name] = data
    if b":encryption-data" in parts.get("meta-inf/manifest.xml", b""):
        raise UnreadableFileError(kinds.ENCRYPTED.at(None))
    for name, data in parts.items():
        if name.endswith(_XML_ENDINGS):
            _check_prolog(data)
    return parts


def names_in(package: Package, parts: Iterable[str], pattern: re.Pattern[bytes]) -> str:
    """The texts that the pattern's group finds in these parts, such as font names, one per line."""
    names = {name for part in parts for name in pattern.findall(package.get(part, b""))}
    return b"\n".join(sorted(names)).decode("utf-8", "replace")


def plain_name(name: str) -> str:
    """The name of a part as ``Package`` has it; programs write different cases and slashes."""
    return name.replace("\\", "/").lower()


def _check_layout(members: list[ZipInfo], size: int) -> None:
    if len(members) > _MOST_MEMBERS:
        raise UnreadableFileError(
            kinds.TOO_LARGE.at(None, what=f"có {len(members)} phần bên trong")
        )
    names = {plain_name(member.filename) for member in members}
    if len(names) < len(members):
        raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what="hai phần trùng tên"))
    ordered = sorted(members, key=lambda member: member.header_offset)
    ends = [member.header_offset + member.compress_size for member in ordered]
    starts = [member.header_offset for member in ordered[1:]]
    if any(end > start for end, start in zip(ends, [*starts, size], strict=True)):
        raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what="các phần chồng lên nhau"))


def _inflate_member(content: bytes, member: ZipInfo, left: int) -> bytes:
    """The content of a member, which may be at most ``left`` bytes, whatever size it declares."""
    offset = member.header_offset
    header = _LOCAL_HEADER.unpack_from(content, offset)
    start = offset + _LOCAL_HEADER.size + header[-2] + header[-1]
    raw = content[start : start + member.compress_size]
    if member.flag_bits & 0x1:
        raise UnreadableFileError(kinds.ENCRYPTED.at(None))
    if member.compress_type == ZIP_STORED:
        data = raw
    elif member.compress_type == ZIP_DEFLATED:
        data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, left + 1)
    else:
        raise BadZipFile(f"compression {member.compress_type}")
    if len(data) > left:
        megabytes = _MOST_INFLATED_BYTES // 1024**2
        what = f"giải nén ra hơn {megabytes} MB"
        raise UnreadableFileError(kinds.TOO_LARGE.at(None, what=what))
    if zlib.crc32(data) != member.CRC:
        raise BadZipFile(f"checksum of {member.filename}")  # some figure may have changed
    return data


def _check_prolog(xml: bytes) -> None:
    """Refuse XML with a document type, whose entities could open files or exhaust memory.

    XML that is not UTF-8 is refused too, because a document type could hide in it. No spreadsheet
    program writes either.
    """
    start = xml.removeprefix(b"\xef\xbb\xbf").lstrip()[:4]
    if start and (not start.startswith(b"<") or b"\0" in start):
        raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what="XML không dùng bảng mã UTF-8"))
    if b"!" in xml and b"<!DOCTYPE" in xml:  # the first test is much faster
        raise UnreadableFileError(kinds.SUSPICIOUS.at(None, what="XML có khai báo DOCTYPE"))
