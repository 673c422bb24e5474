"""The same sheets in every format that is read, written by plain means.

A text that begins with "=" becomes a formula without a stored result where the format can hold
one, a text such as "#REF!" an error cell.
"""

import datetime as dt
import re
import struct
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

import openpyxl
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from binary_format import as_xlsb
from styles import (
    DATE,
    ERRORS,
    PLAIN,
    TIME,
    Computed,
    Looks,
    PartlyStruck,
    Rows,
    Sheets,
    Style,
    cells_of,
    computed,
    serial,
    styled,
    usual_code,
    zipped,
)
from welfare_stats.report.render.stable_zip import stable_zip

__all__ = ["PLAIN", "WRITERS", "Computed", "Looks", "PartlyStruck", "Rows", "Sheets", "as_ods",
           "as_xls", "as_xlsb", "as_xlsx", "zipped"]  # fmt: skip


_NEARLY_NOTHING = 0.001  # openpyxl leaves out a height or width of 0


def as_xlsx(sheets: Sheets, looks: Looks = PLAIN) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_xlsx_value(value) for value in row])
        _style_xlsx(sheet, rows, looks)
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


def _with_results(content: bytes, sheets: Sheets) -> bytes:
    """The .xlsx file with the results of formulas, which openpyxl does not write."""
    if not any(computed(rows) for rows in sheets.values()):
        return content
    with ZipFile(BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for number, rows in enumerate(sheets.values(), start=1):
        part = f"xl/worksheets/sheet{number}.xml"
        for row, column, cell in computed(rows):
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


def _style_xlsx(sheet: Any, rows: Rows, looks: Looks) -> None:
    for row_number, column, value in cells_of(rows):
        style = looks.style(row_number, column, usual_code(value))
        if style != Style(code=usual_code(value)):
            cell = sheet.cell(row_number + 1, column + 1)
            cell.font = Font(strike=style.is_struck, color="FFFFFFFF" if style.is_white else None)
            cell.number_format = style.code
    for row_number in looks.low_rows:
        sheet.row_dimensions[row_number + 1].height = _NEARLY_NOTHING
    for column in looks.narrow_columns:
        sheet.column_dimensions[get_column_letter(column + 1)].width = _NEARLY_NOTHING


def _xlsx_value(value: Any) -> Any:
    if isinstance(value, Computed):
        return f"={value.formula}"
    if not isinstance(value, PartlyStruck):
        return value
    return CellRichText(TextBlock(InlineFont(strike=True), value.struck), value.left)


def as_xls(sheets: Sheets, looks: Looks = PLAIN) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    pages = {name: book.add_sheet(name, cell_overwrite_ok=True) for name in sheets}
    for name, rows in sheets.items():
        sheet = pages[name]
        for row, column, value in cells_of(rows):
            _xls_cell(sheet, row, column, value, looks)
        for row in looks.low_rows:
            sheet.row(row).height = 0
            sheet.row(row).height_mismatch = True
        for column in looks.narrow_columns:
            sheet.col(column).width = 0
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
        for row, column, cell in computed(rows):
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


@cache
def _xls_style(style: Style) -> Any:
    found = xlwt.XFStyle()
    found.font.struck_out = style.is_struck
    if style.is_white:
        found.font.colour_index = 9
    found.num_format_str = style.code
    return found


def _xls_cell(sheet: Any, row: int, column: int, value: Any, looks: Looks) -> None:
    style = looks.style(row, column, usual_code(value))
    if isinstance(value, PartlyStruck):
        struck = xlwt.Font()
        struck.struck_out = True
        sheet.write_rich_text(row, column, [(value.struck, struck), (value.left, xlwt.Font())])
    elif isinstance(value, str) and value in ERRORS:
        xlwt_name = "#N/A!" if value == "#N/A" else value  # as that library spells it
        sheet.row(row).set_cell_error(column, xlwt_name)
    elif isinstance(value, Computed):
        sheet.write(row, column, xlwt.Formula(value.formula))
    elif isinstance(value, str) and value.startswith("="):
        sheet.write(row, column, xlwt.Formula(value[1:]))
    elif isinstance(value, dt.date | dt.time):
        usual = _XLS_TIME if isinstance(value, dt.time) else _XLS_DATE
        sheet.write(row, column, serial(value), usual)
    elif style != Style():
        sheet.write(row, column, value, _xls_style(style))
    else:
        sheet.write(row, column, value)


# --- OpenDocument ------------------------------------------------------------------------------

_ODS_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style")
) + (
    ' xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
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
    styles = styled(sheets, looks)
    tables = "".join(_ods_table(name, rows, looks, styles) for name, rows in sheets.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}>'
        '<office:automatic-styles><style:style style:name="unseen" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="low" style:family="table-row"><style:table-row-properties '
        'style:row-height="0cm"/></style:style>'
        '<style:style style:name="narrow" style:family="table-column">'
        '<style:table-column-properties style:column-width="0cm"/></style:style>'
        '<style:style style:name="struck" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
        f"{''.join(_ods_style(number, style) for number, style in enumerate(styles))}"
        "</office:automatic-styles>"
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


# Formats as OpenDocument describes them; of all others the tests use none in .ods files.
_ODS_FORMATS = {
    "General": ("number-style", "<number:number/>"),
    "#,##0": ("number-style", "<number:number/>"),
    "#,##0,": ("number-style", '<number:number number:display-factor="1000"/>'),
    "0%": ("percentage-style", "<number:number/><number:text>%</number:text>"),
    '#,##0".000"': ("number-style", "<number:number/><number:text>.000</number:text>"),
    "0.000": ("number-style", '<number:number number:decimal-places="3"/>'),
    ";;;": ("text-style", "<number:text/>"),
    DATE: ("date-style", "<number:day/>"),
    TIME: ("time-style", "<number:hours/>"),
}


def _ods_style(number: int, style: Style) -> str:
    kind, parts = _ODS_FORMATS[style.code]
    line = "solid" if style.is_struck else "none"
    colour = "#ffffff" if style.is_white else "#000000"
    return (
        f'<number:{kind} style:name="N{number}">{parts}</number:{kind}>'
        f'<style:style style:name="ce{number}" style:family="table-cell" '
        f'style:data-style-name="N{number}"><style:text-properties fo:color="{colour}" '
        f'style:text-line-through-style="{line}"/></style:style>'
    )


def _ods_table(name: str, rows: Rows, looks: Looks, styles: list[Style]) -> str:
    width = max((len(row) for row in rows), default=0)
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for top, left, bottom, right in looks.merged
    }
    columns = "".join(
        f"<table:table-column{_collapsed(column in looks.hidden_columns)}"
        f"{_named('narrow', column in looks.narrow_columns)}/>"
        for column in range(width)
    )
    lines = "".join(
        f"<table:table-row{_collapsed(number in looks.hidden_rows)}"
        f"{_named('low', number in looks.low_rows)}>"
        + "".join(
            _ods_cell(
                value,
                spans.get((number, column)),
                styles.index(looks.style(number, column, usual_code(value))) if value else 0,
            )
            for column, value in enumerate(row)
        )
        + "</table:table-row>"
        for number, row in enumerate(rows)
    )
    style = ' table:style-name="unseen"' if looks.is_hidden else ""
    return f"<table:table table:name={quoteattr(name)}{style}>{columns}{lines}</table:table>"


def _collapsed(is_hidden: bool) -> str:
    return ' table:visibility="collapse"' if is_hidden else ""


def _named(style: str, is_so: bool) -> str:
    return f' table:style-name="{style}"' if is_so else ""


def _ods_cell(value: Any, span: tuple[int, int] | None, style: int) -> str:
    spanned = (
        f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
        if span
        else ""
    )
    if value is None or value == "":
        return f"<table:table-cell{spanned}/>"
    name = _named(f"ce{style}", style > 0)
    if isinstance(value, PartlyStruck):
        return (
            f'<table:table-cell{name} office:value-type="string"><text:p><text:span '
            f'text:style-name="struck">{value.struck}</text:span>{value.left}</text:p>'
            "</table:table-cell>"
        )
    formula = ""
    if isinstance(value, Computed):
        formula, value = f" table:formula={quoteattr(_ods_formula(value.formula))}", value.result
    attributes, text = _ods_value(value)
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    body = "" if attributes.startswith("table:formula") else paragraphs
    return f"<table:table-cell{formula} {attributes}{spanned}{name}>{body}</table:table-cell>"


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


WRITERS: dict[str, Callable[[Sheets, Looks], bytes]] = {
    ".xlsx": as_xlsx,
    ".xls": as_xls,
    ".ods": as_ods,
    ".xlsb": as_xlsb,
}
