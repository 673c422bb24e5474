"""A receipt as the register gives it, to be varied."""

import datetime as dt

from welfare_stats.period import ReportingPeriod
from welfare_stats.register import Receipt
from welfare_stats.validate.verdict import Outcome

EIGHT_MONTHS = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31))


def receipt(number: int, unit: str | None = "170", **more: object) -> Receipt:
    values: dict[str, object] = {
        "id": number,
        "recorded_at": dt.datetime(2018, 9, 3, 8) + dt.timedelta(minutes=number),
        "path": f"data/raw/2018/{number}.xlsx",
        "sha256": f"{number:064}",
        "context": "",
        "received_on": dt.date(2018, 9, 3),
        "outcome": Outcome.ACCEPTED,
        "unit": unit,
        "period": EIGHT_MONTHS,
        "scopes": {("HX-01", ""): 3},
    }
    return Receipt(**(values | more))  # type: ignore[arg-type]
