"""What the room knows of the variables of a message: verified facts, nothing restricted, hours with their zone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_action, an_entry, an_incident
from warroom.commands import (
    ChangeStatus,
    DescribeIncident,
    DraftMessage,
    MakeCircle,
    MarkEntry,
    SetPublic,
    SetService,
    StateSituation,
)
from warroom.domain.entries import Verification
from warroom.domain.incidents import Mode, Status
from warroom.domain.services import ServiceState
from warroom.domain.template_book import fill
from warroom.domain.template_filling import missing_in
from warroom.domain.template_forms import UNSAID
from warroom.room import Room

MINUTE = 60_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def test_the_first_message_of_a_room_is_whole_from_what_it_knows(room: Room, incident: str) -> None:
    room.do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE)).result()
    book = room.views.template_book()
    for language in ("fr", "en"):
        values = room.views.message_values(incident, language, audience="customers", next_at=NOON + 30 * MINUTE)
        for code in ("T03", "T04"):
            for part in ("title", "body", "brief", "sms"):
                filled = fill(book.wording(code, language), values, language, part)
                assert not filled.missing, (code, part)
                assert "None" not in filled.text
    said = fill(book.wording("T03", "fr"), room.views.message_values(incident, "fr", next_at=NOON), "fr").text
    assert "d’accès au service API" in said
    assert "Prochain point à " in said
    assert "(UTC" in said


def test_only_sentences_that_nothing_speaks_against_are_facts(room: Room, incident: str) -> None:
    sure, doubtful = an_entry(room, incident, text="Sûr"), an_entry(room, incident, text="Douteux")
    room.do(MarkEntry(entry=sure.id, verification=Verification.VERIFIED)).result()
    lines = (f"L’Europe répond [{sure.number}]", f"L’Asie répond [{doubtful.number}]", "Sans source")
    room.do(StateSituation(incident=incident, lines=lines)).result()
    values = room.views.message_values(incident, "fr", audience="staff")
    assert values["facts"] == ("L’Europe répond",)


def test_our_own_words_do_not_go_outside_by_themselves(room: Room, incident: str) -> None:
    an_action(room, incident, text="Purger le cache du backend")
    outside = room.views.message_values(incident, "fr", audience="customers")
    assert not {"actions", "facts", "cause_class", "intent", "decisions_taken"} & set(outside)
    assert "Purger" not in str(outside)
    both = room.views.message_values(incident, "fr", audience=("staff", "customers"))
    assert "Purger" not in str(both)
    inside = room.views.message_values(incident, "fr", audience=("staff", "crisis"))
    assert inside["remaining"] == ("Purger le cache du backend",)


def test_words_of_the_room_are_asked_for_in_another_language(room: Room, incident: str) -> None:
    room.do(DescribeIncident(incident=incident, users="environ 200 clients")).result()
    french = room.views.message_values(incident, "fr", audience="customers")
    english = room.views.message_values(incident, "en", audience="customers")
    assert french["users_affected"] == "environ 200 clients"
    assert english["users_affected"] == UNSAID
    book = room.views.template_book()
    assert "users_affected" in missing_in(fill(book.wording("T04", "en"), english, "en").text)


def test_what_was_typed_comes_first_and_a_number_is_a_moment(room: Room, incident: str) -> None:
    filled = {"users_affected": {"fr": "tous", "en": "everybody"}, "eta_low": NOON + 24 * 60 * MINUTE, "symptom": ""}
    values = room.views.message_values(incident, "en", filled=filled)
    assert values["users_affected"] == "everybody"
    assert str(values["eta_low"]).count(":") >= 1
    assert " at " in str(values["eta_low"])
    assert "symptom" not in values


def test_a_service_that_is_back_was_not_untouched(room: Room, incident: str) -> None:
    room.do(SetService(incident=incident, name="API", state=ServiceState.MAJOR_OUTAGE)).result()
    room.do(SetService(incident=incident, name="API", state=ServiceState.OPERATIONAL)).result()
    room.do(SetService(incident=incident, name="Paie", state=ServiceState.OPERATIONAL)).result()
    values = room.views.message_values(incident, "fr")
    assert (values["restored"], values["unaffected"], values["service"]) == (("API",), ("Paie",), ("API",))


def test_the_end_is_said_once_there_is_one(room: Room, incident: str) -> None:
    assert "end_time" not in room.views.message_values(incident, "fr")
    room.do(ChangeStatus(incident=incident, status=Status.RESOLVED, reason="Rétabli")).result()
    values = room.views.message_values(incident, "fr")
    assert values["status"] == "Résolu"
    assert "end_time" in values
    assert room.views.incidents(mode=Mode.REAL)


def test_nothing_restricted_reaches_a_message(room: Room, incident: str) -> None:
    circle = room.do(MakeCircle(name="juridique", members=())).result()
    secret = an_entry(room, incident, text="Fraude interne soupçonnée", circle=circle)
    room.do(MarkEntry(entry=secret.id, verification=Verification.VERIFIED)).result()
    room.do(StateSituation(incident=incident, lines=(f"La fraude est établie [{secret.number}]",))).result()
    for audience in ("staff", "customers", ("crisis", "executives")):
        assert "raude" not in str(room.views.message_values(incident, "fr", audience=audience))
    assert "raude" not in str(room.views.message_suggestions(incident, "fr"))


def test_the_public_hears_public_names_and_not_our_own_services(room: Room, incident: str) -> None:
    for name in ("API-GW-EU", "DNS interne"):
        room.do(SetService(incident=incident, name=name, state=ServiceState.MAJOR_OUTAGE)).result()
    names = {"fr": "Espace client", "en": "Customer area"}
    room.do(SetPublic(service="API-GW-EU", public=True, names=names)).result()
    assert room.views.message_values(incident, "en", audience="customers")["service"] == ("Customer area",)
    assert set(room.views.message_values(incident, "en", audience="staff")["service"]) == {"API-GW-EU", "DNS interne"}


def test_what_was_typed_before_holds_unless_it_must_be_looked_at_again(room: Room, incident: str) -> None:
    typed = {"symptom": {"fr": "Rien ne répond", "en": "Nothing answers"}, "contact": "01", "eta_low": "15:00"}
    room.do(DraftMessage(incident=incident, template="T03", audiences=("customers",), filled=typed)).result()
    values = room.views.message_values(incident, "en", audience="customers")
    assert (values["symptom"], values["contact"]) == ("Nothing answers", "01")
    assert "eta_low" not in values
    other = an_incident(room, title="Autre").id
    later = room.views.message_values(other, "fr", audience="customers")
    assert "symptom" not in later
    assert later["contact"] == "01"
    exercise = an_incident(room, title="Boréal", exercise=True).id
    assert "contact" not in room.views.message_values(exercise, "fr", audience="customers")
