"""The numbers of the text: each knows its name, whether it is known, and what it is without.

A number that is not known cannot be printed: a template has to ask first (``.known``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from welfare_stats.analyse.shares import share
from welfare_stats.design.catalogue import ReportingUnit
from welfare_stats.report.office_templates import ExplainedError
from welfare_stats.report.unit_names import names_or_count
from welfare_stats.vietnamese import format_money, format_number, format_percent, pad2


class UnknownNumberError(ExplainedError):
    """A template prints a number that is not known, without having asked whether it is."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"“{name}” không có số liệu nên không in được; hãy hỏi trước, bằng cách đặt câu hoặc "
            f"vế câu đó giữa {{% if {name}.known %}} và {{% endif %}}"
        )


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a number is without; equal if the text says the same of both.

    Attributes:
        units: those that owe the number but did not report it in full.
        short: those whose figures in it do not span the whole period of the report.
        estimated: those of which it holds an estimate.
        holds_parts: whether it holds something all the same of a unit that it is without.
    """

    units: tuple[ReportingUnit, ...] = ()
    short: tuple[ReportingUnit, ...] = ()
    estimated: tuple[ReportingUnit, ...] = ()
    holds_parts: bool = field(default=False, compare=False)

    @property
    def words(self) -> str:
        """The remark on the number, as the predicate of a sentence; "" where it lacks nothing."""
        remarks = {
            "chưa đủ số liệu của": self.units,
            "có số liệu không đủ kỳ của": self.short,
            "có số ước thực hiện của": self.estimated,
        }
        said = [f"{what} {_names(units)}" for what, units in remarks.items() if units]
        return " và ".join(said)


def _names(units: Iterable[ReportingUnit]) -> str:
    return names_or_count([unit.short_name for unit in units], pad2)


NOTHING = Lacks()


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """A number beside that of the same days of the year before.

    Attributes:
        year: the year before.
        change: by how much it has grown; ``None`` where the two cannot be compared.
        ratio: the change in the number of before; ``None`` where that was 0.
        unit: in what the number is counted.
        why: why they cannot be compared, as a clause.
    """

    year: int
    change: float | None
    ratio: float | None
    unit: str
    why: str = ""

    @property
    def words(self) -> str:
        """The comparison as people write it: "tăng 790 người (1,5%) so với cùng kỳ năm 2018"."""
        then = f"cùng kỳ năm {self.year}"
        if self.change is None:
            return f"chưa so sánh được với {then} vì {self.why}"
        if not self.change:
            return f"bằng {then}"
        way = "tăng" if self.change > 0 else "giảm"
        ratio = f" ({format_percent(abs(self.ratio))})" if self.ratio is not None else ""
        return f"{way} {format_number(abs(self.change))} {self.unit}{ratio} so với {then}"


@dataclass(frozen=True, slots=True)
class Total:
    """A province total as the template sees it; ``{{ total }}`` prints it in Vietnamese notation.

    Attributes:
        name: how the template calls it; for messages.
        _value: the number; ``None`` where nobody reported it.
        case_type: code of what it counts.
        label: what it counts, in words; "" where its case type is not in force in the period.
        is_part: whether it counts only some of the people of its case type, such as the women.
        why_unsettled: why it is not known although it was reported, in words, or "".
        lacks: what it is without.
        two_digits: whether it is written with two digits at least.
        is_money: whether it is an amount of nghìn đồng that is written with its unit.
        year_on_year: how it compares with the year before; ``None`` where that is not known.
    """

    name: str
    _value: float | None
    case_type: str = ""
    label: str = ""
    is_part: bool = False
    why_unsettled: str = ""
    lacks: Lacks = NOTHING
    two_digits: bool = False
    is_money: bool = False
    year_on_year: YearOnYear | None = field(default=None, compare=False)

    @property
    def known(self) -> bool:
        """Whether anybody reported it."""
        return self._value is not None

    @property
    def zero(self) -> bool:
        """Whether it is known to be 0."""
        return self._value == 0

    @property
    def asked(self) -> bool:
        """Whether its case type is in force: only then may the text say that it is missing."""
        return bool(self.label)

    @property
    def value(self) -> float:
        """The number.

        Raises:
            UnknownNumberError: nobody reported it.
        """
        if self._value is None:
            raise UnknownNumberError(self.name)
        return self._value

    @property
    def caveat(self) -> str:
        """A remark in brackets on what the number is without, or ""."""
        return f" ({self.lacks.words})" if self.lacks.words else ""

    @property
    def compared(self) -> str:
        """The comparison with the year before, or ""; what a caveat says is not said again."""
        found = self.year_on_year
        if found is None or (found.change is None and self.lacks.words):
            return ""
        return f" ({found.words})" if found.change is None else f", {found.words}"

    def __str__(self) -> str:
        if self.is_money:
            return format_money(self.value)
        return pad2(self.value) if self.two_digits else format_number(self.value)


@dataclass(frozen=True, slots=True)
class Share:
    """A number in per cent of another; ``{{ share }}`` prints it.

    Attributes:
        name: how the template calls it; for messages.
        ratio: the share; ``None`` where it is not known.
        caveat: a remark in brackets on what both numbers are without, or "".
    """

    name: str
    ratio: float | None
    caveat: str = ""

    @property
    def known(self) -> bool:
        """Whether it can be said."""
        return self.ratio is not None

    def __str__(self) -> str:
        if self.ratio is None:
            raise UnknownNumberError(self.name)
        return format_percent(self.ratio)


def share_of(part: Total, whole: Total) -> Share:
    """The share of a part in its whole.

    It is not known where one of the two is not, where the whole is 0, and where the two do not
    count the same people: units are missing from one of them only, or one holds some unit in part.
    A share of numbers that lack the same units is right for all others, and says so.

    Raises:
        ExplainedError: one of the two is no number of the report.
    """
    if not (isinstance(part, Total) and isinstance(whole, Total)):
        raise ExplainedError("share cần hai số liệu, hãy viết như share(total.A, total.B)")
    name = f"share({part.name}, {whole.name})"
    holds_parts = part.lacks.holds_parts or whole.lacks.holds_parts
    if not (part.known and whole.known) or part.lacks != whole.lacks or holds_parts:
        return Share(name, None)
    return Share(name, share(part.value, whole.value), part.caveat)


def with_two_digits(count: Total | float) -> Total | str:
    """The filter ``pad2``: a number of the text, or a plain one, to be written like "04"."""
    return replace(count, two_digits=True) if isinstance(count, Total) else pad2(count)
