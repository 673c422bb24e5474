"""The verdict on a file again, now knowing what stands in the register."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.observations import Observation
from welfare_stats.collect.pseudonyms import Pseudonyms
from welfare_stats.design.catalogue import Catalogue, CatalogueAt
from welfare_stats.findings import Finding, Severity, any_error, kinds
from welfare_stats.findings.waivers import with_waivers
from welfare_stats.period import ReportingPeriod
from welfare_stats.validate.checks.history import fits_last_year
from welfare_stats.validate.checks.lists import agrees_with_other_files
from welfare_stats.validate.checks.movement import (
    cumulative_figures_grow,
    opening_follows_closing,
)
from welfare_stats.validate.checks.people import people_are_of_one_unit
from welfare_stats.validate.checks.periods import (
    facilities_are_of_one_unit,
    it_changes_no_closed_year,
    it_is_no_part_of_an_earlier_one,
    it_may_be_an_estimate,
    it_replaces_earlier_ones,
    it_withdraws_no_other_file,
    period_fits_earlier_ones,
    period_is_over,
    year_is_open,
)
from welfare_stats.validate.checks.repeats import (
    figures_are_their_own,
    flows_are_of_their_period,
    it_is_not_emptied,
)
from welfare_stats.validate.checks.sorted_apart import columns_belong_to_their_rows
from welfare_stats.validate.reference import EarlierFigures, Reference
from welfare_stats.validate.verdict import Assessment, Outcome

Comparison = Callable[
    [Sequence[Observation], Sequence[EarlierFigures], CatalogueAt], Iterator[Finding]
]

_COMPARISONS: Mapping[str, Comparison] = {
    "same_period": agrees_with_other_files,
    "before": opening_follows_closing,
    "shorter": cumulative_figures_grow,
    "last_year": fits_last_year,
}
"""Which numbers of a ``Reference`` are compared with by which check."""


def reassess(
    assessment: Assessment,
    file: ReceivedFile,
    reference: Reference,
    received_on: date,
    catalogue: Catalogue,
) -> Assessment:
    """The verdict again, in view of what stands.

    Args:
        assessment: the verdict on the file by itself.
        file: its name in the register, and the office's decisions on it.
        reference: what bears on it.
        received_on: the day on which the file counts as received.
        catalogue: the office's code lists.
    """
    period = assessment.period
    if period is None:
        return assessment
    codes = catalogue.at(period.end)
    findings = [
        *assessment.findings,
        *period_is_over(
            period, assessment.period_cell, received_on, is_estimate=assessment.is_estimate
        ),
        *it_may_be_an_estimate(assessment.period_cell, is_estimate=assessment.is_estimate),
        *it_replaces_earlier_ones(
            assessment.scopes,
            period,
            file.name,
            reference.earlier,
            is_estimate=assessment.is_estimate,
        ),
        *period_fits_earlier_ones(
            assessment.scopes,
            period,
            assessment.period_cell,
            file.name,
            reference.earlier,
            is_estimate=assessment.is_estimate,
        ),
        *it_is_no_part_of_an_earlier_one(
            assessment.observations,
            assessment.pseudonyms,
            reference.replaced,
            codes,
            assessment.findings,
        ),
        *year_is_open(reference.closed, assessment.period_cell, codes.compiler),
        *it_changes_no_closed_year(reference.closed_beside),
        *it_withdraws_no_other_file(reference.withdrawn),
        *facilities_are_of_one_unit(period, reference.elsewhere),
        *people_are_of_one_unit(assessment.pseudonyms, reference.people),
    ]
    doubts = list(_doubted(assessment, reference, codes))
    last_year = _last_year_of_the_same(assessment.unit, period, reference, catalogue)
    if any(finding.code == kinds.SORTED_APART.code for finding in doubts):
        last_year = ()  # every row is unlike what it was
    comparable = replace(reference, last_year=last_year)
    findings += _compared(assessment, comparable, codes, findings)
    findings += doubts
    judged = with_waivers(findings, file.waivers)
    if not any_error(judged):
        return replace(assessment, findings=judged)
    # Of a closed year it is said already that the name is taken.
    hidden = None if reference.closed_beside else reference.withdrawn
    return replace(
        assessment,
        outcome=Outcome.REJECTED,
        findings=(
            *(finding for finding in judged if _holds_of_a_returned_file(finding)),
            *it_withdraws_no_other_file(hidden, is_returned=True),
        ),
        observations=(),
        pseudonyms=Pseudonyms(),
    )


def _holds_of_a_returned_file(finding: Finding) -> bool:
    """A file that is returned replaces and withdraws nothing."""
    return finding.severity is Severity.ERROR or not finding.code.startswith("submission.")


def _last_year_of_the_same(
    unit: str | None, period: ReportingPeriod, reference: Reference, catalogue: Catalogue
) -> Sequence[EarlierFigures]:
    """The numbers of a year before; none where the unit has taken over another's people since."""
    since = period.a_year_before().start
    took_over = any(
        row.successor == unit and since < row.day <= period.end for row in catalogue.successions
    )
    return () if took_over else reference.last_year


def _doubted(assessment: Assessment, reference: Reference, codes: CatalogueAt) -> Iterator[Finding]:
    """What is asked about all figures of a file together; estimates are compared with nothing."""
    period, own = assessment.period, assessment.observations
    if period is None or assessment.is_estimate or not own:
        return
    yield from figures_are_their_own(own, reference.earlier_periods, reference.neighbours)
    yield from flows_are_of_their_period(own, period, reference.earlier_periods, codes)
    others = [*reference.corrected, *reference.earlier_periods]
    yield from columns_belong_to_their_rows(own, period, others, codes)
    yield from it_is_not_emptied(own, reference.corrected)


def _compared(
    assessment: Assessment, reference: Reference, codes: CatalogueAt, findings: Sequence[Finding]
) -> Iterator[Finding]:
    """Findings of the comparisons; of a cell that is wrong already there is nothing to compare."""
    own = [number for number in assessment.observations if number.case_type in codes.case_types]
    wrong = {finding.place for finding in findings if finding.severity is Severity.ERROR}
    for name, compare in _COMPARISONS.items():
        others: Sequence[EarlierFigures] = getattr(reference, name)
        if own and others:
            yield from (found for found in compare(own, others, codes) if found.place not in wrong)
