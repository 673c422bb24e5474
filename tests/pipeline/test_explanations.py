"""What the HTML says of a number is what ``explain`` says; no other format says it."""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from conftest import REPOSITORY
from formats import Sheets
from intake import save
from welfare_stats.cli import explain
from welfare_stats.cli.language import speak_vietnamese
from welfare_stats.cli.session import Session
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.basis import basis_of
from welfare_stats.pipeline.compiling import Compiled, ReportScope, year_facts
from welfare_stats.pipeline.explanations import explanations_of
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.pipeline.publish import ReportOrder, publish
from welfare_stats.register import Register
from welfare_stats.report.build import build_report
from welfare_stats.report.explanation import MOST_SOURCES, Explanations
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import AnnualReport, Number, Percent
from welfare_stats.report.render.explained_cells import ExplainedCells
from welfare_stats.workspace import Workspace, create_workspace
from workbooks import DISTRICT, district, put

SCOPE = ReportScope(2018)
RECEIVED = date(2018, 9, 3)


@dataclass(frozen=True)
class Made:
    """A report with its explanations, and what they were made from."""

    workspace: Workspace
    facts: YearFacts
    compiled: Compiled
    report: AnnualReport
    known: Explanations

    @property
    def cells(self) -> Iterator[Number | Percent]:
        for table in self.report.tables:
            for row in table.rows:
                yield from (cell for cell in row.cells if isinstance(cell, Number | Percent))

    def explained(self) -> ExplainedCells:
        return ExplainedCells(self.known, self.report.as_of)


def made(workspace: Workspace, catalogue: Catalogue, *, is_of_now: bool = True) -> Made:
    with (
        Register.open(workspace.register) as register,
        basis_of(workspace, register, catalogue, 2018) as basis,
    ):
        facts, compiled = year_facts(basis, register, SCOPE)
    report = build_report(facts, workspace.templates)
    known = explanations_of(report, facts, compiled, SCOPE, catalogue, is_of_now=is_of_now)
    return Made(workspace, facts, compiled, report, known)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Made:
    workspace = create_workspace(tmp_path_factory.mktemp("mau") / "so-lieu")
    shutil.copytree(REPOSITORY / "data" / "raw" / "2018", workspace.raw / "2018")
    ingest(workspace, catalogue, received_on=RECEIVED)
    return made(workspace, catalogue)


def test_of_every_number_the_page_says_what_the_command_says(
    sample: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explain, "year_facts", lambda *_: (sample.facts, sample.compiled))
    speak_vietnamese()  # click keeps the words of "--help" from the first run of a command
    session = Session(sample.workspace.root)
    session.out.width = 1000
    explained = sample.explained()
    origins = {cell.of[0]: cell for cell in sample.cells if len(cell.of) == 1}
    numbers = {origin: cell for origin, cell in origins.items() if isinstance(cell, Number)}
    assert len(numbers) > 350
    for origin, cell in numbers.items():
        _, *words = shlex.split(sample.known.of[origin,].command)
        assert words.pop(0) == "explain"
        said = CliRunner().invoke(explain.command, words, obj=session).output.splitlines()
        place = explained.place_of(cell)
        assert place is not None
        data = explained.data
        assert _as_printed(data["entries"][place], data["texts"]) == _printed(said), origin


def _as_printed(entry: dict[str, Any], texts: list[str]) -> tuple[list[str], Any, int]:
    """The lines, the sources as far as both name them alike, and how many there are."""
    lines = [entry["title"], *entry.get("remarks", []), *entry.get("below", [])]
    sources = [
        (number, texts[file], texts[sheet], cell)
        for _, _, _, number, file, sheet, cell in entry.get("sources", [])
    ]
    return lines, sources, len(sources) + entry.get("rest", 0)


def _printed(lines: list[str]) -> tuple[list[str], Any, int]:
    cells = [re.split(" {2,}", line.strip()) for line in lines]
    rows = [tuple(row[4:]) for row in cells if len(row) == 8][1:]
    return (
        [line for line, row in zip(lines, cells, strict=True) if len(row) < 8],
        rows[:MOST_SOURCES],
        len(rows),
    )


def test_the_sources_of_every_number_add_up_to_it(sample: Made) -> None:
    for cell in sample.cells:
        sums = []
        for told in (sample.known.of[part] for part in cell.made_from):
            if told.sources:
                sums.append(told.value)
            if told.sources and not told.rest:
                assert sum(source.adds for source in told.sources) == pytest.approx(told.value)
        if not sums:
            continue  # units counted in the catalogue
        if isinstance(cell, Number):
            assert sum(sums) == pytest.approx(cell.value)
        elif cell.target is None:
            assert sums[0] / sums[-1] == pytest.approx(cell.value)
        else:
            assert sums[0] / cell.target == pytest.approx(cell.value)


def test_files_are_named_in_the_html_alone(sample: Made, catalogue: Catalogue) -> None:
    files = list(publish(sample.workspace, catalogue, ReportOrder(SCOPE)))
    names = {source.path for told in sample.known.of.values() for source in told.sources}
    assert len(names) == 13
    for file in files:
        content = file.path.read_bytes()
        if content.startswith(b"PK"):
            with ZipFile(BytesIO(content)) as archive:
                content = b"\n".join(archive.read(member) for member in archive.namelist())
        text = content.decode("utf-8", "replace")
        found = {name for name in names if name in text}
        assert found == (names if file.path.suffix == ".html" else set()), file.path.name


LAST_YEAR = "từ ngày 01/01/2017 đến ngày {}/2017"


def two_years(workspace: Workspace, last_day: str) -> None:
    _save(workspace, 2018, district())
    last = put(district(LAST_YEAR.format(last_day)), "HX-01!E8", 201)
    _save(workspace, 2017, put(last, "HX-01!G8", 2121))


def _save(workspace: Workspace, year: int, sheets: Sheets) -> None:
    path = save(workspace, f"{DISTRICT[0]}-{year}.xlsx", sheets)
    target = workspace.raw / str(year) / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    path.rename(target)


def test_a_change_leads_to_the_cells_of_both_years(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    two_years(workspace, "31/8")
    ingest(workspace, catalogue, received_on=RECEIVED)
    explained = (report := made(workspace, catalogue)).explained()
    changes = [cell for cell in report.cells if len(cell.of) == 2 and cell.is_change]
    places = [explained.place_of(cell) for cell in changes]
    entries = [explained.data["entries"][place] for place in places if place is not None]
    titles = [entry["title"] for entry in entries]
    assert "2.020 − 2.121 = -101" in titles
    assert "(2.020 − 2.121) / 2.121 = -4,8%" in titles
    now, before = (
        explained.data["entries"][part]
        for part in entries[titles.index("2.020 − 2.121 = -101")]["parts"]
    )
    texts = explained.data["texts"]
    assert now["title"] == "Người cao tuổi: 2.020 người"
    assert before["title"] == "Người cao tuổi, năm 2017: 2.121 người"
    ((_, _, until, number, file, _, cell),) = before["sources"]
    assert (texts[until], number, cell) == ("31/8/2017", "2.121", "G8")
    assert texts[file] == "data/raw/2017/170-2017.xlsx"


def test_no_command_is_named_that_would_say_something_else(
    workspace: Workspace, catalogue: Catalogue
) -> None:
    two_years(workspace, "31/8")
    ingest(workspace, catalogue, received_on=RECEIVED)
    now = made(workspace, catalogue).known.of
    assert {bool(told.command) for (origin, *_), told in now.items() if origin.year == 2018} == {
        True
    }
    of_last_year = {told.command for (origin, *_), told in now.items() if origin.year == 2017}
    assert {command.split("--period ")[-1] for command in of_last_year} <= {"8-thang", ""}
    then = made(workspace, catalogue, is_of_now=False).known.of
    assert {told.command for told in then.values()} == {""}


def test_the_page_is_the_same_when_it_is_made_again(sample: Made) -> None:
    pages = []
    for _ in range(2):
        explained = sample.explained()
        for cell in sample.cells:
            explained.place_of(cell)
        pages.append(json.dumps(explained.data))
    assert pages[0] == pages[1]
