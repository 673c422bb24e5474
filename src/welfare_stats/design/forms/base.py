"""What a form is, and the columns that several forms share."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter

from welfare_stats.design.forms.cells import (
    NUMBER_GUIDANCE,
    Amount,
    Count,
    LowerCode,
    Text,
    UpperCode,
)
from welfare_stats.design.forms.columns import Breakdown, Column, Measure, Role
from welfare_stats.vietnamese import fold


class FormRow(BaseModel):
    """One row of a form's table; the fields, in this order, are the columns of the blank form."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def declared_columns(model: type[BaseModel]) -> dict[str, Column]:
    """The ``Column`` in the annotation of each field of a model, by field."""
    return {
        name: column
        for name, field in model.model_fields.items()
        for column in field.metadata
        if isinstance(column, Column)
    }


@dataclass(frozen=True)
class Form:
    """A declared form.

    Attributes:
        row: the model of one row; its annotations declare the columns.
        key: fields whose values, taken together, must not repeat in a submission.
        is_list: whether each row is one case, and the program counts them; the rows of all other
            forms hold numbers.
        version: raised whenever the form asks something else than its earlier blank workbooks.
    """

    code: str
    title: str
    row: type[FormRow]
    key: tuple[str, ...]
    is_list: bool = False
    version: int = 1

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by field, in the order of the blank form."""
        return declared_columns(self.row)

    @cached_property
    def roles(self) -> dict[Role, str]:
        """The fields whose columns have a role, by role."""
        return {column.role: name for name, column in self.columns.items() if column.role}

    @cached_property
    def required(self) -> frozenset[str]:
        """Fields whose cells must be filled in on every row."""
        fields = self.row.model_fields
        return frozenset(name for name, field in fields.items() if field.is_required())

    @cached_property
    def numbers(self) -> dict[str, Column]:
        """The columns that hold numbers, by field."""
        return {name: column for name, column in self.columns.items() if column.measure}

    @cached_property
    def numbers_by_code(self) -> dict[str, Column]:
        """The columns of numbers by the code of their measure, or of the part that they count."""
        return {
            str(column.measure if column.breakdown is Breakdown.ALL else column.breakdown): column
            for column in self.numbers.values()
        }

    @cached_property
    def dates(self) -> frozenset[str]:
        """The fields of columns that hold days."""
        fields = self.row.model_fields.items()
        return frozenset(name for name, field in fields if date in get_args(field.annotation))

    def numbers_called(self, text: str) -> list[Column]:
        """The columns of numbers that a text names: by heading, or by measure or breakdown code."""
        wanted = fold(text)
        return [
            column
            for column in self.numbers.values()
            if wanted in {fold(name) for name in (*column.headings, *_codes_of(column))}
        ]

    @cached_property
    def wholes(self) -> dict[Measure, str]:
        """The field of each measure for all that it counts, not for some part of them."""
        return {
            column.measure: name
            for name, column in self.numbers.items()
            if column.measure and column.breakdown is Breakdown.ALL
        }

    @property
    def headline(self) -> str | None:
        """The field of the number that a row is about: its total or closing; none on a list."""
        return self.wholes.get(Measure.TOTAL) or self.wholes.get(Measure.CLOSING)

    def whole_of(self, part: Column) -> str:
        """The field of the total that a breakdown column is part of."""
        return self.wholes[part.measure] if part.measure else ""

    @cached_property
    def adapter(self) -> TypeAdapter[list[FormRow]]:
        """The validator of all rows of a table in one call."""
        return TypeAdapter(list[self.row])  # type: ignore[name-defined]


def _codes_of(column: Column) -> tuple[str, ...]:
    if column.breakdown is Breakdown.ALL:
        return (column.measure.value,) if column.measure else ()
    return (column.breakdown.value,)


IN_WHICH = "Trong đó"

Ordinal = Annotated[
    Text,
    Column(
        "STT",
        also=("TT", "Số TT", "Số thứ tự"),
        may_be_absent=True,
        guidance="Số thứ tự.",
        role=Role.ORDINAL,
    ),
]
FacilityCode = Annotated[
    UpperCode,
    Column(
        "Mã cơ sở",
        also=("Mã số cơ sở", "Mã CS"),
        guidance="Mã của cơ sở trong danh mục, ví dụ CSTG-01.",
        role=Role.FACILITY,
    ),
]
FacilityName = Annotated[
    Text,
    Column(
        "Tên cơ sở",
        also=("Tên cơ sở trợ giúp xã hội", "Cơ sở", "Tên đơn vị", "Đơn vị báo cáo"),
        may_be_absent=True,
        guidance="Tên đầy đủ của cơ sở.",
    ),
]
CaseTypeCode = Annotated[
    LowerCode,
    Column(
        "Mã chỉ tiêu",
        also=("Mã số chỉ tiêu", "Mã CT"),
        guidance="Mã trong danh mục chỉ tiêu; không tự đặt mã.",
        role=Role.CASE_TYPE,
    ),
]
CaseTypeLabel = Annotated[
    Text,
    Column(
        "Chỉ tiêu",
        also=(
            "Tên chỉ tiêu",
            "Nội dung chỉ tiêu",
            "Nội dung",
            "Đối tượng",
            "Nội dung báo cáo",
            "Nội dung công việc",
            "Hoạt động",
            "Nội dung hoạt động",
        ),
        may_be_absent=True,
        guidance="Tên của chỉ tiêu như trong danh mục.",
    ),
]
MeasureUnit = Annotated[
    Text,
    Column(
        "Đơn vị tính",
        also=("ĐVT", "Đơn vị"),
        may_be_absent=True,
        guidance="Đơn vị tính như trong danh mục.",
    ),
]
Total = Annotated[
    Count,
    Column(
        "Tổng số",
        also=(
            "Số lượng",
            "Kết quả thực hiện",
            "Thực hiện trong kỳ",
            "Tổng cộng",
            "Kết quả",
            "Số liệu",
            "Số người",
            "Số đối tượng",
            "Lũy kế",
            "Lũy kế từ đầu năm",
        ),
        guidance=NUMBER_GUIDANCE,
        measure=Measure.TOTAL,
    ),
]
AmountSpent = Annotated[
    Amount,
    Column(
        "Kinh phí (nghìn đồng)",
        also=(
            "Kinh phí",
            "Kinh phí thực hiện (nghìn đồng)",
            "Kinh phí (1.000 đồng)",
            "Kinh phí (1000 đồng)",
            "Kinh phí (1000đ)",
            "Kinh phí (1.000đ)",
            "Kinh phí (ngàn đồng)",
        ),
        guidance="Tiền đã chi trong kỳ, tính bằng nghìn đồng.",
        measure=Measure.AMOUNT,
    ),
]
Note = Annotated[
    Text,
    Column("Ghi chú", may_be_absent=True, guidance="Giải thích số liệu; không ghi tên người."),
]


def part_column(breakdown: Breakdown, heading: str, *also: str, of: Measure) -> Column:
    """A "trong đó" column: the part of a measure that one breakdown makes up."""
    return Column(
        heading,
        also=(f"{IN_WHICH} {heading.lower()}", *also),
        group=IN_WHICH,
        guidance=f"Không lớn hơn tổng. {NUMBER_GUIDANCE}",
        measure=of,
        breakdown=breakdown,
    )


_FEMALE = (Breakdown.FEMALE, "Nữ", "Số nữ", "Là nữ", "Phụ nữ", "Nữ giới")
_ETHNIC_MINORITY = (
    Breakdown.ETHNIC_MINORITY,
    "Dân tộc thiểu số",
    "DTTS",
    "Người DTTS",
    "Người dân tộc thiểu số",
    "Dân tộc",
)

FemaleOfTotal = Annotated[Count, part_column(*_FEMALE, of=Measure.TOTAL)]
EthnicMinorityOfTotal = Annotated[Count, part_column(*_ETHNIC_MINORITY, of=Measure.TOTAL)]
FemaleOfClosing = Annotated[Count, part_column(*_FEMALE, of=Measure.CLOSING)]
EthnicMinorityOfClosing = Annotated[Count, part_column(*_ETHNIC_MINORITY, of=Measure.CLOSING)]
