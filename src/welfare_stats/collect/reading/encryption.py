"""Opening workbooks that are encrypted with Excel's own default password.

Excel encrypts a workbook with it when only its structure is protected, and opens it without asking.
To its sender such a file has no password.
"""

from io import BytesIO

from welfare_stats.collect.reading.package import MOST_BYTES_OF_A_FILE

_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - known to everybody
_OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")


def opened_by_default(content: bytes) -> bytes | None:
    """The workbook without its encryption; ``None`` if it has none or another password."""
    if not content.startswith(_OLE2):
        return None
    from msoffcrypto import OfficeFile  # noqa: PLC0415 - takes longer than to read a small file

    opened = BytesIO()
    try:
        file = OfficeFile(BytesIO(content))
        if not file.is_encrypted():
            return None
        # Of an .xls file the password is verified in any case.
        verified = {"verify_password": True} if file.format == "ooxml" else {}
        file.load_key(password=_DEFAULT_PASSWORD, **verified)
        file.decrypt(opened)
    except MemoryError:
        raise
    except Exception:  # of any kind, on another password as on a damaged file
        return None
    found = opened.getvalue()
    return found if 0 < len(found) <= MOST_BYTES_OF_A_FILE else None
