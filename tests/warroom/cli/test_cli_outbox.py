"""The outbox on the command line: listed, checked, sent to a real server, noted, given up, tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE
from tests.servers_of_messages import PASSWORD, USER, Authority, Mail, mail_server
from tests.warroom.cli.conftest import Run
from tests.warroom.sent import a_channel, a_release
from warroom.commands import SetSender
from warroom.domain.channels import ChannelKind
from warroom.room import Room


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def mail(authority: Authority) -> Iterator[Mail]:
    with mail_server(authority.context()) as server:
        yield server


@pytest.fixture
def released(room: Path, mail: Mail, authority: Authority) -> Path:
    """A message let out by mail and by telephone."""
    with Room.open(room, passphrase=PASSPHRASE, backups=False) as opened:
        opened.sit_down("Léa Martin")
        by_mail = a_channel(opened, "Relais", settings={})
        settings = {"host": "127.0.0.1", "port": mail.port, "from": "cell@example.org", "to": ["desk@example.org"]}
        opened.do(SetSender(channel=by_mail, settings={**settings, "user": USER, "ca": authority.pem})).result()
        phone = a_channel(opened, "Cascade", ChannelKind.PHONE)
        a_release(opened, opened.views.incident("A-001").id, (by_mail, phone))
    return room


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    return file


def test_that_what_waits_is_listed_checked_and_sent(run: Run, released: Path, password: Path, mail: Mail) -> None:
    told = run("outbox", "check", released, "--json").json
    assert [(line["channel"], line["state"], line["advice"]) for line in told["lines"]] == [
        ("Cascade", "to_send", "go"),
        ("Relais", "to_send", "go"),
    ]
    assert run("outbox", "send", released, "A-MS01", "--password-file", password).code == 3  # by which channel?
    sent = run("outbox", "send", released, "A-MS01", "--via", "relais", "--password-file", password, "--json").json
    assert (sent["result"], sent["reached"], len(mail.got)) == ("sent", ["desk@example.org"], 1)
    assert run("outbox", "send", released, "A-MS01", "--via", "Relais", "--password-file", password).code == 3
    assert len(mail.got) == 1
    assert "desk@example.org" in run("outbox", "ledger", released).out


def test_that_what_people_posted_is_noted_and_the_rest_given_up(run: Run, released: Path, tmp_path: Path) -> None:
    proof = tmp_path / "note.txt"
    proof.write_text("lu et relu", encoding="utf-8")
    run("outbox", "note", released, "A-MS01", "--via", "Cascade", "--to", "Accueil", "--file", proof)
    assert run("outbox", "give-up", released, "A-MS01", "--via", "Relais").code == 3
    run("outbox", "give-up", released, "A-MS01", "--via", "Relais", "--reason", "la page le dit")
    assert run("outbox", "list", released, "--json").json["lines"] == []
    every = run("outbox", "list", released, "--all", "--json").json["lines"]
    assert {line["state"] for line in every} == {"gone", "given_up"}
    given_up, noted = run("outbox", "ledger", released, "--json").json["ledger"]
    assert (given_up["result"], noted["result"], len(noted["sha256"])) == ("given_up", "sent", 64)


def test_that_a_channel_is_tried_without_a_message(run: Run, released: Path, password: Path, mail: Mail) -> None:
    assert run("outbox", "try", released, "Relais", "--password-file", password, "--json").json["works"] is True
    password.write_text("wrong horse\n", encoding="utf-8")
    wrong = run("outbox", "try", released, "Relais", "--password-file", password)
    assert wrong.code == 4
    assert "wrong horse" not in wrong.out + wrong.err
    assert mail.got == []


def test_that_an_outbox_without_lines_says_so(run: Run, room: Path) -> None:
    assert "Nothing waits" in run("outbox", "list", room).out
    assert run("outbox", "send", room).code == 2
    assert run("outbox", "send", room, "A-MS09").code == 3
