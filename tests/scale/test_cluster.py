"""Calls on a Dask cluster: the same results and failures as in child processes."""

import os
import signal
import time

import pytest

import dask_cluster
from dask_cluster import Dask
from failing_calls import called
from welfare_stats import cluster
from welfare_stats.cluster import Cluster
from welfare_stats.errors import ClusterError
from welfare_stats.workers import ChildProcesses, Failure, Limits, WorkerError, Workers

LIMITS = Limits(seconds=6, mebibytes=512)


def outcomes(workers: Workers, words: list[str]) -> list[tuple[str, str | Failure]]:
    with workers.calling(called, LIMITS) as call_all:
        return [
            (item, result.failure if isinstance(result, WorkerError) else result)
            for item, result in call_all(words)
        ]


def test_results_and_failures_are_those_of_child_processes_in_the_order_of_the_items(
    dask: Dask,
) -> None:
    words = ["một", "abort", "hai", "raise", "ba", "hang", "abort", "bốn", "exhaust", "năm"]
    found = outcomes(Cluster(dask.address), words)
    assert found == outcomes(ChildProcesses(2), words)
    assert dict(found) == {
        "một": "MỘT",
        "abort": Failure.DIED,
        "hai": "HAI",
        "raise": Failure.RAISED,
        "ba": "BA",
        "hang": Failure.TOO_SLOW,
        "bốn": "BỐN",
        "exhaust": Failure.OUT_OF_MEMORY,
        "năm": "NĂM",
    }
    dask.wait_for(2)


def test_who_waits_on_a_worker_that_others_kill_is_not_refused(dask: Dask) -> None:
    words = ["abort", "a", "abort", "b", "abort", "c", "abort", "d"]
    found = outcomes(Cluster(dask.address), words)
    assert [result for _, result in found] == [
        word.upper() if word != "abort" else Failure.DIED for word in words
    ]
    dask.wait_for(2)


def test_a_call_that_fills_the_memory_of_its_worker_is_refused(dask: Dask) -> None:
    assert outcomes(Cluster(dask.address), ["swell", "một"]) == [
        ("swell", Failure.DIED),
        ("một", "MỘT"),
    ]
    dask.wait_for(2)


def test_a_worker_that_is_lost_midway_costs_nothing(dask: Dask) -> None:
    words = [f"wait {number}" for number in range(12)]
    with Cluster(dask.address).calling(called, LIMITS) as call_all:
        found = []
        for item, result in call_all(words):
            if item == "wait 3":
                os.kill(dask.workers()[0], 9)
            found.append((item, result))
    assert found == [(word, word.upper()) for word in words]
    dask.wait_for(2)


def test_a_call_that_hangs_does_not_keep_those_behind_it_waiting_for_ever() -> None:
    with dask_cluster.cluster(workers=1) as one:
        found = outcomes(Cluster(one.address), ["hang", "một", "hang", "hai"])
    assert [result for _, result in found] == [
        Failure.TOO_SLOW,
        "MỘT",
        Failure.TOO_SLOW,
        "HAI",
    ]


@pytest.mark.parametrize("when", ["before it began", "midway"])
def test_a_worker_that_is_frozen_is_made_up_for(when: str) -> None:
    words = [f"wait {number}" for number in range(10)]
    with (
        dask_cluster.cluster() as started,
        Cluster(started.address).calling(called, Limits(12, 512)) as call_all,
    ):
        found = []
        frozen = started.workers()[0]
        if when == "before it began":
            os.kill(frozen, signal.SIGSTOP)
        for item, result in call_all(words):
            if item == "wait 2" and when == "midway":
                os.kill(frozen, signal.SIGSTOP)
            found.append((item, result))
    assert found == [(word, word.upper()) for word in words]


def test_a_cluster_of_which_a_worker_does_not_answer_is_not_begun_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_ANSWER", 3)
    silent = pytest.raises(ClusterError, match="không trả lời trong 3 giây")
    with dask_cluster.cluster() as started, silent:
        os.kill(started.workers()[0], signal.SIGSTOP)
        outcomes(Cluster(started.address), ["một"])


def test_when_the_last_worker_is_gone_the_run_ends_with_a_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "_MOST_SECONDS_WITHOUT_WORKERS", 4)
    lost = pytest.raises(ClusterError, match="không còn máy nào")
    with (
        dask_cluster.cluster(workers=1) as started,
        Cluster(started.address).calling(called, Limits(3, 512)) as call_all,
        lost,
    ):
        for item, _ in call_all([f"wait {number}" for number in range(20)]):
            if item == "wait 2":
                os.killpg(started.processes[1].pid, signal.SIGKILL)  # with its nanny


def test_workers_of_another_version_are_not_used(
    dask: Dask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "program", lambda: {"pandas": "0.9"})
    with pytest.raises(ClusterError, match=r"có pandas \d.*, máy này có 0\.9"):
        outcomes(Cluster(dask.address), ["một"])


def test_leaving_early_waits_for_nothing(dask: Dask) -> None:
    start = time.monotonic()
    with Cluster(dask.address).calling(called, Limits(60, 512)) as call_all:
        next(call_all(["một", "hang", "hang"]))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "address",
    [
        "",
        "may-chu:8786",
        "tcp://may-chu",
        "http://may-chu:8786",
        "tcp://[",
        "tcp://x:y",
        " tcp://x:1",
        "TCP://x:1",
        "tcp://x:1/a",
        "tcp://a:b@x:1",
    ],
)
def test_an_address_of_no_cluster_is_refused_at_once(address: str) -> None:
    with pytest.raises(ClusterError, match="không phải địa chỉ của một cụm máy Dask"):
        outcomes(Cluster(address), ["một"])


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "tcp://khong-co.invalid:8786", "tcp://a..b:1"]
)
def test_a_cluster_that_nobody_started_is_said_to_be_out_of_reach(address: str) -> None:
    with pytest.raises(ClusterError, match="Không kết nối được với cụm máy"):
        outcomes(Cluster(address), ["một"])


def test_an_encrypted_cluster_needs_a_certificate() -> None:
    with pytest.raises(ClusterError, match="chưa có chứng chỉ"):
        outcomes(Cluster("tls://127.0.0.1:8786"), ["một"])


def test_a_cluster_without_workers_is_said_to_have_none() -> None:
    none = pytest.raises(ClusterError, match="không có máy nào đang chạy")
    with dask_cluster.cluster(workers=0) as empty, none:
        outcomes(Cluster(empty.address), ["một"])


def test_a_cluster_that_is_lost_midway_ends_the_run_with_a_message(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with (
        dask_cluster.cluster(workers=1) as started,
        Cluster(started.address).calling(called, LIMITS) as call_all,
    ):
        results = call_all([f"wait {number}" for number in range(8)])
        next(results)
        started.stop()
        with pytest.raises(ClusterError, match="Mất kết nối với cụm máy"):
            list(results)
    assert capfd.readouterr().err == ""  # not Dask's traces
