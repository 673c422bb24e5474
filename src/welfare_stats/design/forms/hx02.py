"""HX-02: other social assistance in a district, one row per case type."""

from welfare_stats.design.forms.base import (
    AmountSpent,
    CaseTypeCode,
    CaseTypeLabel,
    EthnicMinorityOfTotal,
    FemaleOfTotal,
    Form,
    FormRow,
    MeasureUnit,
    Note,
    Ordinal,
    Total,
)


class OtherAssistanceRow(FormRow):
    """One district's number for one case type."""

    ordinal: Ordinal = None
    case_type: CaseTypeCode
    case_type_label: CaseTypeLabel = None
    measure_unit: MeasureUnit = None
    total: Total = None
    female: FemaleOfTotal = None
    ethnic_minority: EthnicMinorityOfTotal = None
    amount: AmountSpent = None
    note: Note = None


HX02 = Form(
    code="HX-02",
    title="Trợ giúp xã hội khác",
    row=OtherAssistanceRow,
    key=("case_type",),
)
