"""Joins the stages, one module an errand; the only place, with the register, that writes files.

``assessing`` reads files in worker processes, ``check`` and ``ingest`` judge and enter them,
``decide`` keeps what the office decides, ``replies`` writes feedback, ``questionnaires`` blank
workbooks, ``publish`` reports.
"""
