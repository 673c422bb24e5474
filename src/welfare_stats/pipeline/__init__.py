"""Joins the stages: one module per task. Apart from the register, only this room writes files.

``check`` judges files and ``ingest`` also enters them; both have their files read in worker
processes by ``assessing``. ``decide`` keeps decisions of the office, ``replies`` writes feedback
files, ``questionnaires`` blank workbooks, ``publish`` reports. ``lock`` admits one run at a time.
"""
