"""The same sheets in every format that is read, written by plain means.

A text that begins with "=" becomes a formula without a stored result where the format can hold
one, a text such as "#REF!" an error cell.
"""

import datetime as dt
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import xlwt
from openpyxl.utils import get_column_letter

from welfare_stats.report.render.stable_zip import stable_zip

Rows = list[list[Any]]
Sheets = dict[str, Rows]


@dataclass(frozen=True)
class Looks:
    """What there is to a sheet beside its values; rows and columns count from 0."""

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()  # top, left, bottom, right
    is_hidden: bool = False


PLAIN = Looks()
ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D,
          "#NUM!": 0x24, "#N/A": 0x2A}  # fmt: skip
_EPOCH = dt.datetime(1899, 12, 30)


def _cells(rows: Rows) -> Iterator[tuple[int, int, Any]]:
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if value is not None and value != "":
                yield row, column, value


def _serial(value: dt.date | dt.time) -> float:
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
    return (moment - _EPOCH) / dt.timedelta(days=1)


def as_xlsx(sheets: Sheets, looks: Looks = PLAIN) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for row_number in looks.hidden_rows:
            sheet.row_dimensions[row_number + 1].hidden = True
        for column in looks.hidden_columns:
            sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
        for top, left, bottom, right in looks.merged:
            sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        if looks.is_hidden:
            sheet.sheet_state = "hidden"
    if looks.is_hidden:
        book.create_sheet("Trang thấy được")
    buffer = BytesIO()
    book.save(buffer)
    # The same sheets are the same bytes, however many seconds lie between.
    return stable_zip(buffer.getvalue(), title="", creator="", day=dt.date(2018, 9, 3))


def as_xls(sheets: Sheets, looks: Looks = PLAIN) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name, cell_overwrite_ok=True)
        for row, column, value in _cells(rows):
            _xls_cell(sheet, row, column, value)
        for row in looks.hidden_rows:
            sheet.row(row).hidden = True
        for column in looks.hidden_columns:
            sheet.col(column).hidden = True
        for top, left, bottom, right in looks.merged:
            sheet.merge(top, bottom, left, right)
        if looks.is_hidden:
            sheet.visibility = 1
    if looks.is_hidden:
        book.add_sheet("Trang thấy được")
        book.set_active_sheet(len(sheets))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_XLS_DATE = xlwt.easyxf(num_format_str="DD/MM/YYYY")
_XLS_TIME = xlwt.easyxf(num_format_str="HH:MM")


def _xls_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str) and value in ERRORS:
        xlwt_name = "#N/A!" if value == "#N/A" else value  # as that library spells it
        sheet.row(row).set_cell_error(column, xlwt_name)
    elif isinstance(value, str) and value.startswith("="):
        sheet.write(row, column, xlwt.Formula(value[1:]))
    elif isinstance(value, dt.date | dt.time):
        style = _XLS_TIME if isinstance(value, dt.time) else _XLS_DATE
        sheet.write(row, column, _serial(value), style)
    else:
        sheet.write(row, column, value)


# --- OpenDocument ------------------------------------------------------------------------------

_ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style")
) + (
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' office:version="1.2"'
)
_ODS_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type='
    '"application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry '
    'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def as_ods(sheets: Sheets, looks: Looks = PLAIN) -> bytes:
    tables = "".join(_ods_table(name, rows, looks) for name, rows in sheets.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}>'
        '<office:automatic-styles><style:style style:name="unseen" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": _ODS_MANIFEST.encode(),
        }
    )


def _ods_table(name: str, rows: Rows, looks: Looks) -> str:
    width = max((len(row) for row in rows), default=0)
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for top, left, bottom, right in looks.merged
    }
    columns = "".join(
        f"<table:table-column{_collapsed(column in looks.hidden_columns)}/>"
        for column in range(width)
    )
    lines = "".join(
        f"<table:table-row{_collapsed(number in looks.hidden_rows)}>"
        + "".join(_ods_cell(value, spans.get((number, column))) for column, value in enumerate(row))
        + "</table:table-row>"
        for number, row in enumerate(rows)
    )
    style = ' table:style-name="unseen"' if looks.is_hidden else ""
    return f"<table:table table:name={quoteattr(name)}{style}>{columns}{lines}</table:table>"


def _collapsed(is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def _ods_cell(value: Any, span: tuple[int, int] | None) -> str:
    spanned = (
        f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
        if span
        else ""
    )
    if value is None or value == "":
        return f"<table:table-cell{spanned}/>"
    attributes, text = _ods_value(value)
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    body = "" if attributes.startswith("table:formula") else paragraphs
    return f"<table:table-cell {attributes}{spanned}>{body}</table:table-cell>"


def _ods_value(value: Any) -> tuple[str, str]:
    kind = 'office:value-type="{}"'.format
    if isinstance(value, str) and value in ERRORS:
        return f'{kind("string")} office:string-value="" calcext:value-type="error"', value
    if isinstance(value, str) and value.startswith("="):
        return f"table:formula={quoteattr('of:' + value)}", ""
    if isinstance(value, bool):
        text = str(value).lower()
        return f'{kind("boolean")} office:boolean-value="{text}"', text.upper()
    if isinstance(value, int | float):
        return f'{kind("float")} office:value="{value}"', str(value)
    if isinstance(value, dt.time):
        return f'{kind("time")} office:time-value="PT{value:%HH%MM%SS}"', f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return f'{kind("date")} office:date-value="{value.isoformat()}"', f"{value:%d/%m/%Y}"
    return kind("string"), str(value)


# --- binary workbooks --------------------------------------------------------------------------


def as_xlsb(
    sheets: Sheets, looks: Looks = PLAIN, defined: Mapping[str, int] = MappingProxyType({})
) -> bytes:
    names = list(sheets)
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
    workbook = _record(131) + _record(143) + bundle + _record(144) + defined_names + _record(132)
    relation = (
        '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/{}" Target="{}"/>'
    ).format
    package = "http://schemas.openxmlformats.org/package/2006"
    numbers = range(1, len(names) + 1)
    parts = [relation(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in numbers]
    parts.append(relation("rId99", "styles", "styles.bin"))
    office = "application/vnd.ms-excel"
    types = "".join(
        f'<Override PartName="/xl/{part}.bin" ContentType="{office}.{kind}"/>'
        for part, kind in [
            ("workbook", "sheet.binary.macroEnabled.main"),
            ("styles", "styles"),
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
            "xl/styles.bin": _xlsb_styles(),
            **{
                f"xl/worksheets/sheet{n}.bin": _xlsb_sheet(sheets[name], looks)
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


def _xlsb_styles() -> bytes:
    formats = (0, 14, 20)  # general, date, time
    fonts = _record(611, struct.pack("<I", 1)) + _record(
        43, struct.pack("<4H4B", 220, 0, 400, 0, 0, 2, 0, 0) + bytes(9) + _wide("Times New Roman")
    ) + _record(612)  # fmt: skip
    cells = b"".join(
        _record(47, struct.pack("<5H2BHH", 0, number_format, 0, 0, 0, 0, 0, 0, 0))
        for number_format in formats
    )
    return (
        _record(278)
        + fonts
        + _record(617, struct.pack("<I", 3))
        + cells
        + _record(618)
        + _record(279)
    )


def _xlsb_sheet(rows: Rows, looks: Looks) -> bytes:
    width = max((len(row) for row in rows), default=1)
    data = _record(129) + _record(148, struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, width - 1))
    if looks.hidden_columns:
        columns = (
            _record(60, struct.pack("<4IH", column, column, 2304, 0, 1))
            for column in looks.hidden_columns
        )
        data += _record(390) + b"".join(columns) + _record(391)
    data += _record(145)
    for number, row in enumerate(rows):
        flags = 0x10 if number in looks.hidden_rows else 0
        span = struct.pack("<3I", 1, 0, max(len(row) - 1, 0))
        data += _record(0, struct.pack("<IIHBBB", number, 0, 300, 0, flags, 0) + span)
        for _, column, value in _cells([row]):
            data += _xlsb_cell(column, value)
    data += _record(146)
    if looks.merged:
        merged = (
            _record(176, struct.pack("<4I", top, bottom, left, right))
            for top, left, bottom, right in looks.merged
        )
        data += _record(177, struct.pack("<I", len(looks.merged))) + b"".join(merged) + _record(178)
    return data + _record(130)


def _xlsb_cell(column: int, value: Any) -> bytes:
    style = 2 if isinstance(value, dt.time) else 1 if isinstance(value, dt.date) else 0
    cell = struct.pack("<II", column, style)
    if isinstance(value, str) and value in ERRORS:
        return _record(3, cell + bytes([ERRORS[value]]))
    if isinstance(value, bool):
        return _record(4, cell + bytes([value]))
    if isinstance(value, str):
        return _record(6, cell + _wide(value))
    number = _serial(value) if isinstance(value, dt.date | dt.time) else float(value)
    return _record(5, cell + struct.pack("<d", number))


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Sheets, Looks], bytes]] = {
    ".xlsx": as_xlsx,
    ".xls": as_xls,
    ".ods": as_ods,
    ".xlsb": as_xlsb,
}
