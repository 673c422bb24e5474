"""``welfare-stats status``: lists what each unit owes and what has become of it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from welfare_stats.analyse.outliers import Respect, ToReview, Unusual, to_review
from welfare_stats.analyse.response import ObligationStatus, State, YearStatus, status_of
from welfare_stats.cli.outcomes import others_line
from welfare_stats.cli.session import Session, json_option, pass_session, year_option
from welfare_stats.clock import today
from welfare_stats.collect.inbox import submitted_files
from welfare_stats.design.catalogue import CatalogueAt
from welfare_stats.findings import visible
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.presence import gone_files
from welfare_stats.pipeline.vanished import vanished
from welfare_stats.register import Register, state_after
from welfare_stats.vietnamese import format_date, format_number

_STYLES = {
    State.MET: "green",
    State.RETURNED: "red",
    State.MISSING: "yellow",
    State.NOT_DUE: "",
    State.NOT_ASKED: "dim",
}
_HEADINGS = ("Kỳ báo cáo", "Biểu", "Hạn gửi", "Ngày nhận", "Tình trạng")
_WIDEST = 24  # of a column; longer words go on in the next line
_NEEDS_SOMEBODY = (State.MISSING, State.RETURNED)


@click.command("status")
@year_option
@json_option
@pass_session
def command(session: Session, year: int, *, as_json_wanted: bool) -> int:
    """Cho biết từng đơn vị phải gửi báo cáo nào trong năm, hạn nào, và báo cáo đó đang ở đâu.

    Mã thoát: 1 nếu có báo cáo quá hạn hoặc bị trả lại, 0 nếu không có.

    Ví dụ: welfare-stats status --year 2018
    """
    workspace = session.workspace
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
        review = to_review(year, state.standing.statements(), register.figures)
        lost = vanished(register, state, session.catalogue)
    gone = [
        receipt.path
        for receipt in gone_files(workspace, state, submitted_files([workspace.raw]))
        if receipt.period is not None and receipt.period.end.year == year
    ]
    for code in lost:
        session.say_vanished(code.words)
    status = status_of(year, session.catalogue, state, today(), workspace.holds)
    is_late = bool(status.in_state(*_NEEDS_SOMEBODY)) or any(
        owed.rejected_path is not None for owed in status.obligations
    )
    if as_json_wanted:
        click.echo(json.dumps(_as_object(status, gone, review), ensure_ascii=False, indent=2))
    elif is_late or status.withdrawn or not session.quiet:
        codes = session.catalogue.at_any_time()
        print_status(session.out, status, gone, list(_reviews(review, codes)))
    return int(is_late)


def print_status(
    out: Console, status: YearStatus, gone: Sequence[str] = (), reviews: Sequence[str] = ()
) -> None:
    """Print the state of a year for people, within 80 columns; names of files stay in one piece.

    Args:
        out: where to print.
        status: the state.
        gone: files of the year that count and are no longer in the folder.
        reviews: lines on units whose numbers differ much from those of the others.
    """
    if status.obligations:
        for part in _tables(status):
            out.print(part)
    for line in (*_remarks(status, gone), *reviews):
        out.print(line, soft_wrap=True)
    out.print(_summary(status))


def _remarks(status: YearStatus, gone: Sequence[str]) -> Iterator[str]:
    returned = {o.rejected_path: None for o in status.obligations if o.rejected_path is not None}
    for path in returned:
        yield f"Đã trả lại, chờ bản sửa: {visible(path)}"
    for path in status.unattributed:
        yield f"Không rõ đơn vị, đã trả lại: {visible(path)}"
    if status.others:
        yield others_line(status.others)
    for lost in status.withdrawn:
        yield (
            f"Số liệu của đơn vị {lost.unit} không còn được tính vì tệp {visible(lost.path)} nay "
            f"là của đơn vị {lost.by}: hãy lưu tệp của đơn vị {lost.unit} với tên khác."
        )
    for kept in status.overwritten:
        yield (
            f"Tệp {visible(kept.path)} của đơn vị {kept.unit} đã bị tệp của đơn vị {kept.by} (bị "
            f"trả lại) lưu đè; số liệu của đơn vị {kept.unit} vẫn được tính: hãy lưu lại tệp đó "
            "với tên khác."
        )
    for excluded in status.excluded:
        yield (
            f"Không tính theo quyết định: {visible(excluded.path)} "
            f"({visible(excluded.reason)} – {visible(excluded.by)})"
        )
    for path in gone:
        yield f"Không còn trong data/raw nhưng số liệu vẫn được tính: {visible(path)}"


def _reviews(reviews: Iterable[ToReview], codes: CatalogueAt) -> Iterator[str]:
    """A line for each statement with unusual numbers, about the first of them."""
    of_statement: dict[tuple[object, ...], list[ToReview]] = {}
    for review in reviews:
        key = (review.unusual.unit, review.form, review.period, review.unusual.respect)
        of_statement.setdefault(key, []).append(review)
    for some in of_statement.values():
        first, more = some[0], len(some) - 1
        label = (
            codes.case_types[first.case_type].label
            if first.case_type in codes.case_types
            else (first.case_type)
        )
        yield (
            f"Cần xem lại: đơn vị {first.unusual.unit}, biểu {first.form}, kỳ đến "
            f"{format_date(first.period.end)}: “{label}” {_unusual_words(first.unusual)}"
            + (f"; và {more} chỉ tiêu nữa" if more else "")
            + f" ({visible(first.path)})"
        )


def _unusual_words(unusual: Unusual) -> str:
    value, usual = (format_number(round(n, 1)) for n in (unusual.value, unusual.usual))
    if unusual.respect is Respect.CHANGE:
        before = format_number(unusual.before or 0)
        return f"là {value}, năm trước {before}; thay đổi như các đơn vị khác thì khoảng {usual}"
    return f"chi {value} nghìn đồng mỗi người; các đơn vị khác thường là {usual}"


def _summary(status: YearStatus) -> str:
    if not status.obligations:
        return f"Năm {status.year}: catalogue/deadlines.csv không có thời hạn nào."
    counts = _counts(status.obligations)
    complete = (
        f"{len(status.complete_units())}/{len(status.units)} đơn vị đã gửi đủ báo cáo đến hạn"
        if counts["met"] + counts["returned"] + counts["missing"]
        else "chưa có báo cáo nào đến hạn"
    )
    return (
        f"Năm {status.year}, tính đến {format_date(status.today)}: {complete}. "
        f"Theo biểu và kỳ: {counts['met']} đã có, {counts['returned']} bị trả lại, "
        f"{counts['missing']} quá hạn, {counts['not_due']} chưa đến hạn.{_beside(status)}"
    )


def _beside(status: YearStatus) -> str:
    """Corrections that were returned, while what they were to correct still counts."""
    number = sum(owed.rejected_path is not None for owed in status.in_state(State.MET))
    return f" Còn {number} bản sửa bị trả lại, đang tính số của bản trước." if number else ""


def _tables(status: YearStatus) -> Iterator[Table | Text]:
    """For each unit a line with its name and a table of the same columns as all others."""
    rows = {unit.code: list(_rows(status.of_unit(unit))) for unit in status.units}
    cells = [_HEADINGS, *(row for of_unit in rows.values() for row, _ in of_unit)]
    widths = [min(_WIDEST, max(map(len, column))) for column in [*zip(*cells, strict=True)][:-1]]
    yield _grid([(_HEADINGS, "bold")], widths)
    for unit in status.units:
        yield Text(f"{unit.code}  {unit.name}", style="bold")
        yield _grid(rows[unit.code], widths)


def _grid(rows: Iterable[tuple[Sequence[str], str]], widths: Sequence[int]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=0)  # indents under the name of the unit
    for width in widths:
        grid.add_column(width=width)
    grid.add_column()
    for cells, style in rows:
        grid.add_row("", *cells[:-1], Text(cells[-1], style=style))
    return grid


def _rows(statuses: Iterable[ObligationStatus]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The rows of one unit, the earliest due day first; forms of the same fate share a row."""
    forms: dict[tuple[str, str, str, str, str], list[str]] = {}
    for status in sorted(statuses, key=lambda s: (s.owed.due_on, s.owed.period.end)):
        received = format_date(status.received_on) if status.received_on else "—"
        due = format_date(status.owed.due_on)
        fate = (status.owed.deadline.label, due, received, _words(status), _STYLES[status.state])
        forms.setdefault(fate, []).append(status.owed.form)
    for (period, due, received, words, style), of_row in forms.items():
        yield (period, ", ".join(of_row), due, received, words), style


def _words(status: ObligationStatus) -> str:
    match status.state:
        case State.MET:
            return _words_of_met(status)
        case State.RETURNED if status.days_overdue:
            return f"bị trả lại, quá hạn {format_number(status.days_overdue or 0)} ngày"
        case State.RETURNED:
            return "bị trả lại"
        case State.MISSING:
            return f"quá hạn {format_number(status.days_overdue or 0)} ngày"
        case State.NOT_DUE:
            return "chưa đến hạn"
        case State.NOT_ASKED:
            return "không phải gửi"


def _words_of_met(status: ObligationStatus) -> str:
    words = "được tính"
    if status.covered_by is not None:
        words = f"đã có đến {format_date(status.covered_by.end)}"
    elif status.late_days:
        words = f"muộn {format_number(status.late_days)} ngày"
    words += ", số ước" if status.is_estimate else ""
    return words + (", còn bản bị trả lại" if status.rejected_path else "")


def _as_object(
    status: YearStatus, gone: Sequence[str], reviews: Iterable[ToReview]
) -> dict[str, object]:
    return {
        "year": status.year,
        "today": status.today.isoformat(),
        "units": [
            {
                "unit": unit.code,
                "name": unit.name,
                "obligations": [_obligation_object(owed) for owed in status.of_unit(unit)],
                "counts": _counts(status.of_unit(unit)),
            }
            for unit in status.units
        ],
        "unattributed": list(status.unattributed),
        "others": list(status.others),
        "withdrawn": [asdict(lost) for lost in status.withdrawn],
        "excluded": [asdict(excluded) for excluded in status.excluded],
        "gone": list(gone),
        "review": [_review_object(review) for review in reviews],
        "counts": _counts(status.obligations),
    }


def _counts(obligations: Iterable[ObligationStatus]) -> dict[str, int]:
    found = Counter(status.state for status in obligations)
    return {state.value: found[state] for state in State}


def _obligation_object(status: ObligationStatus) -> dict[str, object]:
    owed = status.owed
    return {
        "form": owed.form,
        "name": owed.name,
        "period": _period_object(owed.period),
        "due_on": owed.due_on.isoformat(),
        "state": status.state.value,
        "days_overdue": status.days_overdue,
        "late_days": status.late_days,
        "received_on": status.received_on and status.received_on.isoformat(),
        "path": status.path,
        "is_estimate": status.is_estimate,
        "covered_by": status.covered_by and _period_object(status.covered_by),
        "rejected_path": status.rejected_path,
    }


def _review_object(review: ToReview) -> dict[str, object]:
    return {
        "unit": review.unusual.unit,
        "form": review.form,
        "case_type": review.case_type,
        "period": _period_object(review.period),
        "respect": review.unusual.respect.value,
        "value": review.unusual.value,
        "usual": review.unusual.usual,
        "before": review.unusual.before,
        "path": review.path,
    }


def _period_object(period: ReportingPeriod) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}
