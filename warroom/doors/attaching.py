"""Attaching: a file streamed in chunk by chunk, and taken back when the record that names it is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from warroom.commands.base import Command
from warroom.commands.files import AddAttachment, parent_of
from warroom.domain.ids import RecordId
from warroom.storage.attachments import Step, drop_chunks, keep_chunks, read_in
from warroom.storage.store import Store


def attach(
    store: Store,
    do: Callable[[Command[Any]], Future[Any]],
    path: Path,
    *,
    noun: str,
    parent: str,
    origin: str,
    circle: str,
    step: Step,
) -> RecordId:
    """Keep a file on a record; nothing of it stays when the record cannot be written."""
    kept: list[bytes] = []

    def keep(batch: list[tuple[bytes, bytes]]) -> None:
        kept.extend(name for name, _sealed in batch)
        store.run(lambda conn: keep_chunks(conn, batch, now_ms=store.clock.now_ms())).result()

    record = store.submit(lambda books: parent_of(books, noun, parent)["id"]).result()
    try:
        stored = read_in(path, keep, step=step)
        made: RecordId = do(
            AddAttachment(noun=noun, parent=record, stored=stored, origin=origin, circle=circle)
        ).result()
    except BaseException:
        if kept:
            store.run(lambda conn: drop_chunks(conn, kept)).result()
        raise
    return made
