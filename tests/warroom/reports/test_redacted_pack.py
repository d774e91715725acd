"""The redacted pack: what is withheld is nowhere in it, and the rest is still proved."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room, an_action, an_entry, an_incident
from tests.warroom.reports.test_evidence_pack import check
from tests.warroom.reports.test_export_folder import pdf_text
from warroom.commands import AddPerson, DescribeIncident, OpenHypothesis, RequestDecision, WriteScenario
from warroom.domain.anticipation import Outlook, Prepared
from warroom.errors import Refusal
from warroom.reports.export import Exported
from warroom.reports.redaction import CONTACTS, MARKINGS, NAMED, PEOPLE, Redaction, level_of
from warroom.room import Room

NAMES = ("Léa Martin", "Marc Dubois", "Karim", "Dubois", "Zoé Outsider")


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[tuple[Room, str]]:
    """A log full of people: whole fields, running text, a file, a seal."""
    proof = tmp_path / "photo de Marc Dubois.txt"
    proof.write_text("Marc Dubois", encoding="utf-8")
    with a_room(tmp_path) as room:
        ref = an_incident(room, owner="Karim").ref
        an_entry(room, ref, from_who="Marc Dubois", to_who="Supervision", text="Le cluster B ne répond plus")
        named = an_entry(room, ref, text="Marc Dubois rappelle à 15 h", from_who="Préfecture")
        an_entry(room, ref, text="Diffusion au SAMU", handling="TLP:AMBER")
        an_entry(room, ref, text="Diffusion publique", handling="TLP:CLEAR")
        an_entry(room, ref, text="Marquage inconnu", handling="Cosmique")
        an_action(room, ref, text="Joindre l'hébergeur", owner="Marc Dubois")
        room.do(RequestDecision(incident=ref, question="Basculer ?", decider="Zoé Outsider")).result()
        room.do(OpenHypothesis(incident=ref, text="Télémétrie", owner="Marc Dubois")).result()
        case = {"kind": Outlook.WORST, "horizon_min": 60, "text": "La région tombe", "owner": "Karim"}
        ready = (Prepared("Qui prévient Zoé Outsider ?"),)
        room.do(WriteScenario(incident=ref, prepared=ready, **case)).result()  # type: ignore[arg-type]
        room.attach(proof, noun="entry", parent=named.number)
        room.evidence.seal(ref, reason="Relève", witness="Marc Dubois")
        yield room, ref


def redacted(room: Room, ref: str, folder: Path, *what: str, withhold: tuple[str, ...] = (), **more: str) -> Exported:
    chosen = Redaction(frozenset(what), withhold=frozenset(withhold), **more)
    return room.export(ref, folder, kind="evidence", redaction=chosen)


def found_in(folder: Path, *values: str) -> list[tuple[str, str]]:
    """Where a value is, in the bytes of any file and in what a PDF says."""
    hits = []
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        said = file.read_bytes().decode("utf-8", "replace")
        if file.suffix == ".pdf":
            said += pdf_text(file)
        said += re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), said)
        hits += [(file.name, value) for value in values if value.casefold() in said.casefold()]
    return hits


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_no_withheld_name_is_anywhere_in_the_pack_and_the_rest_is_proved(
    crowded: tuple[Room, str], tmp_path: Path, language: str
) -> None:
    room, ref = crowded
    chosen = Redaction(frozenset({PEOPLE, CONTACTS}), withhold=frozenset({NAMED}))

    done = room.export(ref, tmp_path, kind="evidence", redaction=chosen, language=language)

    assert found_in(done.folder, *NAMES, "photo-de-marc") == []
    code, said = check(done.folder)
    assert code == 0, said
    word = "personne" if language == "fr" else "person"
    log = (done.folder / "log.csv").read_text(encoding="utf-8-sig")
    assert f"{word} " in log
    assert "Le cluster B ne répond plus" in log
    assert "Supervision" in log


def test_that_running_text_is_left_as_typed_and_listed_for_a_person_to_decide(
    crowded: tuple[Room, str], tmp_path: Path
) -> None:
    room, ref = crowded

    first = redacted(room, ref, tmp_path, PEOPLE)
    assert "A-0003" in first.names_left
    assert "Marc Dubois rappelle" in (first.folder / "log.csv").read_text(encoding="utf-8-sig")
    assert "A-0003" in (first.folder / "VERIFY.txt").read_text(encoding="utf-8")

    second = redacted(room, ref, tmp_path, PEOPLE, withhold=first.names_left)
    assert second.names_left == ()
    assert set(first.names_left) <= set(second.withheld)
    assert found_in(second.folder, *NAMES) == []
    assert check(second.folder)[0] == 0


def test_that_markings_above_the_chosen_one_are_withheld_whole(crowded: tuple[Room, str], tmp_path: Path) -> None:
    room, ref = crowded

    done = redacted(room, ref, tmp_path, MARKINGS, up_to="TLP:GREEN")

    assert found_in(done.folder, "Diffusion au SAMU", "Marquage inconnu") == []
    assert ("log.csv", "Diffusion publique") in found_in(done.folder, "Diffusion publique")
    assert check(done.folder)[0] == 0
    assert ("log.csv", "Diffusion au SAMU") in found_in(
        redacted(room, ref, tmp_path, MARKINGS, up_to="TLP:AMBER").folder, "Diffusion au SAMU"
    )


def test_that_one_person_has_one_number_on_every_page(crowded: tuple[Room, str], tmp_path: Path) -> None:
    room, ref = crowded
    done = redacted(room, ref, tmp_path, PEOPLE, withhold=(NAMED,))

    document = json.loads((done.folder / "incident.json").read_bytes())
    seal = json.loads((done.folder / "seals/A-S01.json").read_bytes())
    marc = next(entry["from_who"] for entry in document["entries"] if entry["number"] == "A-0002")
    assert marc.startswith("person ")
    assert seal["witness"] == document["actions"][0]["owner"] == marc
    assert seal["by"] == document["exported_by"] != marc


def test_that_what_a_field_held_before_is_withheld_too(crowded: tuple[Room, str], tmp_path: Path) -> None:
    room, ref = crowded
    do = lambda command: room.do(command).result()  # noqa: E731
    do(DescribeIncident(incident=ref, situation="Inès Ferrand est sur place", owner="Inès Ferrand"))
    do(AddPerson(name="Inès Ferrand"))
    do(DescribeIncident(incident=ref, situation="Calme", owner="Bob Passing"))
    do(DescribeIncident(incident=ref, owner="Karim"))
    an_entry(room, ref, text=unicodedata.normalize("NFD", "Appel d’Inès Ferrand"))

    done = redacted(room, ref, tmp_path, PEOPLE, withhold=(NAMED,))

    hits = found_in(done.folder, "Bob Passing", "Inès Ferrand", unicodedata.normalize("NFD", "Inès Ferrand"))
    assert hits == []
    journal = (done.folder / "journal.jsonl").read_text(encoding="utf-8")
    owners = [json.loads(line)["op"]["p"].get("owner") for line in journal.splitlines()]
    assert set(owners) == {None}
    assert check(done.folder)[0] == 0

    told = redacted(room, ref, tmp_path, PEOPLE)  # entries are listed; nobody is shown a situation of the past
    ops = [json.loads(line)["op"] for line in (told.folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [op["p"].get("situation") for op in ops if op["e"] == "incident" and "situation" in op["p"]] == ["Calme"]


def test_that_verify_txt_says_how_much_was_left_out(crowded: tuple[Room, str], tmp_path: Path) -> None:
    room, ref = crowded
    done = redacted(room, ref, tmp_path, PEOPLE, CONTACTS, MARKINGS, withhold=(NAMED,))

    said = (done.folder / "VERIFY.txt").read_text(encoding="utf-8")

    assert f"{len(done.withheld)} records are withheld whole" in said
    assert "names of people are replaced by numbers" in said
    assert "TLP:GREEN" in said
    assert "its record is withheld" in said
    assert not (done.folder / "attachments").exists()


def test_that_a_redaction_withholds_in_ordinary_reports_too(crowded: tuple[Room, str], tmp_path: Path) -> None:
    room, ref = crowded
    for kind in ("situation", "review", "log"):
        chosen = Redaction(frozenset({PEOPLE}), withhold=frozenset({NAMED}))
        assert found_in(room.export(ref, tmp_path, kind=kind, redaction=chosen).folder, *NAMES) == []


def test_that_the_room_itself_is_untouched_by_a_redaction(crowded: tuple[Room, str], tmp_path: Path) -> None:
    room, ref = crowded
    before = room.dump()
    redacted(room, ref, tmp_path, PEOPLE, CONTACTS, MARKINGS, withhold=(NAMED,))
    assert room.dump() == before
    assert [problem for problem in room.verify() if not problem.is_note] == []


def test_that_unknown_words_are_refused() -> None:
    with pytest.raises(Refusal, match="names"):
        Redaction(frozenset({"names"}))
    with pytest.raises(Refusal, match="Cosmique"):
        Redaction(frozenset({MARKINGS}), up_to="Cosmique")


def test_that_a_marking_nobody_knows_is_the_highest() -> None:
    order = ["", "TLP:WHITE", "tlp:green", "Diffusion restreinte", "TLP: AMBER+STRICT", "Secret", "Cosmique"]
    levels = [level_of(mark) for mark in order]
    assert levels == sorted(levels)
    assert levels[-1] > levels[-2]
