"""Gaps through which words could leave that nobody approved, that are not whole, or that hide an exercise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.messages.said import TEXTS, a_message, approved, line, released
from tests.warroom.sent import a_release
from warroom.commands import (
    AmendTemplate,
    Approve,
    DraftMessage,
    FirstMessage,
    ReleaseMessage,
    SetService,
    WriteText,
)
from warroom.domain.incidents import Mode, Severity
from warroom.domain.message_state import Blocking
from warroom.domain.message_words import EXERCISE
from warroom.domain.services import ServiceState
from warroom.domain.template_filling import marks_of_missing
from warroom.errors import Refusal
from warroom.reports.html import html_of
from warroom.reports.leaflet import Made
from warroom.reports.message_paper import message_document
from warroom.reports.press import one_truth_of
from warroom.reports.ways_out.qr import codes_of
from warroom.reports.ways_out.said import said_in
from warroom.room import Room

LINES = {"fr": EXERCISE[0], "en": EXERCISE[1]}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as made:
        yield made


def refused(room: Room, command: Any) -> str:
    with pytest.raises(Refusal) as found:
        room.do(command).result()
    return found.value.code


def nobody_sits(room: Room) -> None:
    room._store.author = replace(room._store.author, person="", name="")


def is_between(text: str, language: str) -> bool:
    return text.startswith(LINES[language]) and text.endswith(LINES[language])


@pytest.mark.parametrize(
    "rest", ["à ⟦next_update", "à next_update⟧.", "à ⟦⟧", "à ⟦next\nupdate⟧", "⟦" + "a" * 90 + "⟧"]
)
def test_that_what_is_left_of_a_marker_blocks_as_the_whole_one_does(room: Room, rest: str) -> None:
    made = a_message(room, an_incident(room).id, texts={**TEXTS, "fr": {"title": "Point", "body": rest}})
    (blocker,) = line(room, made.id).blockers
    assert (blocker.kind, blocker.language) == (Blocking.MISSING, "fr")
    assert marks_of_missing(rest)
    room.sit_down("Anne Roche")
    assert refused(room, Approve(message=made.id, exception="vite")) == "message-blocked"
    room.do(WriteText(message=made.id, language="fr", body="à 15:00 (heure de Paris)")).result()
    assert not line(room, made.id).blockers


def test_that_a_list_holds_no_none_and_nothing_that_is_no_text(room: Room) -> None:
    incident = an_incident(room).id
    room.do(SetService(incident=incident, name="Paiement", state=ServiceState.MAJOR_OUTAGE)).result()
    filled = {"symptom": [None, "lent", {"a": 1}], "workaround": {"fr": [None], "en": [None]}}
    made = room.do(DraftMessage(incident=incident, template="T04", filled=filled)).result()
    said = " ".join(text.body.casefold() for text in room.views.message_texts(made.id))
    assert "lent" in said
    assert "none" not in said
    assert "{" not in said


def test_that_nobody_lets_the_first_message_out_to_people_they_added_to_its_template(room: Room) -> None:
    incident = an_incident(room, severity=Severity.CRITICAL).id
    room.do(SetService(incident=incident, name="Paiement", state=ServiceState.MAJOR_OUTAGE)).result()
    room.do(AmendTemplate(template="T03", audiences=("customers", "public", "press"))).result()
    assert refused(room, FirstMessage(incident=incident)) == "not-first"
    room.sit_down("Anne Roche")
    assert room.do(FirstMessage(incident=incident)).result().audiences == ("customers", "public", "press")


def test_that_words_nobody_signed_are_approved_by_a_declared_exception_alone(room: Room) -> None:
    incident, somebody = an_incident(room).id, room._store.author
    nobody_sits(room)
    made = a_message(room, incident)
    room._store.author = somebody
    assert refused(room, Approve(message=made.id)) == "message-blocked"
    room.do(Approve(message=made.id, exception="seul de garde")).result()
    assert room.do(ReleaseMessage(message=made.id)).result().exception == "seul de garde"


def test_that_an_exercise_ends_as_it_begins_whoever_typed_its_first_line(room: Room) -> None:
    said = {"title": "Point", "body": f"{EXERCISE[0]} à ne pas lire", "sms": "EXERCICE - EXERCICE - EXERCICE x"}
    out = released(room, an_incident(room, exercise=True).id, texts={**TEXTS, "fr": said})
    french, english = said_in(out)
    assert is_between(french.body, "fr")
    assert french.sms.endswith("EXERCICE - EXERCICE - EXERCICE")
    assert is_between(english.body, "en")


def test_that_every_code_of_an_exercise_says_so_when_it_is_scanned_alone(room: Room) -> None:
    said = {"title": "Point", "body": "Les paiements sont coupés. " * 60}
    out = released(room, an_incident(room, exercise=True).id, texts={**TEXTS, "fr": said})
    codes = codes_of(said_in(out)[0], "A-MS01")
    assert len(codes) > 3
    assert all("EXERCICE" in code.text and len(code.text.encode()) <= 400 for code in codes)


def test_that_the_page_of_an_exercise_marks_every_message_that_is_read_alone(room: Room) -> None:
    released(room, an_incident(room, exercise=True).id)
    files = {name: data.decode() for name, data in room.status_page.files(exercise=True).items()}
    (update,) = json.loads(files["status.json"])["current"][0]["updates"]
    for language in ("fr", "en"):
        assert is_between(update["texts"][language]["body"], language)
        assert update["texts"][language]["title"].startswith(("EXERCICE", "EXERCISE"))
        assert files[f"atom-{language}.xml"].count(LINES[language]) == 2
        assert files[f"{language}.html"].count(LINES[language]) > 2


def test_that_what_cap_tells_people_to_do_in_an_exercise_says_that_it_is_one(room: Room) -> None:
    incident = an_incident(room, exercise=True).id
    out = released(room, incident)
    instruction = {"fr": "Évacuez le bâtiment.", "en": "Leave the building."}

    def put(books: Any) -> None:
        books.write("message", out.message, {"cap": json.dumps({"instruction": instruction})})

    room._store.submit(put).result()
    infos = room.alerts_out.alert(out).infos
    assert [is_between(info.instruction, info.language[:2]) for info in infos] == [True, True]


def test_that_a_release_of_an_exercise_is_one_whatever_another_station_wrote_there(room: Room) -> None:
    incident = an_incident(room, exercise=True).id
    record = a_release(room, incident, (), texts=TEXTS, exercise=False)
    assert room.views.release(record).exercise  # type: ignore[union-attr]
    assert all(each.exercise for each in room.views.releases(incident, mode=Mode.BOTH))
    assert room.ways_out.release(record).exercise
    assert room.alerts_out.alert(room.alerts_out.release(record)).status == "Exercise"


def test_that_papers_of_an_exercise_wrap_the_words_themselves(room: Room) -> None:
    incident = an_incident(room, exercise=True).id
    made_here = a_message(room, incident)
    made = Made(room.views, "Zoé", NOON, None, exercise=True)
    for _when in ("draft", "out"):
        page = b"".join(html_of(message_document(made, line(room, made_here.id)))).decode()
        assert [page.count(LINES[language]) for language in ("fr", "en")] == [2, 2]
        if _when == "draft":
            approved(room, made_here.id)
            room.do(ReleaseMessage(message=made_here.id)).result()
    whole = one_truth_of(made, incident, "fr").html.decode()
    assert whole.count(LINES["fr"]) == 2
