"""Any course of events gives what a plain model says, then and at every earlier moment.

Files come, are corrected, renamed and deleted, decisions are made, rules change and runs begin
anew. Instead of reading workbooks the files say in JSON what they state, so that a run is quick.
"""

import datetime as dt
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from conftest import REPOSITORY
from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import load_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import ConfigurationError
from welfare_stats.findings import kinds
from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.pipeline.decide import dismiss, exclude, include
from welfare_stats.pipeline.ingest import ingest
from welfare_stats.register import Register, standing, state_after
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workspace import create_workspace

CATALOGUE = load_catalogue(REPOSITORY / "catalogue", FORMS)
UNITS = ["170", "171"]
PERIODS = [
    ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 6, 30)),
    ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 8, 31)),
    ReportingPeriod(dt.date(2018, 7, 1), dt.date(2018, 12, 31)),
]
SCOPES = [("HX-01", ""), ("HX-02", "")]
NAMES = ["a.xlsx", "b.xlsx", "c.xlsx"]
Standing = set[tuple[str, str, tuple[str, str]]]
"""Name and hash of a file, and a scope of which it is the statement that stands."""


@dataclass(frozen=True)
class Said:
    """What a made-up file states; it is accepted from some version of the rules on."""

    unit: str
    period: int
    scopes: tuple[tuple[str, str], ...]
    accepted_from: int
    salt: int

    @property
    def content(self) -> bytes:
        every = [self.unit, self.period, self.scopes, self.accepted_from, self.salt]
        return json.dumps(every).encode()

    @property
    def hash(self) -> str:
        return sha256(self.content).hexdigest()


Judged = Iterator[tuple[ReceivedFile, Assessment]]


def assessed(version: int, files: Iterable[ReceivedFile]) -> Judged:
    for file in files:
        unit, period, listed, accepted_from, _ = json.loads(file.content)
        scopes = [(form, facility) for form, facility in listed]
        is_accepted = version >= accepted_from
        yield (
            file,
            Assessment(
                Outcome.ACCEPTED if is_accepted else Outcome.REJECTED,
                () if is_accepted else (kinds.SUSPICIOUS.at(None, what="thử"),),
                unit,
                dict.fromkeys(scopes, 1),
                PERIODS[period],
                None,
                tuple(
                    Observation(form, facility, "x", "total", "all", 1.0, "", form, "A1")
                    for form, facility in scopes
                ),
            ),
        )


@dataclass
class Arrived:
    """An entry of the model: a file that was judged, or a decision on a content."""

    name: str
    said: Said
    accepted: bool
    version: int
    excludes: bool | None = None


@dataclass
class Model:
    """The rules once more, of a whole past and without any haste."""

    past: list[Arrived] = field(default_factory=list)
    dismissed: set[str] = field(default_factory=set)

    def excluded(self) -> set[str]:
        last = {one.said.hash: one.excludes for one in self.past if one.excludes is not None}
        return {content for content, excludes in last.items() if excludes}

    def live(self) -> list[Arrived]:
        excluded = self.excluded()
        valid = [
            one
            for one in self.past
            if one.excludes is None and one.accepted and one.said.hash not in excluded
        ]
        owner = {one.name: one.said.unit for one in valid}
        return [one for one in valid if one.said.unit == owner[one.name]]

    def standing(self) -> Standing:
        live = self.live()
        return {
            (one.name, one.said.hash, scope)
            for at, one in enumerate(live)
            for scope in one.said.scopes
            if not any(self.replaces(later, one, scope) for later in live[at + 1 :])
        }

    @staticmethod
    def replaces(later: Arrived, earlier: Arrived, scope: tuple[str, str]) -> bool:
        if later.said.unit != earlier.said.unit or scope not in later.said.scopes:
            return False
        overlap = PERIODS[later.said.period].overlap_with(PERIODS[earlier.said.period])
        return overlap is Overlap.SAME or (
            later.name == earlier.name and overlap in (Overlap.PARTIAL, Overlap.SAME_START)
        )

    def arrivals(self, name: str) -> list[Arrived]:
        return [one for one in self.past if one.excludes is None and one.name == name]

    def waited_for(self, name: str) -> bool:
        """Whether the last content under a name was returned and not made good."""
        last = self.arrivals(name)[-1]
        after = self.past[self.past.index(last) :]
        counting = {(name, content) for name, content, _ in self.standing()}
        is_returned = not last.accepted and last.said.hash not in self.dismissed
        return is_returned and not any(
            other.excludes is None
            and (other.name, other.said.hash) in counting
            and other.said.unit == last.said.unit
            and {form for form, _ in last.said.scopes} <= {form for form, _ in other.said.scopes}
            and other.said.period == last.said.period
            for other in after
        )

    def see(self, name: str, said: Said, version: int) -> None:
        """A run comes by a file."""
        under_name = self.arrivals(name)
        if under_name and under_name[-1].said.hash == said.hash:
            last = under_name[-1]
            is_other_now = last.version != version or self.decided_after(last)
            if last.accepted or not is_other_now or not self.waited_for(name):
                return
        elif not under_name and self.was_accepted(said) and not self.may_come_again(said):
            return
        overlapping = self.overlaps_otherwise(name, said)
        accepted = version >= said.accepted_from and not overlapping
        self.past.append(Arrived(name, said, accepted, version))

    def decided_after(self, last: Arrived) -> bool:
        """Whether the unit's files were excluded or included since."""
        after = self.past[self.past.index(last) :]
        return any(one.excludes is not None and one.said.unit == last.said.unit for one in after)

    def may_come_again(self, said: Said) -> bool:
        """Whether all names of a content went to another unit, and nothing newer stands."""
        live = self.live()
        if said.hash in self.excluded() or any(one.said.hash == said.hash for one in live):
            return False
        standing = self.standing()
        last = max(at for at, one in enumerate(self.past) if self.is_receipt(one, said.hash))
        return not any(
            (one.name, one.said.hash, scope) in standing
            and one.said.unit == said.unit
            and PERIODS[one.said.period].overlap_with(PERIODS[said.period])
            in (Overlap.SAME, Overlap.SAME_START, Overlap.PARTIAL)
            for one in self.past[last:]
            if one.excludes is None and one.accepted
            for scope in set(one.said.scopes) & set(said.scopes)
        )

    @staticmethod
    def is_receipt(one: Arrived, content: str) -> bool:
        return one.accepted and one.excludes is None and one.said.hash == content

    def was_accepted(self, said: Said) -> bool:
        return any(
            one.accepted and one.excludes is None and one.said.hash == said.hash
            for one in self.past
        )

    def overlaps_otherwise(self, name: str, said: Said) -> bool:
        """What stands of the unit under other names and overlaps neither wholly nor not at all."""
        known = {(one.name, one.said.hash): one for one in self.live()}
        return any(
            PERIODS[said.period].overlap_with(PERIODS[known[other, content].said.period])
            is Overlap.PARTIAL
            for other, content, scope in self.standing()
            if other != name
            and content != said.hash
            and known[other, content].said.unit == said.unit
            and scope in said.scopes
        )


SAID = st.builds(
    Said,
    st.sampled_from(UNITS),
    st.integers(0, len(PERIODS) - 1),
    st.lists(st.sampled_from(SCOPES), min_size=1, unique=True).map(tuple),
    st.sampled_from([0, 0, 0, 1, 2]),
    st.integers(0, 2),
)


class Histories(RuleBasedStateMachine):
    """A folder, a register, and the model beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.workspace = create_workspace(Path(self.place.name) / "kho")
        self.folder = self.workspace.raw / "2018"
        self.folder.mkdir()
        self.files: dict[str, Said] = {}
        self.model = Model()
        self.version = 0
        self.clock = 0
        self.moments: list[tuple[dt.datetime, Standing]] = []

    @initialize()
    def an_anchor(self) -> None:
        """A file that is never touched, so that the folder is never empty."""
        self.write("neo.xlsx", Said("172", 0, (("HX-01", ""),), 0, 0))
        self.take_in()

    def write(self, name: str, said: Said) -> None:
        path = self.folder / name
        path.write_bytes(said.content)
        self.clock += 10
        os.utime(path, (self.clock, self.clock))
        self.files.pop(name, None)
        self.files[name] = said

    @rule(files=st.lists(st.tuples(st.sampled_from(NAMES), SAID), min_size=1, max_size=3))
    def arrive(self, files: list[tuple[str, Said]]) -> None:
        for name, said in files:
            self.write(name, said)
        self.take_in()

    @rule(old=st.sampled_from(NAMES), new=st.sampled_from(NAMES))
    def rename(self, old: str, new: str) -> None:
        if old in self.files and old != new:
            said = self.files.pop(old)
            (self.folder / old).rename(self.folder / new)
            self.write(new, said)
            self.take_in()

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        if self.files.pop(name, None):
            (self.folder / name).unlink()

    def take_in(self) -> None:
        def fake(files: Iterable[ReceivedFile], *_: Any) -> Judged:
            return assessed(self.version, files)

        catalogue = replace(CATALOGUE, fingerprint=str(self.version))
        with patch("welfare_stats.pipeline.ingest.assessed", fake):
            ingest(self.workspace, catalogue, received_on=dt.date(2019, 1, 5))
        for name, said in self.files.items():
            self.model.see(name, said, self.version)
        for name, said in self.files.items():
            if not self.model.arrivals(name):
                self.model.see(name, said, self.version)

    @rule()
    def change_rules(self) -> None:
        self.version += 1
        self.take_in()

    @rule(name=st.sampled_from(NAMES), which=st.sampled_from([exclude, include, dismiss]))
    def decide(self, name: str, which: Any) -> None:
        stands = {content for path, content, _ in self.model.standing() if path == name}
        under_name = self.model.arrivals(name)
        try:
            which(self.workspace, self.folder / name, "vì thử", "Người Mẫu")
        except ConfigurationError:
            assert which is not exclude or not stands
            return
        if which is dismiss:
            assert not under_name[-1].accepted
            self.model.dismissed.add(under_name[-1].said.hash)
            return
        own = [one for one in under_name if one.accepted]
        if which is exclude:
            own = [one for one in own if one.said.hash in stands]
        decided = own[-1] if own else self.renamed(name)
        self.model.past.append(replace_decision(decided, excludes=which is exclude))

    def renamed(self, name: str) -> Arrived:
        """What came under a name that is gone, and lies there under a new one."""
        content = self.files[name].hash
        return next(
            one
            for one in reversed(self.model.past)
            if self.model.is_receipt(one, content) and one.name not in self.files
        )

    def state(self) -> tuple[list[dt.datetime], Standing]:
        with Register.open(self.workspace.register) as register:
            entries = register.history().entries
        state = state_after(entries)
        found = {
            (Path(s.path).name, state.receipts[s.receipt].sha256, s.scope)
            for s in state.standing.statements()
        }
        return [entry.recorded_at for entry in entries], found

    @precondition(lambda self: self.model.past)
    @invariant()
    def what_stands_is_what_the_model_says(self) -> None:
        moments, found = self.state()
        expected = self.model.standing()
        assert found == expected
        if moments:
            self.moments.append((moments[-1], expected))

    def teardown(self) -> None:
        """What was true at each moment is what the history up to it gives."""
        with Register.open(self.workspace.register) as register:
            history = register.history()
        for moment, expected in self.moments:
            past = history.until(moment)
            receipts = {receipt.id: receipt for receipt in past.receipts}
            found = {
                (Path(s.path).name, receipts[s.receipt].sha256, s.scope)
                for s in standing(past.entries).statements()
            }
            assert found == expected
        self.place.cleanup()


def replace_decision(one: Arrived, *, excludes: bool) -> Arrived:
    return Arrived(one.name, one.said, one.accepted, one.version, excludes)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
