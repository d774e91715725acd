"""Decoding in a process of its own: the same ops as here, and nothing lost when that process is not to be had."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_entry, an_incident
from warroom.sync import apart
from warroom.sync.apart import WORTH_IT, Decoder
from warroom.sync.packing import Packed, Unsound, unpack
from warroom.sync.verifying import arrivals_of


@pytest.fixture
def runs(tmp_path: Path) -> list[Packed]:
    """What a small room would send."""
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        for number in range(30):
            an_entry(room, incident.ref, text=f"relevé {number}")
        room.exchange.sign()
        return [unpack(body) for body in room.exchange.packed_beyond({})]


@pytest.fixture
def decoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Decoder]:
    """One that has another process, however many processors there are."""
    monkeypatch.setattr(apart, "SEVERAL", 1)
    with Decoder(WORTH_IT) as found:
        yield found


def seen(arrivals: list[list[apart.Arrival]]) -> list[tuple[object, ...]]:
    return [(each.writer, each.seq, each.hash, each.row, each.op, each.previous) for run in arrivals for each in run]


def test_that_another_process_finds_the_same_ops(decoder: Decoder, runs: list[Packed]) -> None:
    assert decoder._process is not None

    assert seen(decoder.decode(runs)) == seen([arrivals_of(run) for run in runs])
    assert decoder._process.poll() is None, "it did the work"


def test_that_another_process_finds_what_was_not_signed(decoder: Decoder, runs: list[Packed]) -> None:
    lie = Packed(runs[0].segment, runs[0].body[:-40] + bytes(40))

    with pytest.raises(Unsound):
        decoder.decode([lie])


def test_that_a_process_that_died_is_done_without(decoder: Decoder, runs: list[Packed]) -> None:
    assert decoder._process is not None
    decoder._process.kill()
    decoder._process.wait()

    assert seen(decoder.decode(runs)) == seen([arrivals_of(run) for run in runs])
    assert seen(decoder.decode(runs)) == seen([arrivals_of(run) for run in runs])


def test_that_a_short_history_starts_no_process(runs: list[Packed]) -> None:
    with Decoder(WORTH_IT - 1) as decoder:
        assert decoder._process is None
        assert decoder.decode(runs)


def test_that_the_packaged_program_decodes_when_started_with_its_own_word() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "warroom", apart.PACKAGED], input=b"", capture_output=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
