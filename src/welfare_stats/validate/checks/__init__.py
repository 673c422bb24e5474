"""The checks: functions that take a submission and report findings.

To add a check, write a function in the module of its family and add it to ``CHECKS``. Checks that
compare with the register need more than the submission; those are called by ``reassess``.
"""

from collections.abc import Callable, Iterator

from welfare_stats.collect.submission import Submission
from welfare_stats.findings import Finding
from welfare_stats.validate.checks.amounts import amounts_are_likely, units_of_money_agree
from welfare_stats.validate.checks.blanks import rows_have_what_they_need
from welfare_stats.validate.checks.codes import (
    case_types_are_known,
    facilities_are_known,
    forms_belong_to_unit,
    labels_fit_codes,
)
from welfare_stats.validate.checks.completeness import (
    forms_are_filled_in,
    must_reports_are_there,
    sums_have_all_parts,
)
from welfare_stats.validate.checks.consequences import without_consequences
from welfare_stats.validate.checks.lists import cases_fall_in_period, dates_are_in_order
from welfare_stats.validate.checks.messages import figures_agree
from welfare_stats.validate.checks.people import (
    ages_fit_groups,
    births_are_plausible,
    identity_numbers_are_right,
)
from welfare_stats.validate.checks.places import communes_are_known
from welfare_stats.validate.checks.repeated_cases import cases_stand_once
from welfare_stats.validate.checks.rows import rows_stand_once
from welfare_stats.validate.checks.unknowns import unknown_cases_are_mentioned
from welfare_stats.validate.checks.whole_lists import lists_are_whole

Check = Callable[[Submission], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    forms_belong_to_unit,
    forms_are_filled_in,
    case_types_are_known,
    facilities_are_known,
    communes_are_known,
    labels_fit_codes,
    rows_stand_once,
    cases_stand_once,
    lists_are_whole,
    rows_have_what_they_need,
    figures_agree,
    units_of_money_agree,
    amounts_are_likely,
    cases_fall_in_period,
    dates_are_in_order,
    ages_fit_groups,
    births_are_plausible,
    identity_numbers_are_right,
    sums_have_all_parts,
    must_reports_are_there,
    unknown_cases_are_mentioned,
)

__all__ = ["CHECKS", "Check", "without_consequences"]
