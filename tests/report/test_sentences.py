"""Sentences that list numbers: what is known, zero or missing, and what they are without."""

import pytest

from welfare_stats.design.catalogue import Catalogue
from welfare_stats.report.sentences import Row, listing, whole_and_parts
from welfare_stats.report.text_numbers import NOTHING, Lacks, Total, share_of


def number(
    value: float | None, label: str = "", *, code: str = "", lacks: Lacks = NOTHING
) -> Total:
    return Total(f"total.{code or label}", value, code or label, label, code != "", lacks=lacks)


def row(value: float | None, label: str, lacks: Lacks = NOTHING) -> Row:
    low = label.lower()
    return [number(value, label, lacks=lacks), f"{low} … ca (%)", f"không có {low}"]


@pytest.fixture
def lacks(catalogue: Catalogue) -> dict[str, Lacks]:
    units = list(catalogue.at_any_time().units.values())
    return {
        "": NOTHING,
        "one": Lacks(units=tuple(units[1:2])),
        "three": Lacks(units=tuple(units[1:4])),
        "four": Lacks(units=tuple(units[1:5])),
        "four others": Lacks(units=tuple(units[2:6])),
        "short": Lacks(short=tuple(units[2:3])),
        "both": Lacks(units=tuple(units[1:2]), short=tuple(units[2:3])),
        "estimate": Lacks(short=tuple(units[2:3]), estimated=tuple(units[1:2])),
        "parts": Lacks(units=tuple(units[1:2]), holds_parts=True),
    }


def test_the_remark_on_a_number_names_up_to_three_units(lacks: dict[str, Lacks]) -> None:
    assert {name: number(1, lacks=one).caveat for name, one in lacks.items()} == {
        "": "",
        "one": " (chưa đủ số liệu của Thành phố Thái Nguyên)",
        "three": " (chưa đủ số liệu của Thành phố Thái Nguyên, Thành phố Sông Công, Huyện Định "
        "Hóa)",
        "four": " (chưa đủ số liệu của 04 đơn vị)",
        "four others": " (chưa đủ số liệu của 04 đơn vị)",
        "short": " (có số liệu không đủ kỳ của Thành phố Sông Công)",
        "both": " (chưa đủ số liệu của Thành phố Thái Nguyên và có số liệu không đủ kỳ của Thành "
        "phố Sông Công)",
        "estimate": " (có số liệu không đủ kỳ của Thành phố Sông Công và có số ước thực hiện của "
        "Thành phố Thái Nguyên)",
        "parts": " (chưa đủ số liệu của Thành phố Thái Nguyên)",
    }


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        ((1, ""), (4, ""), "25,0%"),
        ((0, ""), (4, ""), "0,0%"),
        ((1, "one"), (4, "one"), "25,0%"),
        ((None, ""), (4, ""), None),
        ((1, ""), (None, ""), None),
        ((0, ""), (0, ""), None),
        ((1, ""), (4, "one"), None),
        ((1, "one"), (4, ""), None),
        ((1, "four"), (4, "four others"), None),
        ((1, "one"), (4, "parts"), None),
        ((1, "short"), (4, ""), None),
        ((1, "estimate"), (4, "short"), None),
    ],
)
def test_a_share_is_of_numbers_of_the_same_units(
    part: tuple[float | None, str],
    whole: tuple[float | None, str],
    share: str | None,
    lacks: dict[str, Lacks],
) -> None:
    found = share_of(*(number(value, lacks=lacks[name]) for value, name in (part, whole)))
    assert (str(found) if found.known else None) == share
    assert found.caveat == (number(1, lacks=lacks[part[1]]).caveat if share else "")


def test_a_list_says_what_is_known_then_what_is_zero_then_what_is_missing() -> None:
    a, b, zero, unknown, ended = 5.0, 7.0, 0.0, None, number(None)
    whole = number(20, "Tổng")

    def said(*values: float | None) -> str:
        rows = [row(value, label) for value, label in zip(values, "ABC", strict=False)]
        return listing([*rows, [ended, "… ca", "không có ca"]], "; ", "Trong kỳ ", whole)

    assert [said(a, b), said(a), said(zero, b), said(zero, zero), said(a, unknown)] == [
        "Trong kỳ a 5 ca (25,0%); b 7 ca (35,0%).",
        "Trong kỳ a 5 ca (25,0%).",
        "Trong kỳ b 7 ca (35,0%); không có a.",
        "Trong kỳ không có a; không có b.",
        "Trong kỳ a 5 ca (25,0%); chưa có số liệu về nội dung “B”.",
    ]
    assert [said(unknown, b, unknown), said(unknown, unknown), said()] == [
        "Trong kỳ b 7 ca (35,0%); chưa có số liệu về các nội dung “A”, “C”.",
        "Chưa có số liệu về các nội dung “A”, “B”.",
        "",
    ]


def test_a_whole_is_told_with_its_parts() -> None:
    def said(whole: Total, *parts: float | None) -> str:
        rows = [row(value, label) for value, label in zip(parts, "ABC", strict=False)]
        return whole_and_parts([whole, "tư vấn … ca", "không có ca nào"], ", gồm: ", rows)

    known, zero, unknown, ended = (
        number(20, "W"), number(0, "W"), number(None, "W"), number(None),
    )  # fmt: skip
    assert [said(known, 5, 15), said(known, 0, 20), said(known, 0, 0), said(known, None, 5)] == [
        "Tư vấn 20 ca, gồm: a 5 ca (25,0%), b 15 ca (75,0%).",
        "Tư vấn 20 ca, gồm: b 20 ca (100,0%); không có a.",
        "Tư vấn 20 ca; không có a, không có b.",
        "Tư vấn 20 ca, gồm: b 5 ca (25,0%); chưa có số liệu về nội dung “A”.",
    ]
    assert [said(known, None), said(known), said(zero, 0, None), said(ended)] == [
        "Tư vấn 20 ca; chưa có số liệu về nội dung “A”.",
        "Tư vấn 20 ca.",
        "Không có ca nào.",
        "",
    ]
    assert [said(unknown, None), said(unknown, 5, None), said(ended, 5)] == [
        "Chưa có số liệu về nội dung “W”.",
        "A 5 ca; chưa có số liệu về các nội dung “W”, “B”.",
        "A 5 ca.",
    ]


def test_parts_of_the_people_are_not_told_without_the_people() -> None:
    women = [number(3, "nữ", code="w"), "nữ … người", "không có nữ"]
    for whole, said in [
        (Total("total.w", 5, "w", "W"), "Có 5 người, trong đó nữ 3 người."),
        (Total("total.w", None, "w", "W"), "Chưa có số liệu về nội dung “W”."),
    ]:
        row = [whole, "có … người", "không có người"]
        assert whole_and_parts(row, ", trong đó ", [women]) == said
    unknown = [number(None, "nữ", code="w"), "nữ … người", "không có nữ"]
    row = [Total("total.w", 5, "w", "W"), "có … người", "không có người"]
    assert whole_and_parts(row, ", trong đó ", [unknown]) == (
        "Có 5 người; chưa có số liệu riêng về nữ."
    )


@pytest.mark.parametrize(
    ("whole", "a", "b", "said"),
    [
        ("", "", "", "Tư vấn 20 ca, gồm: a 5 ca (25,0%), b 7 ca (35,0%)."),
        ("four", "four", "four", "Tư vấn 20 ca (4), gồm: a 5 ca (25,0%), b 7 ca (35,0%)."),
        ("four", "four", "four others", "Tư vấn 20 ca (4), gồm: a 5 ca (25,0%), b 7 ca (4)."),
        ("", "four", "", "Tư vấn 20 ca, gồm: a 5 ca (4), b 7 ca (35,0%)."),
        ("", "four", "four", "Tư vấn 20 ca, gồm: a 5 ca, b 7 ca; các số này 4."),
        ("four", "", "", "Tư vấn 20 ca (4), gồm: a 5 ca, b 7 ca."),
    ],
)
def test_what_several_numbers_are_without_is_said_once(
    whole: str, a: str, b: str, said: str, lacks: dict[str, Lacks]
) -> None:
    head = [number(20, "W", lacks=lacks[whole]), "tư vấn … ca", "không có ca nào"]
    parts = [row(5, "A", lacks[a]), row(7, "B", lacks[b])]
    text = whole_and_parts(head, ", gồm: ", parts)
    assert text.replace("chưa đủ số liệu của 04 đơn vị", "4") == said
