"""Names of units and communes, matched in any spelling, and the commune that an address means.

An address is cut into parts at commas, dashes and before words such as "huyện". One part names the
commune; those after it name its district and province and decide between communes of one name:

>>> from welfare_stats.design.catalogue.models import Reporter
>>> day = "2018-01-01"
>>> communes = (
...     Commune(code="05452", name="Phường Tân Thịnh", district="164", valid_from=day),
...     Commune(code="05548", name="Xã Tân Thịnh", district="167", valid_from=day))
>>> offices = {
...     code: ReportingUnit(
...         code=code, name=area, area=area, kind="P", valid_from=day,
...         reporter=Reporter(code="P", label="phòng", level="district", valid_from=day))
...     for code, area in [("164", "Thành phố Thái Nguyên"), ("167", "Huyện Định Hóa")]}
>>> gazetteer = Gazetteer(communes, offices)
>>> for text in ["Tân Thịnh", "P. Tân Thịnh", "tân thịnh, H.Định Hoá", "xã Tân Thịnh tỉnh Hà Nam"]:
...     print([commune.code for commune in gazetteer.find(text).communes])
['05452', '05548']
['05452']
['05548']
[]

A name that is only similar is suggested to a person (``near``), never taken.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from welfare_stats.design.catalogue.models import (
    Commune,
    Level,
    Province,
    ReportingUnit,
)
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
    """Key for matching names of communes and units: "TP. Đồng Hỷ" is "thành phố Đồng Hỉ"."""
    written_out = _SHORT_FORM.sub(lambda match: _SHORT_FORMS[match[0]], fold(text))
    return written_out.replace("y", "i")


_DISTRICT_WORDS = "|".join(map(name_key, ("huyện", "thị xã", "thành phố", "tỉnh")))
_BEFORE_DISTRICT = re.compile(rf"\s+(?=(?:{_DISTRICT_WORDS})\s)")
_DISTRICT_WORD = re.compile(rf"(?P<word>{_DISTRICT_WORDS})\s+(?P<name>.+)")
_COMMUNE_TYPES = {
    "xa": "xa", "x": "xa", "phuong": "phuong", "p": "phuong",
    "thi tran": "thi tran", "trung tam": "thi tran",  # ``name_key`` takes "TT" for "trung tâm"
}  # fmt: skip
_COMMUNE_TYPE = re.compile(rf"(?P<type>{'|'.join(_COMMUNE_TYPES)})\s+(?P<name>.+)")
_SEPARATOR = re.compile(r"[,;\n]|\s[-–]\s")


_LEAST_SIMILARITY = 0.75  # allows a letter or two to differ in a name of two words
_MOST_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Locality:
    """What an address may mean: communes of the province (or none), or somewhere outside it."""

    communes: tuple[Commune, ...]
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of an address such as "xã La Bằng" or "huyện Đại Từ".

    ``word`` is the type ("xa", "huyen"), or "" where none is written; ``name`` is the rest.
    """

    word: str
    name: str


@dataclass(frozen=True)
class Gazetteer:
    """The communes in force on a day, and the units, by code, that work for their districts.

    ``provinces`` are all those of the country until that day, by any name that people still use.
    """

    communes: tuple[Commune, ...]
    units: Mapping[str, ReportingUnit]
    provinces: tuple[Province, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, list[Commune]]:
        by_name: dict[str, list[Commune]] = {}
        for commune in self.communes:
            for name in (commune.name, *commune.other_names):
                by_name.setdefault(_commune_part(name_key(name)).name, []).append(commune)
        return by_name

    @cached_property
    def _districts(self) -> dict[str, str]:
        """The code of each district's office by the bare name of the district."""
        offices = (u for u in self.units.values() if u.level is Level.DISTRICT)
        return {_district_part(name_key(unit.area)).name: unit.code for unit in offices}

    @cached_property
    def _province(self) -> str:
        departments = (u for u in self.units.values() if u.level is Level.PROVINCE)
        return next((_district_part(name_key(unit.area)).name for unit in departments), "")

    @cached_property
    def _provinces(self) -> dict[str, str]:
        """Each name of a province, with that of the province it is in by the latest row."""
        return {
            name_key(name): name_key(row.name)
            for row in sorted(self.provinces, key=lambda row: row.valid_from)
            for name in (row.name, *row.other_names)
        }

    def find(self, text: str) -> Locality:
        """The communes that an address such as "Xã La Bằng, huyện Đại Từ" can mean."""
        keys = [
            part
            for piece in _SEPARATOR.split(text)
            for part in _BEFORE_DISTRICT.split(name_key(piece))
            if part
        ]
        at = self._commune_at(keys)
        if at is None:
            parts = [_district_part(key) for key in keys]
            return Locality((), is_outside=bool(parts) and self._is_outside(parts))
        behind = [_district_part(key) for key in keys[at + 1 :]]
        if behind and self._is_outside(behind):
            return Locality((), is_outside=True)
        if self._is_in_unknown_district(behind):
            return Locality(())
        part = self._part(keys[at])
        of_name = self._by_name.get(part.name, [])
        of_type = [c for c in of_name if _commune_part(name_key(c.name)).word == part.word]
        districts = self._districts_of(behind)
        communes = of_type or of_name
        if districts:
            communes = [c for c in communes if c.district in districts]
        return Locality(tuple(communes))

    def elsewhere(self, text: str) -> list[Commune]:
        """Communes with the very name in the address, where its district has none of that name."""
        keys, districts = self._keys_and_districts(text)
        of_name = [c for key in keys for c in self._by_name.get(_commune_part(key).name, [])]
        is_within = any(commune.district in districts for commune in of_name)
        return [] if is_within or not districts else of_name

    def near(self, text: str) -> list[Commune]:
        """Communes with a name similar to one in the address; only ever a suggestion to a person.

        Where the address names a district of the province, only those in that district.
        """
        keys, districts = self._keys_and_districts(text)
        similar = [
            name for key in keys for name in _similar(_commune_part(key).name, self._by_name)
        ]
        communes = [commune for name in dict.fromkeys(similar) for commune in self._by_name[name]]
        return [c for c in communes if not districts or c.district in districts]

    def _keys_and_districts(self, text: str) -> tuple[list[str], set[str]]:
        """The keys of the parts of an address, and the codes of the districts that it names."""
        keys = [name_key(piece) for piece in _SEPARATOR.split(text)]
        return keys, self._districts_of([_district_part(key) for key in keys])

    def described(self, communes: Iterable[Commune]) -> str:
        """The communes with their districts, as they stand in a message."""
        return "; ".join(self._described(commune) for commune in communes)

    def _described(self, commune: Commune) -> str:
        unit = self.units[commune.district]
        return commune.name if unit.level is Level.COMMUNE else f"{commune.name} ({unit.area})"

    def _commune_at(self, keys: list[str]) -> int | None:
        """The index of the part that names the commune: one with a word such as "xã" before it.

        Where no part has such a word, the first one that is the name of a commune.
        """
        parts = [self._part(key) for key in keys]
        with_word = [n for n, part in enumerate(parts) if part.word]
        known = [n for n, part in enumerate(parts) if part.name in self._by_name]
        return next(iter([*with_word, *known]), None)

    def _part(self, key: str) -> _Part:
        """A part of an address; "Phương Giao" is a name, although "phường" folds alike."""
        return _Part("", key) if key in self._by_name else _commune_part(key)

    def _districts_of(self, parts: list[_Part]) -> set[str]:
        """Codes of the districts named; a last part named like the province is the province.

        City and province share the name Thái Nguyên; alone it means the city.
        """
        named = [part for part in parts if part.word != "tinh" and part.name in self._districts]
        if len(named) > 1 and named[-1].name == self._province:
            named = named[:-1]
        return {self._districts[part.name] for part in named}

    def _is_in_unknown_district(self, parts: list[_Part]) -> bool:
        """Whether a part with a word such as "huyện" names a district that the province has not."""
        known = {*self._districts, self._province}
        return any(part.word not in ("", "tinh") and part.name not in known for part in parts)

    def _is_outside(self, parts: list[_Part]) -> bool:
        """Whether an address ends in another province.

        One that is listed, or a "tỉnh" whose name is not similar to any here.
        """
        last = parts[-1]
        if last.name in self._provinces:
            return self._province not in (last.name, self._provinces[last.name])
        known = [*self._districts, self._province]
        return last.word == "tinh" and not _similar(last.name, known)


def _similar(name: str, known: Iterable[str]) -> list[str]:
    """The few known names that are most similar to this one, best first."""
    return get_close_matches(name, list(known), n=_MOST_SUGGESTIONS, cutoff=_LEAST_SIMILARITY)


def _commune_part(key: str) -> _Part:
    match = _COMMUNE_TYPE.fullmatch(key)
    return _Part(_COMMUNE_TYPES[match["type"]], match["name"]) if match else _Part("", key)


def _district_part(key: str) -> _Part:
    match = _DISTRICT_WORD.fullmatch(key)
    return _Part(match["word"], match["name"]) if match else _Part("", key)
