"""Keys of people, to recognise the same person in two lists without storing who it is.

A key is a keyed hash (BLAKE2, RFC 7693) with a secret of the workspace: the number behind a plain
hash could be found by trying all numbers of nine digits. Beside the key only months, facility and
case type are stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from welfare_stats.collect.identity_numbers import is_identity_number, plain_identity_number
from welfare_stats.collect.reading.cases import Case
from welfare_stats.collect.reading.form_table import FormTable
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import Role
from welfare_stats.findings import CellRef
from welfare_stats.vietnamese import fold_all

if TYPE_CHECKING:  # as in ``observations``
    from welfare_stats.collect.submission import Submission


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Keys of the people in the lists of a submission, column by column, for they are many.

    A row is a case and one of its keys; a case has up to three.

    Attributes:
        record: which case of the lists, from 0.
        key: 64 bits of a keyed hash of who it is.
        facility, case_type: what the case was of; "" where that could not be read.
        first_month, last_month: from when to when within the period, as 201803.
        sheet, row, column: the cell of the file as sent.
    """

    record: list[int] = field(default_factory=list)
    key: list[int] = field(default_factory=list)
    facility: list[str] = field(default_factory=list)
    case_type: list[str] = field(default_factory=list)
    first_month: list[int] = field(default_factory=list)
    last_month: list[int] = field(default_factory=list)
    sheet: list[str] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)

    def place(self, index: int) -> CellRef:
        """The cell of the file as sent."""
        return CellRef(self.sheet[index], self.row[index], self.column[index])

    def rows(self) -> Iterator[tuple[int, int, str, str, int, int]]:
        """Row by row, as the register keeps them: without the cell."""
        return zip(
            self.record,
            self.key,
            self.facility,
            self.case_type,
            self.first_month,
            self.last_month,
            strict=True,
        )


def pseudonyms_of(submission: "Submission", secret: bytes) -> Pseudonyms:
    """Keys of all people in the lists of a submission.

    One key is made from the identity number; another from name, sex and day of birth or, where only
    the year of birth is known, from name, sex, year and commune; a third from the unit and the
    record code, so that a case is found again in a correction of its name.

    Args:
        submission: what was read from the workbook.
        secret: the secret of the workspace.
    """
    keyed = blake2b(key=secret, digest_size=8)
    found, first = Pseudonyms(), 0
    for table in submission.tables:
        if table.has(Role.NAME):
            _add(found, table, submission, keyed, first)
            first += len(table.cases)
    return found


def _add(
    found: Pseudonyms, table: FormTable, submission: "Submission", keyed: "blake2b", first: int
) -> None:
    """Add the keys of one table's cases, of which the first has that number."""
    cases = table.cases
    column = table.columns[table.form.roles[Role.NAME]]
    names = fold_all(case.name or "" for case in cases)
    records = fold_all(case.record or "" for case in cases)
    places = zip(table.row_numbers, cases, names, records, strict=True)
    for number, (row, case, name, record) in enumerate(places, first):
        months = _months(submission, case)
        if months is None:
            continue
        keys = [_key(keyed, identity) for identity in _identities(case, name, record, submission)]
        count = len(keys)
        found.key.extend(keys)
        found.record.extend([number] * count)
        found.facility.extend([case.facility or ""] * count)
        found.case_type.extend([case.case_type or ""] * count)
        found.first_month.extend([months[0]] * count)
        found.last_month.extend([months[1]] * count)
        found.sheet.extend([table.sheet] * count)
        found.row.extend([row] * count)
        found.column.extend([column] * count)


def _key(keyed: "blake2b", identity: str) -> int:
    """64 bits: of ten million people, two share a key with a chance of 1 in 300,000.

    ``keyed`` has the secret, and nothing else yet.
    """
    of_identity = keyed.copy()
    of_identity.update(identity.encode())
    return int.from_bytes(of_identity.digest(), signed=True)


def _months(submission: "Submission", case: Case) -> tuple[int, int] | None:
    period = submission.period
    if case.start is None or period is None:
        return None
    first = _month(case.start)
    return first, max(first, _month(min(case.end or period.end, period.end)))


def _month(day: date) -> int:
    return 100 * day.year + day.month


def _identities(case: Case, name: str, record: str, submission: "Submission") -> Iterator[str]:
    """What a case is found again by; name and record code are folded."""
    number = plain_identity_number(case.identity) if case.identity else ""
    if is_identity_number(number):
        yield f"number {number}"
    if case.name is not None and case.sex is not None and case.birth is not None:
        born = _born(case.birth, case, submission.codes)
        if born:
            yield f"person {name} {case.sex} {born}"
    if case.record is not None and submission.unit is not None:
        yield f"record {submission.unit.code} {case.facility} {record}"


def _born(birth: date | int, case: Case, codes: CatalogueAt) -> str:
    """The day of birth, or its year with the commune; "" where that is not known for certain."""
    if isinstance(birth, date):
        return birth.isoformat()
    place = codes.gazetteer.find(case.commune or "")
    return f"{birth} {place.communes[0].code}" if len(place.communes) == 1 else ""
