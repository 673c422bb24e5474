"""``welfare-stats explain``: leads a number of the report back to the cells that it comes from."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import click
import pandas as pd
from rich.table import Table

from welfare_stats.analyse.comparison import Change
from welfare_stats.analyse.totals import HEADLINE, NumberKey
from welfare_stats.cli.session import Session, json_option, pass_session, period_option, year_option
from welfare_stats.design.catalogue import CaseType, CatalogueAt, ReportingUnit
from welfare_stats.design.forms import FORMS, Breakdown, Column, Measure
from welfare_stats.findings import visible
from welfare_stats.pipeline.basis import basis_of
from welfare_stats.pipeline.compiling import Compiled, ReportScope, year_facts
from welfare_stats.register import Register
from welfare_stats.report.facts import YearFacts
from welfare_stats.report.model import Number
from welfare_stats.report.number_names import number_name, unit_of_measure
from welfare_stats.report.tables.notes import period_words
from welfare_stats.report.tables.shares import lack_the_same
from welfare_stats.vietnamese import format_date, format_number, format_percent

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
    answer = _Answer(facts, compiled, case_type, unit, key)
    if as_json_wanted:
        click.echo(json.dumps(answer.as_object(), ensure_ascii=False, indent=2))
    else:
        _print(session, answer)


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
    source = facts.codes.case_types.get(case_type.source[1], case_type)
    columns = FORMS[source.form] if source.form else None
    found = columns.numbers_called(text) if columns else []
    if found:
        return found[0]
    known = [column.heading for column in columns.numbers.values()] if columns else []
    raise click.BadParameter(
        f"chỉ tiêu này không có cột “{text}”; các cột có: {', '.join(known) or 'không có'}.",
        param_hint=option,
    )


@dataclass(frozen=True)
class _Answer:
    """A number with all that is known about where it comes from."""

    facts: YearFacts
    compiled: Compiled
    case_type: CaseType
    unit: ReportingUnit | None
    key: NumberKey

    @property
    def number(self) -> Number | None:
        return self.facts.number(
            self.key.case_type, self.key.measure, Breakdown(self.key.breakdown), self.key.unit
        )

    @property
    def cells(self) -> pd.DataFrame:
        return self.compiled.results.cells(self.key)

    @property
    def lacking(self) -> list[ReportingUnit]:
        if self.unit is not None:
            return []
        return self.facts.lacking(
            self.case_type, Breakdown(self.key.breakdown), Measure(self.key.measure)
        )

    @property
    def why_unknown(self) -> str:
        """Why it is not known although it was reported, in words, or ""."""
        if self.number is not None:
            return ""
        if self.unit is not None:
            is_unsettled = self.facts.is_unsettled(self.unit, self.case_type)
            return "chưa có số mới tiếp nhận của kỳ sau" if is_unsettled else ""
        is_headline = self.key.measure in HEADLINE
        return self.facts.why_unsettled(
            self.case_type, None if is_headline else Measure(self.key.measure)
        )

    @property
    def short_spans(self) -> list[str]:
        """The units whose numbers do not span the time, each with the days that they span."""
        units = {self.unit} if self.unit else set(self.facts.status.units)
        spans = self.facts.short_spans([self.case_type])
        return [
            f"{unit.short_name} ({period_words(days)})"
            for unit, days in spans.items()
            if unit in units
        ]

    @property
    def share(self) -> tuple[CaseType, Number] | None:
        """The case type that it is part of, with its number."""
        parent = self.facts.codes.case_types.get(self.case_type.parent or "")
        if parent is None or self.number is None:
            return None
        whole = self.facts.headline(parent.code, Breakdown(self.key.breakdown), self.key.unit)
        is_share = self.key.measure in HEADLINE and whole is not None and whole.value
        is_fair = bool(self.key.unit) or lack_the_same(self.facts, self.case_type, parent)
        return (parent, whole) if is_share and is_fair and whole is not None else None

    @property
    def change(self) -> Change | None:
        """What changed since the year before, where it can be compared."""
        last = self.facts.last_year
        is_total = self.key == NumberKey(self.case_type.code, self.key.measure)
        if last is None or not is_total or self.key.measure not in HEADLINE:
            return None
        return next((c for c in last.changes if c.case_type.code == self.case_type.code), None)

    def as_object(self) -> dict[str, object]:
        columns = ["unit", "facility", "form", "case_type", "measure", "value", "path", "sheet"]
        period = self.compiled.period
        return {
            "year": self.facts.year,
            "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
            "case_type": self.key.case_type,
            "measure": self.key.measure,
            "breakdown": self.key.breakdown,
            "unit": self.key.unit or None,
            "value": self.number and self.number.value,
            "is_estimate": bool(self.number and self.number.is_estimate),
            "lacking": [unit.code for unit in self.lacking],
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
                for record in self.cells.to_dict("records")
            ],
        }


def _print(session: Session, answer: _Answer) -> None:
    for line in _heading(answer):
        session.out.print(line, soft_wrap=True)
    if answer.case_type.source[0] == "units":
        session.out.print("Chương trình đếm từ danh mục đơn vị (catalogue/units.csv).")
        return
    if len(answer.cells):
        session.out.print(_table(answer.cells))
        if (answer.cells["adds"] < 0).any():
            session.out.print(
                "Số có dấu trừ là số đơn vị kết thúc bàn giao cho đơn vị khác, bớt ra để không "
                "tính hai lần.",
                soft_wrap=True,
            )
    for line in _two_numbers(answer):
        session.out.print(line, soft_wrap=True)


def _heading(answer: _Answer) -> Iterator[str]:
    key, number = answer.key, answer.number
    measured_in = unit_of_measure(answer.case_type, key.measure)
    words = "chưa có số liệu" if number is None else f"{number} {measured_in}"
    yield f"{number_name(answer.compiled.codes, key)}: {words}"
    if answer.why_unknown:
        yield f"Các đơn vị đã báo cáo nhưng chưa xác định được số này, vì {answer.why_unknown}."
    if answer.lacking:
        yield f"Chưa đủ số liệu của: {', '.join(unit.short_name for unit in answer.lacking)}."
    if answer.short_spans:
        yield f"Số liệu không đủ kỳ: {'; '.join(answer.short_spans)}."


def _table(cells: pd.DataFrame) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Đơn vị", "Cơ sở", "Chỉ tiêu", "Kỳ đến"):
        table.add_column(heading, overflow="fold")
    table.add_column("Số", justify="right")
    for heading in ("Tệp", "Trang", "Ô"):
        table.add_column(heading, overflow="fold")
    for row in cells.to_dict("records"):
        table.add_row(
            str(row["unit"]),
            str(row["facility"]) or "—",
            str(row["case_type"]),
            format_date(row["period_end"]),
            format_number(float(row["adds"])),
            visible(str(row["path"])),
            visible(str(row["sheet"])),
            str(row["cells"]),
        )
    return table


def _two_numbers(answer: _Answer) -> Iterator[str]:
    """Shares and changes: each is of two numbers, which can be asked for in turn."""
    number = answer.number
    if number is not None and answer.share is not None:
        parent, whole = answer.share
        ratio = format_percent(number.value / whole.value)
        yield f"Tỷ lệ trong “{parent.label}” ({parent.code}): {number} / {whole} = {ratio}."
    if answer.change is not None and answer.facts.last_year is not None:
        change = answer.change
        yield (
            f"So với cùng kỳ năm {answer.facts.last_year.year}: {format_number(change.now)} − "
            f"{format_number(change.before)} = {format_number(change.change)}."
        )
