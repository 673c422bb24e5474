"""Workbooks encrypted as Excel does it, with any password."""

import struct
from hashlib import md5
from io import BytesIO

from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4, _makekey

_SALT = bytes(range(16))
_VERIFIER = bytes(range(16, 32))
_FILEPASS, _WRITE_ACCESS, _BOUNDSHEET = 0x2F, 0x5C, 0x85
_PLAIN = {0x0809, _FILEPASS, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138}
_STREAM_AT = 512  # in the files that xlwt writes
_BLOCK = 1024


def encrypted_package(content: bytes, password: str) -> bytes:
    """An .xlsx or .xlsb file, encrypted."""
    buffer = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, buffer)
    return buffer.getvalue()


def encrypted_xls(content: bytes, password: str) -> bytes:
    """An .xls file of xlwt, encrypted with RC4 as Excel 97 does."""
    at, end = _STREAM_AT, len(content)
    stream = bytearray(content)
    key_stream = _key_stream(password, end - _STREAM_AT)
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", content, at)
        if not kind:
            break
        start, stop = at + 4, at + 4 + size
        if kind == _WRITE_ACCESS:
            struct.pack_into("<H", stream, at, _FILEPASS)
            stream[start:stop] = _header(password).ljust(size, b"\0")
        elif kind not in _PLAIN:
            first = start + 4 if kind == _BOUNDSHEET else start  # where the sheet begins is plain
            for place in range(first, stop):
                stream[place] ^= key_stream[place - _STREAM_AT]
        at = stop
    return bytes(stream)


def _key_stream(password: str, size: int) -> bytes:
    zeros = BytesIO(bytes(size))
    decrypted: BytesIO = DocumentRC4.decrypt(password, _SALT, zeros, blocksize=_BLOCK)
    return decrypted.getvalue()


def _header(password: str) -> bytes:
    cipher = Cipher(ARC4(_makekey(password, _SALT, 0)), mode=None).encryptor()
    verifier = cipher.update(_VERIFIER)
    digest = cipher.update(md5(_VERIFIER, usedforsecurity=False).digest())
    return struct.pack("<3H", 1, 1, 1) + _SALT + verifier + digest
