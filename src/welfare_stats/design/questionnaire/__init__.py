"""Blank workbooks from the same declarations that reading and checks use."""

from welfare_stats.design.questionnaire.workbook import QuestionnaireRequest, write_questionnaire

__all__ = ["QuestionnaireRequest", "write_questionnaire"]
