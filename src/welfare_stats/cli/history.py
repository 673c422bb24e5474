"""``welfare-stats history``: what came for a year, what it replaced, what was decided."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from welfare_stats.analyse.year_history import (
    Arrival,
    Event,
    StatementCourse,
    YearHistory,
    year_history,
)
from welfare_stats.cli.session import Session, json_option, pass_session, year_option
from welfare_stats.clock import local_day
from welfare_stats.design.catalogue.lookup import require_known
from welfare_stats.findings import Severity, visible
from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Decision, DecisionKind, Register, state_after
from welfare_stats.validate.verdict import Outcome
from welfare_stats.vietnamese import format_date

Errors = Mapping[int, Sequence[str]]
"""Codes of the errors for which a file was returned, by its receipt."""


@click.command("history")
@year_option
@click.option("--unit", metavar="MÃ", help="Chỉ các tệp của đơn vị này.")
@json_option
@pass_session
def command(session: Session, year: int, unit: str | None, *, as_json_wanted: bool) -> None:
    """Kể lại một năm: từng đơn vị đã gửi gì, ngày nào, bản nào thay bản nào, ai quyết định gì.

    Cột đầu là ngày nhận, cột sau là ngày ghi sổ.

    Ví dụ: welfare-stats history --year 2018 --unit 170
    """
    names = {row.code: row.name for row in session.catalogue.units}
    require_known("đơn vị", [unit] if unit else [], names)
    with Register.open(session.workspace.register) as register:
        entries = register.history().entries
        found = year_history(year, entries, state_after(entries), unit)
        errors = _errors(register, found)
    if as_json_wanted:
        document = _as_object(found, unit, names, errors)
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _print(session, found, unit, names, errors)


def _errors(register: Register, found: YearHistory) -> Errors:
    events = (event for course in found.courses for event in course.events)
    returned = {
        event.id for event in events if isinstance(event, Arrival) and not event.receipt.is_accepted
    }
    return {
        receipt: list(dict.fromkeys(f.code for f in findings if f.severity is Severity.ERROR))
        for receipt, findings in register.findings(returned).items()
    }


# --- for people ----------------------------------------------------------------------------------


def _print(
    session: Session,
    found: YearHistory,
    unit: str | None,
    names: Mapping[str, str],
    errors: Errors,
) -> None:
    for line in _head(found, unit):
        session.out.print(line, soft_wrap=True)
    for code, courses in _by_unit(found, names):
        title = f"{code}  {names.get(code, '')}" if code else "Không rõ đơn vị"
        session.out.print()
        session.out.print(Text(visible(title.strip()), style="bold"))
        for forms, period, rows in _alike(courses, errors):
            session.out.print(f"  {forms}; {_words_of(period)}", soft_wrap=True)
            session.out.print(Padding(_table(rows), (0, 0, 0, 4)))


def _head(found: YearHistory, unit: str | None) -> Iterator[str]:
    if found.courses:
        yield f"Năm {found.year}: {'đã chốt' if found.is_closed else 'chưa chốt'}."
    else:
        of_unit = f" của đơn vị {unit}" if unit else ""
        yield f"Năm {found.year}: sổ theo dõi chưa có tệp nào{of_unit}."
    for closing in found.closings:
        yield f"{format_date(local_day(closing.recorded_at))}  {_decision_words(closing)}"


def _by_unit(
    found: YearHistory, names: Mapping[str, str]
) -> Iterator[tuple[str, list[StatementCourse]]]:
    """The courses of each unit, in the order of the catalogue; of unknown units last."""
    places = {code: place for place, code in enumerate(names)}

    def place(course: StatementCourse) -> tuple[bool, int, str]:
        return course.unit == "", places.get(course.unit, len(places)), course.unit

    for (_, _, code), courses in groupby(sorted(found.courses, key=place), key=place):
        yield code, list(courses)


_Row = tuple[str, str, str]
"""Day of receipt, day of recording, and what happened."""


def _alike(
    courses: Sequence[StatementCourse], errors: Errors
) -> Iterator[tuple[str, ReportingPeriod | None, Sequence[_Row]]]:
    """Forms, period and rows; forms that one file after the other shares are told together."""
    forms: dict[tuple[ReportingPeriod | None, tuple[_Row, ...]], list[str]] = {}
    for course in courses:
        rows = tuple(_row(event, errors) for event in course.events)
        forms.setdefault((course.period, rows), []).append(course.form)
    for (period, rows), codes in forms.items():
        yield ", ".join(codes) or "Không rõ biểu", period, rows


def _words_of(period: ReportingPeriod | None) -> str:
    if period is None:
        return "không rõ kỳ báo cáo"
    return f"kỳ {format_date(period.start)} – {format_date(period.end)}"


def _row(event: Event, errors: Errors) -> _Row:
    if isinstance(event, Arrival):
        received, recorded_at = format_date(event.receipt.received_on), event.receipt.recorded_at
        words = _outcome_words(event, errors)
    else:
        received, recorded_at = "", event.recorded_at
        words = _decision_words(event)
    return received, format_date(local_day(recorded_at)), f"{event.path}: {words}"


def _table(rows: Iterable[_Row]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=10)
    table.add_column(width=10)
    table.add_column(overflow="fold")
    for received, recorded, words in rows:
        table.add_row(received, recorded, Text(visible(words)))
    return table


def _outcome_words(event: Arrival, errors: Errors) -> str:
    receipt = event.receipt
    kind = "số ước, " if receipt.is_estimate else ""
    if receipt.is_other:
        return "không phải biểu mẫu"
    if receipt.outcome is Outcome.UNREADABLE:
        return f"không đọc được{_listed(errors.get(receipt.id, ()))}"
    if not receipt.is_accepted:
        return f"{kind}bị trả lại{_listed(errors.get(receipt.id, ()))}"
    if event.is_excluded:
        return f"{kind}không tính theo quyết định"
    if event.withdrawn_by is not None:
        return f"{kind}không còn được tính, tên tệp nay là của đơn vị {event.withdrawn_by}"
    words = ["đang được tính" if event.stands else "không còn được tính"]
    if event.replaces:
        words.append(f"thay {_files(event.replaces, event.path)}")
    if event.replaced_by:
        words.append(f"đã có {_files(event.replaced_by, event.path)} thay")
    return f"{kind}{', '.join(words)}"


def _files(paths: Sequence[str], beside: str) -> str:
    return " và ".join("bản khác cùng tên" if path == beside else path for path in paths)


def _listed(codes: Sequence[str]) -> str:
    return f" ({', '.join(codes)})" if codes else ""


_DECISION_WORDS = {
    DecisionKind.WAIVE: "chấp nhận lỗi",
    DecisionKind.EXCLUDE: "quyết định không tính",
    DecisionKind.INCLUDE: "quyết định tính lại",
    DecisionKind.DISMISS: "quyết định không chờ bản sửa",
    DecisionKind.REDATE: "sửa ngày nhận thành",
    DecisionKind.CLOSE: "chốt số liệu",
    DecisionKind.REOPEN: "mở lại",
}


def _decision_words(decision: Decision) -> str:
    words = _DECISION_WORDS[decision.kind]
    if decision.day is not None:
        return f"{words} {format_date(decision.day)}"
    on = " ".join(part for part in (words, decision.code, decision.cell) if part)
    return visible(f"{on}: {decision.reason} ({decision.by})")


# --- for programs --------------------------------------------------------------------------------


def _as_object(
    found: YearHistory, unit: str | None, names: Mapping[str, str], errors: Errors
) -> dict[str, object]:
    return {
        "year": found.year,
        "unit": unit,
        "is_closed": found.is_closed,
        "decisions": [_decision_object(decision) for decision in found.closings],
        "units": [
            {
                "unit": code or None,
                "name": names.get(code),
                "statements": [_course_object(course, errors) for course in courses],
            }
            for code, courses in _by_unit(found, names)
        ],
    }


def _course_object(course: StatementCourse, errors: Errors) -> dict[str, object]:
    period = course.period
    return {
        "form": course.form or None,
        "period": period and {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "events": [
            _arrival_object(event, errors)
            if isinstance(event, Arrival)
            else _decision_object(event)
            for event in course.events
        ],
    }


def _arrival_object(event: Arrival, errors: Errors) -> dict[str, object]:
    receipt = event.receipt
    return {
        "event": "file",
        "entry": receipt.id,
        "recorded_at": f"{receipt.recorded_at.isoformat(timespec='seconds')}Z",
        "received_on": receipt.received_on.isoformat(),
        "path": receipt.path,
        "sha256": receipt.sha256,
        "outcome": receipt.outcome.value,
        "is_estimate": receipt.is_estimate,
        "errors": list(errors.get(receipt.id, ())),
        "stands": event.stands,
        "replaces": list(event.replaces),
        "replaced_by": list(event.replaced_by),
        "is_excluded": event.is_excluded,
        "withdrawn_by": event.withdrawn_by,
    }


def _decision_object(decision: Decision) -> dict[str, object]:
    fields = asdict(decision)
    fields.pop("id")
    recorded_at, day = fields.pop("recorded_at"), fields.pop("day")
    return {
        "event": "decision",
        "entry": decision.id,
        "recorded_at": f"{recorded_at.isoformat(timespec='seconds')}Z",
        **fields,
        "day": day and day.isoformat(),
    }
