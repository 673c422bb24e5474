"""The one formula of blank workbooks: a sum that stays blank while all its parts are.

Said here for writing and reading: where a program saved a filled-in form without calculating, the
formula is known and is computed when it is read.
"""

import re
from collections.abc import Sequence

_SUM = re.compile(r'IF\(COUNT\(([A-Z0-9,]+)\)=0,"",SUM\(\1\)\)')


def sum_formula(cells: Sequence[str]) -> str:
    """The formula over these A1 addresses; "not reported" is not 0."""
    listed = ",".join(cells)
    return f'=IF(COUNT({listed})=0,"",SUM({listed}))'


def summed_cells(formula: str) -> list[str] | None:
    """The cells that the formula adds up, or ``None`` where it is another one."""
    match = _SUM.fullmatch(formula.removeprefix("="))
    return match[1].split(",") if match else None
