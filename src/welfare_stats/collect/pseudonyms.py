"""Keys of people, to recognise the same person in two lists without storing who it is.

A key is an HMAC with a secret of the workspace: the number behind a plain hash could be found by
trying all numbers of nine digits. Beside the key only months and a cell are stored.
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from welfare_stats.collect.submission import Submission
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.design.forms import FormRow
from welfare_stats.findings import CellRef
from welfare_stats.vietnamese import fold

OLD_IDENTITY, NEW_IDENTITY = 9, 12
"""How many digits a CMND has, and a CCCD (số định danh cá nhân)."""
_SEPARATORS = re.compile(r"[\s.\-]")


def plain_identity_number(typed: str) -> str:
    """An identity number without the dots, hyphens and spaces that people type into it."""
    return _SEPARATORS.sub("", typed)


def is_identity_number(number: str) -> bool:
    """Whether a text is digits only and as long as a CMND or a CCCD."""
    return only_digits(number) and len(number) in (OLD_IDENTITY, NEW_IDENTITY)


def only_digits(text: str) -> bool:
    """Whether the text consists of the digits 0 to 9 only."""
    return text.isascii() and text.isdigit()


@dataclass(frozen=True, slots=True)
class Pseudonym:
    """One person on one row of a list: key, first and last month (201803), and the cell."""

    key: str
    first_month: int
    last_month: int
    place: CellRef


def pseudonyms_of(submission: Submission, secret: bytes) -> tuple[Pseudonym, ...]:
    """The keys of all people in the lists of a submission; one person may have two.

    One key is made from the identity number; another from name, sex and day of birth or, where only
    the year of birth is known, from name, sex, year and commune.

    Args:
        submission: what was read from the workbook.
        secret: the secret of the workspace.
    """
    return tuple(
        Pseudonym(hmac.digest(secret, identity.encode(), "sha256").hex(), *months, place)
        for table in submission.tables
        if table.form.is_list and "full_name" in table.columns
        for index, row in enumerate(table.rows)
        if (months := _months(submission, row)) is not None
        for place in [table.cell(index, "full_name")]
        for identity in _identities(row, submission.codes)
    )


def _months(submission: Submission, row: FormRow) -> tuple[int, int] | None:
    received, closed = getattr(row, "received_on", None), getattr(row, "closed_on", None)
    period = submission.period
    if received is None or period is None:
        return None
    last = min(closed or period.end, period.end)
    return _month(received), max(_month(received), _month(last))


def _month(day: date) -> int:
    return 100 * day.year + day.month


def _identities(row: FormRow, codes: CatalogueAt) -> Iterator[str]:
    number = plain_identity_number(getattr(row, "identity_number", None) or "")
    if is_identity_number(number):
        yield f"number {number}"
    name, sex, birth = (getattr(row, field, None) for field in ("full_name", "sex", "birth"))
    if name is None or sex is None or birth is None:
        return
    if isinstance(birth, date):
        yield f"person {fold(name)} {sex} {birth.isoformat()}"
        return
    communes = codes.gazetteer.find(getattr(row, "commune", None) or "").communes
    if len(communes) == 1:
        yield f"person {fold(name)} {sex} {birth} {communes[0].code}"
