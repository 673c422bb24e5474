"""The forms, one module each: a form's columns are declared in code.

To add a form, write its module and add it to ``FORMS`` below.
"""

from welfare_stats.design.forms.base import Form, FormRow
from welfare_stats.design.forms.columns import Breakdown, Column, Measure, Role
from welfare_stats.design.forms.cs01 import CS01
from welfare_stats.design.forms.ds01 import DS01
from welfare_stats.design.forms.hx01 import HX01
from welfare_stats.design.forms.hx02 import HX02

FORMS: dict[str, Form] = {form.code: form for form in (CS01, HX01, HX02, DS01)}


def version_name(form_code: str) -> str:
    """The hidden defined name in a blank workbook that holds the version of the form."""
    return f"bieu_{form_code.replace('-', '_')}"


__all__ = ["FORMS", "Breakdown", "Column", "Form", "FormRow", "Measure", "Role", "version_name"]
