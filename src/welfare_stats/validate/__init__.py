"""From a submission to findings, and from findings to a verdict on the file.

``checks`` has one module per family of checks. ``assess`` reads a file and runs all checks: first
those of the file alone (``assess``), then those against what the register holds (``reassess``).
"""
