"""Running a function on an existing Dask cluster, as ``workers`` does it in child processes.

There Dask's own workers are the isolation: a nanny starts one again that died or took more memory
than it may. They get an item and give back its result, and need neither the workspace nor a folder
that is shared. What Dask does not do is done here: it limits no time of a call, waits minutes for a
worker that is frozen, and does not tell a call that kills its worker from one that only waited on
the same.
"""

import logging
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from math import inf
from pickle import dumps, loads
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from welfare_stats.errors import ClusterError
from welfare_stats.workers import CallAll, Failure, Limits, WorkerError, answer

if TYPE_CHECKING:
    from distributed import Client, Future

Item = TypeVar("Item")
Result = TypeVar("Result")

_TOPIC = "welfare-stats"
_SECONDS_TO_CONNECT = 10
_SECONDS_TO_ANSWER = 30
_SECONDS_BETWEEN_LOOKS = 0.5
_MOST_SECONDS_WITHOUT_WORKERS = 60
_MOST_SECONDS_BETWEEN_SIGNS = 10
"""A worker that is well gives signs of life every second or, of many, every few seconds."""
_PACKAGES = ("welfare-stats", "openpyxl", "pandas", "pydantic", "python-calamine", "xlrd")
"""What decides how a file is read; it must be the same everywhere, or figures could differ."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Workers of a Dask cluster that runs already, at the address of its scheduler.

    Raises:
        ClusterError: the address is none.
    """

    address: str

    def __post_init__(self) -> None:
        try:
            url = urlsplit(self.address)
            is_address = url.scheme in ("tcp", "tls") and bool(url.hostname) and bool(url.port)
        except ValueError:
            is_address = False
        if not is_address or self.address != f"{url.scheme}://{url.netloc}" or "@" in url.netloc:
            raise ClusterError(
                f"“{self.address}” không phải địa chỉ của một cụm máy Dask. Địa chỉ có dạng "
                "tcp://may-chu:8786, hoặc tls://may-chu:8786 khi cụm có mã hóa."
            )

    @contextmanager
    def calling(
        self, function: Callable[[Item], Result], limits: Limits
    ) -> Iterator[CallAll[Item, Result]]:
        """Calls one function on all workers that the cluster has now.

        The memory of a call is limited by the cluster's own settings.

        Raises:
            ClusterError: it cannot be reached, has no workers or another program, or is lost later.
        """
        with self._connected() as client:
            count = self._count_workers(client)
            yield _Calls(client, self.address, function, limits.seconds, count).all

    @contextmanager
    def _connected(self) -> "Iterator[Client]":
        try:
            import dask  # noqa: PLC0415 - hardly anybody has a cluster
            from distributed import Client  # noqa: PLC0415
        except ImportError:
            raise ClusterError(
                "Đọc tệp trên cụm máy cần gói distributed, máy này chưa cài. Hãy chạy: "
                'pip install "distributed"'
            ) from None
        _silence()
        self._require_certificate(dask.config.get("distributed.comm.tls.ca-file", None))
        self._knock()
        quiet = {"distributed.admin.large-graph-warning-threshold": "1GB"}  # a file is no graph
        with dask.config.set(quiet):
            try:
                client = Client(self.address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
            except (OSError, ValueError, TypeError):  # or no answer in time, which is an OSError
                raise self._out_of_reach() from None
            with client:
                yield client

    def _require_certificate(self, authority: str | None) -> None:
        if self.address.startswith("tls:") and not authority:
            raise ClusterError(
                f"Cụm máy {self.address} có mã hóa, nhưng máy này chưa có chứng chỉ. Hãy ghi "
                "ca-file, client.cert, client.key vào mục distributed.comm.tls của cấu hình Dask "
                "(~/.config/dask/distributed.yaml)."
            )

    def _knock(self) -> None:
        """Whether anybody is there: a client that connects to nobody takes long to be closed."""
        url = urlsplit(self.address)
        try:
            socket.create_connection((url.hostname, url.port), _SECONDS_TO_CONNECT).close()
        except (OSError, UnicodeError):
            raise self._out_of_reach() from None

    def _out_of_reach(self) -> ClusterError:
        return ClusterError(
            f"Không kết nối được với cụm máy {self.address}. Hãy xem địa chỉ có đúng và dask "
            "scheduler có đang chạy không."
        )

    def _count_workers(self, client: "Client") -> int:
        """How many calls go on at once; all workers must have this program as it is here."""
        try:
            asked: Mapping[str, object] = client.sync(
                client.run, program, on_error="return", callback_timeout=_SECONDS_TO_ANSWER
            )
        except TimeoutError:
            raise ClusterError(
                f"Có máy của cụm {self.address} không trả lời trong {_SECONDS_TO_ANSWER} giây. Hãy "
                "khởi động lại dask worker trên máy bị treo, hoặc tắt máy đó."
            ) from None
        if not asked:
            raise ClusterError(
                f"Cụm máy {self.address} không có máy nào đang chạy. Hãy khởi động dask worker "
                f"{self.address} trên các máy của cụm."
            )
        for worker, theirs in sorted(asked.items()):
            if not isinstance(theirs, dict):
                raise ClusterError(
                    f"Máy {worker} của cụm chưa cài chương trình này, hoặc cài hỏng "
                    f"({type(theirs).__name__}). Hãy cài cùng phiên bản trên mọi máy."
                )
            _require_same(worker, theirs)
        return sum(client.nthreads().values())


def _require_same(worker: str, theirs: Mapping[str, str]) -> None:
    for name, number in program().items():
        if theirs.get(name) != number:
            raise ClusterError(
                f"Máy {worker} của cụm có {name} {theirs.get(name)}, máy này có {number}. Hãy cài "
                "cùng phiên bản trên mọi máy."
            )


def _silence() -> None:
    """What matters is said here; Dask would write traces to standard error."""
    for name in ("asyncio", "tornado.application", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("asyncio", "distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@lru_cache(maxsize=1)
def program() -> dict[str, str]:
    """The versions of what reads files, of the machine on which this is called."""
    return {"Python": ".".join(map(str, sys.version_info[:2]))} | {
        name: version(name) for name in _PACKAGES
    }


@dataclass(slots=True, eq=False)
class _Call(Generic[Item]):
    """An item on its way.

    Attributes:
        outcome: what ``answer`` gave, or why it could not.
        began: when it did so last, if it has.
        worker: on which worker that was.
        is_second: whether it was taken from a frozen worker before.
    """

    item: Item
    future: "Future[Any]"
    outcome: tuple[Failure | None, Any] | None = None
    began: float | None = None
    worker: str = ""
    is_second: bool = False


@dataclass(slots=True)
class _Workers:
    """The workers of a cluster, and since when each of them has been silent."""

    client: "Client"
    heard: dict[str, tuple[float, float]] = field(default_factory=dict)
    """When the scheduler heard of each last, and when that was seen here."""
    gone_since: float | None = None

    def look(self) -> None:
        """See which workers there are."""
        now = monotonic()
        found = self.client.scheduler_info(n_workers=-1)["workers"]
        before = self.heard
        self.heard = {}
        for worker, about in found.items():
            known = before.get(worker)
            is_news = known is None or known[0] != about["last_seen"]
            self.heard[worker] = (about["last_seen"], now) if is_news else known  # type: ignore[assignment]
        self.gone_since = None if found else self.gone_since or now

    def silent_for(self, worker: str) -> float:
        """For how many seconds nothing has been heard of a worker; endless where it is gone."""
        return monotonic() - self.heard[worker][1] if worker in self.heard else inf

    def restart(self, worker: str) -> None:
        """Only so can a call be ended; what else ran there is done again by itself."""
        with suppress(OSError, KeyError):  # it is gone already, or slow to start again
            self.client.restart_workers([worker], timeout=30, raise_for_error=False)


@dataclass(slots=True)
class _Calls(Generic[Item, Result]):
    """The calls of one function.

    Attributes:
        client: sends them.
        address: of the cluster, for messages.
        function: what is called.
        seconds: how long one call may take, and a worker may be silent.
        count: how many calls go on at once.
        waiting: those that are under way, in the order of their items.
        by_key: the same by their keys.
        workers: who reads.
    """

    client: "Client"
    address: str
    function: Callable[[Item], Result]
    seconds: float
    count: int
    waiting: deque[_Call[Item]] = field(default_factory=deque)
    by_key: dict[str, _Call[Item]] = field(default_factory=dict)
    workers: _Workers = field(init=False)

    def __post_init__(self) -> None:
        self.workers = _Workers(self.client)

    def all(self, items: Iterable[Item]) -> Iterator[tuple[Item, Result | WorkerError]]:
        self.client.subscribe_topic(_TOPIC, self._hear)
        # As a task of its own it is sent once; the cluster makes it again where it is lost.
        function = self.client.submit(loads, dumps(self.function), key=f"{_TOPIC}-{uuid4()}")
        for item in items:
            self.waiting.append(self._submitted(function, item))
            if len(self.waiting) > 2 * self.count:  # enough to keep all workers busy
                yield self._next(function)
        while self.waiting:
            yield self._next(function)

    def _submitted(self, function: "Future[Any]", item: Item) -> _Call[Item]:
        key = f"{_TOPIC}-{uuid4()}"
        # Without a time-out of 0 the calls of a tenth of a second go on in any order.
        future = self.client.submit(_called, function, item, key=key, fifo_timeout=0)
        self.by_key[key] = call = _Call(item, future)
        return call

    def _hear(self, event: tuple[float, tuple[str, str]]) -> None:
        """A call has begun, perhaps anew because its worker was lost."""
        _, (key, worker) = event
        if key in self.by_key:
            call = self.by_key[key]
            call.began, call.worker = monotonic(), worker

    def _next(self, function: "Future[Any]") -> tuple[Item, Result | WorkerError]:
        call = self.waiting[0]
        failure, value = self._outcome_of(call)
        if failure is Failure.DIED:  # several workers died, perhaps by what another call did there
            for other in self.waiting:
                self._outcome_of(other)
            failure, value = self._outcome_of(self._submitted(function, call.item))
        self.waiting.popleft()
        return call.item, value if failure is None else WorkerError(failure, value)

    def _outcome_of(self, call: _Call[Item]) -> tuple[Failure | None, Any]:
        """What became of a call, as soon as it is over."""
        from distributed import KilledWorker  # noqa: PLC0415

        while call.outcome is None:
            try:
                versions, outcome = call.future.result(timeout=_SECONDS_BETWEEN_LOOKS)
                _require_same(call.worker, versions)  # it may have joined since
                self._end(call, outcome)
            except TimeoutError:
                self._watch({*self.waiting, call})  # any of them may keep this one waiting
            except KilledWorker:
                self._end(call, (Failure.DIED, ""))
            except (ClusterError, KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:
                raise self._lost() from error
        return call.outcome

    def _watch(self, calls: Iterable[_Call[Item]]) -> None:
        """End what is over its time, and workers that are frozen."""
        try:
            self.workers.look()
        except Exception as error:
            raise self._lost() from error
        gone_since = self.workers.gone_since
        if gone_since and monotonic() - gone_since > _MOST_SECONDS_WITHOUT_WORKERS:
            raise self._lost()
        for call in calls:
            if call.outcome is None and call.began is not None and not call.future.done():
                self._watch_one(call, monotonic() - call.began)
        for worker in list(self.workers.heard):
            if self.workers.silent_for(worker) > self.seconds:
                self.workers.restart(worker)

    def _watch_one(self, call: _Call[Item], seconds: float) -> None:
        silent_for = self.workers.silent_for(call.worker)
        if silent_for == inf:  # its worker is lost: it waits its turn again
            call.began = None
        elif seconds > self.seconds:
            if silent_for > _MOST_SECONDS_BETWEEN_SIGNS and not call.is_second:
                call.is_second, call.began = True, None  # the machine may be to blame
            else:
                call.future.cancel()  # before, or it would begin again
                self._end(call, (Failure.TOO_SLOW, ""))
            self.workers.restart(call.worker)

    def _end(self, call: _Call[Item], outcome: tuple[Failure | None, Any]) -> None:
        """Keep what became of a call; the cluster need keep it no longer."""
        call.outcome = outcome
        self.by_key.pop(str(call.future.key), None)
        call.future.release()

    def _lost(self) -> ClusterError:
        return ClusterError(
            f"Mất kết nối với cụm máy {self.address}, hoặc cụm không còn máy nào. Các tệp đã đọc "
            "xong thì đã được ghi nhận; chạy lại lệnh này là đọc tiếp các tệp còn lại."
        )


def _called(
    function: Callable[[Any], object], item: object
) -> tuple[dict[str, str], tuple[Failure | None, object]]:
    """What a worker of the cluster does with an item, and with which versions."""
    from distributed import get_worker  # noqa: PLC0415

    worker = get_worker()
    worker.log_event(_TOPIC, (worker.get_current_task(), worker.address))
    return program(), answer(function, (item,), {})
