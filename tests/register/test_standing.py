"""Which statements stand: the fold against a plain model, at every moment of a history."""

import datetime as dt
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_stats.collect.observations import Scope
from welfare_stats.period import Overlap, ReportingPeriod
from welfare_stats.register.history import Decision, DecisionKind, Entry, History, Receipt
from welfare_stats.register.standing import Standing, standing
from welfare_stats.validate.verdict import Outcome

START = dt.datetime(2019, 1, 1)
HALF, EIGHT_MONTHS, SECOND_HALF, YEAR = (
    ReportingPeriod(dt.date(2018, first, 1), last)
    for first, last in [
        (1, dt.date(2018, 6, 30)),
        (1, dt.date(2018, 8, 31)),
        (7, dt.date(2018, 12, 31)),
        (1, dt.date(2018, 12, 31)),
    ]
)
HX01, HX02, HOME = ("HX-01", ""), ("HX-02", ""), ("CS-01", "CSTG-01")
What = tuple[int, Scope]
"""A receipt and one of its scopes."""


def came(
    number: int,
    path: str = "a.xlsx",
    unit: str = "170",
    period: ReportingPeriod = HALF,
    scopes: Sequence[tuple[str, str]] = (HX01,),
    *,
    content: str = "",
    accepted: bool = True,
    estimate: bool = False,
) -> Receipt:
    return Receipt(
        number,
        START + dt.timedelta(number),
        path,
        content or str(number),
        "",
        START.date(),
        Outcome.ACCEPTED if accepted else Outcome.REJECTED,
        unit,
        period,
        dict.fromkeys(scopes, 5),
        estimate,
    )


def decided(number: int, kind: DecisionKind, content: str) -> Decision:
    moment = START + dt.timedelta(number)
    return Decision(number, moment, kind, "a.xlsx", content, "lý do", "Người Mẫu")


def what(found: Standing) -> set[What]:
    return {(statement.receipt, statement.scope) for statement in found.statements()}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([came(1)], {(1, HX01)}),
        ([came(1, accepted=False)], set()),
        # a correction under another name, and under its own
        ([came(1), came(2, "b.xlsx")], {(2, HX01)}),
        ([came(1), came(2)], {(2, HX01)}),
        # each scope for itself
        ([came(1, scopes=[HX01, HX02]), came(2, "b.xlsx")], {(1, HX02), (2, HX01)}),
        # other periods stand beside each other, but for a file that corrects its own
        ([came(1), came(2, "b.xlsx", period=EIGHT_MONTHS)], {(1, HX01), (2, HX01)}),
        ([came(1), came(2, period=EIGHT_MONTHS)], {(2, HX01)}),
        ([came(1), came(2, period=SECOND_HALF)], {(1, HX01), (2, HX01)}),
        # another unit's name was taken by mistake: what that had replaced stands again
        ([came(1), came(2, "b.xlsx"), came(3, "b.xlsx", "171")], {(1, HX01), (3, HX01)}),
        # but not what a later correction replaced
        (
            [came(1), came(2, "b.xlsx"), came(3, "c.xlsx"), came(4, "b.xlsx", "171")],
            {(3, HX01), (4, HX01)},
        ),
        # and back
        ([came(1, "b.xlsx"), came(2, "b.xlsx", "171"), came(3, "b.xlsx")], {(3, HX01)}),
        # decisions
        ([came(1), decided(2, DecisionKind.EXCLUDE, "1")], set()),
        ([came(1), came(2), decided(3, DecisionKind.EXCLUDE, "2")], {(1, HX01)}),
        (
            [
                came(1),
                came(2),
                decided(3, DecisionKind.EXCLUDE, "2"),
                decided(4, DecisionKind.INCLUDE, "2"),
            ],
            {(2, HX01)},
        ),
        # an excluded content withdraws nothing
        (
            [came(1, "b.xlsx"), came(2, "b.xlsx", "171"), decided(3, DecisionKind.EXCLUDE, "2")],
            {(1, HX01)},
        ),
        # actual numbers replace the estimate of their period, whichever came first
        ([came(1, estimate=True)], {(1, HX01)}),
        ([came(1, estimate=True), came(2, "b.xlsx")], {(2, HX01)}),
        ([came(1), came(2, "b.xlsx", estimate=True)], {(1, HX01)}),
        ([came(1), came(2, estimate=True)], {(1, HX01)}),
        # scope by scope
        ([came(1, scopes=[HX01, HX02], estimate=True), came(2)], {(1, HX02), (2, HX01)}),
        # not of another period, but that the same file says another one now
        (
            [came(1, period=YEAR, estimate=True), came(2, "b.xlsx", period=EIGHT_MONTHS)],
            {(1, HX01), (2, HX01)},
        ),
        ([came(1, period=YEAR, estimate=True), came(2, period=EIGHT_MONTHS)], {(2, HX01)}),
        (
            [came(1, period=EIGHT_MONTHS), came(2, period=YEAR, estimate=True)],
            {(1, HX01), (2, HX01)},
        ),
        # an estimate corrects an estimate, and stands again where the actual numbers do not
        ([came(1, estimate=True), came(2, "b.xlsx", estimate=True)], {(2, HX01)}),
        (
            [
                came(1, estimate=True),
                came(2, "b.xlsx"),
                decided(3, DecisionKind.EXCLUDE, "2"),
            ],
            {(1, HX01)},
        ),
        # a waiver changes nothing
        ([came(1), decided(2, DecisionKind.WAIVE, "1")], {(1, HX01)}),
    ],
)
def test_what_stands(entries: list[Entry], expected: set[What]) -> None:
    assert what(standing(entries)) == expected


def test_it_is_known_why_a_statement_does_not_stand() -> None:
    replaced, by = came(1, scopes=[HX01, HX02]), came(2, "b.xlsx")
    kept, excluded = came(3, "d.xlsx", "172"), came(4, "d.xlsx", "173")
    withdrawn, last = came(6, "e.xlsx", "174"), came(7, "e.xlsx", "175")
    exclusion = decided(5, DecisionKind.EXCLUDE, "4")
    found = standing([replaced, by, kept, excluded, exclusion, withdrawn, last])
    assert found.replaced_by(replaced) == {HX01: 2}
    assert found.exclusion_of("4") == exclusion
    assert found.withdrawn_by(kept) is None
    assert found.withdrawn_by(withdrawn) == last


# --- against a plain model -----------------------------------------------------------------------


def model(entries: Sequence[Entry]) -> set[What]:
    """The rules said once more, of a whole history and without any haste."""
    excluded: dict[str, bool] = {}
    for entry in entries:
        if isinstance(entry, Decision):
            excluded[entry.sha256] = entry.kind is DecisionKind.EXCLUDE
    valid = [
        entry
        for entry in entries
        if isinstance(entry, Receipt) and entry.is_accepted and not excluded.get(entry.sha256)
    ]
    owner = {receipt.path: receipt.unit for receipt in valid}  # the last one's
    live = [receipt for receipt in valid if receipt.unit == owner[receipt.path]]
    kept = [
        (receipt, scope)
        for at, receipt in enumerate(live)
        for scope in receipt.scopes
        if not any(replaces(later, receipt, scope) for later in live[at + 1 :])
    ]
    actual = {(r.unit, scope, r.period) for r, scope in kept if not r.is_estimate}
    return {
        (receipt.id, scope)
        for receipt, scope in kept
        if not (receipt.is_estimate and (receipt.unit, scope, receipt.period) in actual)
    }


def replaces(later: Receipt, earlier: Receipt, scope: tuple[str, str]) -> bool:
    assert later.period
    assert earlier.period
    if later.unit != earlier.unit or scope not in later.scopes:
        return False
    overlap = later.period.overlap_with(earlier.period)
    if later.is_estimate is earlier.is_estimate and overlap is Overlap.SAME:
        return True
    corrects = later.path == earlier.path and overlap in (Overlap.PARTIAL, Overlap.SAME_START)
    return corrects and (earlier.is_estimate or not later.is_estimate)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    entries: list[Entry] = []
    contents: list[str] = []
    for number in range(1, draw(st.integers(1, 14)) + 1):
        if contents and draw(st.integers(0, 3)) == 0:
            kind = draw(st.sampled_from([DecisionKind.EXCLUDE, DecisionKind.INCLUDE]))
            entries.append(decided(number, kind, draw(st.sampled_from(contents))))
            continue
        content = draw(st.sampled_from([*contents, str(number)]))
        contents.append(content)
        entries.append(
            came(
                number,
                draw(st.sampled_from(["a.xlsx", "b.xlsx", "c.xlsx"])),
                draw(st.sampled_from(["170", "171"])),
                draw(st.sampled_from([HALF, EIGHT_MONTHS, SECOND_HALF, YEAR])),
                draw(st.lists(st.sampled_from([HX01, HX02, HOME]), min_size=1, unique=True)),
                content=content,
                accepted=draw(st.integers(0, 4)) > 0,
                estimate=draw(st.integers(0, 3)) == 0,
            )
        )
    return entries


@given(histories())
def test_the_fold_agrees_with_the_model_at_every_moment(entries: list[Entry]) -> None:
    history, found = History(entries), Standing()
    for at, entry in enumerate(entries, start=1):
        found.take(entry)
        expected = model(entries[:at])
        assert what(found) == expected
        assert what(standing(history.until(entry.recorded_at).entries)) == expected
        for unit in ("170", "171"):
            own = {s for s in found.statements() if s.unit == unit}
            assert set(found.statements(unit)) == own


Sent = tuple[str, ReportingPeriod, list[Scope]]


def sent(names: Sequence[str]) -> st.SearchStrategy[list[Sent]]:
    """Some files under some of these names, in an order."""
    return st.lists(
        st.tuples(
            st.sampled_from(names),
            st.sampled_from([HALF, EIGHT_MONTHS, YEAR]),
            st.lists(st.sampled_from([HX01, HX02]), min_size=1, unique=True),
        ),
        min_size=1,
        max_size=5,
    )


@given(sent(["a.xlsx", "b.xlsx"]), sent(["uoc.xlsx", "uoc 2.xlsx"]), st.randoms())
def test_what_stands_does_not_depend_on_whether_estimate_or_actual_came_first(
    actual: list[Sent], estimates: list[Sent], random: Random
) -> None:
    """Each kind in its own order."""

    def stands(turns: Sequence[bool]) -> set[tuple[str, bool, ReportingPeriod | None, Scope]]:
        waiting = {True: list(enumerate(estimates)), False: list(enumerate(actual))}
        receipts: dict[int, Receipt] = {}
        for number, estimate in enumerate(turns, start=1):
            at, (path, period, scopes) = waiting[estimate].pop(0)
            receipts[number] = came(
                number, path, period=period, scopes=scopes, content=f"{at}", estimate=estimate
            )
        found = [(receipts[number], scope) for number, scope in what(standing(receipts.values()))]
        return {(r.sha256, r.is_estimate, r.period, scope) for r, scope in found}

    turns = [True] * len(estimates) + [False] * len(actual)
    expected = stands(turns)
    random.shuffle(turns)
    assert stands(turns) == expected
    of_kind = [
        {(period, scope) for _, estimate, period, scope in expected if estimate is wanted}
        for wanted in (True, False)
    ]
    assert of_kind[0].isdisjoint(of_kind[1])
