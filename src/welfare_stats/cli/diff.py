"""``welfare-stats diff``: which numbers changed, by how much, and why."""

import json
from collections.abc import Iterator
from dataclasses import asdict

import click

from welfare_stats.analyse.revision import NumberChange, Part
from welfare_stats.cli.session import Session, json_option, pass_session, period_option, year_option
from welfare_stats.clock import local_day
from welfare_stats.findings import visible
from welfare_stats.pipeline.compiling import ReportScope
from welfare_stats.pipeline.points import NOW, Differences, differences
from welfare_stats.register import Receipt
from welfare_stats.report.number_names import number_name, unit_of_measure
from welfare_stats.report.reasons import part_words, signed
from welfare_stats.vietnamese import format_number


@click.command("diff")
@year_option
@period_option
@click.option(
    "--from",
    "start",
    default=NOW,
    metavar="NGÀY|NĂM|BẢN",
    help="So với ngày, năm hoặc bản báo cáo này. Mặc định: bản đã gửi gần nhất có số khác.",
)
@click.option(
    "--to", "end", default=NOW, metavar="NGÀY|BẢN", help="Đến ngày hoặc bản này. Mặc định: nay."
)
@json_option
@pass_session
def command(
    session: Session, year: int, period_code: str, start: str, end: str, *, as_json_wanted: bool
) -> None:
    """Cho biết những số nào đã thay đổi, thay đổi bao nhiêu và vì sao.

    Ví dụ: welfare-stats diff --year 2018

    Ví dụ: welfare-stats diff --year 2019 --from 2018
    """
    scope = ReportScope(year, period_code)
    found = differences(session.workspace, session.catalogue, scope, start, end)
    if as_json_wanted:
        click.echo(json.dumps(_as_object(scope, found), ensure_ascii=False, indent=2))
        return
    for line in _lines(found):
        session.out.print(line, soft_wrap=True)


def _lines(found: Differences) -> Iterator[str]:
    of_province = [change for change in found.changes if not change.key.unit]
    yield f"Từ {found.start} đến {found.end}:"
    if not of_province:
        yield f"Không có số nào của {found.codes.whole_area} thay đổi."
    for change in of_province:
        case_type = found.codes.case_types.get(change.key.case_type)
        unit = unit_of_measure(case_type, change.key.measure)
        before, after = _number(change.before), _number(change.after)
        name = number_name(found.codes, change.key)
        yield f"{name}: {before} → {after} {unit} ({signed(change.change)})"
        for part in change.parts:
            words = part_words(part, found.entries, found.units)
            yield f"  {signed(part.change):>8}  {visible(words)}"
    of_units = {change.key.unit for change in found.changes if change.key.unit}
    if of_units:
        names = [unit.short_name for code, unit in found.codes.units.items() if code in of_units]
        yield f"Có số thay đổi: {', '.join(names)}."


def _number(value: float | None) -> str:
    return "chưa có" if value is None else format_number(value)


def _as_object(scope: ReportScope, found: Differences) -> dict[str, object]:
    return {
        "year": scope.year,
        "period": scope.period_code or None,
        "from": found.start,
        "to": found.end,
        "changes": [_change_object(change, found) for change in found.changes],
    }


def _change_object(change: NumberChange, found: Differences) -> dict[str, object]:
    key = change.key
    return {
        "case_type": key.case_type,
        "measure": key.measure,
        "breakdown": key.breakdown,
        "unit": key.unit or None,
        "before": change.before,
        "after": change.after,
        "change": change.change,
        "parts": [_part_object(part, found) for part in change.parts],
    }


def _part_object(part: Part, found: Differences) -> dict[str, object]:
    entry = found.entries.get(part.entry or 0)
    receipt = entry if isinstance(entry, Receipt) else None
    sender = [receipt.unit] if receipt and receipt.unit else []
    return {
        "cause": part.cause.value,
        "change": part.change,
        "entry": part.entry,
        "recorded_on": entry and local_day(entry.recorded_at).isoformat(),
        "units": list(part.units) or sender,
        "path": receipt.path if receipt else None,
        "removed": [asdict(cell) for cell in part.removed],
        "added": [asdict(cell) for cell in part.added],
    }
