"""The same sheets in every format that is read, written by plain means.

A text that begins with "=" becomes a formula without a stored result where the format can hold
one, a text such as "#REF!" an error cell.
"""

import datetime as dt
import re
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
from openpyxl.utils import column_index_from_string, get_column_letter

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


@dataclass(frozen=True)
class Computed:
    """A formula with its stored result; with a number or a text, in every format."""

    formula: str
    result: Any


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
            sheet.append([f"={c.formula}" if isinstance(c, Computed) else c for c in row])
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
    content = stable_zip(buffer.getvalue(), title="", creator="", day=dt.date(2018, 9, 3))
    return _with_results(content, sheets)


def _computed(rows: Rows) -> list[tuple[int, int, Computed]]:
    return [(row, col, value) for row, col, value in _cells(rows) if isinstance(value, Computed)]


def _with_results(content: bytes, sheets: Sheets) -> bytes:
    """The .xlsx file with the results of formulas, which openpyxl does not write."""
    if not any(_computed(rows) for rows in sheets.values()):
        return content
    with ZipFile(BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for number, rows in enumerate(sheets.values(), start=1):
        part = f"xl/worksheets/sheet{number}.xml"
        for row, column, cell in _computed(rows):
            address = f"{get_column_letter(column + 1)}{row + 1}"
            kind = ' t="str"' if isinstance(cell.result, str) else ""
            start = members[part].index(f'<c r="{address}"'.encode())
            end = members[part].index(b"</c>", start)
            stored = (
                f'<c r="{address}"{kind}><f>{escape(cell.formula)}</f>'
                f"<v>{escape(str(cell.result))}</v>"
            )
            members[part] = members[part][:start] + stored.encode() + members[part][end:]
    return zipped(members)


def as_xls(sheets: Sheets, looks: Looks = PLAIN) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    pages = {name: book.add_sheet(name, cell_overwrite_ok=True) for name in sheets}
    for name, rows in sheets.items():
        sheet = pages[name]
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
    return _with_xls_results(buffer.getvalue(), sheets)


_FORMULA_RECORD = re.compile(rb"\x06\x00..(..)(..)..\x03\0\0\0\0\0\xff\xff", re.DOTALL)


def _with_xls_results(content: bytes, sheets: Sheets) -> bytes:
    """The .xls file with the numbers that formulas come to, in the place of xlwt's blanks."""
    at = 0
    for rows in sheets.values():
        for row, column, cell in _computed(rows):
            record = struct.pack("<HH", row, column)
            found = next(
                match
                for match in _FORMULA_RECORD.finditer(content, at)
                if match[1] + match[2] == record
            )
            at = found.end()
            content = content[: at - 8] + struct.pack("<d", cell.result) + content[at:]
    return content


_XLS_DATE = xlwt.easyxf(num_format_str="DD/MM/YYYY")
_XLS_TIME = xlwt.easyxf(num_format_str="HH:MM")


def _xls_cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, str) and value in ERRORS:
        xlwt_name = "#N/A!" if value == "#N/A" else value  # as that library spells it
        sheet.row(row).set_cell_error(column, xlwt_name)
    elif isinstance(value, Computed):
        sheet.write(row, column, xlwt.Formula(value.formula))
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
    formula = ""
    if isinstance(value, Computed):
        formula, value = f" table:formula={quoteattr(_ods_formula(value.formula))}", value.result
    attributes, text = _ods_value(value)
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    body = "" if attributes.startswith("table:formula") else paragraphs
    return f"<table:table-cell{formula} {attributes}{spanned}>{body}</table:table-cell>"


_ODS_REFERENCE = re.compile(r"(?:('[^']+')!)?(\$?[A-Z]+\$?\d+)(?::(\$?[A-Z]+\$?\d+))?")


def _ods_formula(formula: str) -> str:
    def reference(match: re.Match[str]) -> str:
        sheet = match[1] or ""
        if "[" in sheet:
            sheet = "'file:///D:/2017.ods'#$Sheet1"
        return f"[{sheet}.{match[2]}" + (f":.{match[3]}]" if match[3] else "]")

    return "of:=" + _ODS_REFERENCE.sub(reference, formula).replace(",", ";")


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
    externals = b""
    if any(_computed(rows) for rows in sheets.values()):
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
                f"xl/worksheets/sheet{n}.bin": _xlsb_sheet(sheets[name], looks, names)
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


def _xlsb_sheet(rows: Rows, looks: Looks, names: list[str]) -> bytes:
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
            data += _xlsb_cell(column, value, names)
    data += _record(146)
    if looks.merged:
        merged = (
            _record(176, struct.pack("<4I", top, bottom, left, right))
            for top, left, bottom, right in looks.merged
        )
        data += _record(177, struct.pack("<I", len(looks.merged))) + b"".join(merged) + _record(178)
    return data + _record(130)


def _xlsb_cell(column: int, value: Any, names: list[str]) -> bytes:
    style = 2 if isinstance(value, dt.time) else 1 if isinstance(value, dt.date) else 0
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
    number = _serial(value) if isinstance(value, dt.date | dt.time) else float(value)
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
