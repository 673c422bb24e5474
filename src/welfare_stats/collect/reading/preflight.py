"""Telling the format of a file from its bytes, whatever its name says."""

import zlib
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from xlrd.compdoc import CompDoc

from welfare_stats.collect.reading.file_names import (
    FileKind,
    is_named_as_other_container,
    is_named_as_workbook,
)
from welfare_stats.collect.reading.package import plain_name
from welfare_stats.collect.reading.sheet import UnreadableFileError
from welfare_stats.findings import Finding, kinds

_XML_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_FLAT_OPENDOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_FIRST_BYTES = 2000
_ZIP = b"PK\x03\x04"
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_OPENDOCUMENT, _OPENDOCUMENT_SPREADSHEET = b"opendocument.", b"opendocument.spreadsheet"
_ARCHIVE = "đây là tệp nén; hãy giải nén rồi lưu riêng từng biểu mẫu trong đó"
# The first bytes of files that are no workbooks, and what to say of these.
_OTHER_CONTENT = {
    b"%PDF": "đây là tệp PDF",
    b"\xff\xd8\xff": "đây là tệp ảnh",
    b"\x89PNG": "đây là tệp ảnh",
    b"{\\rtf": "đây là tệp văn bản RTF",
    b"Rar!": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"<": "đây là tệp văn bản HTML hoặc XML",
}
_OTHER_OLE2_STREAMS = {
    "WordDocument": "đây là tệp Word",
    "PowerPoint Document": "đây là tệp PowerPoint",
    "__substg1.0_": "đây là thư Outlook; hãy lưu riêng tệp đính kèm trong thư",
}
_PARTS_OF_OTHER_PACKAGES = {
    "word/document.xml": "đây là tệp Word",
    "ppt/presentation.xml": "đây là tệp PowerPoint",
}


class NoWorkbookError(UnreadableFileError):
    """The file is of another kind, say a letter or a picture; ``reason`` says of which."""

    def __init__(self, reason: str) -> None:
        super().__init__(kinds.NOT_A_WORKBOOK.at(None, reason=reason))
        self.reason = reason


def remark_on_other_file(path: str, error: UnreadableFileError) -> Finding | None:
    """The remark on an unreadable file that its sender did not mean as a form at all.

    A workbook's suffix says that he did. So may a file without a suffix that begins like a workbook
    and is damaged or encrypted; under the name of a Word file it is one.

    Args:
        path: the file's name in the register.
        error: why it cannot be read.

    Returns:
        The finding to report in place of that of the error; ``None`` if a workbook was meant.
    """
    if is_named_as_workbook(path):
        return None
    if isinstance(error, NoWorkbookError):
        return kinds.NOT_A_FORM.at(None, reason=error.reason)
    is_container = error.finding.code in (kinds.DAMAGED.code, kinds.ENCRYPTED.code)
    if is_container and is_named_as_other_container(path):
        return kinds.NOT_A_FORM.at(None, reason="đây không phải tệp Excel, và không mở được")
    return None


def kind_of(content: bytes) -> FileKind:
    """The format that the bytes are in.

    Raises:
        NoWorkbookError: they are of something else.
        UnreadableFileError: they are encrypted, damaged, or of a spreadsheet that is not read.
    """
    if not content:
        raise NoWorkbookError("tệp rỗng")
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
    is_text = b"\0" not in content[:_FIRST_BYTES]
    raise NoWorkbookError(
        next(reasons, "đây là tệp văn bản" if is_text else "không nhận ra nội dung")
    )


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
            raise NoWorkbookError(reason)
    raise NoWorkbookError("trong tệp không có sổ tính")


def _kind_of_zip(content: bytes) -> FileKind:
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = {plain_name(name) for name in archive.namelist()}
            declared = _declared_type(archive)
    except (BadZipFile, RuntimeError, OSError, ValueError, EOFError, zlib.error):
        raise UnreadableFileError(kinds.DAMAGED.at(None)) from None
    if "xl/workbook.xml" in members:
        return FileKind.XLSM if "xl/vbaproject.bin" in members else FileKind.XLSX
    if "xl/workbook.bin" in members:
        return FileKind.XLSB
    if "content.xml" in members and "mimetype" in members:
        if _OPENDOCUMENT in declared and _OPENDOCUMENT_SPREADSHEET not in declared:
            raise NoWorkbookError("đây là tệp OpenDocument không phải bảng tính")
        return FileKind.ODS
    if any(name.endswith(".iwa") for name in members):
        raise _other_format("Apple Numbers")
    reasons = (reason for part, reason in _PARTS_OF_OTHER_PACKAGES.items() if part in members)
    raise NoWorkbookError(next(reasons, _ARCHIVE))


def _declared_type(archive: ZipFile) -> bytes:
    """What an OpenDocument file says that it is; empty where it does not."""
    if "mimetype" not in archive.namelist():
        return b""
    with archive.open("mimetype") as file:
        return file.read(_FIRST_BYTES)
