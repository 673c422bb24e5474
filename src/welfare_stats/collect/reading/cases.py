"""The cases of a list, whatever its form calls its fields.

>>> from datetime import date
>>> from welfare_stats.design.forms import FORMS
>>> form = FORMS["DS-01"]
>>> cells = {"record_code": "HS-1", "received_on": date(2018, 3, 5)}
>>> [case] = cases_of(form, form.adapter.validate_python([dict.fromkeys(form.required) | cells]))
>>> case.record, case.start, case.sex
('HS-1', datetime.date(2018, 3, 5), None)
"""

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from welfare_stats.design.forms import Form, FormRow, Role
from welfare_stats.design.forms.cells import Sex


class Case(NamedTuple):
    """One row of a list by the roles of its columns.

    ``None`` is a blank, a cell that could not be read, or a column that the form has not.
    """

    facility: str | None
    case_type: str | None
    record: str | None
    name: str | None
    birth: date | int | None
    sex: Sex | None
    ethnicity: str | None
    identity: str | None
    commune: str | None
    start: date | None
    end: date | None


def cases_of(form: Form, rows: Sequence[FormRow]) -> list[Case]:
    """The rows of a list of this form as cases."""
    names = [form.roles.get(Role(field)) for field in Case._fields]
    if all(names):
        return list(map(Case._make, map(attrgetter(*filter(None, names)), rows)))
    return [
        Case._make(None if name is None else getattr(row, name, None) for name in names)
        for row in rows
    ]
