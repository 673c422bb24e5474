"""Ethnic groups as people write them, by the list of the catalogue."""

import datetime as dt

import pytest

from welfare_stats.design.catalogue import Catalogue
from welfare_stats.design.catalogue.ethnicity import EthnicGroups
from welfare_stats.vietnamese import fold


@pytest.mark.parametrize(
    ("texts", "is_minority"),
    [
        (("Kinh", "KINH", "K", "Kinh (Việt)", "Việt", "Kinh/Việt", "người Kinh", "01"), False),
        (("Tày", "TÀY", "Dân tộc Tày", "Tầy", "Cao Lan", "Sán Chay (Cao Lan)", "Sán Dìu"), True),
        (("H'Mông", "H’mông", "HMông", "Mèo", "Mông Hoa", "Dao Quần Chẹt", "Dao đỏ"), True),
        (("Ê-đê", "Ê đê", "Khơ me", "Bru Vân Kiều", "Nùng (Phàn Sình)", "Hoa", "03"), True),
        (("-", "?", "Không rõ", "KXĐ", "không xác định", "…", ""), None),
        (("Kinnh", "Anh", "Thôn 5", "Kinh - Tày", "Tày lai Kinh", "1"), None),
    ],
)
def test_a_text_means_a_minority_the_majority_or_nothing(
    texts: tuple[str, ...], is_minority: bool | None, catalogue: Catalogue
) -> None:
    groups = catalogue.at(dt.date(2018, 8, 31)).ethnic_groups
    assert {text: groups.is_minority(text) for text in texts} == dict.fromkeys(texts, is_minority)


def test_there_are_54_groups_and_no_name_is_of_the_majority_and_a_minority(
    catalogue: Catalogue,
) -> None:
    assert len(catalogue.ethnic_groups) == 54
    names = {
        is_majority: {
            fold(name)
            for group in catalogue.ethnic_groups
            if group.is_majority is is_majority
            for name in (group.name, *group.other_names)
        }
        for is_majority in (True, False)
    }
    assert names[True].isdisjoint(names[False])


def test_without_a_list_of_groups_only_kinh_is_known() -> None:
    groups = EthnicGroups()
    assert [groups.is_minority(text) for text in ("Kinh", "Tày", "-", None)] == [
        False,
        True,
        None,
        None,
    ]
