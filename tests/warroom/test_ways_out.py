"""A released message leaves with no network: one folder for a stick, whole, with a list of hashes, and nothing sent."""

from __future__ import annotations

import hashlib
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.sent import a_message, a_release
from tests.warroom.ways_out.released import EN, FR
from warroom.clock import FixedClock
from warroom.commands import AddCard, AmendChannel
from warroom.domain.audit import Event
from warroom.domain.roster import GivenReach, ReachKind
from warroom.errors import Refusal, Trouble
from warroom.reports.ways_out.said import Way
from warroom.room import Room
from warroom.words import speaking

TEXTS = {"fr": FR, "en": EN}


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def incident(room: Room) -> str:
    return an_incident(room).id


def a_stakeholder(room: Room, name: str, **more: Any) -> None:
    def make(books: Any) -> str:
        return str(books.make("stakeholder", {"name": name, **more}, record=books.named("stakeholder", name)))

    room._store.submit(make).result()  # type: ignore[arg-type]


def released(room: Room, incident: str, **more: Any) -> Any:
    return room.ways_out.release(a_release(room, incident, (), texts=TEXTS, **more))


def test_one_folder_holds_every_way_and_its_list_of_hashes_is_true(room: Room, incident: str, tmp_path: Path) -> None:
    a_stakeholder(room, "Banque Exemple", audience="customers", mail="ops@bank.example.org", language="fr")
    release = released(room, incident, next_at=NOON + 1_800_000)
    written = room.ways_out.write(release, tmp_path)
    names = sorted(path.relative_to(written.folder).as_posix() for path in written.folder.rglob("*") if path.is_file())
    assert names == sorted(
        [
            "MANIFEST.sha256", "README.txt", "alert.cap.xml", "mail-merge/001-banque-exemple.eml",
            "mail-merge/recipients.csv", "message-en.html", "message-en.md", "message-fr.html", "message-fr.md",
            "message.eml", "poster-a3.pdf", "poster-a4.pdf", "qr.pdf", "qr/en.png", "qr/en.svg", "qr/fr.png",
            "qr/fr.svg", "read-out.pdf", "sms-en-segments.txt", "sms-en.txt", "sms-fr-segments.txt", "sms-fr.txt",
        ]
    )  # fmt: skip
    listed = (written.folder / "MANIFEST.sha256").read_text(encoding="utf-8").splitlines()
    assert len(listed) == len(names) - 1
    for line in listed:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((written.folder / name).read_bytes()).hexdigest() == digest == written.hashes[name]
    assert (written.folder / "sms-fr.txt").read_text(encoding="utf-8") == FR["sms"]
    assert room.audit.rows(1)[0].what == Event.EXPORTED


def test_nothing_is_ever_written_over(room: Room, incident: str, tmp_path: Path) -> None:
    release = released(room, incident)
    one = room.ways_out.write(release, tmp_path, ways=(Way.SMS,))
    other = room.ways_out.write(release, tmp_path, ways=(Way.SMS,))
    assert one.folder != other.folder
    assert (one.folder / "sms-fr.txt").exists()


def test_only_what_is_asked_for_is_written(room: Room, incident: str, tmp_path: Path) -> None:
    written = room.ways_out.write(released(room, incident), tmp_path, ways=(Way.SMS, Way.MARKDOWN))
    assert set(written.hashes) == {
        "README.txt", "message-en.md", "message-fr.md", "sms-en-segments.txt", "sms-en.txt", "sms-fr-segments.txt",
        "sms-fr.txt",
    }  # fmt: skip


def test_what_is_cancelled_leaves_nothing(room: Room, incident: str, tmp_path: Path) -> None:
    out = tmp_path / "stick"
    out.mkdir()

    def stop(done: int, total: int) -> None:
        if done:
            raise Refusal("cancelled", "cancelled")

    with pytest.raises(Refusal, match="cancelled"):
        room.ways_out.write(released(room, incident), out, ways=(Way.SMS, Way.HTML), step=stop)
    assert list(out.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_and_nothing_is_made(room: Room, incident: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        room.ways_out.write(released(room, incident), tmp_path / "gone", ways=(Way.SMS,))


def test_an_exercise_says_so_in_every_file(room: Room, tmp_path: Path) -> None:
    incident = an_incident(room, exercise=True).id
    written = room.ways_out.write(
        released(room, incident, exercise=True), tmp_path, ways=(Way.SMS, Way.MAIL, Way.HTML, Way.MARKDOWN, Way.CAP)
    )
    for path in written.folder.rglob("*"):
        if path.suffix == ".eml":
            mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
            assert "[EXERCICE]" in mail["Subject"]
        elif path.suffix == ".xml":
            assert "<status>Exercise</status>" in path.read_text(encoding="utf-8")
        elif path.name not in ("MANIFEST.sha256",) and path.is_file():
            assert "EXERCI" in path.read_text(encoding="utf-8"), path.name


def test_mails_of_an_exercise_carry_no_address_unless_a_channel_is_marked_for_exercises(
    room: Room, tmp_path: Path
) -> None:
    a_stakeholder(room, "Banque Exemple", audience="customers", mail="ops@bank.example.org")
    release = released(room, an_incident(room, exercise=True).id, exercise=True)
    written = room.ways_out.write(release, tmp_path, ways=(Way.MAIL_MERGE,))
    whole = b"".join(path.read_bytes() for path in written.folder.rglob("*") if path.is_file())
    assert written.mails == 1
    assert b"ops@bank.example.org" not in whole
    assert b"Banque Exemple" in whole
    room.do(AmendChannel(channel="Mail", settings={"exercise": True})).result()
    written = room.ways_out.write(release, tmp_path, ways=(Way.MAIL_MERGE,))
    (mail,) = (path.read_bytes() for path in written.folder.rglob("*.eml"))
    assert b"To: Banque Exemple <ops@bank.example.org>" in mail


def test_a_withdrawn_message_is_refused_unless_somebody_says_that_it_is_wanted(
    room: Room, incident: str, tmp_path: Path
) -> None:
    message = a_message(room, incident, withdrawn_at=NOON, withdrawn_because="faux")
    release = released(room, incident, message=message)
    with pytest.raises(Refusal) as refused:
        room.ways_out.write(release, tmp_path, ways=(Way.SMS,))
    assert refused.value.code == "release-overtaken"
    assert room.ways_out.write(release, tmp_path, ways=(Way.SMS,), despite=True).hashes


def test_what_was_not_let_out_has_no_way_out(room: Room, incident: str) -> None:
    a_message(room, incident)
    with pytest.raises(Refusal, match="let out"):
        room.ways_out.release("A-MS01")


def test_the_last_release_of_a_message_is_found_by_its_number(room: Room, incident: str) -> None:
    release = released(room, incident)
    assert room.ways_out.release(release.number.lower()) == release


def test_recipients_are_the_stakeholders_of_the_audiences_and_for_staff_the_roster(room: Room, incident: str) -> None:
    a_stakeholder(room, "Banque Exemple", audience="customers", mail="ops@bank.example.org")
    a_stakeholder(room, "Mairie", audience="authorities", mail="maire@mairie.example.org")
    reach = GivenReach(kind=ReachKind.EMAIL, value="t@example.org")
    room.do(AddCard(name="Thomas Müller", languages=("en",), reaches=(reach,))).result()
    found = room.ways_out.recipients(released(room, incident))
    assert [each.mail for each in found.kept] == ["ops@bank.example.org"]
    found = room.ways_out.recipients(released(room, incident, audiences=["staff", "authorities"]))
    assert [(each.mail, each.language) for each in found.kept] == [
        ("maire@mairie.example.org", "en"), ("t@example.org", "en"),
    ]  # fmt: skip


def test_a_table_names_the_recipients_and_its_hostile_lines_are_left_out(room: Room, incident: str) -> None:
    table = 'Nom;E-mail;Langue\nÈve;eve@example.org;fr\n=cmd;a@example.org\r;\nX;"b@example.org\nBcc: c@d.ef";en\n;;\n'
    with speaking("fr"):
        found = room.ways_out.recipients(released(room, incident), table=table.encode("cp1252"))
    assert [each.mail for each in found.kept][:1] == ["eve@example.org"]
    assert all("\n" not in each.mail and "\r" not in each.mail for each in found.kept)
    assert any(each.why for each in found.unfit)
    with pytest.raises(Refusal, match="mail"):
        room.ways_out.recipients(released(room, incident), table=b"a;b\n1;2\n")


def test_an_address_to_write_from_that_holds_two_is_refused(room: Room, incident: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        room.ways_out.write(released(room, incident), tmp_path, ways=(Way.MAIL,), sender="a@b.org\r\nBcc: c@d.ef")
    assert refused.value.code == "sender-unfit"


def test_the_numbers_of_a_message_never_become_a_path(room: Room, incident: str, tmp_path: Path) -> None:
    out = tmp_path / "stick"
    out.mkdir()
    written = room.ways_out.write(released(room, incident, number="../../up\x00"), out, ways=(Way.SMS,))
    assert written.folder.parent == out
    assert written.folder.name.startswith("warroom-up-")


def test_papers_are_laid_out_in_both_languages_for_real_and_in_an_exercise(room: Room, incident: str) -> None:
    a_stakeholder(room, "Centre d’appels", audience="customers", phone="01 99 00 45 67")
    for exercise in (False, True):
        release = released(room, incident, exercise=exercise, status="investigating")
        for leaflet in (room.ways_out.read_out(release), room.ways_out.poster(release), room.ways_out.codes(release)):
            assert leaflet.pdf.startswith(b"%PDF-")
            assert len(leaflet.pictures()) >= 2, leaflet.title


def test_a_text_that_is_too_long_for_a_poster_goes_on_to_another_sheet(room: Room, incident: str) -> None:
    assert isinstance(room.clock, FixedClock)
    texts = {"fr": {**FR, "body": "Une phrase de quelques mots, toujours la même. " * 200}}
    release = room.ways_out.release(a_release(room, incident, (), texts=texts))
    assert len(room.ways_out.poster(release, paper="a3").pictures()) >= 2
