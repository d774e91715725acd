"""Findings: where a problem leads to, whose texts name somebody, and a verification that tells how far it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import a_room, an_action, an_entry, an_incident
from tests.warroom.test_seals import rewrite_from, tampered
from warroom.commands import LogEntry
from warroom.domain.audit import Event
from warroom.domain.evidence import Problem


class Stopped(Exception):
    """Somebody pressed Stop."""


def test_that_a_problem_leads_to_its_record_wherever_verify_found_it(tmp_path: Path) -> None:
    proof = tmp_path / "proof.txt"
    proof.write_text("proof")
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        entry = an_entry(room, incident.ref)
        room.attach(proof, noun="entry", parent=entry.number)
        tampered(
            room,
            "UPDATE chunk SET body=x'00'",
            "UPDATE op SET patch=replace(patch, '62 %', '12 %') WHERE ent='entry'",
        )

        found = [room.evidence.record_of(problem) for problem in room.evidence.verify() if not problem.is_note]

        assert found == [(incident.id, "entry", entry.id)] * 2


def test_that_a_row_changed_behind_the_journal_leads_to_its_record(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        tampered(room, "UPDATE incident SET title='calm'")

        (problem,) = room.evidence.verify()

        assert room.evidence.record_of(problem) == (incident.id, "incident", incident.id)


def test_that_a_broken_seal_leads_to_its_incident(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        an_entry(room, incident.ref)
        sealed = room.evidence.seal(incident.ref, reason="x", witness="Marc Dubois")
        rewrite_from(room, "A-0002", "calm")

        led = [room.evidence.record_of(problem) for problem in room.evidence.verify()]

        assert (incident.id, "seal", sealed.id) in led


@pytest.mark.parametrize("where", ["", "audit 3", "meta writer", "00@", f"entry {'0' * 32}", f"nonsense {'0' * 32}"])
def test_that_a_place_without_a_record_leads_nowhere(tmp_path: Path, where: str) -> None:
    with a_room(tmp_path) as room:
        assert room.evidence.record_of(Problem("", where)) is None


def test_that_texts_that_name_somebody_are_listed_before_anything_leaves(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        incident = an_incident(room)
        named = an_entry(room, incident.ref, text="Marc Dubois confirme la bascule")
        an_entry(room, incident.ref, text="Marcher ne suffit pas")
        room.sit_down("Marc Dubois")
        asked = an_action(room, incident.ref, text="Relayer Léa Martin")
        secret = room.do(LogEntry(incident=incident.ref, text="Marc Dubois est en cause", circle="legal")).result()

        numbers = {each.number: each.text for each in room.evidence.named_in(incident.ref)}

        assert numbers[named.number] == "Marc Dubois confirme la bascule"
        assert asked.number in numbers
        assert secret.number not in numbers
        assert not any("Marcher" in text for text in numbers.values())


def test_that_a_verification_tells_how_far_it_is_and_stops_when_asked(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        an_incident(room)
        told: list[tuple[int, int]] = []
        room.evidence.verify(step=lambda done, total: told.append((done, total)))
        assert [done for done, _total in told] == list(range(told[-1][1] + 1))

        def stop(done: int, _total: int) -> None:
            if done == 3:
                raise Stopped

        with pytest.raises(Stopped):
            room.evidence.verify(step=stop)
        assert len(room.audit.rows(what=Event.VERIFIED)) == 1
        assert room.evidence.verify() == [], "the reader is free again"
