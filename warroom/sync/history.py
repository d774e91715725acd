"""History: the signed runs of a whole room taken into a new file, each station's once something vouches for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from warroom.clock import Clock
from warroom.storage.admission import may_join
from warroom.storage.attachments import Step
from warroom.storage.taking import Verified, take
from warroom.storage.vault import Vault
from warroom.sync.apart import Decoder
from warroom.sync.packing import Packed, Unsound, batches, unpack
from warroom.sync.verifying import signers


def take_history(vault: Vault, bodies: Iterable[bytes], *, room: str, clock: Clock, step: Step) -> int:
    """Take in every run that an admitted station signed, trust beginning at the founder; how many ops joined.

    Raises Unsound for a run that is torn or was changed. What nobody vouches for is left out.
    """
    left = [unpack(body) for body in bodies]
    if any(packed.header.room != room or packed.is_newer for packed in left):
        raise Unsound("another room or version")
    total, done = max(sum(packed.header.count for packed in left), 1), 0
    with Decoder(total) as decoder:
        while left:
            joining, left = _judged(vault, left)
            if not joining:
                break
            for runs in _decoded(joining, decoder):
                step(done, total)
                with vault.writing() as conn:
                    taken = take(conn, runs, station=None, clock=clock)
                if taken.refused:
                    raise Unsound("runs that do not fit each other")
                done += taken.ops
    step(total, total)
    return done


def _decoded(runs: list[Packed], decoder: Decoder) -> Iterator[list[Verified]]:
    """Batch after batch; the next one is decoded while the last one is written. Raises Unsound."""
    from concurrent.futures import ThreadPoolExecutor

    def verified(batch: list[Packed]) -> list[Verified]:
        return [
            Verified(str(number), packed.segment, arrivals)
            for number, (packed, arrivals) in enumerate(zip(batch, decoder.decode(batch), strict=True))
        ]

    with ThreadPoolExecutor(1, thread_name_prefix="decoding history") as pool:
        coming = None
        for batch in batches(runs, lambda packed: packed.header):
            ready, coming = coming, pool.submit(verified, batch)
            if ready is not None:
                yield ready.result()
        if coming is not None:
            yield coming.result()


def _judged(vault: Vault, runs: list[Packed]) -> tuple[list[Packed], list[Packed]]:
    """The runs of stations that are admitted by now, and the others. Raises Unsound for a false signature."""
    conn = vault.writer
    owners, keys, enrolled = signers(conn, runs)
    admitted: dict[str, bool] = {}
    joining, left = list[Packed](), list[Packed]()
    for packed in runs:
        station = owners.get(packed.header.writer, "")
        key = keys.get(station, b"")
        if station not in admitted:
            admitted[station] = enrolled.get(station) == key != b"" or may_join(conn, station, key)
        if not admitted[station]:
            left.append(packed)
        elif not packed.segment.is_signed_by(key):
            raise Unsound("a false signature")
        else:
            joining.append(packed)
    return joining, left
