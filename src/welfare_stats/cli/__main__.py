"""Lets ``python -m welfare_stats.cli`` run the program."""

from welfare_stats.cli import run

run()
