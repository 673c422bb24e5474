"""``welfare-stats status``: lists what each unit owes and has sent."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click
from rich.table import Table
from rich.text import Text

from welfare_stats.analyse.response import FormStatus, State, YearStatus, status_of
from welfare_stats.cli.outcomes import others_line
from welfare_stats.cli.session import Session, json_option, pass_session, year_option
from welfare_stats.findings import visible
from welfare_stats.pipeline.presence import gone_files
from welfare_stats.register import Register, state_after
from welfare_stats.report.tables.sending import state_words
from welfare_stats.vietnamese import format_date

_STYLES = {State.ACCEPTED: "green", State.REJECTED: "red", State.MISSING: "yellow"}


@click.command("status")
@year_option
@json_option
@pass_session
def command(session: Session, year: int, *, as_json_wanted: bool) -> None:
    """Cho biết từng đơn vị phải gửi biểu nào trong năm và biểu đó đang ở đâu.

    Ví dụ: welfare-stats status --year 2018
    """
    workspace = session.workspace
    with Register.open(workspace.register) as register:
        state = state_after(register.history().entries)
    gone = [
        receipt.path
        for receipt in gone_files(workspace, state)
        if receipt.period is not None and receipt.period.end.year == year
    ]
    status = status_of(year, session.catalogue, state, workspace.holds)
    if as_json_wanted:
        click.echo(json.dumps(_as_object(status, gone), ensure_ascii=False, indent=2))
        return
    is_complete = len(status.complete_units()) == len(status.units)
    if session.quiet and is_complete and not status.withdrawn:
        return
    session.out.print(_table(status))
    for line in _remarks(status, gone):
        session.out.print(line, soft_wrap=True)
    session.out.print(_summary(status), soft_wrap=True)


def _remarks(status: YearStatus, gone: Sequence[str]) -> Iterator[str]:
    for path in status.unattributed:
        yield f"Không rõ đơn vị, đã trả lại: {visible(path)}"
    if status.others:
        yield others_line(status.others)
    for lost in status.withdrawn:
        yield (
            f"Số liệu của đơn vị {lost.unit} không còn được tính vì tệp {visible(lost.path)} nay "
            f"là của đơn vị {lost.by}: hãy lưu tệp của đơn vị {lost.unit} với tên khác."
        )
    for excluded in status.excluded:
        yield (
            f"Không tính theo quyết định: {visible(excluded.path)} "
            f"({visible(excluded.reason)} – {visible(excluded.by)})"
        )
    for path in gone:
        yield f"Không còn trong data/raw nhưng số liệu vẫn được tính: {visible(path)}"


def _summary(status: YearStatus) -> str:
    accepted, rejected, missing = (len(status.in_state(state)) for state in State)
    return (
        f"Năm {status.year}: {len(status.complete_units())}/{len(status.units)} đơn vị đã gửi đủ; "
        f"{accepted} biểu được tính, {rejected} biểu bị trả lại, {missing} biểu chưa gửi."
    )


def _table(status: YearStatus) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Mã", "Đơn vị báo cáo", "Biểu", "Số liệu đến", "Ngày nhận", "Tình trạng"):
        table.add_column(heading, overflow="fold")
    for form in status.forms:
        table.add_row(
            form.unit.code,
            form.unit.name,
            form.form,
            format_date(form.period.end) if form.period else "—",
            format_date(form.received_on) if form.received_on else "—",
            Text(state_words(form), style=_STYLES[form.state]),
        )
    return table


def _as_object(status: YearStatus, gone: Sequence[str]) -> dict[str, object]:
    return {
        "year": status.year,
        "units": [
            {
                "unit": unit.code,
                "name": unit.name,
                "forms": [_form_object(f) for f in status.forms if f.unit.code == unit.code],
            }
            for unit in status.units
        ],
        "unattributed": list(status.unattributed),
        "others": list(status.others),
        "withdrawn": [asdict(lost) for lost in status.withdrawn],
        "excluded": [asdict(excluded) for excluded in status.excluded],
        "gone": list(gone),
        "counts": {state.value: len(status.in_state(state)) for state in State},
    }


def _form_object(form: FormStatus) -> dict[str, object]:
    period = form.period
    return {
        "form": form.form,
        "state": form.state.value,
        "period": period and {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "received_on": form.received_on and form.received_on.isoformat(),
        "late_days": form.late_days,
        "path": form.path,
        "rejected_path": form.rejected_path,
    }
