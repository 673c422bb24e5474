"""The register as it was at some moment, with the code lists that held then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from welfare_stats.clock import end_of_day, local_day, today
from welfare_stats.design.catalogue import Catalogue, read_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.register import CatalogueChange, Entry, Register, RegisterState, state_after
from welfare_stats.vietnamese import format_date
from welfare_stats.workspace import Workspace


@dataclass(frozen=True)
class Moment:
    """What was known after some entry of the register.

    Attributes:
        state: what follows from the entries up to it.
        catalogue: the code lists that held.
        last: the number of the last entry, 0 where there was none.
        day: the local day of the last entry; a report knows no other clock.
        until: the moment (UTC) up to which the register is known.
    """

    state: RegisterState
    catalogue: Catalogue
    last: int
    day: date
    until: datetime = datetime.max


def present(register: Register, catalogue: Catalogue) -> Moment:
    """All that is known, with the code lists as they are now."""
    return _moment(register.history().entries, catalogue)


def at_end_of(day: date, workspace: Workspace, register: Register, catalogue: Catalogue) -> Moment:
    """What was known at the end of a day, by the day of recording.

    Raises:
        ConfigurationError: the day is still to come, or the register begins only after it.
    """
    entries = register.history().entries
    if day > today():
        raise ConfigurationError(f"Ngày {format_date(day)} chưa đến.")
    moment = end_of_day(day)
    known = [entry for entry in entries if entry.recorded_at <= moment]
    if not known:
        begins = local_day(entries[0].recorded_at) if entries else None
        remark = f" Sổ bắt đầu từ ngày {format_date(begins)}." if begins else ""
        raise ConfigurationError(
            f"Đến hết ngày {format_date(day)} sổ theo dõi chưa ghi gì.{remark}"
        )
    return _moment(known, catalogue_of(known, workspace, register, catalogue), moment)


def after_entry(
    number: int, workspace: Workspace, register: Register, catalogue: Catalogue
) -> Moment:
    """What was known after an entry."""
    known = [entry for entry in register.history().entries if entry.id <= number]
    return _moment(known, catalogue_of(known, workspace, register, catalogue))


def catalogue_of(
    entries: Sequence[Entry], workspace: Workspace, register: Register, now: Catalogue
) -> Catalogue:
    """The code lists that held after some entries, as the register kept them.

    Where none were kept yet, those of now: registers of earlier versions did not keep them.
    """
    newest = next((e for e in reversed(entries) if isinstance(e, CatalogueChange)), None)
    if newest is None or newest.fingerprint == now.fingerprint:
        return now
    return read_catalogue(register.kept_files(newest.id), FORMS, workspace.catalogue)


def _moment(
    entries: Sequence[Entry], catalogue: Catalogue, until: datetime = datetime.max
) -> Moment:
    last = entries[-1] if entries else None
    recorded: datetime | None = last.recorded_at if last else None
    return Moment(
        state_after(entries),
        catalogue,
        last.id if last else 0,
        local_day(recorded) if recorded else today(),
        until,
    )
