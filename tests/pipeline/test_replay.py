"""Why numbers changed: the parts of every change add up to it, whatever happened between."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import REPOSITORY
from welfare_stats.analyse.revision import Cause, NumberChange, numbers_of
from welfare_stats.analyse.selection import Asked
from welfare_stats.analyse.totals import NumberKey
from welfare_stats.collect.observations import Observation
from welfare_stats.design.catalogue import Catalogue, read_catalogue
from welfare_stats.design.forms import FORMS
from welfare_stats.errors import NothingToReportError
from welfare_stats.period import ReportingPeriod
from welfare_stats.pipeline.as_of import Moment, after_entry
from welfare_stats.pipeline.compiling import compile_asked
from welfare_stats.pipeline.replay import changes_between
from welfare_stats.register import DecisionKind, Register
from welfare_stats.validate.verdict import Assessment, Outcome
from welfare_stats.workspace import Workspace

HALF = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 6, 30))
SECOND = ReportingPeriod(dt.date(2018, 7, 1), dt.date(2018, 12, 31))
YEAR = ReportingPeriod(dt.date(2018, 1, 1), dt.date(2018, 12, 31))
WORKSPACE = Workspace(REPOSITORY)
ASKED = Asked(2018)


@dataclass(frozen=True)
class Came:
    """A file with opening, increase, decrease and closing, and the form of other assistance."""

    unit: str
    period: ReportingPeriod
    numbers: tuple[int, int, int]
    gifts: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Decided:
    kind: DecisionKind
    file: int  # which of the files received so far


@dataclass(frozen=True)
class Edited:
    """The office edits its code lists: a merger in mid-year, a group more, or back again."""

    what: str


Event = Came | Decided | Edited


def observed(event: Came) -> list[Observation]:
    opening, increase, decrease = event.numbers
    stated = {
        "opening": opening,
        "increase": increase,
        "decrease": decrease,
        "closing": opening + increase - decrease,
    }
    rows = [
        Observation("HX-01", "", "tc_cao_tuoi", measure, "all", value, "", "HX-01", f"{column}8")
        for (measure, value), column in zip(stated.items(), "DEFG", strict=True)
    ]
    if event.gifts is not None:
        gift = ("chuc_tho_mung_tho", "total", "all", event.gifts, "", "HX-02", "F9")
        rows.append(Observation("HX-02", "", *gift))
    return rows


class Office:
    """A register of its own, to which events are entered one by one."""

    def __init__(self, register: Register, catalogue: Catalogue) -> None:
        self.register = register
        self.shipped = catalogue
        self.catalogue = catalogue
        self.received: list[tuple[str, str]] = []
        register.keep_catalogue(catalogue.fingerprint, catalogue.files)

    def enter(self, event: Event) -> None:
        if isinstance(event, Came):
            self._receive(event)
        elif isinstance(event, Edited):
            self._edit(event.what)
        elif self.received:
            path, sha = self.received[event.file % len(self.received)]
            self.register.decide(event.kind, path=path, sha256=sha, reason="thử", by="thử")

    def _receive(self, event: Came) -> None:
        number = len(self.received)
        path = f"data/raw/2018/{event.name or event.unit + str(event.period.end)}.xlsx"
        rows = observed(event)
        scopes = {(row.form, ""): 0 for row in rows}
        for row in rows:
            scopes[row.form, ""] += 1
        assessment = Assessment(
            Outcome.ACCEPTED,
            (),
            event.unit,
            scopes,
            event.period,
            observations=tuple(rows),
        )
        self.register.record(
            path=path,
            sha256=f"{number:064}",
            context="",
            received_on=dt.date(2018, 9, 3),
            assessment=assessment,
        )
        self.received.append((path, f"{number:064}"))

    def _edit(self, what: str) -> None:
        self.catalogue = EDITED[what](self.shipped)
        change = self.register.keep_catalogue(self.catalogue.fingerprint, self.catalogue.files)
        assert change is None or change.fingerprint == self.catalogue.fingerprint

    def now(self) -> Moment:
        number = self.register.history().entries[-1].id
        return after_entry(number, WORKSPACE, self.register, self.catalogue)

    def numbers(self, moment: Moment) -> dict[NumberKey, float]:
        try:
            compiled = compile_asked(self.register, moment.state, moment.catalogue, ASKED)
        except NothingToReportError:
            return {}
        return numbers_of(compiled.results)


def with_files(catalogue: Catalogue, name: str, old: str, new: str) -> Catalogue:
    files = dict(catalogue.files)
    assert old.encode() in files[name]
    files[name] = files[name].replace(old.encode(), new.encode())
    return read_catalogue(files, FORMS, Path("catalogue"))


def merged(catalogue: Catalogue) -> Catalogue:
    files = dict(catalogue.files)
    ended = (
        files["units.csv"]
        .decode()
        .replace("Phú Lương,2014-01-01,2025-06-30", "Phú Lương,2014-01-01,2018-06-30")
    )
    rows = files["successions.csv"].decode().splitlines(keepends=True)
    kept = [row for row in rows if not row.startswith("168,")]
    files["units.csv"] = ended.encode()
    files["successions.csv"] = "".join([*kept, "168,169,2018-07-01\n"]).encode()
    return read_catalogue(files, FORMS, Path("catalogue"))


def redefined(catalogue: Catalogue) -> Catalogue:
    stock = "tc_cao_tuoi,Người cao tuổi,người,stock,HX-01,PLDTBXH,tro_cap_cong_dong,sum"
    return with_files(catalogue, "case_types.csv", stock, stock.replace(",sum", ",subset"))


EDITED: dict[str, Callable[[Catalogue], Catalogue]] = {
    "merger": merged,
    "redefined": redefined,
    "shipped": lambda catalogue: catalogue,
}

counts = st.integers(0, 9)
came = st.builds(
    Came,
    st.sampled_from(["164", "169"]),
    st.sampled_from([HALF, SECOND, YEAR]),
    st.tuples(counts, counts, st.just(0)),
    st.none() | counts,
    st.sampled_from(["", "", "chung"]),
) | st.builds(Came, st.just("168"), st.just(HALF), st.tuples(counts, counts, st.just(0)))
decided = st.builds(
    Decided, st.sampled_from([DecisionKind.EXCLUDE, DecisionKind.INCLUDE]), st.integers(0, 5)
)
edited = st.builds(Edited, st.sampled_from(sorted(EDITED)))
events = st.lists(came | came | decided | edited, min_size=1, max_size=8)


@settings(max_examples=10)
@given(st.lists(came, max_size=3), events)
def test_the_parts_of_every_change_add_up_to_it(
    catalogue: Catalogue, earlier: list[Event], later: list[Event]
) -> None:
    with TemporaryDirectory() as folder, opened(folder) as register:
        office = Office(register, catalogue)
        for event in earlier:
            office.enter(event)
        first = office.now()
        for event in later:
            office.enter(event)
        last = office.now()
        before, after = office.numbers(first), office.numbers(last)
        changes = {c.key: c for c in changes_between(WORKSPACE, register, ASKED, first, last)}
    known = {key for key in [*before, *after] if before.get(key) != after.get(key)}
    counted = {key for key in known if not key.case_type.startswith("co_so")}
    assert counted <= set(changes)
    for change in changes.values():
        assert (change.before, change.after) == (before.get(change.key), after.get(change.key)) or (
            change.key.case_type.startswith("co_so")
        )
        assert round(sum(part.change for part in change.parts), 3) == change.change


def opened(folder: str) -> AbstractContextManager[Register]:
    return Register.open(Path(folder) / "register.sqlite", create=True)


@pytest.fixture
def office(tmp_path: Path, catalogue: Catalogue) -> Iterator[Office]:
    with Register.open(tmp_path / "register.sqlite", create=True) as register:
        yield Office(register, catalogue)


def told(changes: Sequence[NumberChange], case_type: str, measure: str) -> list[str]:
    key = NumberKey(case_type, measure)
    change = next(change for change in changes if change.key == key)
    parts = [
        f"{part.cause} {part.change:+g} "
        f"{[f'{c.cells} {c.adds:g}' for c in part.removed]} -> "
        f"{[f'{c.cells} {c.adds:g}' for c in part.added]}"
        for part in change.parts
    ]
    return [f"{change.before} -> {change.after}", *parts]


CLOSING = ("tc_cao_tuoi", "closing")


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (
            [Came("164", HALF, (10, 3, 0))],
            ["12.0 -> 13.0", "correction +1 ['G8 12'] -> ['G8 13']"],
        ),
        ([Came("165", HALF, (5, 0, 0))], ["12.0 -> 17.0", "late +5 [] -> ['G8 5']"]),
        (
            [Came("164", YEAR, (10, 9, 0))],
            ["12.0 -> 19.0", "late +7 ['G8 12'] -> ['G8 19']"],
        ),
        ([Decided(DecisionKind.EXCLUDE, 0)], ["12.0 -> None", "decision -12 ['G8 12'] -> []"]),
        (
            [Came("165", HALF, (5, 0, 0), name="1642018-06-30")],
            [
                "12.0 -> 5.0",
                "withdrawal -12 ['G8 12'] -> []",
                "late +5 [] -> ['G8 5']",
            ],
        ),
        (
            [Came("164", HALF, (10, 3, 0)), Came("165", HALF, (5, 0, 0))],
            [
                "12.0 -> 18.0",
                "correction +1 ['G8 12'] -> ['G8 13']",
                "late +5 [] -> ['G8 5']",
            ],
        ),
    ],
)
def test_each_cause_has_its_part(office: Office, later: list[Event], expected: list[str]) -> None:
    office.enter(Came("164", HALF, (10, 2, 0)))
    first = office.now()
    for event in later:
        office.enter(event)
    changes = changes_between(WORKSPACE, office.register, ASKED, first, office.now())
    assert told(changes, *CLOSING) == expected


def test_a_merger_and_a_new_definition_are_causes_too(office: Office) -> None:
    for event in (Came("168", HALF, (8, 2, 0)), Came("169", YEAR, (20, 15, 0))):
        office.enter(event)
    first = office.now()
    office.enter(Edited("merger"))
    changes = changes_between(WORKSPACE, office.register, ASKED, first, office.now())
    assert told(changes, *CLOSING)[:2] == ["45.0 -> 35.0", "units -10 ['G8 10'] -> []"]
    assert told(changes, "tc_cao_tuoi", "increase")[:2] == [
        "17.0 -> 7.0",
        "units -10 [] -> ['G8 -10']",
    ]
    first = office.now()
    office.enter(Edited("redefined"))
    changes = changes_between(WORKSPACE, office.register, ASKED, first, office.now())
    causes = {part.cause for change in changes for part in change.parts}
    assert Cause.DEFINITION in causes


def test_nothing_has_changed_between_a_moment_and_itself(office: Office) -> None:
    office.enter(Came("164", HALF, (10, 2, 0)))
    moment = office.now()
    assert changes_between(WORKSPACE, office.register, ASKED, moment, moment) == []
    other = replace(moment, catalogue=replace(moment.catalogue, successions=()))
    assert changes_between(WORKSPACE, office.register, ASKED, moment, other) == []
