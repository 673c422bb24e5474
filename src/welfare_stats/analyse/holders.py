"""Who had the people of a unit before a period began.

Beside ``succession``, for it is asked of every file, in a run that adds nothing up and so can do
without pandas.
"""

from datetime import date, timedelta

from welfare_stats.design.catalogue import Catalogue


def holders_on_the_eve(catalogue: Catalogue, unit: str, day: date) -> frozenset[str] | None:
    """The units that had the people whom a unit has when a period begins on a day.

    It is the unit itself; of one that took over others on that very day also these, and not itself
    if it is new. ``None`` where one of them was divided: nobody knows who has how many.
    """
    of_day = [row for row in catalogue.successions if row.day == day]
    taken = {row.predecessor for row in of_day if row.successor == unit}
    if any(row.predecessor in taken and row.successor != unit for row in of_day):
        return None
    is_new = bool(taken) and unit not in catalogue.at(day - timedelta(days=1)).units
    return frozenset(taken if is_new else taken | {unit})
