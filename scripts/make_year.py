"""Makes ``data/raw/2026``: our own blank workbooks of its first half, filled in by every unit.

All figures are made up, and every sheet says so (số liệu minh họa). The same script gives the same
bytes. A folder that holds workbooks already is left as it is. Beside it: ``year_figures.py``.
"""

import sys
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from samples_sheets import CLERK, CREATOR, Row
from welfare_stats.analyse.obligations import obligations_of
from welfare_stats.design.catalogue import Catalogue, ReportingUnit, load_catalogue
from welfare_stats.design.forms import FORMS, Form
from welfare_stats.design.questionnaire import QuestionnaireRequest, render_questionnaire
from welfare_stats.period import ReportingPeriod
from welfare_stats.report.render.stable_zip import stable_zip
from welfare_stats.sheet_style import FONT
from welfare_stats.workspace import Workspace
from year_figures import rows_of

REPOSITORY = Path(__file__).parents[1]
YEAR = 2026
PERIOD = ReportingPeriod(date(YEAR, 1, 1), date(YEAR, 6, 30))
SENT_ON = date(YEAR, 6, 12)
NOTICE = "SỐ LIỆU MINH HỌA - không phải số liệu thật của đơn vị"
YEAR_TEXT = """# Căn cứ
Căn cứ Luật Người cao tuổi ngày 23 tháng 11 năm 2009;
Căn cứ Luật Người khuyết tật ngày 17 tháng 6 năm 2010.

# Tình hình chung, công tác chỉ đạo
Lời văn minh họa, thay cho nhận định của cơ quan:
- Ủy ban nhân dân các xã, phường tiếp nhận, giải quyết hồ sơ trợ giúp xã hội từ ngày 01/7/2025.
- Sở hướng dẫn nghiệp vụ cho công chức cấp xã.

# Lưu ý về số liệu
Toàn bộ số liệu của báo cáo này là số liệu minh họa, do chương trình tạo ra; không có số liệu thật.

# Kết quả đạt được
1. Chính sách trợ giúp xã hội được thực hiện kịp thời, đúng đối tượng.
2. Các đơn vị gửi báo cáo đúng hạn.

# Tồn tại, hạn chế
- Công chức cấp xã kiêm nhiệm nhiều việc.

# Nguyên nhân
a) Khách quan: địa bàn rộng, nhiều xã miền núi.
b) Chủ quan: một số đơn vị chưa cập nhật biến động thường xuyên.

# Phương hướng, nhiệm vụ
- Tiếp tục rà soát, cập nhật đối tượng hưởng chính sách.
+ Rà soát người từ đủ 75 tuổi chưa hưởng trợ cấp hưu trí xã hội.

# Kiến nghị, đề xuất
Không.
"""


def main(arguments: list[str]) -> None:
    """Write all workbooks into the folder named, or into ``data/raw/2026`` with the year's text."""
    workspace = Workspace(REPOSITORY)
    folder = Path(arguments[0]) if arguments else workspace.raw / str(YEAR)
    if any(folder.glob("*.xls*")):
        print(f"{folder}: đã có tệp, không tạo số liệu minh họa.")
        return
    catalogue = load_catalogue(workspace.catalogue, FORMS)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in workbooks(catalogue):
        (folder / name).write_bytes(content)
    text = workspace.year_text(f"{YEAR}-6-thang")
    if not arguments and not text.exists():
        text.write_text(YEAR_TEXT, encoding="utf-8")
    print(f"{folder}: {sum(1 for _ in folder.glob('*.xlsx'))} tệp, số liệu minh họa.")


def workbooks(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    """What each unit sends, with the name of the file."""
    forms: dict[str, list[Form]] = {}
    units: dict[str, ReportingUnit] = {}
    for owed in obligations_of(YEAR, catalogue):
        if owed.is_asked and owed.period == PERIOD:
            forms.setdefault(owed.unit.code, []).append(FORMS[owed.form])
            units[owed.unit.code] = owed.unit
    for code, unit in units.items():
        words = f"{code} {unit.short_name} 6 tháng {YEAR}"
        yield f"{words}.xlsx", workbook_of(unit, forms[code], catalogue)


def workbook_of(unit: ReportingUnit, forms: list[Form], catalogue: Catalogue) -> bytes:
    """The blank workbook of a unit, filled in."""
    codes = catalogue.at(PERIOD.end)
    blank = render_questionnaire(QuestionnaireRequest(unit, PERIOD, forms), codes)
    book = load_workbook(BytesIO(blank))
    rows = rows_of(unit, codes)
    for form in forms:
        fill_in(book[form.code], form, rows[form.code])
    written = BytesIO()
    book.save(written)
    return stable_zip(written.getvalue(), title=unit.name, creator=CREATOR, day=SENT_ON)


def fill_in(sheet: Worksheet, form: Form, rows: list[Row]) -> None:
    """Type the numbers into the rows of their case types; sums, too, as Excel would show them."""
    columns = {name: number for number, name in enumerate(form.columns, start=1)}
    by_case_type = {row["case_type"]: row for row in rows}
    for number in range(1, sheet.max_row + 1):
        code = unescape(str(sheet.cell(number, columns["case_type"]).value))
        row = by_case_type.get(code, {})
        for name in form.numbers if row else ():
            sheet.cell(number, columns[name]).value = row.get(name)
        head = str(sheet.cell(number, 1).value or "")
        if head.startswith("Người lập:"):
            sheet.cell(number, 1).value = f"{head.strip()} {CLERK}"
    notice = sheet.cell(2, 1, NOTICE)
    notice.font = Font(name=FONT, size=11, italic=True, color="C00000")


if __name__ == "__main__":
    main(sys.argv[1:])
