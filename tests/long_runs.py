"""The two options of the long runs behind ``make fuzz`` and ``make faults``."""

import argparse


def files_and_seed(description: str | None) -> tuple[int, int]:
    """How many files to make, and from which seed."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    return options.files, options.seed
