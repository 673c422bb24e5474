"""``welfare-stats explain``: lists the cells that a total comes from."""

import json

import click
import pandas as pd
from rich.table import Table

from welfare_stats.analyse.lineage import sources_of
from welfare_stats.analyse.totals import figures_of, period_of, province_totals, total_of
from welfare_stats.cli.session import Session, json_option, pass_session, year_option
from welfare_stats.design.catalogue import CaseType
from welfare_stats.findings import visible
from welfare_stats.pipeline.publish import standing_observations
from welfare_stats.register import Register, state_after
from welfare_stats.vietnamese import format_number


@click.command("explain")
@year_option
@click.option("--case-type", required=True, metavar="MÃ", help="Mã chỉ tiêu trong danh mục.")
@click.option("--unit", metavar="MÃ", help="Chỉ số liệu của đơn vị hoặc cơ sở này.")
@json_option
@pass_session
def command(
    session: Session, year: int, case_type: str, unit: str | None, *, as_json_wanted: bool
) -> None:
    """Cho biết số của một chỉ tiêu lấy từ tệp nào, trang nào, ô nào.

    Ví dụ: welfare-stats explain --year 2018 --case-type nuoi_duong
    """
    with Register.open(session.workspace.register) as register:
        state = state_after(register.history().entries)
        observations = standing_observations(session.workspace, register, state, year)
    codes = session.catalogue.during(period_of(observations))
    if case_type not in codes.case_types:
        raise click.BadParameter(f"không có chỉ tiêu “{case_type}” trong danh mục năm {year}.")
    if unit is not None:
        if unit not in codes.units:
            raise click.BadParameter(f"không có đơn vị “{unit}” trong danh mục năm {year}.")
        is_of_unit = (observations["unit"] == unit) | (observations["facility"] == unit)
        observations = observations[is_of_unit]
    sources = sources_of(observations, codes, case_type)
    value = total_of(province_totals(figures_of(observations, codes)), case_type)
    chosen = codes.case_types[case_type]
    if as_json_wanted:
        click.echo(_as_json(year, chosen, unit, value, sources))
    else:
        _print(session, chosen, value, sources)


def _as_json(
    year: int, case_type: CaseType, unit: str | None, value: float | None, sources: pd.DataFrame
) -> str:
    columns = ["unit", "facility", "form", "case_type", "measure", "value", "path", "sheet"]
    document = {
        "year": year,
        "case_type": case_type.code,
        "unit": unit,
        "value": value,
        "sources": [
            {column: record[column] for column in columns}
            | {
                "cell": record["cells"],
                "period": {
                    "start": record["period_start"].isoformat(),
                    "end": record["period_end"].isoformat(),
                },
            }
            for record in sources.to_dict("records")
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _print(
    session: Session, case_type: CaseType, value: float | None, sources: pd.DataFrame
) -> None:
    number = "chưa có số liệu" if value is None else f"{format_number(value)} {case_type.unit}"
    session.out.print(f"{case_type.label}: {number}", soft_wrap=True)
    if case_type.derived_from is not None and sources.empty:
        session.out.print("Chương trình tính từ danh mục đơn vị (catalogue/units.csv).")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Đơn vị", "Cơ sở", "Chỉ tiêu"):
        table.add_column(heading, overflow="fold")
    table.add_column("Số", justify="right")
    for heading in ("Tệp", "Trang", "Ô"):
        table.add_column(heading, overflow="fold")
    for row in sources.itertuples():
        table.add_row(
            str(row.unit),
            str(row.facility) or "—",
            str(row.case_type),
            format_number(float(str(row.value))),
            visible(str(row.path)),
            visible(str(row.sheet)),
            str(row.cells),
        )
    session.out.print(table)
