"""Makes the pictures of guide and README from a real run: feedback, a blank form, the report.

Needs LibreOffice, pdftoppm and Chromium; ``make pictures``. The people and figures are made up.
"""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from playwright.sync_api import sync_playwright

from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.pipeline.questionnaires import write_questionnaires
from welfare_stats.workspace import Workspace, create_workspace

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "data" / "raw" / "2018" / "vo_nhai_2018.xlsx"
PICTURES = REPOSITORY / "docs" / "hinh"
OWN_LAYOUT = REPOSITORY / "tests" / "own_layouts" / "l_pho_yen_nhan_la.xlsx"
CHROMIUM = "/usr/bin/chromium"
FAULTS = {"D17": 26.85, "G15": "10 hay 11", "H16": 999, "B18": "tc_khuyet_tat_nag"}


def main() -> int:
    """Write the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary:
        workspace = create_workspace(Path(temporary) / "so-lieu")
        own = _feedback_of(create_workspace(Path(temporary) / "rieng"), OWN_LAYOUT)
        _picture(_pages(own, workspace.root), 2, "phan-hoi-rieng", (0, 0, 1240, 640))
        feedback = _feedback(workspace)
        pages = _pages(feedback, workspace.root)
        _picture(pages, 1, "phan-hoi-danh-sach", (0, 0, 1240, 620))
        _picture(pages, 2, "phan-hoi-bieu", (0, 0, 1240, 480))
        catalogue = load_catalogue(workspace.catalogue, FORMS)
        blank = write_questionnaires(workspace, catalogue, 2018, units=["170"])[0]
        _picture(_pages(blank, workspace.root), 3, "bieu-trong", (0, 0, 1240, 520))
        report = _report(create_workspace(Path(temporary) / "bao-cao"))
        for page in (1, 2):
            _picture(report / "bao-cao-2018.pdf", page, f"bao-cao-trang-{page}", (0, 0, 1240, 1754))
        _explanation(report / "bao-cao-2018.html", PICTURES / "bao-cao-giai-thich.png")
    return 0


def _report(workspace: Workspace) -> Path:
    """The folder with the report of the sample files."""
    shutil.copytree(SAMPLE.parent, workspace.raw / "2018")
    shutil.copy(Workspace(REPOSITORY).year_text("2018"), workspace.year_text("2018"))
    catalogue = load_catalogue(workspace.catalogue, FORMS)
    ingest(workspace, catalogue, received_on=date(2018, 9, 3))
    publish(workspace, catalogue, ReportOrder(ReportScope(2018), ("pdf", "html")))
    return workspace.reports(2018)


def _explanation(page: Path, target: Path) -> None:
    """The web page with the explanation of a number open."""
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1100, "height": 640})
        tab.goto(page.as_uri())
        number = tab.locator("figure td button", has_text="48.627").first
        number.scroll_into_view_if_needed()
        number.click()
        tab.screenshot(path=target)
        browser.close()
    print(target)


def _feedback_of(workspace: Workspace, file: Path) -> Path:
    """The feedback file of a workbook that is returned as it is."""
    folder = workspace.raw / "2018"
    folder.mkdir()
    shutil.copy(file, folder)
    catalogue = load_catalogue(workspace.catalogue, FORMS)
    ingest(workspace, catalogue, received_on=date(2018, 9, 3))
    (made,) = workspace.feedback.iterdir()
    return made


def _feedback(workspace: Workspace) -> Path:
    """The feedback file of a sample with a few faults."""
    book = openpyxl.load_workbook(SAMPLE)
    for sheet in book.worksheets:  # numbers as numbers, so that only the faults are told
        for row in sheet.iter_rows():
            for cell in row:
                text = str(cell.value or "").replace(".", "")
                if isinstance(cell.value, str) and text.isdecimal():
                    cell.value = int(text)
    for address, value in FAULTS.items():
        book.worksheets[0][address] = value  # type: ignore[assignment]
    folder = workspace.raw / "2018"
    folder.mkdir()
    book.save(folder / SAMPLE.name)
    catalogue = load_catalogue(workspace.catalogue, FORMS)
    ingest(workspace, catalogue, received_on=date(2018, 9, 3))
    (made,) = workspace.feedback.iterdir()
    return made


def _pages(workbook: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(workbook)], check=True, capture_output=True)  # noqa: S603
    return folder / f"{workbook.stem}.pdf"


def _picture(pages: Path, page: int, name: str, box: tuple[int, int, int, int]) -> None:
    left, top, width, height = (str(number) for number in box)
    area = ["-x", left, "-y", top, "-W", width, "-H", height]
    one = ["-f", str(page), "-l", str(page), "-singlefile", "-png", "-scale-to-x", "1240"]
    target = PICTURES / name
    command = ["pdftoppm", *one, "-scale-to-y", "-1", *area, str(pages), str(target)]
    subprocess.run(command, check=True)  # noqa: S603
    print(f"{target}.png")


if __name__ == "__main__":
    sys.exit(main())
