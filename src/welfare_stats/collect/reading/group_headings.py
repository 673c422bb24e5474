"""What group headings make of the headings below them.

"Tăng trong kỳ" over "Tổng số" is the increase, and over "Nữ" it is none of the columns of the form.
A group that says something else than the form knows leaves nothing below it certain:

>>> from welfare_stats.design.forms import FORMS
>>> form = FORMS["HX-01"]
>>> field_under(("Biến động trong kỳ", "Tăng"), form), field_under(("Tăng", "Tổng số"), form)
('increase', 'increase')
>>> field_under(("Tăng", "Nữ"), form), field_under(("Đề nghị hưởng", "Tổng số"), form)
(None, None)
"""

import re
from collections.abc import Collection, Sequence

from welfare_stats.collect.reading.heading_paths import is_comparison, year_of_heading
from welfare_stats.collect.reading.headings import NO_OTHERS, FieldsByHeading, fields_named
from welfare_stats.design.forms import Breakdown, Form, Measure
from welfare_stats.vietnamese import fold

# Groups that say nothing of which number stands below.
_SAYS_NOTHING = re.compile(
    r"(?:(?:trong do|trong|chia ra|chia theo|gom|gom co|bao gom|so|tong|cong|ts|luong|nguoi|luot"
    r"|doi tuong|dt|nhom|loai|dien|bao tro|tro giup|xa hoi|btxh|tgxh|tcxh|tro cap|hang thang"
    r"|tai cong dong|duoc|dang|huong"
    r"|quan ly|bien dong|phat sinh|tinh hinh|trong ky|trong nam|ky|nam|nay|bao cao|thuc hien"
    r"|ket qua|\d{1,2} thang(?: dau nam)?"
    r"|so lieu|chi tieu|co|dvt|don vi tinh|va|cac|cua|theo|dan so|thong tin) ?)+"
)
_UP_AND_DOWN = re.compile(r"(?:(?:so|bien dong|tinh hinh|nguoi|doi tuong) )*tang (?:va )?giam\b.*")
PATH_MARK = " – "
"""Between the headings of a column, where they are told as one text."""
_HOW_MANY = re.compile(r"(?:(?:so|tong|cong|ts|nguoi|luot|luong|doi tuong|chung|tat ca) ?)+")


def field_under(path: Sequence[str], form: Form, also: FieldsByHeading = NO_OTHERS) -> str | None:
    """The field that all headings above a column name together; ``None`` if they do not agree."""
    *groups, own = path
    taught = also.get(fold(PATH_MARK.join(path)), {}).get(form.code)
    if taught is not None:  # of headings that contradict each other, what the office said
        return taught
    name = fields_named(own, also).get(form.code)
    if name is None and groups and year_of_heading(own) is not None:
        return _of_this_time(groups, form, also)  # "Thực hiện" below "Kinh phí"
    if name is None and groups and _HOW_MANY.fullmatch(fold(own)):
        name = form.headline
    return name if name is None else field_within(groups, own, name, form, also)


def _of_this_time(groups: Sequence[str], form: Form, also: FieldsByHeading) -> str | None:
    """The field that the nearest group with a name says, above a heading that says only when."""
    for depth in range(len(groups) - 1, -1, -1):
        name = fields_named(groups[depth], also).get(form.code)
        if name in form.numbers:
            return field_within(groups[:depth], groups[depth], name, form, also)
        if not says_nothing(groups[depth]):
            return None
    return None


def field_within(
    groups: Sequence[str], own: str, name: str, form: Form, also: FieldsByHeading = NO_OTHERS
) -> str | None:
    """The field of a heading that names ``name`` by itself, below these groups.

    Args:
        groups: the headings above it, from the top to the bottom.
        own: the heading.
        name: the field that it names.
        form: the form.
        also: the office's own headings.
    """
    if name not in form.numbers:
        return name
    says_only_how_many = _HOW_MANY.fullmatch(fold(own)) is not None
    found: str | None = name
    for group in reversed(groups):
        if found is None:
            return None
        found = _within(group, found, says_only_how_many, form, also)
    return found


def odd_heading(path: Sequence[str], form: Form, also: FieldsByHeading = NO_OTHERS) -> str | None:
    """The heading above a column that says nothing the form knows; ``None`` if they contradict."""
    for text in reversed(path):
        if form.code not in fields_named(text, also) and not says_nothing(text):
            return text
    return None


def says_nothing(group: str, names: Collection[str] = ()) -> bool:
    """Whether a group does not change what the headings below it name; these are ``names``."""
    words = fold(group)
    if _SAYS_NOTHING.fullmatch(words) or year_of_heading(group) is not None:
        return True
    return (
        _UP_AND_DOWN.fullmatch(words) is not None
        and ({"increase", "decrease"} >= set(names) if names else True)
        and "so voi" not in words
    )


def only_compares(path: Sequence[str]) -> bool:
    """Whether what stands above a column says that it only compares, such as with last year."""
    return is_comparison(path[-1]) or groups_compare(path[:-1])


def groups_compare(groups: Sequence[str]) -> bool:
    """Whether one of the groups above a heading says that what is below only compares."""
    return any(is_comparison(group) for group in groups if not says_nothing(group))


def _within(
    group: str, name: str, says_only_how_many: bool, form: Form, also: FieldsByHeading
) -> str | None:
    if says_nothing(group, [name]):
        return name
    above = fields_named(group, also).get(form.code)
    if above == name:
        return name
    if above is None or above not in form.numbers:
        return None
    column = form.numbers[name]
    if above == form.headline:
        is_of_it = form.whole_of(column) == above if column.measure != Measure.AMOUNT else True
        return name if is_of_it else None
    is_headline = name == form.headline
    is_part = form.numbers[above].breakdown is not Breakdown.ALL
    return above if is_headline and (says_only_how_many or is_part) else None
