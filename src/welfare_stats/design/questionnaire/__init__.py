"""Blank workbooks (questionnaires) for units to fill in.

They are made from the same declarations of forms that reading and checks use. ``workbook`` puts
the sheets together, ``prefilled_rows`` decides which rows a form has for a unit, ``form_sheet``
writes one form on a sheet, ``drop_downs`` its choices, and ``guidance`` the sheet that explains the
columns.
"""

from welfare_stats.design.questionnaire.workbook import QuestionnaireRequest, render_questionnaire

__all__ = ["QuestionnaireRequest", "render_questionnaire"]
