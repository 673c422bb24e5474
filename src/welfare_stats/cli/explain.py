"""``welfare-stats explain``: leads a number of the report back to the cells that it comes from."""

import json
from collections.abc import Iterable

import click
from rich.table import Table

from welfare_stats.analyse.totals import HEADLINE, NumberKey, Source
from welfare_stats.cli.session import Session, json_option, pass_session, period_option, year_option
from welfare_stats.design.catalogue import CaseType, CatalogueAt, ReportingUnit
from welfare_stats.design.forms import FORMS, Breakdown, Column, Measure
from welfare_stats.findings import visible
from welfare_stats.pipeline.basis import basis_of
from welfare_stats.pipeline.compiling import Compiled, ReportScope, year_facts
from welfare_stats.register import Register
from welfare_stats.report.explaining import Explainer
from welfare_stats.report.explanation import Explanation
from welfare_stats.report.facts import YearFacts
from welfare_stats.vietnamese import format_date, format_number

_MOST_NAMED = 8


@click.command("explain")
@year_option
@click.option(
    "--case-type",
    "case_type_text",
    required=True,
    metavar="MÃ|TÊN",
    help="Mã hoặc tên chỉ tiêu trong danh mục.",
)
@click.option(
    "--measure",
    "measure_text",
    metavar="CỘT",
    help="Cột số liệu: “đầu kỳ”, “tăng”, “giảm”, “cuối kỳ”, “kinh phí” …",
)
@click.option(
    "--breakdown",
    "breakdown_text",
    metavar="PHẦN",
    help="Trong đó: “nữ”, “dân tộc thiểu số”, “hộ nghèo” …",
)
@click.option("--unit", "unit_text", metavar="MÃ", help="Chỉ số liệu của đơn vị hoặc cơ sở này.")
@period_option
@json_option
@pass_session
def command(  # noqa: PLR0913 - one an option
    session: Session,
    year: int,
    case_type_text: str,
    measure_text: str | None,
    breakdown_text: str | None,
    unit_text: str | None,
    period_code: str,
    *,
    as_json_wanted: bool,
) -> None:
    """Cho biết một số trong báo cáo lấy từ tệp nào, trang nào, ô nào.

    Ví dụ: welfare-stats explain --year 2018 --case-type nuoi_duong

    Ví dụ: welfare-stats explain --year 2018 --case-type "Người cao tuổi" --breakdown nữ
    """
    with (
        Register.open(session.workspace.register) as register,
        basis_of(session.workspace, register, session.catalogue, year) as basis,
    ):
        facts, compiled = year_facts(basis, register, ReportScope(year, period_code))
    case_type = _case_type(compiled.codes, case_type_text, year)
    unit = _unit(compiled.codes, unit_text, year)
    key = _key(facts, case_type, unit, measure_text, breakdown_text)
    explainer = Explainer(facts, compiled.results, period_code)
    if as_json_wanted:
        answer = _as_object(year, compiled, explainer, key)
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print(session, explainer.explanation(key))


def _case_type(codes: CatalogueAt, text: str, year: int) -> CaseType:
    found = codes.case_types_named(text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise click.BadParameter(f"không có chỉ tiêu “{text}” trong danh mục năm {year}.")
    several = "; ".join(f"{row.code} ({row.label})" for row in found[:_MOST_NAMED])
    raise click.BadParameter(f"“{text}” là tên của nhiều chỉ tiêu, hãy ghi mã: {several}.")


def _unit(codes: CatalogueAt, text: str | None, year: int) -> ReportingUnit | None:
    if text is None:
        return None
    found = [codes.units[text]] if text in codes.units else codes.units_named(text)
    if len(found) == 1:
        return found[0]
    near = "; ".join(f"{u.code} ({u.short_name})" for u in found or codes.nearest_units(text))
    hint = f" Có phải: {near}?" if near else ""
    raise click.BadParameter(f"không có đơn vị “{text}” trong danh mục năm {year}.{hint}")


def _key(
    facts: YearFacts,
    case_type: CaseType,
    unit: ReportingUnit | None,
    measure_text: str | None,
    breakdown_text: str | None,
) -> NumberKey:
    """Which number is meant; without a measure the one that says "how many"."""
    code = unit.code if unit else ""
    measure, breakdown = None, Breakdown.ALL
    if measure_text is not None:
        column = _column(facts, case_type, measure_text, "--measure")
        measure, breakdown = column.measure, column.breakdown
    if breakdown_text is not None:
        breakdown = _column(facts, case_type, breakdown_text, "--breakdown").breakdown
    if measure is None:
        known = (m for m in HEADLINE if facts.number(case_type.code, m, breakdown, code))
        measure = Measure(next(known, Measure.TOTAL.value))
    return NumberKey(case_type.code, measure.value, breakdown.value, code)


def _column(facts: YearFacts, case_type: CaseType, text: str, option: str) -> Column:
    form = facts.codes.asked_as(case_type).form
    columns = FORMS[form] if form else None
    found = columns.numbers_called(text) if columns else []
    if found:
        return found[0]
    known = [column.heading for column in columns.numbers.values()] if columns else []
    raise click.BadParameter(
        f"chỉ tiêu này không có cột “{text}”; các cột có: {', '.join(known) or 'không có'}.",
        param_hint=option,
    )


def _as_object(
    year: int, compiled: Compiled, explainer: Explainer, key: NumberKey
) -> dict[str, object]:
    columns = ["unit", "facility", "form", "case_type", "measure", "value", "path", "sheet"]
    period, number = compiled.period, explainer.number(key)
    return {
        "year": year,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "case_type": key.case_type,
        "measure": key.measure,
        "breakdown": key.breakdown,
        "unit": key.unit or None,
        "value": number and number.value,
        "is_estimate": bool(number and number.is_estimate),
        "lacking": [unit.code for unit in explainer.lacking(key)],
        "sources": [
            {column: record[column] for column in columns}
            | {
                "cell": record["cells"],
                "adds": record["adds"],
                "period": {
                    "start": record["period_start"].isoformat(),
                    "end": record["period_end"].isoformat(),
                },
            }
            for record in compiled.results.cells(key).to_dict("records")
        ],
    }


def _print(session: Session, explanation: Explanation) -> None:
    for line in (explanation.heading, *explanation.remarks):
        session.out.print(line, soft_wrap=True)
    if explanation.sources:
        session.out.print(_table(explanation.sources))
    for line in explanation.below:
        session.out.print(line, soft_wrap=True)


def _table(sources: Iterable[Source]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Đơn vị", "Cơ sở", "Chỉ tiêu", "Kỳ đến"):
        table.add_column(heading, overflow="fold")
    table.add_column("Số", justify="right")
    for heading in ("Tệp", "Trang", "Ô"):
        table.add_column(heading, overflow="fold")
    for source in sources:
        table.add_row(
            source.unit,
            source.facility or "—",
            source.case_type,
            format_date(source.until),
            format_number(source.adds),
            visible(source.path),
            visible(source.sheet),
            source.cell,
        )
    return table
