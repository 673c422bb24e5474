"""What lists of cases leave unknown: ethnicity, sex and other groups, said once a column."""

from collections.abc import Iterator, Set
from operator import attrgetter
from typing import Any

from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue.ethnicity import EthnicGroups
from welfare_stats.design.forms import Role
from welfare_stats.findings import Finding, FindingKind, kinds
from welfare_stats.vietnamese import format_number, is_unknown


def unknown_cases_are_mentioned(submission: Submission) -> Iterator[Finding]:
    """Mention how many cases are of unknown ethnicity, sex, commune or outcome.

    Texts that should name an ethnic group and do not are reported as well. No finding repeats what
    the cells hold, for it may be about a person.
    """
    for table in submission.tables:
        if table.form.is_list and table.rows:
            roles = table.form.roles
            yield from _sexes(table, roles.get(Role.SEX, ""))
            yield from _ethnicities(
                table, roles.get(Role.ETHNICITY, ""), submission.codes.ethnic_groups
            )
            for name in (roles.get(Role.COMMUNE, ""), "outcome"):  # a blank is nothing unusual
                yield from _said(table, name)


def _sexes(table: FormTable, name: str) -> Iterator[Finding]:
    if None in _different(table, name):
        yield from _mentioned(kinds.UNKNOWN_GROUP, table, name, {None})


def _ethnicities(table: FormTable, name: str, groups: EthnicGroups) -> Iterator[Finding]:
    different = _different(table, name)
    unknown = {text for text in different if text is None or is_unknown(text)}
    strange = {text for text in different - unknown if groups.is_minority(text) is None}
    if unknown != different:  # a column that is not filled in at all is not counted at all
        yield from _mentioned(kinds.UNKNOWN_GROUP, table, name, unknown)
    yield from _mentioned(kinds.NOT_AN_ETHNIC_GROUP, table, name, strange)


def _said(table: FormTable, name: str) -> Iterator[Finding]:
    in_words = {text for text in _different(table, name) if text and text[:1].isalpha()}
    said = {text for text in in_words if is_unknown(text)}
    yield from _mentioned(kinds.UNKNOWN_GROUP, table, name, said)


def _different(table: FormTable, name: str) -> set[Any]:
    """The different values of a column; none of one that the table does not have."""
    return set(map(attrgetter(name), table.rows)) if name in table.columns else set()


def _mentioned(
    kind: FindingKind, table: FormTable, name: str, wanted: Set[object]
) -> Iterator[Finding]:
    """One finding at the first cell with one of the values; cells that were refused are others'."""
    if not wanted:
        return
    in_doubt = {index for index, _ in table.refused}  # of such rows more than this is unknown
    found = [
        index
        for index, row in enumerate(table.rows)
        if getattr(row, name) in wanted and index not in in_doubt
    ]
    if found:
        yield kind.at(
            table.cell(found[0], name),
            hidden=True,
            heading=table.form.columns[name].heading,
            count=format_number(len(found)),
        )
