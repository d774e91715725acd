"""The public status page: released words, public names and states; and nothing else that a room knows."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.builders import an_incident
from tests.warroom.reports.status_pages import MINUTE, SERVICES, a_public_room, let_out, state, texts, wait
from tests.warroom.sent import a_channel, a_message, a_release
from warroom.commands import SetPublic
from warroom.domain.channels import ChannelKind
from warroom.domain.noun import Noun, Type
from warroom.domain.nouns import NOUNS
from warroom.domain.services import ServiceState
from warroom.domain.status_page import Page
from warroom.errors import Refusal
from warroom.room import Room
from warroom.words import speak

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# Who may do what, and keys: written by their own commands, judged, and never near a page.
GUARDED = {
    "room", "station", "writer", "pin", "grant", "cut", "invitation", "enrolment", "trust", "circle", "circle_key",
    "key_share", "erasure", "attachment", "attachment_key", "seal", "timestamp",
}  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_public_room(tmp_path)
    yield made
    made.close()


def page(room: Room) -> Page:
    return room.status_page.look().page


def states(room: Room) -> dict[str, str]:
    return {each.names["en"]: each.state.value for each in page(room).components}


def files(room: Room, **more: Any) -> dict[str, str]:
    return {name: body.decode() for name, body in room.status_page.files(**more).items()}


def test_that_components_stand_as_announced_incidents_say(room: Room) -> None:
    assert states(room) == {
        "Card payments": "major_outage", "Customer area": "degraded", "E-mail": "unknown",
        "Partners' API and overnight processing": "maintenance", "Domain names": "operational",
    }  # fmt: skip
    assert page(room).worst is ServiceState.MAJOR_OUTAGE


def test_that_the_page_announces_nothing_by_itself_and_says_so_to_who_writes_it(room: Room) -> None:
    silent = an_incident(room, title="Secret: DNS")
    state(room, silent.id, "svc-dns", ServiceState.MAJOR_OUTAGE)
    assert states(room)["Domain names"] == "operational"
    assert room.status_page.look().unannounced == ("svc-dns",)
    let_out(room, silent.id, "investigating", texts("Noms de domaine", "Domain names"))
    assert states(room)["Domain names"] == "major_outage"
    assert room.status_page.look().unannounced == ()
    wait(room, 1)
    let_out(room, silent.id, "resolved", texts("Rétabli", "Restored"))
    assert states(room)["Domain names"] == "operational"


def test_that_what_was_said_to_some_only_is_on_no_public_page(room: Room) -> None:
    incident = an_incident(room)
    for audience in ("authorities", "key_accounts", "partners", "staff", "crisis", "suppliers"):
        let_out(room, incident.id, "investigating", texts("Confidentiel", "Confidential"), audiences=[audience])
    assert "Confidential" not in "".join(files(room).values())
    let_out(room, incident.id, "investigating", texts("Pour tous", "For everybody"), audiences=["public"])
    assert "For everybody" in files(room)["en.html"]


def test_that_a_release_that_names_its_channels_is_on_the_page_only_by_a_status_page(room: Room) -> None:
    incident = an_incident(room)
    mail = a_channel(room, "Courriel", ChannelKind.MAIL)
    site = a_channel(room, "Page", ChannelKind.STATUS_PAGE, settings={})
    a_release(room, incident.id, (mail,), texts=texts("Par courriel", "By mail"))
    assert "By mail" not in files(room)["en.html"]
    a_release(room, incident.id, (mail, site), texts=texts("Par la page", "By the page"))
    assert "By the page" in files(room)["en.html"]


def test_that_updates_are_read_newest_first_with_what_corrects_what_and_no_word_of_what_was_taken_back(
    room: Room,
) -> None:
    pay = next(each for each in page(room).current if each.title("en") == "Cause identified")
    assert [each.status for each in pay.updates] == ["identified", "identified", "identified", "investigating"]
    newest, corrected, taken_back, _first = pay.updates
    assert (newest.corrects, corrected.is_corrected) == (corrected.anchor, True)
    assert (dict(taken_back.texts), taken_back.withdrawn_at is not None) == ({}, True)
    assert pay.next_at == newest.at + 30 * MINUTE
    english = files(room)["en.html"]
    assert "Secret taken back" not in "".join(files(room).values())
    assert "This message was taken back." in english
    assert "Next update: 23 Nov 2026, 14:30 (UTC+1)." in english
    assert "The next update was announced for" in english


def test_that_the_same_words_let_out_twice_are_read_once(room: Room) -> None:
    incident = an_incident(room)
    message = a_message(room, incident.id)
    for _again in range(2):
        a_release(room, incident.id, (), message=message, texts=texts("Deux fois", "Twice"))
    assert files(room)["en.html"].count(">Twice</h3>") == 1
    assert len(next(each for each in page(room).current if each.title("en") == "Twice").updates) == 1


def test_that_what_is_over_moves_to_the_past_and_leaves_after_ninety_days(room: Room) -> None:
    assert [each.title("en") for each in page(room).past] == ["E-mail works again"]
    wait(room, 91 * 24 * 60)
    assert page(room).past == ()
    assert len(page(room).current) == 2


def test_that_a_message_that_announces_no_status_leaves_an_incident_where_it_stood(room: Room) -> None:
    incident = an_incident(room)
    let_out(room, incident.id, "identified", texts("Cause trouvée", "Cause found"))
    wait(room, 1)
    let_out(room, incident.id, "", texts("Toujours en cours", "Still at work"))
    (told,) = [each for each in page(room).current if each.title("en") == "Still at work"]
    assert told.status == "identified"
    assert ">Identified<" in files(room)["en.html"]
    wait(room, 1)
    let_out(room, incident.id, "resolved", texts("Rétabli", "Restored"))
    wait(room, 1)
    let_out(room, incident.id, "", texts("Retour d’expérience", "What we learned"))
    assert "What we learned" in [each.title("en") for each in page(room).past]


def test_that_real_and_exercise_never_meet_and_an_exercise_is_marked_in_every_file(room: Room) -> None:
    drill = an_incident(room, title="Étoile Noire", exercise=True)
    state(room, drill.id, "svc-dns", ServiceState.MAJOR_OUTAGE)
    let_out(room, drill.id, "investigating", texts("Panne jouée", "Played outage"), exercise=True)
    assert "Played outage" not in "".join(files(room).values())
    played = files(room, exercise=True)
    assert "Card payments" in played["en.html"]
    assert "Cause identified" not in "".join(played.values())
    assert "EXERCISE – EXERCISE – EXERCISE" in played["en.html"]
    assert "EXERCICE – EXERCICE – EXERCICE" in played["fr.html"]
    assert "<title>EXERCISE · Investigating · Played outage</title>" in played["atom-en.xml"]
    assert json.loads(played["status.json"])["exercise"] is True


def marked(noun: Noun, links: dict[str, str]) -> dict[str, Any]:
    """A record of this noun with a marked word in every field that can hold one."""
    patch: dict[str, Any] = {}
    for field in noun.fields:
        word = f"LEAK {noun.name} {field.name}"
        if field.type is Type.TEXT:
            patch[field.name] = word
        elif field.type is Type.JSON:
            patch[field.name] = {"fr": word, "en": word, "title": word}
        elif field.type is Type.ID and field.name in links:
            patch[field.name] = links[field.name]
    return patch


def test_that_no_word_of_any_other_field_of_any_record_reaches_a_file_of_the_page(room: Room, tmp_path: Path) -> None:
    incident = an_incident(room, title="LEAK title")
    state(room, incident.id, "LEAK service name", ServiceState.MAJOR_OUTAGE)
    room.do(SetPublic(service="LEAK service name", public=True, names={"fr": "Compte", "en": "Account"})).result()
    service = next(record for record, name in room.views.service_names().items() if name == "LEAK service name")
    site = a_channel(room, "LEAK channel", ChannelKind.STATUS_PAGE, settings={"password": "LEAK", "from": "LEAK"})
    links = {"incident": incident.id, "service": service, "channel": site, "lead": incident.id}

    def mark(books: Any) -> None:
        links["message"] = books.make("message", marked(NOUNS["message"], links) | {"audiences": ["customers"]})
        own = {"texts": texts("Titre public", "Public title"), "audiences": ["customers", "LEAK"], "channels": [site]}
        links["release"] = books.make(
            "release", marked(NOUNS["release"], links) | own | {"at": books.now, "next_at": 1}
        )
        for noun in NOUNS.values():
            if noun.name not in {*GUARDED, "message", "release", "incident", "service", "channel"}:
                books.make(noun.name, marked(noun, links))
        books.write("incident", incident.id, {k: v for k, v in marked(NOUNS["incident"], {}).items() if k != "number"})
        hidden = {k: v for k, v in marked(NOUNS["service"], {}).items() if k != "public_names"}
        books.write("service", service, hidden)

    room._store.submit(mark).result()  # type: ignore[arg-type]
    written = room.status_page.write(tmp_path)
    assert "Public title" in (written.folder / "en.html").read_text()
    assert "Account" in (written.folder / "en.html").read_text()
    for path in written.folder.rglob("*"):
        found = path.read_bytes()
        assert b"LEAK" not in found, path.name
        assert b"Secret" not in found, path.name
        for name in (*SERVICES, "Cellule", "Martin", incident.ref, str(tmp_path)):
            assert name.encode() not in found, (path.name, name)
        assert incident.id.encode() not in found


def test_that_the_folder_is_whole_new_each_time_and_what_was_looked_at(room: Room, tmp_path: Path) -> None:
    first, second = room.status_page.write(tmp_path), room.status_page.write(tmp_path)
    assert first.folder != second.folder
    assert sorted(each.name for each in first.folder.iterdir()) == [
        "MANIFEST.sha256", "atom-en.xml", "atom-fr.xml", "en.html", "fr.html", "index.html", "status.css",
        "status.json",
    ]  # fmt: skip
    assert {name: body.decode() for name, body in room.status_page.files().items()} == {
        name: (first.folder / name).read_text() for name in first.hashes
    }


def test_that_the_first_page_speaks_the_language_of_the_room(room: Room) -> None:
    speak("fr")
    told = files(room)
    assert told["index.html"] == told["fr.html"]
    assert '<html lang="fr">' in told["fr.html"]
    assert "Certains services sont en panne." in told["fr.html"]
    assert '<html lang="en">' in told["en.html"]
    assert "Some services are down." in told["en.html"]


def test_that_the_page_runs_nothing_and_fetches_nothing_but_its_style(room: Room) -> None:
    incident = an_incident(room)
    hostile = {"title": "<script>alert(1)</script>", "body": '"><img src=x onerror=alert(1)>\n\n\u202eevil\x00'}
    let_out(room, incident.id, "investigating", {"fr": hostile, "en": hostile})
    room.do(SetPublic(service="svc-dns", names={"fr": "<b>x</b>", "en": "</ul><script>"})).result()
    for name, body in files(room).items():
        assert "<script" not in body or name == "status.json", name
        assert "<img" not in body or name == "status.json", name
        assert "\u202e" not in body or name == "status.json", name
    html = files(room)["en.html"]
    assert re.findall(r'(?:src|href)="([^"#]+)"', html).count("status.css") == 1
    assert all(not link.startswith(("http:", "https:", "//")) for link in re.findall(r'(?:src|href)="([^"]+)"', html))
    assert "default-src 'none'" in html


def entries(feed: ET.Element) -> list[ET.Element]:
    return feed.findall(f"{ATOM}entry")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_the_feed_is_atom(room: Room, language: str) -> None:
    feed = ET.fromstring(files(room)[f"atom-{language}.xml"])
    assert feed.tag == f"{ATOM}feed"
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert feed.get(lang) == language
    assert len(entries(feed)) == 7
    for element in (feed, *entries(feed)):  # RFC 4287 §4.1.1, §4.1.2
        for once in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{once}")) == 1, once
        assert RFC_3339.fullmatch(element.findtext(f"{ATOM}updated") or "")
        assert (element.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
        links = [(each.get("rel"), each.get("type"), each.get("hreflang")) for each in element.findall(f"{ATOM}link")]
        assert len(links) == len(set(links))  # no two alternates of one type and language
    assert [each.get("rel") for each in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
    assert feed.findtext(f"{ATOM}author/{ATOM}name")  # its entries name none
    ids = [each.findtext(f"{ATOM}id") for each in entries(feed)]
    assert len(set(ids)) == len(ids)
    moments = [each.findtext(f"{ATOM}published") or "" for each in entries(feed)]
    assert moments == sorted(moments, reverse=True)
    for entry in entries(feed):
        (content,) = entry.findall(f"{ATOM}content")
        assert content.get("type") == "text"
        assert content.text
        assert not list(content)
        anchor = (entry.find(f"{ATOM}link").get("href") or "").partition("#")[2]  # type: ignore[union-attr]
        assert f'id="{anchor}"' in files(room)[f"{language}.html"]
    assert ids == [each.findtext(f"{ATOM}id") for each in entries(ET.fromstring(files(room)[f"atom-{language}.xml"]))]


def test_that_a_feed_of_a_page_with_an_address_names_it(room: Room) -> None:
    settings = {"url": "https://status.example.org/", "name": "Exemple SA", "contact": "01 99 00 12 34"}
    a_channel(room, "Page", ChannelKind.STATUS_PAGE, settings=settings)
    told = files(room)
    assert 'xml:base="https://status.example.org/"' in told["atom-fr.xml"]
    assert "<name>Exemple SA</name>" in told["atom-en.xml"]
    assert "<h1>Exemple SA: State of services</h1>" in told["en.html"]
    assert "Contact: 01 99 00 12 34" in told["en.html"]
    a_channel(room, "Page", ChannelKind.STATUS_PAGE, settings={"url": "javascript:alert(1)", "name": ["x"]})


def test_that_the_data_says_what_its_description_says(room: Room) -> None:
    told = json.loads(files(room)["status.json"])
    described = (Path(__file__).parents[3] / "docs" / "status-page.md").read_text()
    assert told["format"] == "warroom-status-1"
    assert (told["state"], len(told["components"]), len(told["current"]), len(told["past"])) == (
        "major_outage",
        5,
        2,
        1,
    )

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return {key for key in value if key not in ("fr", "en")}.union(*map(keys, value.values()))
        return set().union(*map(keys, value)) if isinstance(value, list) else set()

    for key in keys(told):
        assert f"`{key}`" in described, key
    ids = {each["id"] for each in told["components"]}
    for incident in (*told["current"], *told["past"]):
        assert set(incident["components"]) <= ids
        for update in incident["updates"]:
            assert datetime.fromisoformat(update["at"])


def test_that_an_empty_page_says_what_to_expect(tmp_path: Path) -> None:
    from tests.builders import a_room

    room = a_room(tmp_path, file="empty.warroom")
    told = files(room)["en.html"]
    assert "No service is listed yet." in told
    assert "All services work." in told
    assert files(room)["atom-en.xml"].count("<entry>") == 0
    room.close()


def test_that_a_service_is_public_only_by_a_name_for_outside(room: Room) -> None:
    with pytest.raises(Refusal) as refused:
        room.do(SetPublic(service="svc-new", public=True)).result()
    assert refused.value.code == "public-name-missing"
    room.do(SetPublic(service="svc-dns", public=False)).result()
    assert "Domain names" not in states(room)
    room.do(SetPublic(service="svc-dns", public=True)).result()  # its names were kept
    assert "Domain names" in states(room)
    with pytest.raises(Refusal):
        room.do(SetPublic(service="svc-dns", names={"fr": "", "en": ""})).result()
    with pytest.raises(Refusal):
        room.do(SetPublic(service="svc-dns", names={"de": "x"})).result()
    before = room.views.fingerprint()
    room.do(SetPublic(service="svc-dns", public=True)).result()
    assert room.views.fingerprint() == before
