"""Three districts and a home, for reports of which every word is compared."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from frames import district
from welfare_stats.design.catalogue import Catalogue, UnitRow


def office(code: str, name: str, **more: str) -> UnitRow:
    row = {"code": code, "name": f"Phòng {name}", "area": name, "kind": "PLDTBXH"}
    return UnitRow.model_validate(row | {"valid_from": "2014-01-01"} | more)


AN, BINH, CHU = office("A", "An"), office("B", "Bình"), office("C", "Chu")
HOME = office("CS-1", "Cơ sở 1", kind="CSTGXH", facility_type="5", area="An")


def typed(unit: str, case_type: str, value: float, **more: Any) -> dict[str, Any]:
    """A number of form HX-02."""
    return {**district(unit, case_type, value), "form": "HX-02", "measure": "total", **more}


def only(
    catalogue: Catalogue,
    units: Iterable[UnitRow],
    case_types: Collection[str],
    sensitive: str = "",
    **more: Any,
) -> Catalogue:
    """The catalogue with these units and case types, one of which may be sensitive.

    Args:
        catalogue: of the project.
        units: all that there are.
        case_types: codes of those that remain.
        sensitive: the code of the only one that is not published of units.
        more: further parts of the catalogue.
    """
    return replace(
        catalogue,
        units=tuple(units),
        case_types=tuple(
            case_type.model_copy(update={"sensitive": case_type.code == sensitive})
            for case_type in catalogue.case_types
            if case_type.code in case_types
        ),
        targets=tuple(t for t in catalogue.targets if t.case_type in case_types),
        **more,
    )
