"""Alerts of CAP in a room: seen before, messages that came in, idempotent; all real files told in a table."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.apart import Apart
from tests.warroom.formats.test_formats_cap import SAMPLES, alert
from tests.warroom.stations import meet
from warroom.commands import AttachInbound, TriageInbound
from warroom.commands.alert_words import alert_text
from warroom.domain.entries import Entry, Verification
from warroom.domain.inbound import InboundState
from warroom.domain.incidents import Mode
from warroom.doors.alerts import Fate
from warroom.errors import Refusal
from warroom.formats.cap import read_alerts
from warroom.room import Room
from warroom.words import speak

DOCS = Path(__file__).parents[2] / "docs" / "imports-cap.md"


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


def entries(room: Room, incident: str) -> list[Entry]:
    return list(room.views.entries(incident))


def brought(room: Room, text: str | bytes, *, into: str | None = None) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return room.alerts.bring_in(room.alerts.preview_bytes(data, "alert.xml", into=into))


def test_that_an_alert_becomes_a_message_that_came_in_and_an_entry_to_be_verified(room: Room) -> None:
    incident = an_incident(room)
    brought(room, (SAMPLES / "canada_signed.cap").read_bytes(), into=incident.ref)
    (one,) = room.views.inbounds(incident.id)
    assert (one.number, one.state, one.wants) == ("A-ME01", InboundState.RECEIVED, False)
    assert (one.from_who, one.received_by, one.received_at) == ("Environment Canada", "Léa Martin", NOON)
    assert "snowfall warning" in one.text
    assert "avertissement de neige" in one.text
    entry = next(each for each in room.views.entries(incident.id) if each.id == one.entry)
    assert entry.verification is Verification.TO_VERIFY
    assert entry.text.startswith("Update of an alert · snowfall warning")
    (kept,) = room.views.alerts(incident.id)
    assert kept.alert.languages == ("en-CA", "fr-CA")
    assert kept.alert.infos[0].areas


def test_that_the_reader_gets_their_own_language_first(room: Room) -> None:
    incident = an_incident(room)
    speak("fr")
    brought(room, (SAMPLES / "canada_signed.cap").read_bytes(), into=incident.ref)
    assert entries(room, incident.id)[-1].text.startswith("Mise à jour d’une alerte · avertissement de neige")
    (one,) = room.views.alerts()
    text = alert_text(one.alert, "fr", now=NOON)
    assert text.index("avertissement de neige") < text.index("snowfall warning")
    assert "Gravité : modérée".replace(" :", "\u00a0:") in text


def test_that_the_same_file_twice_adds_nothing(room: Room) -> None:
    incident = an_incident(room)
    data = alert()
    assert brought(room, data, into=incident.id).fates == ["added"]
    before = room.views.fingerprint()
    again = room.alerts.preview_bytes(data.encode(), "other name.xml", into=incident.id)
    assert [line.fate for line in again.lines] == [Fate.SAME]
    assert room.alerts.bring_in(again).fates == ["known"]
    assert room.views.fingerprint() == before


def test_that_a_look_writes_nothing(room: Room) -> None:
    before = room.views.fingerprint()
    preview = room.alerts.preview_bytes(alert().encode(), "a.xml")
    assert [line.fate for line in preview.lines] == [Fate.NEW]
    assert room.views.fingerprint() == before


def test_that_other_words_under_the_same_name_are_said_and_do_not_replace_what_is_here(room: Room) -> None:
    incident = an_incident(room)
    brought(room, alert(), into=incident.id)
    other = alert().replace("Power is out", "All is well").encode()
    preview = room.alerts.preview_bytes(other, "a.xml", into=incident.id)
    assert [line.fate for line in preview.lines] == [Fate.DIFFERS]
    assert room.alerts.bring_in(preview).fates == ["differs"]
    assert "Power is out" in room.views.inbounds()[0].text


def test_that_an_end_is_linked_to_the_alert_that_it_ends_in_whatever_order_they_come(room: Room) -> None:
    incident = an_incident(room)
    about = "<references>alerts@example.org,A-1,2026-11-23T10:00:00-00:00</references>"
    ends = "<status>Actual</status><msgType>Cancel</msgType><scope>Public</scope>"
    end = alert(identifier="A-2", sent="2026-11-23T11:30:00+01:00", head=ends, more=about, info="<note>over</note>")
    brought(room, end, into=incident.id)
    brought(room, alert(), into=incident.id)
    standing = {each.alert.identifier: each.standing for each in room.views.alerts(incident.id)}
    assert standing["A-1"].is_over
    later = alert(identifier="A-3", sent="2026-11-23T11:40:00+01:00", head=ends, more=about, info="<note>over</note>")
    brought(room, later, into=incident.id)
    assert "(A-ME02)" in entries(room, incident.id)[-1].text


def test_that_without_an_incident_an_alert_waits_and_gets_its_entry_when_somebody_says_which(room: Room) -> None:
    brought(room, alert())
    (one,) = room.views.inbounds()
    assert (one.incident, one.entry) == ("", "")
    first, second = an_incident(room), an_incident(room, title="Autre panne")
    before = len(entries(room, second.id))
    assert brought(room, alert(), into=second.ref).fates == ["attached"]
    (one,) = room.views.inbounds(second.id)
    assert len(entries(room, second.id)) == before + 1
    assert not room.views.inbounds(first.id)


def test_that_the_only_incident_at_work_is_the_one(room: Room) -> None:
    incident = an_incident(room)
    brought(room, alert())
    assert [each.incident for each in room.views.inbounds()] == [incident.id]


def test_that_real_and_exercise_never_mix(room: Room) -> None:
    real, drill = an_incident(room), an_incident(room, title="Étoile Noire", exercise=True)
    exercise = alert(head="<status>Exercise</status><msgType>Alert</msgType><scope>Public</scope>")
    for text, into in ((exercise, real), (alert(), drill)):
        preview = room.alerts.preview_bytes(text.encode(), "a.xml", into=into.id)
        assert [line.fate for line in preview.lines] == [Fate.OUT]
        assert room.alerts.bring_in(preview).fates == []
    brought(room, exercise, into=drill.id)
    (one,) = room.views.inbounds(mode=Mode.EXERCISE)
    assert one.text.startswith("EXERCICE – EXERCISE")
    assert room.views.inbounds() == []


def test_that_a_technical_test_says_so_first(room: Room) -> None:
    incident = an_incident(room)
    brought(room, (SAMPLES / "alertswiss-TEST-1163.xml").read_bytes(), into=incident.id)
    assert entries(room, incident.id)[-1].text.startswith("TECHNICAL TEST · ")


def test_that_two_stations_that_take_in_the_same_alert_have_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart = Apart(tmp_path, monkeypatch)
    for station in apart.rooms:
        brought(station, alert(), into=apart.incident.id)
    meet(apart.a, apart.b)
    for station in apart.rooms:
        assert len(station.views.inbounds(apart.incident.id)) == 1
        told = [each for each in station.views.entries(apart.incident.id) if each.source.startswith("CAP ")]
        assert len(told) == 1
        assert station.views.conflicts() == []
    assert apart.a.dump() == apart.b.dump()
    for station in apart.rooms:
        station.close()


def test_that_the_import_verb_and_dialog_know_alerts(room: Room, tmp_path: Path) -> None:
    incident = an_incident(room)
    file = tmp_path / "feed.atom"
    file.write_bytes((SAMPLES / "weather.atom").read_bytes())
    look = room.import_file(file, dry_run=True)
    assert (look.kind, look.added["alerts"]) == ("cap", 1)
    done = room.import_file(file, into=incident.ref)
    assert (done.added["alerts"], len(room.views.inbounds())) == (1, 1)
    assert room.import_file(file).unchanged["alerts"] == 1
    file.write_bytes((SAMPLES / "xee.atom").read_bytes())
    with pytest.raises(Refusal):
        room.import_file(file)
    file.write_bytes((SAMPLES / "earthquake_index.atom").read_bytes())
    (refused,) = room.import_file(file).refused
    assert "stands elsewhere" in refused.reason


def table(field_data: Path) -> list[str]:
    """What becomes of every file: `| file | verdict | why |`."""
    lines = []
    for path in sorted((field_data / "cap").rglob("*")):
        if not path.is_file():
            continue
        try:
            outcomes = read_alerts(path.read_bytes()).outcomes
            counted = Counter((one.became.value, ", ".join(dict.fromkeys(one.codes))) for one in outcomes)
            found = [(f"{verdict} {many}" if many > 1 else verdict, why) for (verdict, why), many in counted.items()]
        except Refusal as refusal:
            found = [("refused", f"{refusal.code} (whole file)")]
        name = str(path.relative_to(field_data / "cap"))
        lines += [f"| {name} | {verdict} | {why} |" for verdict, why in found]
    return lines


def test_that_the_page_about_alerts_tells_what_becomes_of_every_file(field_data: Path) -> None:
    written = [line for line in DOCS.read_text().splitlines() if line.startswith("| ") and "__" in line]
    assert written == table(field_data)


def test_that_every_file_is_brought_in_or_refused_and_nothing_twice(room: Room, field_data: Path) -> None:
    incident = an_incident(room)
    added: Counter[str] = Counter()
    for again in (False, True):
        for path in sorted((field_data / "cap").rglob("*")):
            if not path.is_file():
                continue
            try:
                outcome = room.import_file(path, kind="cap", into=incident.id)
            except Refusal:
                added["refused"] += 1
                continue
            added["again" if again else "added"] += outcome.added["alerts"]
    assert added["again"] == 0
    assert added["added"] == len(room.views.inbounds(incident.id)) > 25
    assert json.dumps([each.alert.identifier for each in room.views.alerts(incident.id)])


def test_that_an_alert_that_waits_is_given_its_incident_once_before_anything_is_done_about_it(room: Room) -> None:
    brought(room, alert())
    (one,) = room.views.inbounds()
    with pytest.raises(Refusal, match="no incident yet"):
        room.do(TriageInbound(inbound=one.id, triage="météo")).result()
    incident, drill = an_incident(room), an_incident(room, title="Étoile Noire", exercise=True)
    with pytest.raises(Refusal, match="never mix"):
        room.do(AttachInbound(inbound=one.id, incident=drill.id)).result()
    room.do(AttachInbound(inbound=one.id, incident=incident.id)).result()
    (one,) = room.views.inbounds(incident.id)
    assert entries(room, incident.id)[-1].id == one.entry
    room.do(TriageInbound(inbound=one.id, triage="météo")).result()
    with pytest.raises(Refusal, match="already"):
        room.do(AttachInbound(inbound=one.id, incident=incident.id)).result()
