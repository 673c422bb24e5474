"""Why a number changed, in words for the public, in full, and with its cells."""

import datetime as dt

import pytest

from welfare_stats.analyse.revision import Cause, Part, SourceCell
from welfare_stats.register import Decision, DecisionKind
from welfare_stats.report.reasons import full_words, part_words, published_words

NOON = dt.datetime(2018, 10, 5, 5)
EXCLUDED = Decision(7, NOON, DecisionKind.EXCLUDE, "a.xlsx", "", "Tệp a.xlsx gửi nhầm", "Bà Mẫu")
CELL = SourceCell("data/raw/2018/a.xlsx", "HX-01", "G8", 20.0)

CASES = {
    "a decision": (
        Part(Cause.DECISION, -20, 7, removed=(CELL,)),
        "cơ quan quyết định loại tệp ngày 05/10/2018",
        "cơ quan quyết định loại tệp ngày 05/10/2018: Tệp a.xlsx gửi nhầm (Bà Mẫu)",
        " (a.xlsx, ô HX-01!G8)",
    ),
    "another program than when it was sent": (
        Part(Cause.PROGRAM, 1),
        "chương trình tính khác bản trước",
        "chương trình tính khác bản trước",
        "",
    ),
    "what changed in life between two years": (
        Part(Cause.REAL, 5, units=("170",)),
        "thay đổi thực tế (170)",
        "thay đổi thực tế (170)",
        "",
    ),
}


@pytest.mark.parametrize(("part", "published", "full", "cells"), CASES.values(), ids=CASES)
def test_the_public_reads_causes_without_files_cells_and_names_of_people(
    part: Part, published: str, full: str, cells: str
) -> None:
    entries = {EXCLUDED.id: EXCLUDED}
    assert published_words(part, entries, {}) == published
    assert full_words(part, entries, {}) == full
    assert part_words(part, entries, {}) == full + cells
