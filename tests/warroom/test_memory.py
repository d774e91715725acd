"""The memory: lessons with what they changed, past incidents found while a new one is declared, causes that recur."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.commands import (
    AddCause,
    AddLesson,
    AmendLesson,
    AmendWording,
    ChangeStatus,
    JudgeCause,
    LinkLesson,
    RetireLesson,
    SetService,
    ShareLesson,
    UnlinkLesson,
)
from warroom.commands.lessons import Learnt
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.causes import CauseKind, CauseState
from warroom.domain.incidents import Mode, Status
from warroom.domain.lessons import Lesson, LinkedNoun
from warroom.domain.likeness import Place, Sought
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.room import Room
from warroom.storage import search

DAY = 86_400_000


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def learnt(room: Room, incident: str, text: str = "La cellule avait deux référents DNS absents", **more: Any) -> Learnt:
    return room.do(AddLesson(incident=incident, text=text, **more)).result()


def of(room: Room, lesson: Learnt) -> Lesson:
    found = room.views.lesson(lesson.id)
    assert found is not None
    return found


def link(lesson: str, noun: LinkedNoun, target: str, what: str = "") -> LinkLesson:
    return LinkLesson(lesson=lesson, noun=noun, target=target, what=what)


def told(room: Room, incident: str) -> list[str]:
    return [entry.code for entry in room.views.entries(incident) if entry.code.startswith("lesson-")]


def test_that_a_lesson_says_when_it_applies_and_for_which_services(room: Room, incident: str) -> None:
    made = learnt(room, incident, applies_when="Le DNS interne ne répond plus", services=("DNS", "API"))
    lesson = of(room, made)
    assert (made.number, lesson.by, lesson.at) == ("A-LE01", "Léa Martin", NOON)
    assert lesson.applies_when == "Le DNS interne ne répond plus"
    assert len(lesson.services) == 2
    assert told(room, incident) == []


def test_that_a_closed_incident_still_takes_lessons_and_what_they_changed(room: Room, incident: str) -> None:
    room.do(ChangeStatus(incident=incident, status=Status.CLOSED, reason="tout est rétabli")).result()
    made = learnt(room, incident)
    room.do(ShareLesson(lesson=made.number, shared_with=("Équipe réseau",))).result()
    room.do(LinkLesson(lesson=made.id, noun=LinkedNoun.TEMPLATE, target="t03", what="dire depuis quand")).result()
    assert told(room, incident) == ["lesson-shared", "lesson-linked"]


def test_that_a_lesson_is_shared_with_more_and_more_and_told_once_each(room: Room, incident: str) -> None:
    made = learnt(room, incident)
    room.do(ShareLesson(lesson=made.id, shared_with=("Réseau", " Support "))).result()
    room.do(ShareLesson(lesson=made.id, shared_with=("réseau", "Comité"))).result()
    room.do(ShareLesson(lesson=made.id, shared_with=("Comité",))).result()
    assert of(room, made).shared_with == ("Réseau", "Support", "Comité")
    assert told(room, incident) == ["lesson-shared", "lesson-shared"]


def test_that_a_template_knows_the_lessons_that_changed_it(room: Room, incident: str) -> None:
    made = learnt(room, incident, "Dire quelles données sont touchées dès le premier message")
    record = room.do(
        AmendWording(template="T03", language="fr", body="Nous rencontrons {symptom}.", lesson=made.id)
    ).result()
    ((lesson, link),) = room.views.lessons_behind(LinkedNoun.TEMPLATE, "T03")
    assert (lesson.number, link.version) == ("A-LE01", "fr 2")
    reasons = [each.reason for each in room.views.wording_versions(record)]
    assert "Lesson A-LE01: Dire quelles données sont touchées dès le premier message" in reasons
    (again,) = room.views.links_of_lesson(made.id)
    assert again == link


def test_that_a_wording_that_did_not_change_ties_no_lesson(room: Room, incident: str) -> None:
    made = learnt(room, incident)
    room.do(AmendWording(template="T03", language="fr", lesson=made.id)).result()
    assert room.views.links_of_lesson(made.id) == []


def test_that_the_same_link_twice_is_one_and_can_be_taken_back(room: Room, incident: str) -> None:
    made = learnt(room, incident)
    command = link(made.id, LinkedNoun.ROLE_CARD, "COM", what="appeler le support")
    record = room.do(command).result()
    assert room.do(command).result() == record
    assert len(room.views.links_of_lesson(made.id)) == 1
    room.do(UnlinkLesson(link=record)).result()
    assert room.views.links_of_lesson(made.id) == []
    room.do(command).result()
    assert len(room.views.links_of_lesson(made.id)) == 1


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (lambda i, _l: AddLesson(incident=i, text="  "), "lesson-empty"),
        (lambda _i, _l: AddLesson(text="Sans incident"), "lesson-of-nothing"),
        (lambda i, _l: AddLesson(incident=i, text="x" * 4_001), "text-too-long"),
        (lambda _i, made: ShareLesson(lesson=made, shared_with=(" ",)), "lesson-shared-with-nobody"),
        (
            lambda _i, made: link(made, LinkedNoun.TEMPLATE, "T99", what="x"),
            "template-unknown",
        ),
        (lambda _i, made: link(made, LinkedNoun.TEMPLATE, "T03"), "lesson-change-unsaid"),
        (lambda _i, made: link(made, LinkedNoun.CORRECTIVE, "A-AC09"), "unknown-reference"),
    ],
)
def test_that_what_says_nothing_is_refused(room: Room, incident: str, command: Any, code: str) -> None:
    made = learnt(room, incident)
    with pytest.raises(Refusal) as refused:
        room.do(command(incident, made.id)).result()
    assert refused.value.code == code
    assert (len(room.views.lessons(incident)), room.views.lesson_links(), told(room, incident)) == (1, [], [])


def test_that_a_form_never_overwrites_what_moved_and_undo_takes_back(room: Room, incident: str) -> None:
    made = learnt(room, incident)
    seen = room.views.sources("lesson", made.id)
    room.do(AmendLesson(lesson=made.id, text="Autrement")).result()
    with pytest.raises(MovedMeanwhile):
        room.do(AmendLesson(lesson=made.id, text="Encore autrement", seen=seen)).result()
    assert of(room, made).text == "Autrement"
    room.undo().result()
    assert of(room, made).text.startswith("La cellule")


def test_that_a_retired_lesson_is_kept_but_not_remembered(room: Room, incident: str) -> None:
    made = learnt(room, incident)
    room.do(RetireLesson(lesson=made.id)).result()
    (remembered,) = room.views.library()
    assert (of(room, made).retired, remembered.lessons) == (True, ())
    room.do(RetireLesson(lesson=made.id, retired=False)).result()
    assert room.views.library()[0].lessons[0].number == "A-LE01"


def touched(room: Room, incident: str, *names: str) -> None:
    for name in names:
        room.do(SetService(incident=incident, name=name, state=ServiceState.MAJOR_OUTAGE)).result()


def test_that_a_new_incident_finds_its_past_by_service_words_lesson_and_log(room: Room) -> None:
    dns = an_incident(room, title="Le résolveur interne ne répond plus")
    touched(room, dns.id, "DNS")
    learnt(room, dns.id, "Garder une adresse de secours hors du résolveur", applies_when="Noms introuvables partout")
    cert = an_incident(room, title="Portail inaccessible")
    an_entry(room, cert.id, text="Cause identifiée : certificat expiré sur le répartiteur")
    while search.backlog(room._store.reader()):
        time.sleep(0.01)
    for n in range(12):
        an_incident(room, title=f"Exploitation courante {n}")
    found = room.views.seen_before(Sought("Plus de noms", services=("dns",)))
    assert [each.alike.incident for each in found] == [dns.id]
    assert found[0].remembered.lessons[0].number == "A-LE01"
    found = room.views.seen_before(Sought("Expired certificate on a balancer"))
    assert [each.alike.incident for each in found] == [cert.id]
    assert {place for _word, place in found[0].alike.words} == {Place.LOG}
    found = room.views.seen_before(Sought("Des noms introuvables"))
    assert {place for _word, place in found[0].alike.words} == {Place.LESSON}


def test_that_drills_and_the_incident_itself_are_left_out(room: Room) -> None:
    real = an_incident(room, title="Panne du DNS interne")
    drill = an_incident(room, title="Panne du DNS interne", exercise=True)
    for mode, incident in ((Mode.REAL, real), (Mode.EXERCISE, drill)):
        (seen,) = room.views.seen_before(Sought("Panne DNS"), mode=mode)
        assert seen.alike.incident == incident.id
    assert room.views.seen_before(Sought("Panne DNS"), but=real.id) == []


def test_that_what_is_restricted_is_never_recognised(room: Room) -> None:
    incident = an_incident(room, title="Portail")
    an_entry(room, incident.id, text="Rançongiciel confirmé par expertise", circle="legal")
    assert room.views.seen_before(Sought("Rançongiciel confirmé")) == []


def test_that_the_library_finds_words_of_the_log_and_of_lessons(room: Room) -> None:
    first, second = an_incident(room, title="A"), an_incident(room, title="B")
    an_entry(room, first.id, text="Le groupe électrogène a démarré seul")
    learnt(room, second.id, "Tester le groupe électrogène chaque mois")
    assert {each.incident.id for each in room.views.library(words="groupe electrogen")} == {first.id, second.id}
    assert room.views.library(words="introuvable") == []


def test_that_a_root_cause_is_known_only_once_one_is_confirmed(room: Room, incident: str) -> None:
    def known() -> bool:
        return next(each for each in room.views.library() if each.incident.id == incident).knows_its_root

    room.do(AddCause(incident=incident, text="Alerte tue", state=CauseState.CONFIRMED, evidence_text="log")).result()
    root = room.do(AddCause(incident=incident, text="Sans palier", kind=CauseKind.ROOT)).result()
    assert not known()
    room.do(JudgeCause(cause=root.id, state=CauseState.CONFIRMED, evidence_text="journal")).result()
    assert known()
