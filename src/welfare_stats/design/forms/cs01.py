"""CS-01: the results of social assistance facilities, one row per facility and case type."""

from typing import Annotated

from welfare_stats.design.forms.base import (
    CaseTypeCode,
    CaseTypeLabel,
    EthnicMinorityOfTotal,
    FacilityCode,
    FacilityName,
    FemaleOfTotal,
    Form,
    FormRow,
    MeasureUnit,
    Note,
    Ordinal,
    Total,
    part_column,
)
from welfare_stats.design.forms.cells import Count
from welfare_stats.design.forms.columns import Breakdown, Measure


class FacilityResultRow(FormRow):
    """One facility's number for one case type."""

    ordinal: Ordinal = None
    facility: FacilityCode
    facility_name: FacilityName = None
    case_type: CaseTypeCode
    case_type_label: CaseTypeLabel = None
    measure_unit: MeasureUnit = None
    total: Total = None
    female: FemaleOfTotal = None
    child: Annotated[
        Count, part_column(Breakdown.CHILD, "Trẻ em", "Trẻ em dưới 16 tuổi", "TE", of=Measure.TOTAL)
    ] = None
    elderly: Annotated[
        Count, part_column(Breakdown.ELDERLY, "Người cao tuổi", "NCT", of=Measure.TOTAL)
    ] = None
    disabled: Annotated[
        Count, part_column(Breakdown.DISABLED, "Người khuyết tật", "NKT", of=Measure.TOTAL)
    ] = None
    ethnic_minority: EthnicMinorityOfTotal = None
    note: Note = None


CS01 = Form(
    code="CS-01",
    title="Kết quả hoạt động của cơ sở trợ giúp xã hội",
    row=FacilityResultRow,
    key=("facility", "case_type"),
)
