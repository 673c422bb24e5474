"""Codes of numbers that count, and that no row of the catalogue has any more.

A code that was used is ended by ``valid_to``, never deleted: its numbers would have no name.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.catalogue.loading import CASE_TYPES_FILE, UNITS_FILE
from welfare_stats.register import Register, RegisterState


@dataclass(frozen=True, slots=True)
class Vanished:
    """A code that stands in the register and not in the catalogue.

    Attributes:
        what: what it is a code of, in Vietnamese.
        file: the code list that lacks it.
        figures: how many numbers that count have it.
        is_shortened: whether it is there without its leading zeros, as Excel leaves it.
    """

    what: str
    code: str
    file: str
    figures: int
    is_shortened: bool = False

    @property
    def words(self) -> str:
        """What to tell the office."""
        if self.is_shortened:
            return (
                f"Mã {self.what} “{self.code}” trong catalogue/{self.file} đã mất số 0 ở đầu (còn "
                f"“{self.code.lstrip('0')}”), nên {self.figures} số đang được tính không còn mã. "
                "Excel bỏ số 0 khi mở tệp CSV: hãy ghi lại mã, và để cột mã dạng Text khi sửa."
            )
        return (
            f"Mã {self.what} “{self.code}” không còn trong catalogue/{self.file} nhưng có "
            f"{self.figures} số đang được tính dùng mã này. Hãy ghi lại dòng đó; muốn thôi dùng "
            "thì ghi valid_to, không xóa dòng, không đổi mã."
        )


def vanished(register: Register, state: RegisterState, catalogue: Catalogue) -> list[Vanished]:
    """All such codes, those of units first."""
    return [
        *_units(state, catalogue),
        *_case_types(register, state, catalogue),
    ]


def _units(state: RegisterState, catalogue: Catalogue) -> Iterator[Vanished]:
    counts: Counter[str] = Counter()
    for statement in state.standing.statements():
        _, facility = statement.scope
        for code in {statement.unit, facility} - {""} - catalogue.unit_codes:
            counts[code] += statement.figures
    for code, figures in sorted(counts.items()):
        is_shortened = code.startswith("0") and code.lstrip("0") in catalogue.unit_codes
        yield Vanished("đơn vị", code, UNITS_FILE, figures, is_shortened)


def _case_types(
    register: Register, state: RegisterState, catalogue: Catalogue
) -> Iterator[Vanished]:
    found = register.figures_but_of(catalogue.case_type_codes)
    if not found:
        return
    standing = {(s.receipt, s.scope) for s in state.standing.statements()}
    counts: Counter[str] = Counter()
    for code, receipt, scope, figures in found:
        if (receipt, scope) in standing:
            counts[code] += figures
    for code, figures in sorted(counts.items()):
        yield Vanished("chỉ tiêu", code, CASE_TYPES_FILE, figures)
