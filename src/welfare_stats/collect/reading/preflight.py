"""Telling the format of a file from its bytes, whatever its name says."""

from enum import Enum
from io import BytesIO, StringIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from xlrd.compdoc import CompDoc

from welfare_stats.collect.reading.package import plain_name
from welfare_stats.collect.reading.sheet import UnreadableFileError
from welfare_stats.findings import Finding, kinds


class FileKind(Enum):
    """A format that is read; the value is its name in messages."""

    XLSX = "Excel (.xlsx)"
    XLSM = "Excel có macro (.xlsm)"
    XLSB = "Excel nhị phân (.xlsb)"
    XLS = "Excel 97-2003 (.xls)"
    ODS = "OpenDocument (.ods)"


_SUFFIXES = {
    ".xlsx": FileKind.XLSX,
    ".xltx": FileKind.XLSX,
    ".xlsm": FileKind.XLSM,
    ".xltm": FileKind.XLSM,
    ".xlsb": FileKind.XLSB,
    ".xls": FileKind.XLS,
    ".xlt": FileKind.XLS,
    ".ods": FileKind.ODS,
    ".ots": FileKind.ODS,
}
_XML_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_FLAT_OPENDOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_FIRST_BYTES = 2000
_ZIP = b"PK\x03\x04"
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
# The first bytes of files that are no workbooks, and what to say of these.
_OTHER_CONTENT = {
    b"%PDF": "đây là tệp PDF",
    b"\xff\xd8\xff": "đây là tệp ảnh",
    b"\x89PNG": "đây là tệp ảnh",
    b"{\\rtf": "đây là tệp văn bản RTF",
    b"Rar!": "đây là tệp nén",
    b"7z\xbc\xaf": "đây là tệp nén",
    b"<": "đây là tệp văn bản HTML hoặc XML",
}
_OTHER_OLE2_STREAMS = {
    "WordDocument": "đây là tệp Word",
    "PowerPoint Document": "đây là tệp PowerPoint",
    "__substg1.0_": "đây là thư Outlook; hãy lưu riêng tệp đính kèm trong thư",
}


def kind_of(content: bytes) -> FileKind:
    """The format that the bytes are in.

    Raises:
        UnreadableFileError: they are not a spreadsheet, or are encrypted or damaged.
    """
    if not content:
        raise _no_workbook("tệp rỗng")
    if content.startswith(_OLE2):
        return _kind_of_ole2(content)
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    if _XML_SPREADSHEET in content[:_FIRST_BYTES]:
        raise _other_format("XML Spreadsheet 2003")
    if _FLAT_OPENDOCUMENT in content[:_FIRST_BYTES]:
        raise _other_format("OpenDocument một tệp (.fods)")
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:4]
    reasons = (reason for magic, reason in _OTHER_CONTENT.items() if start.startswith(magic))
    raise _no_workbook(next(reasons, "không nhận ra nội dung"))


def name_that_lies(path: str, kind: FileKind) -> Finding | None:
    """The finding for a file whose suffix names another format than ``kind``, if it does."""
    suffix = PurePosixPath(path).suffix.lower()
    if not suffix or _SUFFIXES.get(suffix) is kind:
        return None
    return kinds.NAME_LIES.at(None, suffix=suffix, format=kind.value)


def _no_workbook(reason: str) -> UnreadableFileError:
    return UnreadableFileError(kinds.NOT_A_WORKBOOK.at(None, reason=reason))


def _other_format(name: str) -> UnreadableFileError:
    return UnreadableFileError(kinds.OTHER_FORMAT.at(None, format=name))


def _kind_of_ole2(content: bytes) -> FileKind:
    """The format of an OLE2 container: Office files until 2007, and encrypted ones since."""
    try:
        streams = {entry.name for entry in CompDoc(content, StringIO()).dirlist}
    except Exception:  # on a damaged container the library may raise anything
        raise UnreadableFileError(kinds.DAMAGED.at(None)) from None
    if streams & {"Workbook", "Book"}:
        return FileKind.XLS
    if "EncryptedPackage" in streams:
        raise UnreadableFileError(kinds.ENCRYPTED.at(None))
    for start, reason in _OTHER_OLE2_STREAMS.items():
        if any(name.startswith(start) for name in streams):
            raise _no_workbook(reason)
    raise _no_workbook("trong tệp không có sổ tính")


def _kind_of_zip(content: bytes) -> FileKind:
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = {plain_name(name) for name in archive.namelist()}
    except (BadZipFile, NotImplementedError, OSError, ValueError):
        raise UnreadableFileError(kinds.DAMAGED.at(None)) from None
    if "xl/workbook.xml" in members:
        return FileKind.XLSM if "xl/vbaproject.bin" in members else FileKind.XLSX
    if "xl/workbook.bin" in members:
        return FileKind.XLSB
    if "content.xml" in members and "mimetype" in members:
        return FileKind.ODS
    if any(name.endswith(".iwa") for name in members):
        raise _other_format("Apple Numbers")
    is_word = "word/document.xml" in members
    raise _no_workbook("đây là tệp Word" if is_word else "đây là tệp nén")
