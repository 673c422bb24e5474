"""An office without folders: files are judged beside what stands, and entered into a register."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from welfare_stats.collect.inbox import ReceivedFile
from welfare_stats.design.catalogue import Catalogue
from welfare_stats.pipeline.gathering import reference_for
from welfare_stats.pipeline.neighbours import Neighbours
from welfare_stats.register import Register, state_after
from welfare_stats.validate.assess import assess
from welfare_stats.validate.reassess import reassess
from welfare_stats.validate.verdict import Assessment

_SECRET = b"nothing real is hidden by it"


class Office:
    """What it has received so far stands in its register."""

    def __init__(self, register: Register, catalogue: Catalogue, received_on: dt.date) -> None:
        self._register, self._catalogue = register, catalogue
        self._received_on = received_on
        self._state = state_after(())

    def take_in(self, name: str, content: bytes) -> Assessment:
        """Judge a file as a run of its own would, and enter it."""
        file = ReceivedFile(name, content, sha256(content).hexdigest())
        alone = assess(content, name, self._catalogue, secret=_SECRET)
        neighbours = Neighbours(self._register)
        since = max(self._state.receipts, default=0)
        reference = reference_for(
            self._register, self._state, file, alone, neighbours, self._catalogue, since=since
        )
        judged = reassess(alone, file, reference, self._received_on, self._catalogue)
        receipt = self._register.record(
            path=name,
            sha256=file.sha256,
            context="",
            received_on=self._received_on,
            assessment=judged,
        )
        self._state.take(receipt)
        return judged


@contextmanager
def office(catalogue: Catalogue, received_on: dt.date) -> Iterator[Office]:
    """A new office on whose every file counts as received on that day."""
    with (
        TemporaryDirectory() as folder,
        Register.open(Path(folder) / "so.sqlite", create=True) as register,
    ):
        yield Office(register, catalogue, received_on)
