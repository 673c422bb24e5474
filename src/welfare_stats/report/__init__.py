"""The annual report.

``facts`` holds what it is built from, ``build`` makes it (its words with ``narrative``, its tables
with ``tables``) as the plain values of ``model``, ``render`` writes it in each format, and
``verify`` reads a written file back and compares.
"""
