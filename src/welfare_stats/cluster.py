"""Running a function on an existing Dask cluster, as ``workers`` does it in child processes.

There Dask's own workers are the isolation: a nanny starts one again that died or took more memory
than it may. They get an item and give back its result, and need neither the workspace nor a folder
that is shared. What Dask does not do is limit the time of a call and tell a call that kills its
worker from one that only waited on the same; both are done here.
"""

import logging
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
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
_SECONDS_BETWEEN_LOOKS = 0.5
_MOST_SECONDS_WITHOUT_WORKERS = 60
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
        # A client of what is no address could not be closed again.
        try:
            url = urlsplit(self.address)
            is_address = url.scheme in ("tcp", "tls") and bool(url.hostname) and bool(url.port)
        except ValueError:
            is_address = False
        if not is_address:
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
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said here
        quiet = {"distributed.admin.large-graph-warning-threshold": "1GB"}  # a file is no graph
        with dask.config.set(quiet):
            try:
                client = Client(self.address, timeout=_SECONDS_TO_CONNECT, set_as_default=False)
            except OSError:  # or no answer in time, which is one too
                raise ClusterError(
                    f"Không kết nối được với cụm máy {self.address}. Hãy xem địa chỉ có đúng và "
                    "dask scheduler có đang chạy không."
                ) from None
            with client:
                yield client

    def _count_workers(self, client: "Client") -> int:
        """How many calls go on at once; all workers must have this program as it is here."""
        asked: Mapping[str, object] = client.run(program, on_error="return")
        if not asked:
            raise ClusterError(
                f"Cụm máy {self.address} không có máy nào đang chạy. Hãy khởi động dask worker "
                f"{self.address} trên các máy của cụm."
            )
        own = program()
        for worker, theirs in sorted(asked.items()):
            if not isinstance(theirs, dict):
                raise ClusterError(
                    f"Máy {worker} của cụm chưa cài chương trình này ({type(theirs).__name__}). "
                    "Hãy cài cùng phiên bản trên mọi máy."
                )
            for name, number in own.items():
                if theirs.get(name) != number:
                    raise ClusterError(
                        f"Máy {worker} của cụm có {name} {theirs.get(name)}, máy này có {number}. "
                        "Hãy cài cùng phiên bản trên mọi máy."
                    )
        return sum(client.nthreads().values())


def program() -> dict[str, str]:
    """The versions of what reads files, of the machine on which this is called."""
    return {"Python": ".".join(map(str, sys.version_info[:2]))} | {
        name: version(name) for name in _PACKAGES
    }


@dataclass(slots=True, eq=False)
class _Call(Generic[Item]):
    """An item on its way; ``outcome`` is what ``answer`` gave, or why it could not."""

    item: Item
    future: "Future[Any]"
    outcome: tuple[Failure | None, Any] | None = None

    @property
    def key(self) -> str:
        return str(self.future.key)


@dataclass(slots=True)
class _Calls(Generic[Item, Result]):
    """The calls of one function.

    Attributes:
        client: sends them.
        address: of the cluster, for messages.
        function: what is called.
        seconds: how long one call may take.
        count: how many go on at once.
        waiting: those that are under way, in the order of their items.
        begun: when each began last, and on which worker, by its key.
    """

    client: "Client"
    address: str
    function: Callable[[Item], Result]
    seconds: float
    count: int
    waiting: deque[_Call[Item]] = field(default_factory=deque)
    begun: dict[str, tuple[float, str]] = field(default_factory=dict)

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
        return _Call(item, future)

    def _hear(self, event: tuple[float, tuple[str, str]]) -> None:
        """A call has begun, perhaps anew because its worker was lost."""
        _, (key, worker) = event
        self.begun[key] = (monotonic(), worker)

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

        without_workers_since = None
        while call.outcome is None:
            try:
                self._end(call, call.future.result(timeout=_SECONDS_BETWEEN_LOOKS))
            except TimeoutError:
                for one in {*self.waiting, call}:  # any of them may keep this one waiting
                    if self._is_over_time(one):
                        self._end(one, (Failure.TOO_SLOW, ""))
                without_workers_since = self._without_workers_since(without_workers_since)
            except KilledWorker:
                self._end(call, (Failure.DIED, ""))
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:
                raise self._lost() from error
        return call.outcome

    def _is_over_time(self, call: _Call[Item]) -> bool:
        if call.outcome is not None or call.future.done() or call.key not in self.begun:
            return False
        begun, _ = self.begun[call.key]
        return monotonic() - begun > self.seconds

    def _end(self, call: _Call[Item], outcome: tuple[Failure | None, Any]) -> None:
        """Keep what became of a call; the cluster need keep it no longer."""
        call.outcome = outcome
        _, worker = self.begun.pop(call.key, (0, ""))
        if outcome[0] is Failure.TOO_SLOW:
            # Nobody can end a call but by ending its worker; what else ran there is done again.
            call.future.cancel()
            with suppress(OSError):  # gone already, or slow to start again
                self.client.restart_workers([worker], timeout=30, raise_for_error=False)
        call.future.release()

    def _without_workers_since(self, since: float | None) -> float | None:
        try:
            has_workers = bool(self.client.nthreads())
        except (OSError, RuntimeError):
            raise self._lost() from None
        if has_workers:
            return None
        since = since or monotonic()
        if monotonic() - since > _MOST_SECONDS_WITHOUT_WORKERS:
            raise self._lost()
        return since

    def _lost(self) -> ClusterError:
        return ClusterError(
            f"Mất kết nối với cụm máy {self.address}, hoặc cụm không còn máy nào. Các tệp đã đọc "
            "xong thì đã được ghi nhận; chạy lại lệnh này là đọc tiếp các tệp còn lại."
        )


def _called(function: Callable[[Any], object], item: object) -> tuple[Failure | None, object]:
    """What a worker of the cluster does with an item."""
    from distributed import get_worker  # noqa: PLC0415

    worker = get_worker()
    worker.log_event(_TOPIC, (worker.get_current_task(), worker.address))
    return answer(function, (item,), {})
