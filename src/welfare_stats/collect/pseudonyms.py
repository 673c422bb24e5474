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
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import Role
from welfare_stats.findings import CellRef
from welfare_stats.vietnamese import fold

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
    columns = zip(*_rows(submission, secret), strict=True)
    return Pseudonyms(*map(list, columns))


_Row = tuple[int, int, str, str, int, int, str, int, int]
"""What ``Pseudonyms`` has of one key, in its order."""


def _rows(submission: "Submission", secret: bytes) -> Iterator[_Row]:
    keyed = blake2b(key=secret, digest_size=8)
    record = -1
    for table in submission.tables:
        if not table.has(Role.NAME):
            continue
        column = table.columns[table.form.roles[Role.NAME]]
        for row, case in zip(table.row_numbers, table.cases, strict=True):
            record += 1
            months = _months(submission, case)
            if months is None:
                continue
            facility, case_type = case.facility or "", case.case_type or ""
            for identity in _identities(case, submission):
                key = _key(keyed, identity)
                yield record, key, facility, case_type, *months, table.sheet, row, column


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


def _identities(case: Case, submission: "Submission") -> Iterator[str]:
    number = plain_identity_number(case.identity) if case.identity else ""
    person = _person(case, submission.codes)
    record, unit = case.record, submission.unit
    if is_identity_number(number):
        yield f"number {number}"
    if person is not None:
        yield person
    if record is not None and unit is not None:
        yield f"record {unit.code} {case.facility} {fold(record)}"


def _person(case: Case, codes: CatalogueAt) -> str | None:
    name, sex, birth = case.name, case.sex, case.birth
    if name is None or sex is None or birth is None:
        return None
    if isinstance(birth, date):
        return f"person {fold(name)} {sex} {birth.isoformat()}"
    place = codes.gazetteer.find(case.commune or "")
    if len(place.communes) == 1:
        return f"person {fold(name)} {sex} {birth} {place.communes[0].code}"
    return None
