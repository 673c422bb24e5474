"""Lets ``python -m welfare_stats`` run the program."""

from welfare_stats.cli import run

if __name__ == "__main__":
    run()
