"""The two options of the long runs behind ``make fuzz``, ``make faults`` and ``make kills``."""

import argparse


def number_and_seed(description: str | None, option: str, default: int) -> tuple[int, int]:
    """How many, and from which seed."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(option, dest="number", type=int, default=default)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    return options.number, options.seed


def files_and_seed(description: str | None) -> tuple[int, int]:
    """How many files to make, and from which seed."""
    return number_and_seed(description, "--files", 2000)
