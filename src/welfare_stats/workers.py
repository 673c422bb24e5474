"""Running a function in child processes (workers), so that their failures do not end the run.

No library for reading files survives every file: some abort the whole process. So files are read in
a worker with limits on time and memory. A worker that dies, hangs or exhausts its memory is ended,
and the next call starts a new one.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from threading import Lock
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

from welfare_stats.errors import trace_without_words

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Item = TypeVar("Item")

# A fork server that has imported the libraries once starts a worker in milliseconds. On platforms
# without one (Windows) each worker is a new interpreter.
_START_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much time and memory one call may use; Windows cannot limit the memory."""

    seconds: float
    mebibytes: int


class Failure(Enum):
    """Why a call gave no result."""

    DIED = auto()  # the process aborted or was killed
    TOO_SLOW = auto()
    OUT_OF_MEMORY = auto()
    RAISED = auto()  # an exception: a defect of this program


class WorkerError(Exception):
    """A call gave no result.

    ``trace`` tells where an exception was raised. It leaves out the exception's message, which may
    quote personal data from the file.
    """

    def __init__(self, failure: Failure, trace: str = "") -> None:
        super().__init__(failure.name)
        self.failure = failure
        self.trace = trace


class Worker(Generic[Arguments, Result]):
    """A process that runs one function, call after call; after a failed call, a new process."""

    def __init__(self, function: Callable[Arguments, Result], limits: Limits) -> None:
        self._function = function
        self._limits = limits
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._is_closed = False
        self._ending = Lock()

    def __call__(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """Call the function in the worker.

        Raises:
            WorkerError: the call gave no result.
        """
        if self._is_closed:
            raise WorkerError(Failure.DIED)
        connection = self._connection or self._start()
        try:
            connection.send((args, kwargs))
            if not connection.poll(self._limits.seconds):
                raise WorkerError(Failure.TOO_SLOW)
            failure, value = connection.recv()
        except (EOFError, OSError):
            self.stop()
            raise WorkerError(Failure.DIED) from None
        except WorkerError:
            self.stop()
            raise
        if failure is not None:
            self.stop()
            raise WorkerError(failure, value)
        result: Result = value
        return result

    def _start(self) -> Connection:
        context: Any = multiprocessing.get_context(_START_METHOD)
        if _START_METHOD == "forkserver":
            context.set_forkserver_preload([self._function.__module__])
        ours, theirs = context.Pipe()
        arguments = (theirs, self._function, self._limits.mebibytes)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        self._process, self._connection = process, ours
        return self._connection

    def close(self) -> None:
        """End the process for good; a call under way and all later ones raise ``WorkerError``."""
        self._is_closed = True
        self.stop()

    def stop(self) -> None:
        """End the process, whatever it is doing; the next call starts a new one."""
        with self._ending:  # the calling thread and the closing one may both get here
            process, connection = self._process, self._connection
            self._process = self._connection = None
        if process is not None and connection is not None:
            connection.close()
            process.kill()
            process.join()
            process.close()


CallAll = Callable[[Iterable[Item]], Iterator[tuple[Item, Result | WorkerError]]]
"""Calls a function for many items: each with its result, or with the error instead, in their order.

Items are taken from the iterable only as workers become free, so that few are held at once.
"""


class Workers(Protocol):
    """Where functions are called apart from the run: in processes of this machine, or of others."""

    def calling(
        self, function: Callable[[Item], Result], limits: Limits
    ) -> AbstractContextManager[CallAll[Item, Result]]:
        """Workers for one function, gone when the context is left, whatever they are doing."""


@dataclass(frozen=True, slots=True)
class ChildProcesses:
    """Workers of this machine, so many at once."""

    count: int

    @contextmanager
    def calling(
        self, function: Callable[[Item], Result], limits: Limits
    ) -> Iterator[CallAll[Item, Result]]:
        """Processes that run one function."""
        all_workers = [Worker(function, limits) for _ in range(self.count)]
        idle: SimpleQueue[Worker[[Item], Result]] = SimpleQueue()
        for worker in all_workers:
            idle.put(worker)

        def call(item: Item) -> tuple[Item, Result | WorkerError]:
            worker = idle.get()
            try:
                return item, worker(item)
            except WorkerError as error:
                return item, error
            finally:
                idle.put(worker)

        pool = ThreadPoolExecutor(self.count)

        def call_all(items: Iterable[Item]) -> Iterator[tuple[Item, Result | WorkerError]]:
            waiting: deque[Future[tuple[Item, Result | WorkerError]]] = deque()
            for item in items:
                waiting.append(pool.submit(call, item))
                if len(waiting) > 2 * self.count:  # enough to keep all workers busy
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

        try:
            yield call_all
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in all_workers:
                worker.close()
            pool.shutdown()


# --- in the worker ------------------------------------------------------------------------------


def _serve(connection: Connection, function: Callable[..., object], mebibytes: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - for what an aborting library prints
        os.dup2(nowhere.fileno(), sys.stderr.fileno())
    _limit_memory(mebibytes)
    # A file becomes very many small objects and hardly any cycles. Looking for cycles while reading
    # would double the time; once after each file is enough, and only among what is new: what stays
    # after a file, such as the code lists of a day, stays for the next ones too.
    gc.disable()
    gc.freeze()
    with suppress(EOFError):  # the parent has ended or closed the connection
        while True:
            args, kwargs = connection.recv()
            connection.send(answer(function, args, kwargs))
            gc.collect()
            gc.freeze()


def answer(
    function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[Failure | None, object]:
    """What a call gives, or why it gives nothing and, of a defect, the trace."""
    try:
        return None, function(*args, **kwargs)
    except MemoryError:
        return Failure.OUT_OF_MEMORY, ""
    except Exception as error:
        return Failure.RAISED, trace_without_words(error)


def _limit_memory(mebibytes: int) -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - there is none on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = mebibytes * 1024 * 1024
        if hard != resource.RLIM_INFINITY:  # the system may allow less
            wanted = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
