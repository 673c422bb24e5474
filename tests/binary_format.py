"""Sheets as an .xlsb workbook; [MS-XLSB] says what its records mean."""

import datetime as dt
import re
import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from openpyxl.utils import column_index_from_string

from styles import (
    ERRORS,
    PLAIN,
    Computed,
    Looks,
    PartlyStruck,
    Sheets,
    Style,
    cells_of,
    computed,
    serial,
    styled,
    usual_code,
    zipped,
)


def as_xlsb(
    sheets: Sheets, looks: Looks = PLAIN, defined: Mapping[str, int] = MappingProxyType({})
) -> bytes:
    names = list(sheets)
    styles = styled(sheets, looks)
    texts = [v for rows in sheets.values() for _, _, v in cells_of(rows) if type(v) is PartlyStruck]
    bundle = b"".join(
        _record(156, struct.pack("<II", int(looks.is_hidden), n) + _wide(f"rId{n}") + _wide(name))
        for n, name in enumerate(names, start=1)
    )
    # A hidden name of the workbook, its formula one whole number.
    defined_names = b"".join(
        _record(39, struct.pack("<IBI", 1, 0, 0xFFFFFFFF) + _wide(name)
                + struct.pack("<IBHI", 3, 0x1E, number, 0))
        for name, number in defined.items()
    )  # fmt: skip
    externals = b""
    if any(computed(rows) for rows in sheets.values()):
        # References by number: to each sheet of this workbook, then to another workbook.
        references = [(0, number, number) for number in range(len(names))] + [(1, 0, 0)]
        externals = _record(353) + _record(357) + _record(355, bytes(4)) + _record(
            362, struct.pack("<I", len(references))
            + b"".join(struct.pack("<Iii", *reference) for reference in references)
        ) + _record(354)  # fmt: skip
    workbook = b"".join(
        [_record(131), _record(143), bundle, _record(144), externals, defined_names, _record(132)]
    )
    relation = (
        '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/{}" Target="{}"/>'
    ).format
    package = "http://schemas.openxmlformats.org/package/2006"
    numbers = range(1, len(names) + 1)
    parts = [relation(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in numbers]
    parts.append(relation("rId98", "sharedStrings", "sharedStrings.bin"))
    parts.append(relation("rId99", "styles", "styles.bin"))
    office = "application/vnd.ms-excel"
    types = "".join(
        f'<Override PartName="/xl/{part}.bin" ContentType="{office}.{kind}"/>'
        for part, kind in [
            ("workbook", "sheet.binary.macroEnabled.main"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
            *((f"worksheets/sheet{n}", "worksheet") for n in numbers),
        ]
    )
    return zipped(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType='
                f'"application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{package}/relationships">'
                + relation("rId1", "officeDocument", "xl/workbook.bin")
                + "</Relationships>"
            ).encode(),
            "xl/_rels/workbook.bin.rels": (
                f'<Relationships xmlns="{package}/relationships">{"".join(parts)}</Relationships>'
            ).encode(),
            "xl/workbook.bin": workbook,
            "xl/styles.bin": _xlsb_styles(styles),
            "xl/sharedStrings.bin": _xlsb_strings(texts, len(styles)),
            **{
                f"xl/worksheets/sheet{n}.bin": _xlsb_sheet(name, sheets, looks, styles, texts)
                for n, name in enumerate(names, start=1)
            },
        }
    )


def _record(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = b"", len(body)
    while True:
        size += bytes([rest & 0x7F | (0x80 if rest > 0x7F else 0)])
        rest >>= 7
        if not rest:
            return number + size + body


def _wide(text: str) -> bytes:
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _xlsb_styles(styles: list[Style]) -> bytes:
    codes = list(dict.fromkeys(style.code for style in styles))
    formats = _record(615, struct.pack("<I", len(codes))) + b"".join(
        _record(44, struct.pack("<H", 164 + number) + _wide(code))
        for number, code in enumerate(codes)
    ) + _record(616)  # fmt: skip
    # A font for each style, and at the end one for parts of texts that are struck through.
    fonts = [*styles, Style(is_struck=True)]
    font_records = _record(611, struct.pack("<I", len(fonts))) + b"".join(
        _record(
            43,
            struct.pack("<4H4B", 220, 8 * style.is_struck, 400, 0, 0, 2, 0, 0)
            + (b"\x05\xff\0\0\xff\xff\xff\xff" if style.is_white else bytes(8))
            + b"\0" + _wide("Times New Roman"),
        )
        for style in fonts
    ) + _record(612)  # fmt: skip
    cells = b"".join(
        _record(47, struct.pack("<5H2BHH", 0, 164 + codes.index(style.code), n, *[0] * 6))
        for n, style in enumerate(styles)
    )
    return (
        _record(278)
        + formats
        + font_records
        + _record(617, struct.pack("<I", len(styles)))
        + cells
        + _record(618)
        + _record(279)
    )


def _xlsb_strings(texts: list[PartlyStruck], struck_font: int) -> bytes:
    items = b"".join(
        _record(
            19,
            b"\1" + _wide(text.struck + text.left)
            + struct.pack("<I4H", 2, 0, struck_font, len(text.struck), 0),
        )
        for text in texts
    )  # fmt: skip
    return _record(159, struct.pack("<II", len(texts), len(texts))) + items + _record(160)


def _xlsb_sheet(
    name: str, sheets: Sheets, looks: Looks, styles: list[Style], texts: list[PartlyStruck]
) -> bytes:
    rows, names = sheets[name], list(sheets)
    width = max((len(row) for row in rows), default=1)
    data = _record(129) + _record(148, struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, width - 1))
    if looks.hidden_columns or looks.narrow_columns:
        columns = (
            _record(
                60,
                struct.pack(
                    "<4IH", column, column, 0 if column in looks.narrow_columns else 2304, 0,
                    column in looks.hidden_columns,
                ),
            )
            for column in (*looks.hidden_columns, *looks.narrow_columns)
        )  # fmt: skip
        data += _record(390) + b"".join(columns) + _record(391)
    data += _record(145)
    for number, row in enumerate(rows):
        flags = 0x10 if number in looks.hidden_rows else 0
        span = struct.pack("<3I", 1, 0, max(len(row) - 1, 0))
        height = 0 if number in looks.low_rows else 300
        data += _record(0, struct.pack("<IIHBBB", number, 0, height, 0, flags, 0) + span)
        for _, column, value in cells_of([row]):
            style = styles.index(looks.style(number, column, usual_code(value)))
            if isinstance(value, PartlyStruck):
                data += _record(7, struct.pack("<III", column, style, texts.index(value)))
            else:
                data += _xlsb_cell(column, value, style, names)
    data += _record(146)
    if looks.merged:
        merged = (
            _record(176, struct.pack("<4I", top, bottom, left, right))
            for top, left, bottom, right in looks.merged
        )
        data += _record(177, struct.pack("<I", len(looks.merged))) + b"".join(merged) + _record(178)
    return data + _record(130)


def _xlsb_cell(column: int, value: Any, style: int, names: list[str]) -> bytes:
    cell = struct.pack("<II", column, style)
    if isinstance(value, str) and value in ERRORS:
        return _record(3, cell + bytes([ERRORS[value]]))
    if isinstance(value, Computed):
        tokens = _xlsb_tokens(value.formula, names)
        stored = struct.pack("<dH", value.result, 0)
        return _record(9, cell + stored + struct.pack("<I", len(tokens)) + tokens + bytes(4))
    if isinstance(value, bool):
        return _record(4, cell + bytes([value]))
    if isinstance(value, str):
        return _record(6, cell + _wide(value))
    number = serial(value) if isinstance(value, dt.date | dt.time) else float(value)
    return _record(5, cell + struct.pack("<d", number))


_TERM = re.compile(r"([-+]?)(?:(\d+)|(SUM\()?(?:'([^']+)'!)?([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?(\))?)")


def _xlsb_tokens(formula: str, names: list[str]) -> bytes:
    """Sums and differences of whole numbers, cells and ``SUM(A1:B2)``, operands first."""
    tokens = b""
    for number, term in enumerate(_TERM.finditer(formula)):
        if term[2]:
            tokens += struct.pack("<BH", 0x1E, int(term[2]))
        else:
            tokens += _xlsb_cells(term, names)
        if term[1]:
            unary = {"+": b"\x12", "-": b"\x13"}
            tokens += unary[term[1]] if number == 0 else {"+": b"\x03", "-": b"\x04"}[term[1]]
    return tokens


def _xlsb_cells(term: re.Match[str], names: list[str]) -> bytes:
    corners = [(term[5], term[6])] + ([(term[7], term[8])] if term[7] else [])
    cells = b"".join(struct.pack("<I", int(row) - 1) for _, row in corners)
    for letters, _ in corners:
        cells += struct.pack("<H", column_index_from_string(letters) - 1 | 0xC000)
    token = 0x24 + len(corners) - 1
    if term[4]:
        reference = names.index(term[4]) if term[4] in names else len(names)
        token, cells = 0x3A + len(corners) - 1, struct.pack("<H", reference) + cells
    of_one = b"\x19\x10\0\0" if term[3] else b""
    return bytes([token]) + cells + of_one
