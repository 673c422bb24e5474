"""Writes docs/ma-kiem-tra.md: every kind of finding with an example and what to do.

The page is made from ``findings/kinds`` alone: each kind carries its texts and its example. Names
in an example stand as references, such as ``{unit:170}``, and are filled in here from the shipped
catalogue and the forms. ``make codes`` writes the page; a test fails while it is out of date.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from welfare_stats.design.catalogue import Catalogue, CatalogueAt, load_catalogue
from welfare_stats.design.forms import FORMS, Column
from welfare_stats.design.forms.head import HEAD_COLUMNS
from welfare_stats.findings import (
    CellRef,
    CellValue,
    Finding,
    FindingKind,
    Severity,
    SheetRef,
    kinds,
    shown,
)

REPOSITORY = Path(__file__).parents[1]
PAGE = REPOSITORY / "docs" / "ma-kiem-tra.md"
DAY_OF_EXAMPLES = date(2018, 8, 31)

_HEAD = """\
# Các mã kiểm tra

Trang này do `make codes` lập từ chương trình; không sửa bằng tay. Mỗi mã có nghĩa cố định: dùng khi
lọc kết quả `--json` hoặc trao đổi với người bảo trì. **Lỗi**: tệp chưa được tính. **Cảnh báo**: tệp
được tính, cần xem lại. **Lưu ý**: không phải làm gì. Lỗi ghi “được chấp nhận” thì cơ quan có thể
chấp nhận cho từng tệp bằng `welfare-stats waive`, kèm lý do và tên người quyết định.
"""
_TOPICS = {
    "file": "Tệp",
    "submission": "Tệp so với các tệp đã nhận",
    "head": "Đầu biểu",
    "period": "Kỳ báo cáo",
    "form": "Biểu mẫu",
    "table": "Bảng",
    "layout": "Bảng theo cách bố trí riêng của đơn vị",
    "cell": "Ô",
    "code": "Mã và tên",
    "row": "Dòng",
    "sum": "Tổng và thành phần",
    "movement": "Biến động",
    "list": "Danh sách trường hợp",
}


# --- references in examples --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name in braces stands for: ``{unit:170}`` becomes what ``words`` gives for "170"."""

    words: Callable[[str], str]

    def __format__(self, key: str) -> str:
        return self.words(key)


def references(catalogue: Catalogue) -> Mapping[str, object]:
    """What a text of an example may refer to, by the name before the colon.

    Behind the colon stands a code of the catalogue, a field of a form ("HX-01.closing") or an item
    of the head. The text of an example cannot be filled (``KeyError``) if there is none such on the
    day of the examples; ``later_code`` is for a case type of the catalogue that is not in force
    then.
    """
    codes = catalogue.at(DAY_OF_EXAMPLES)
    return {
        "forms": ", ".join(FORMS),
        "code": Reference(lambda code: _known(code, {*codes.units, *codes.case_types, *FORMS})),
        "later_code": Reference(
            lambda code: _known(code, catalogue.case_type_codes - codes.case_types.keys())
        ),
        "unit": Reference(lambda code: codes.units[code].name),
        "short": Reference(lambda code: codes.reporters[code].short),
        "case_type": Reference(lambda code: codes.case_types[code].label),
        "measure_unit": Reference(lambda code: codes.case_types[code].unit),
        "age_to": Reference(lambda code: str(codes.case_types[code].age_to)),
        "commune": Reference(lambda code: _commune(code, codes)),
        "commune_name": Reference(
            lambda code: {commune.code: commune.name for commune in codes.communes}[code]
        ),
        "heading": Reference(lambda field: _column(field).heading),
        "guidance": Reference(lambda field: _column(field).guidance),
        "head": Reference(lambda item: HEAD_COLUMNS[item].heading),
        "head_example": Reference(lambda item: HEAD_COLUMNS[item].guidance),
    }


def _known(code: str, codes: set[str] | frozenset[str]) -> str:
    if code not in codes:
        raise KeyError(code)
    return code


def _commune(code: str, codes: CatalogueAt) -> str:
    commune = {commune.code: commune for commune in codes.communes}[code]
    return codes.gazetteer.described([commune])


def _column(field: str) -> Column:
    """The column that "HX-01.closing" names."""
    form, _, name = field.partition(".")
    return FORMS[form].columns[name]


def finding_of(kind: FindingKind, names: Mapping[str, object]) -> Finding:
    """The finding that the kind's example describes, with ``names`` from ``references``."""
    example = kind.example
    return kind.at(
        _place(example.place),
        _filled(example.value, names),
        hidden=example.hidden,
        **{blank: _filled(text, names) for blank, text in example.blanks.items()},
    )


def _filled(value: CellValue, names: Mapping[str, object]) -> CellValue:
    return value.format_map(names) if isinstance(value, str) else value


def _place(place: str) -> CellRef | SheetRef | None:
    sheet, _, cell = place.partition("!")
    if cell:
        return CellRef.parse(sheet, cell)
    return SheetRef(sheet) if sheet else None


# --- the page ----------------------------------------------------------------------------------


def page() -> str:
    """The whole page."""
    names = references(load_catalogue(REPOSITORY / "catalogue", FORMS))
    parts = [_HEAD]
    for topic, group in groupby(sorted(kinds.BY_CODE.values(), key=_order), key=_topic):
        parts.append(f"\n## {_TOPICS[topic]}\n")
        parts += [_entry(kind, names) for kind in group]
    return "".join(parts)


def _topic(kind: FindingKind) -> str:
    return kind.code.partition(".")[0]


def _order(kind: FindingKind) -> int:
    """The place of the kind's topic; within a topic kinds stay in the order of their module."""
    return list(_TOPICS).index(_topic(kind))


def _entry(kind: FindingKind, names: Mapping[str, object]) -> str:
    waivable = kind.waivable and kind.severity is Severity.ERROR
    weight = kind.severity.words + (", được chấp nhận" if waivable else "")
    finding = finding_of(kind, names)
    value = shown(_filled(kind.example.value, names))
    # Most messages show the value; where one does not, the reader sees it beside the place.
    beside = "" if value in finding.message else f" (ô ghi “{value}”)"
    return (
        f"\n**{kind.title}** · `{kind.code}` · {weight}\n\n"
        f"> **{finding.place or 'Cả tệp'}**{beside} · {finding.message}\n\n"
        f"{finding.hint}\n"
    )


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
