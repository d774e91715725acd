"""Decoding in a process of its own: a room of a million ops is verified on one core while another writes it down.

The other process is this program again. It reads packed runs on standard input and answers with journal rows; where it
cannot be started, or ends, whoever asked decodes for itself.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from warroom.storage.journal import op_from_row
from warroom.storage.wire import Arrival
from warroom.sync.packing import Packed, Unsound, unpack
from warroom.sync.verifying import arrivals_of

PACKAGED = "--decode-runs"  # what the packaged program is started with
WORTH_IT = 20_000  # ops; fewer are decoded before another process has begun
SEVERAL = 2  # processors


Decode = Callable[[Sequence[Packed]], list[list[Arrival]]]


def decoded_here(batch: Sequence[Packed]) -> list[list[Arrival]]:
    """The ops of each run, verified as `arrivals_of` does. Raises Unsound."""
    return [arrivals_of(packed) for packed in batch]


class Decoder:
    """Decodes batches of runs, apart if that is worth it and works. For one thread; closed when its block ends."""

    def __init__(self, ops: int) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        if ops >= WORTH_IT and (os.cpu_count() or 1) >= SEVERAL:
            with suppress(OSError, ValueError):
                self._process = _start()

    def decode(self, batch: Sequence[Packed]) -> list[list[Arrival]]:
        """The ops of each run, verified as `arrivals_of` does. Raises Unsound."""
        answer = self._ask(batch) if self._process is not None else None
        if answer is None:
            return decoded_here(batch)
        found = []
        for packed, rows in zip(batch, answer, strict=True):
            if rows is None:
                raise Unsound("other ops than those that were signed")
            found.append([_arrival(packed.header.writer, row) for row in rows])
        return found

    def _ask(self, batch: Sequence[Packed]) -> list[Any] | None:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _put(process.stdin, [packed.body for packed in batch])
            answer = _get(process.stdout)
        except (OSError, EOFError, ValueError):
            answer = None
        if not isinstance(answer, list) or len(answer) != len(batch):
            self.close()
            return None
        return answer

    def close(self) -> None:
        """End the other process."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.kill()
        process.wait()

    def __enter__(self) -> Decoder:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()


def main() -> int:
    """Standard input to standard output, batch after batch, until the input ends."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            bodies = _get(source)
        except EOFError:
            return 0
        _put(target, [_rows(body) for body in bodies])


def _rows(body: bytes) -> list[Any] | None:
    """What the ops of a run are in the journal; None for a run that is not what was signed."""
    try:
        arrivals = arrivals_of(unpack(body))
    except Unsound:
        return None
    return [(item.row, item.previous) if item.op is not None else (item.seq, item.hash, item.body) for item in arrivals]


def _arrival(writer: bytes, said: tuple[Any, ...]) -> Arrival:
    if len(said) != 2:
        seq, digest, body = said
        return Arrival(writer, seq, digest, body, None)
    row, previous = said
    w, seq, hlc, _ord, _cx, ent, rid, author, wall, off, zone, patch, salt, deps, withheld, salts, digest = row
    op = op_from_row((w, seq, hlc, ent, rid, author, wall, off, zone, patch, salt, deps, withheld, salts))
    return Arrival(w, seq, digest, b"", op, b"", row, previous)


def _start() -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[2])
    is_packaged = getattr(sys, "frozen", False)
    asked = (
        [sys.executable, PACKAGED] if is_packaged else [sys.executable, "-c", f"from {__name__} import main; main()"]
    )
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        asked,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no black box flashing up on Windows
    )


def _put(stream: BinaryIO | Any, said: Any) -> None:
    plain = marshal.dumps(said)
    stream.write(len(plain).to_bytes(8) + plain)
    stream.flush()


def _get(stream: BinaryIO | Any) -> Any:
    """What the other side, which is this program too, put there. Raises EOFError."""
    size = stream.read(8)
    if len(size) != 8:
        raise EOFError
    plain = stream.read(int.from_bytes(size))
    return marshal.loads(plain)  # noqa: S302  (our own process at the other end of our own pipe)
