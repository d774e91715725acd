"""What is sealed under a key stays in the room; the report says that something was left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.builders import an_entry
from warroom.reports.restricted import cleared, is_sealed
from warroom.room import Room

Crisis = tuple[Room, str]
SEALED = '{"$sealed":{"box":"c2VjcmV0","key":"k1"}}'


def test_that_a_sealed_text_becomes_its_number_and_takes_the_other_texts_with_it(calm: Crisis) -> None:
    room, reference = calm
    entry = room.views.entry(an_entry(room, reference, from_who="Source protégée", services="API").id)
    assert entry

    shown = cleared(replace(entry, text=SEALED))

    assert shown.text == f"restricted entry {entry.number}"
    assert (shown.from_who, shown.services) == ("", "")
    assert (shown.number, shown.author, shown.recorded_at) == (entry.number, entry.author, entry.recorded_at)


def test_that_one_sealed_field_leaves_the_rest_readable(calm: Crisis) -> None:
    room, reference = calm
    entry = room.views.entry(an_entry(room, reference, text="Lisible").id)
    assert entry

    shown = cleared(replace(entry, from_who=SEALED))

    assert (shown.text, shown.from_who) == ("Lisible", "")


def test_that_a_text_about_sealing_is_not_taken_for_a_sealed_one() -> None:
    assert is_sealed(SEALED)
    assert not is_sealed('{"$sealed": non')
    assert not is_sealed('{"$sealed":{"box":"x"},"more":1}')
    assert not is_sealed('voir {"$sealed":{}}')


def test_that_a_record_without_sealed_values_is_left_as_it_is(calm: Crisis) -> None:
    room, reference = calm
    entry = room.views.entry(an_entry(room, reference).id)
    assert entry

    assert cleared(entry) is entry


def test_that_a_damaged_attachment_is_left_out_and_named(calm: Crisis, tmp_path: Path) -> None:
    room, reference = calm
    for name in ("bonne.txt", "abimée.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
        room.attach(tmp_path / name, noun="incident", parent=reference)
    # What a bad sector does: the bytes of the chunk stored last are no longer those that were sealed.
    spoil = "UPDATE chunk SET body=zeroblob(length(body)) WHERE rowid=(SELECT max(rowid) FROM chunk)"
    room._store.run(lambda conn: conn.execute(spoil)).result()

    done = room.export(reference, tmp_path, formats=("csv",))

    kept = [file for file in done.files if file.startswith("attachments/")]
    assert done.left_out == ("abimée.txt",)
    assert [file.rpartition("-")[2] for file in kept] == ["bonne.txt"]
    assert "abimée.txt: The attachment abimée.txt is damaged." in (done.folder / "VERIFY.txt").read_text(
        encoding="utf-8"
    )
