"""Names of units and places, matched however they are spelt; never to the nearest silently."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from welfare_stats.design.catalogue.models import Commune, ReportingUnit, UnitKind
from welfare_stats.vietnamese import fold

_SHORT_FORMS = {
    "t p": "thanh pho",
    "tp": "thanh pho",
    "t x": "thi xa",
    "tx": "thi xa",
    "h": "huyen",
    "tt": "trung tam",
    "btxh": "bao tro xa hoi",
    "ctxh": "cong tac xa hoi",
    "tgxh": "tro giup xa hoi",
}
_SHORT_FORM = re.compile(rf"\b(?:{'|'.join(_SHORT_FORMS)})\b")


def name_key(text: str) -> str:
    """Key by which names of places and units are matched: "TP. Đồng Hỷ" is "thành phố Đồng Hỉ"."""
    written_out = _SHORT_FORM.sub(lambda match: _SHORT_FORMS[match[0]], fold(text))
    return written_out.replace("y", "i")


_DISTRICT_WORDS = "|".join(map(name_key, ("huyện", "thị xã", "thành phố", "tỉnh")))
_BEFORE_DISTRICT = re.compile(rf"\s+(?=(?:{_DISTRICT_WORDS})\s)")
_DISTRICT_WORD = re.compile(rf"(?P<word>{_DISTRICT_WORDS})\s+(?P<name>.+)")
# The provinces and cities of before July 2025: people still name their homes by them.
_PROVINCES = frozenset(
    name_key(name)
    for name in [
        "An Giang",
        "Bà Rịa - Vũng Tàu",
        "Bắc Giang",
        "Bắc Kạn",
        "Bạc Liêu",
        "Bắc Ninh",
        "Bến Tre",
        "Bình Định",
        "Bình Dương",
        "Bình Phước",
        "Bình Thuận",
        "Cà Mau",
        "Cần Thơ",
        "Cao Bằng",
        "Đà Nẵng",
        "Đắk Lắk",
        "Đắk Nông",
        "Điện Biên",
        "Đồng Nai",
        "Đồng Tháp",
        "Gia Lai",
        "Hà Giang",
        "Hà Nam",
        "Hà Nội",
        "Hà Tĩnh",
        "Hải Dương",
        "Hải Phòng",
        "Hậu Giang",
        "Hòa Bình",
        "Hưng Yên",
        "Khánh Hòa",
        "Kiên Giang",
        "Kon Tum",
        "Lai Châu",
        "Lâm Đồng",
        "Lạng Sơn",
        "Lào Cai",
        "Long An",
        "Nam Định",
        "Nghệ An",
        "Ninh Bình",
        "Ninh Thuận",
        "Phú Thọ",
        "Phú Yên",
        "Quảng Bình",
        "Quảng Nam",
        "Quảng Ngãi",
        "Quảng Ninh",
        "Quảng Trị",
        "Sóc Trăng",
        "Sơn La",
        "Tây Ninh",
        "Thái Bình",
        "Thái Nguyên",
        "Thanh Hóa",
        "Thừa Thiên Huế",
        "Huế",
        "Tiền Giang",
        "Hồ Chí Minh",
        "Trà Vinh",
        "Tuyên Quang",
        "Vĩnh Long",
        "Vĩnh Phúc",
        "Yên Bái",
    ]
)
_COMMUNE_TYPES = {
    "xa": "xa", "x": "xa", "phuong": "phuong", "p": "phuong",
    "thi tran": "thi tran", "trung tam": "thi tran",  # as "TT" is written out elsewhere
}  # fmt: skip
_COMMUNE_TYPE = re.compile(rf"(?P<type>{'|'.join(_COMMUNE_TYPES)})\s+(?P<name>.+)")
_SEPARATOR = re.compile(r"[,;\n]|\s[-–]\s")


_ALIKE, _MOST_ALIKE = 0.75, 3  # a letter or two of a name of two words


@dataclass(frozen=True, slots=True)
class Place:
    """What a text may name: communes of the province, or a place outside it."""

    communes: tuple[Commune, ...]
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an address: "xã La Bằng", "huyện Đại Từ"; ``word`` is "" where none is written."""

    word: str
    name: str


@dataclass(frozen=True)
class Gazetteer:
    """The communes in force on a day, and the units of their districts."""

    communes: tuple[Commune, ...]
    units: Mapping[str, ReportingUnit]

    @cached_property
    def _by_name(self) -> dict[str, list[Commune]]:
        named: dict[str, list[Commune]] = {}
        for commune in self.communes:
            named.setdefault(_commune_part(name_key(commune.name)).name, []).append(commune)
        return named

    @cached_property
    def _districts(self) -> dict[str, str]:
        """Code of the unit by the bare name of its district."""
        offices = (u for u in self.units.values() if u.kind is UnitKind.DISTRICT_OFFICE)
        return {_district_part(name_key(unit.area)).name: unit.code for unit in offices}

    @cached_property
    def _province(self) -> str:
        departments = (u for u in self.units.values() if u.kind is UnitKind.DEPARTMENT)
        return next((_district_part(name_key(unit.area)).name for unit in departments), "")

    def find(self, text: str) -> Place:
        """The communes that "Xã La Bằng, huyện Đại Từ" can mean: none, one or several."""
        keys = [
            part
            for piece in _SEPARATOR.split(text)
            for part in _BEFORE_DISTRICT.split(name_key(piece))
            if part
        ]
        at = self._commune_at(keys)
        if at is None:
            lone = [_district_part(key) for key in keys]
            return Place((), is_outside=bool(lone) and self._is_outside(lone))
        others = [_district_part(key) for key in keys[at + 1 :]]
        if others and self._is_outside(others):
            return Place((), is_outside=True)
        if self._is_in_unknown_district(others):
            return Place(())
        part = _commune_part(keys[at])
        found = self._by_name.get(part.name, [])
        of_type = [c for c in found if _commune_part(name_key(c.name)).word == part.word]
        within = self._districts_of(others)
        found = of_type or found
        return Place(tuple([c for c in found if c.district in within] if within else found))

    def elsewhere(self, text: str) -> list[Commune]:
        """Communes of that very name in other districts than the text names."""
        keys, within = self._keys_and_districts(text)
        named = [c for key in keys for c in self._by_name.get(_commune_part(key).name, [])]
        is_within = any(commune.district in within for commune in named)
        return [] if is_within or not within else named

    def near(self, text: str) -> list[Commune]:
        """Communes whose name is like the text, to suggest and never to take.

        Where the text names a district of the province, those in it.
        """
        keys, within = self._keys_and_districts(text)
        alike = [
            name
            for key in keys
            for name in get_close_matches(
                _commune_part(key).name, list(self._by_name), n=_MOST_ALIKE, cutoff=_ALIKE
            )
        ]
        found = [commune for name in dict.fromkeys(alike) for commune in self._by_name[name]]
        return [commune for commune in found if not within or commune.district in within]

    def _keys_and_districts(self, text: str) -> tuple[list[str], set[str]]:
        """The parts of an address, and the codes of the districts that it names."""
        keys = [name_key(piece) for piece in _SEPARATOR.split(text)]
        return keys, self._districts_of([_district_part(key) for key in keys])

    def described(self, communes: Iterable[Commune]) -> str:
        """The communes with their districts, for a sentence."""
        return "; ".join(f"{c.name} ({self.units[c.district].area})" for c in communes)

    def _commune_at(self, keys: list[str]) -> int | None:
        """Which part names the commune: one with its type, or else one that is a commune's name."""
        parts = [_commune_part(key) for key in keys]
        typed = [n for n, part in enumerate(parts) if part.word]
        known = [n for n, part in enumerate(parts) if part.name in self._by_name]
        return next(iter([*typed, *known]), None)

    def _districts_of(self, parts: list[_Part]) -> set[str]:
        """Codes of the districts named; the province behind a district is no second one."""
        named = [part for part in parts if part.word != "tinh" and part.name in self._districts]
        if len(named) > 1 and named[-1].name == self._province:
            named = named[:-1]
        return {self._districts[part.name] for part in named}

    def _is_in_unknown_district(self, parts: list[_Part]) -> bool:
        """Whether a district is named, as one, that is not of the province."""
        known = {*self._districts, self._province}
        return any(part.word not in ("", "tinh") and part.name not in known for part in parts)

    def _is_outside(self, parts: list[_Part]) -> bool:
        """Whether an address ends in another province: one by name, or one unlike ours."""
        last = parts[-1]
        if last.name in _PROVINCES:
            return last.name != self._province
        known = [*self._districts, self._province]
        return last.word == "tinh" and not get_close_matches(last.name, known, n=1, cutoff=0.75)


def _commune_part(key: str) -> _Part:
    match = _COMMUNE_TYPE.fullmatch(key)
    return _Part(_COMMUNE_TYPES[match["type"]], match["name"]) if match else _Part("", key)


def _district_part(key: str) -> _Part:
    match = _DISTRICT_WORD.fullmatch(key)
    return _Part(match["word"], match["name"]) if match else _Part("", key)
