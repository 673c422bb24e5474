"""What the bytes of a file are, whatever its name says; only .xlsx goes on."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from welfare_stats.findings import Finding, kinds

_ZIP = b"PK\x03\x04"
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_LOOKS = {
    b"%PDF": "đây là tệp PDF",
    b"\xff\xd8\xff": "đây là tệp ảnh",
    b"\x89PNG": "đây là tệp ảnh",
    b"{\\rtf": "đây là tệp văn bản RTF",
    b"<": "đây là tệp văn bản HTML hoặc XML",
}


def refuse_other_than_xlsx(content: bytes) -> Finding | None:
    """The finding for a file that is no .xlsx workbook; ``None`` for one that seems to be."""
    if not content:
        return kinds.NOT_A_WORKBOOK.at(None, reason="tệp rỗng")
    if content.startswith(_OLE2):
        return _refuse_ole2(content)
    if not content.startswith(_ZIP):
        start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:4]
        looks = (what for magic, what in _LOOKS.items() if start.startswith(magic))
        return kinds.NOT_A_WORKBOOK.at(None, reason=next(looks, "nội dung không phải của Excel"))
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = set(archive.namelist())
    except (BadZipFile, NotImplementedError, OSError, ValueError):
        return kinds.DAMAGED.at(None)
    return _refuse_members(members)


def _refuse_ole2(content: bytes) -> Finding:
    """Containers of the programs before 2007, and of encrypted files since."""
    if _ENCRYPTED_STREAM in content:
        return kinds.ENCRYPTED.at(None)
    if _WORD_STREAM in content:
        return kinds.NOT_A_WORKBOOK.at(None, reason="đây là tệp Word")
    return kinds.OTHER_FORMAT.at(None, format="Excel 97-2003 (.xls)")


def _refuse_members(members: set[str]) -> Finding | None:
    if "xl/workbook.xml" in members:
        return None
    if "xl/workbook.bin" in members:
        return kinds.OTHER_FORMAT.at(None, format="Excel nhị phân (.xlsb)")
    if "word/document.xml" in members:
        return kinds.NOT_A_WORKBOOK.at(None, reason="đây là tệp Word")
    if "content.xml" in members and "mimetype" in members:
        return kinds.OTHER_FORMAT.at(None, format="OpenDocument (.ods)")
    return kinds.NOT_A_WORKBOOK.at(None, reason="đây là tệp nén")
