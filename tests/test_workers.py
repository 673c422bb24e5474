"""Workers that die, hang or exhaust their memory do not end the run."""

import os
import time
from collections.abc import Iterator

import pytest

from welfare_stats.workers import ChildProcesses, Failure, Limits, Worker, WorkerError

LIMITS = Limits(seconds=20, mebibytes=512)


def echo(word: str) -> tuple[str, int]:
    if word == "abort":
        os.abort()
    if word == "hang":
        time.sleep(60)
    if word == "swell":
        bytearray(4 * 1024**3)
    if word == "raise":
        raise ValueError("Người Mẫu Một")
    return word, os.getpid()


@pytest.mark.parametrize(
    ("word", "failure"),
    [
        ("abort", Failure.DIED),
        ("swell", Failure.OUT_OF_MEMORY),
        ("raise", Failure.RAISED),
        ("hang", Failure.TOO_SLOW),
    ],
)
def test_a_failed_call_raises_and_the_next_call_gets_a_new_process(
    word: str, failure: Failure
) -> None:
    worker = Worker(echo, Limits(seconds=8, mebibytes=512))
    _, first = worker("một")
    with pytest.raises(WorkerError) as raised:
        worker(word)
    assert raised.value.failure is failure
    again, second = worker("hai")
    assert again == "hai"
    assert second not in (first, os.getpid())
    worker.stop()


def test_a_process_serves_several_calls() -> None:
    worker = Worker(echo, LIMITS)
    assert worker("một")[1] == worker("hai")[1] != os.getpid()
    worker.stop()


def test_the_trace_of_an_exception_does_not_quote_its_message() -> None:
    worker = Worker(echo, LIMITS)
    with pytest.raises(WorkerError) as raised:
        worker("raise")
    assert "in echo" in raised.value.trace
    assert raised.value.trace.endswith("ValueError")
    assert "Mẫu" not in raised.value.trace.split("ValueError")[-1]


def test_results_and_failures_come_in_the_order_of_the_items() -> None:
    words = ["một", "abort", "hai", "raise", "ba", "bốn"]
    with ChildProcesses(2).calling(echo, LIMITS) as call_all:
        pairs = list(call_all(words))
    assert [item for item, _ in pairs] == words
    results = [result for _, result in pairs]
    named = [r.failure if isinstance(r, WorkerError) else r[0] for r in results]
    assert named == ["một", Failure.DIED, "hai", Failure.RAISED, "ba", "bốn"]


def test_items_are_taken_only_as_they_are_needed() -> None:
    taken: list[str] = []

    def words() -> Iterator[str]:
        for number in range(40):
            taken.append(str(number))
            yield taken[-1]

    with ChildProcesses(1).calling(echo, LIMITS) as call_all:
        for done, _ in enumerate(call_all(words()), start=1):
            assert len(taken) <= done + 3
    assert len(taken) == 40


def test_leaving_early_does_not_wait_for_queued_items() -> None:
    start = time.monotonic()
    with ChildProcesses(1).calling(echo, LIMITS) as call_all:
        next(call_all(["một", "hang", "hang", "hang"]))
    assert time.monotonic() - start < 10
