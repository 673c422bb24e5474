"""The records that the parts of .xlsb files are made of.

Each has a type and a size, with 7 bits per byte and the high bit set where another byte follows,
and then its body; [MS-XLSB] lists them.
"""

import struct
from collections.abc import Iterator


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The type and the body of each record."""
    at, end = 0, len(part)
    while at < end:
        record_type = part[at]
        at += 1
        if record_type & 0x80:
            record_type = (record_type & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:  # noqa: PLR2004 - the high bit is not set: the last byte
                break
        yield record_type, part[at : at + size]
        at += size


def text_at(body: bytes, at: int) -> tuple[str, int]:
    """The text at an offset of a record, and the offset behind it."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end
