"""The one formula in blank workbooks: a sum that stays blank while all its parts are blank.

>>> sum_formula(["D13", "D14"])
'=IF(COUNT(D13,D14)=0,"",SUM(D13,D14))'
>>> summed_cells('=IF(COUNT(D13,D14)=0,"",SUM(D13,D14))')
['D13', 'D14']

Some programs save a filled-in form without calculating its formulas. The reading then recognises
this one and computes the sum itself.
"""

import re
from collections.abc import Sequence

_SUM = re.compile(r'IF\(COUNT\(([A-Z0-9,]+)\)=0,"",SUM\(\1\)\)')


def sum_formula(cells: Sequence[str]) -> str:
    """The formula that adds up the cells at these A1 addresses; with all blank it is "", not 0."""
    listed = ",".join(cells)
    return f'=IF(COUNT({listed})=0,"",SUM({listed}))'


def summed_cells(formula: str) -> list[str] | None:
    """The A1 addresses that such a formula adds up; ``None`` for any other formula."""
    match = _SUM.fullmatch(formula.removeprefix("="))
    return match[1].split(",") if match else None
