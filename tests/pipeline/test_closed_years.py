"""Whatever comes and whatever is decided, a closed year stays as it was when it was closed.

Instead of reading workbooks the files say in JSON what they state, so that a run is quick.
"""

import datetime as dt
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from conftest import REPOSITORY
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.closing import reopen_year
from welfare_stats.pipeline.decide import dismiss, exclude, include
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.register import Register, RegisterState, Statement, state_after
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workspace import create_workspace

CATALOGUE = load_catalogue(REPOSITORY / "catalogue", FORMS)
PERIODS = [
    ReportingPeriod(dt.date(2018, 1, 1), last)
    for last in (dt.date(2018, 12, 31), dt.date(2019, 3, 31))
] + [ReportingPeriod(dt.date(2019, 1, 1), dt.date(2019, 12, 31))]
"""Two begin on the same day, and end in two years."""
NAMES = ["a.xlsx", "b.xlsx"]
DAY = dt.date(2020, 1, 5)
WHY = ("vì thử", "Người Mẫu")

Said = tuple[str, int, bool, int]
SAID = st.tuples(
    st.sampled_from(["170", "171"]),
    st.integers(0, len(PERIODS) - 1),
    st.sampled_from([False, False, True]),
    st.integers(0, 1),
)
"""Unit, period, whether it is an estimate, and what makes it another content."""


def assessed(files: Iterable[ReceivedFile], *_: Any) -> Iterator[tuple[ReceivedFile, Assessment]]:
    for file in files:
        unit, period, is_estimate, _ = json.loads(file.content)
        scopes = {("HX-01", ""): 1}
        yield (
            file,
            Assessment(
                Outcome.ACCEPTED, (), unit, scopes, PERIODS[period], is_estimate=is_estimate
            ),
        )


class ClosedYears(RuleBasedStateMachine):
    """A folder, a register, and what stood of each year when it was closed."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.workspace = create_workspace(Path(self.place.name) / "kho")
        self.folder = self.workspace.raw / "nhieu-nam"
        self.folder.mkdir()
        self.closed: dict[int, set[Statement]] = {}
        self.clock = 0

    @initialize()
    def an_anchor(self) -> None:
        """A file that is never touched, so that the folder is never empty."""
        self.write("neo.xlsx", ("172", 0, False, 0))
        self.take_in()

    def write(self, name: str, said: Said) -> None:
        path = self.folder / name
        path.write_text(json.dumps(said))
        self.clock += 10
        os.utime(path, (self.clock, self.clock))

    def take_in(self, *names: str, day: dt.date = DAY) -> None:
        paths = [self.folder / name for name in names]
        with patch("welfare_stats.pipeline.ingest.assessed", assessed):
            ingest(self.workspace, CATALOGUE, paths=paths, received_on=day)

    @rule(files=st.lists(st.tuples(st.sampled_from(NAMES), SAID), min_size=1, max_size=2))
    def arrive(self, files: list[tuple[str, Said]]) -> None:
        for name, said in files:
            self.write(name, said)
        self.take_in()

    @rule(old=st.sampled_from(NAMES), new=st.sampled_from(NAMES))
    def rename(self, old: str, new: str) -> None:
        path = self.folder / old
        if path.exists() and old != new:
            path.replace(self.folder / new)
            self.take_in()

    @rule(name=st.sampled_from(NAMES), day=st.integers(1, 3))
    def name_it(self, name: str, day: int) -> None:
        """Given by name a file steps back, or is dated anew."""
        if (self.folder / name).exists():
            with suppress(ConfigurationError):
                self.take_in(name, day=dt.date(2020, 1, day))

    @rule(name=st.sampled_from(NAMES), which=st.sampled_from([exclude, include, dismiss]))
    def decide(self, name: str, which: Any) -> None:
        with suppress(ConfigurationError):
            which(self.workspace, self.folder / name, *WHY)

    @rule(year=st.sampled_from([2018, 2018, 2019]))
    def close(self, year: int) -> None:
        if year not in self.closed:
            with Register.open(self.workspace.register) as register:
                register.close_year(year, reason=WHY[0], by=WHY[1], files={}, reports={})
            self.closed[year] = self.of_year(year)

    @rule(year=st.sampled_from([2018, 2019]))
    def reopen(self, year: int) -> None:
        if self.closed.pop(year, None) is not None:
            reopen_year(self.workspace, year, *WHY)
            self.take_in()

    def state(self) -> RegisterState:
        with Register.open(self.workspace.register) as register:
            return state_after(register.history().entries)

    def of_year(self, year: int) -> set[Statement]:
        every = self.state().standing.statements()
        return {statement for statement in every if statement.period.end.year == year}

    @invariant()
    def a_closed_year_is_as_it_was(self) -> None:
        if self.closed:
            assert {year: self.of_year(year) for year in self.closed} == self.closed
            assert self.state().closed_years() == sorted(self.closed)

    def teardown(self) -> None:
        self.place.cleanup()


TestClosedYears = ClosedYears.TestCase
TestClosedYears.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
