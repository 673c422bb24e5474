"""Makes the report of a year: gathers the facts, writes each format, and verifies the files."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd

from welfare_stats.analyse.response import status_of
from welfare_stats.analyse.totals import (
    HEADLINE,
    each_number_once,
    figures_of,
    period_of,
    province_totals,
)
from welfare_stats.atomic import write_together
from welfare_stats.collect.submission import Scope
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.errors import ConfigurationError, NothingToReportError
from welfare_stats.findings import Severity
from welfare_stats.findings.waivers import with_waivers
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Register, RegisterState, state_after
from welfare_stats.report.build import build_report
from welfare_stats.report.facts import AcceptedRemark, LastYear, YearFacts
from welfare_stats.report.model import AnnualReport
from welfare_stats.report.render import FORMATS
from welfare_stats.report.verify import verify
from welfare_stats.report.year_text import read_year_text
from welfare_stats.workspace import Workspace

_LOG = logging.getLogger(__name__)


def standing_observations(
    workspace: Workspace, register: Register, state: RegisterState, year: int
) -> pd.DataFrame:
    """Every observation of the year that counts, with file, sheet and cells.

    Raises:
        NothingToReportError: there is none.
    """
    wanted: dict[int, set[Scope]] = defaultdict(set)
    for statement in state.standing.statements():
        if statement.period.end.year == year:
            wanted[statement.receipt].add(statement.scope)
    frame = register.frame(wanted)
    if frame.empty:
        raise NothingToReportError(
            f"Chưa có tệp nào của năm {year} được tính. Hãy lưu tệp vào "
            f"{workspace.raw / str(year)} và chạy “welfare-stats ingest”."
        )
    return each_number_once(frame)


def year_facts(workspace: Workspace, catalogue: Catalogue, year: int) -> YearFacts:
    """Everything that the report of a year is built from.

    Raises:
        NothingToReportError: nothing of the year stands.
        ConfigurationError: the settings or the text of the year cannot be used.
    """
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
        observations = standing_observations(workspace, register, state, year)
        period = period_of(observations)
        remarks = _remarks(register, state, year, catalogue)
        last_year = _last_year(workspace, register, state, catalogue, period)
    codes = catalogue.during(period)
    figures = figures_of(observations, codes)
    return YearFacts(
        year=year,
        office=workspace.settings().office,
        period=period,
        codes=codes,
        figures=figures,
        totals=province_totals(figures),
        notes=_notes(observations),
        status=status_of(year, catalogue, state, workspace.holds),
        year_text=read_year_text(workspace.year_text(year)),
        coverage=_coverage(observations),
        case_types_ever=catalogue.case_type_codes,
        remarks=remarks,
        last_year=last_year,
    )


def _last_year(
    workspace: Workspace,
    register: Register,
    state: RegisterState,
    catalogue: Catalogue,
    period: ReportingPeriod,
) -> LastYear | None:
    """The year before, if its figures cover the same days of the year; otherwise ``None``."""
    year = period.end.year - 1
    try:
        observations = standing_observations(workspace, register, state, year)
    except NothingToReportError:
        return None
    before = period_of(observations)
    if _days_of_year(before) != _days_of_year(period):
        return None
    figures = figures_of(observations, catalogue.during(before))
    return LastYear(year, figures, province_totals(figures))


def _days_of_year(period: ReportingPeriod) -> tuple[int, int, int, int]:
    return (period.start.month, period.start.day, period.end.month, period.end.day)


def _coverage(observations: pd.DataFrame) -> dict[tuple[str, str], ReportingPeriod]:
    """By unit and form, from the first to the last day that its observations cover."""
    spans = observations.groupby(["unit", "form"], sort=False).agg(
        start=("period_start", "min"), end=("period_end", "max")
    )
    return {
        (str(unit), str(form)): ReportingPeriod(start, end)
        for (unit, form), start, end in spans.itertuples(name=None)
    }


def _notes(observations: pd.DataFrame) -> dict[str, list[str]]:
    """By case type, what senders noted in the rows of its headline numbers."""
    noted = observations[observations["measure"].isin(HEADLINE) & (observations["note"] != "")]
    return {
        str(case_type): list(dict.fromkeys(group["note"]))
        for case_type, group in noted.groupby("case_type", sort=False)
    }


def _remarks(
    register: Register, state: RegisterState, year: int, catalogue: Catalogue
) -> tuple[AcceptedRemark, ...]:
    """All warnings on files of which something stands."""
    units = catalogue.at_any_time().units
    receipts = [r for r in state.standing_receipts() if r.period and r.period.end.year == year]
    found = register.findings(receipt.id for receipt in receipts)
    return tuple(
        AcceptedRemark(
            units[receipt.unit].short_name if receipt.unit in units else "",
            Path(receipt.path).name,
            finding.place,
            finding.message,
        )
        for receipt in receipts
        for finding in with_waivers(found.get(receipt.id, ()), state.waivers(receipt.sha256))
        if finding.severity is Severity.WARNING
    )


def rendered(
    workspace: Workspace, catalogue: Catalogue, year: int, formats: Sequence[str] = ()
) -> dict[str, bytes]:
    """The report of a year in some formats or in all, each read back and found whole.

    Raises:
        NothingToReportError: nothing of the year stands.
        ConfigurationError: templates, settings or the text of the year cannot be used.
        VerificationError: a format does not hold what the report holds.
    """
    report = build_report(year_facts(workspace, catalogue, year), workspace.templates)
    return {name: _verified(report, name, workspace) for name in formats or FORMATS}


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A written file; ``edited`` is the one that it lies beside, because somebody edited that."""

    path: Path
    edited: Path | None = None


def publish(
    workspace: Workspace,
    catalogue: Catalogue,
    year: int,
    *,
    formats: Sequence[str] = (),
    folder: Path | None = None,
) -> list[PublishedFile]:
    """Write the report of a year.

    Every file was read back and found to hold the whole report before any appears. All files are
    of one run, or all stay as they were. A file that somebody has edited since it was written is
    left, and the new one lies beside it (``bao-cao-2018.moi.docx``).

    Args:
        workspace: the office's workspace.
        catalogue: the office's code lists.
        year: the year of the report.
        formats: keys of ``FORMATS``; none means all.
        folder: where to write; ``None`` for the folder of the year under ``data/processed``.

    Returns:
        The files, and beside which edited ones they lie.

    Raises:
        NothingToReportError: nothing of the year stands.
        ConfigurationError: templates, settings or the text of the year cannot be used, or the
            report and the one beside it were both edited.
        VerificationError: a written file does not hold what the report holds.
        OSError: a file cannot be written or replaced.
    """
    target = folder or workspace.reports(year)
    contents = rendered(workspace, catalogue, year, formats)
    with Register.open(workspace.register) as register:
        published = [
            _placed(workspace, register, target / f"bao-cao-{year}.{name}", content)
            for name, content in contents.items()
        ]
        target.mkdir(parents=True, exist_ok=True)
        write_together(
            {file.path: content for file, content in zip(published, contents.values(), strict=True)}
        )
        register.record_outputs(
            {
                workspace.name_of(file.path): sha256(content).hexdigest()
                for file, content in zip(published, contents.values(), strict=True)
            }
        )
    return published


def _placed(workspace: Workspace, register: Register, path: Path, content: bytes) -> PublishedFile:
    """Where a file may be written without loss of what somebody has edited."""
    if not _is_edited(workspace, register, path, content):
        return PublishedFile(path)
    beside = path.with_name(f"{path.stem}.moi{path.suffix}")
    if _is_edited(workspace, register, beside, content):
        raise ConfigurationError(
            f"{path} và {beside.name} đều đã có người sửa. Hãy đổi tên hoặc chuyển một trong hai "
            "tệp đi nơi khác rồi lập lại báo cáo."
        )
    return PublishedFile(beside, edited=path)


def _is_edited(workspace: Workspace, register: Register, path: Path, content: bytes) -> bool:
    """Whether a file lies there that is neither the new one nor any that was written there."""
    if not path.exists():
        return False
    found = sha256(path.read_bytes()).hexdigest()
    known = register.outputs(workspace.name_of(path))
    return found not in {*known, sha256(content).hexdigest()}


def _verified(report: AnnualReport, name: str, workspace: Workspace) -> bytes:
    content = FORMATS[name](report, workspace.templates)
    verify(report, name, content)
    _LOG.debug("%s made and verified, %d bytes", name, len(content))
    return content
