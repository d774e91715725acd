"""Audiences and channels as a room changes them: paces, needs, what takes whose place, and who tried it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.warroom.apart import Apart
from tests.warroom.stations import meet
from warroom.commands import (
    AddAudience,
    AddChannel,
    AmendAudience,
    AmendChannel,
    CheckChannel,
    MarkNeed,
    RetireChannel,
)
from warroom.commands.channel_words import checked_said, instead_said, out_said
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.channels import Channel, ChannelKind
from warroom.domain.incidents import Severity
from warroom.domain.needs import NeedState
from warroom.errors import Refusal
from warroom.room import Room


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for each in made.rooms:
        each.close()


def named(room: Room, name: str) -> Channel:
    return next(channel for channel in room.views.channels() if channel.name == name)


def pace(room: Room, code: str) -> int:
    audience = room.views.audience_book().audience(code)
    assert audience is not None
    return audience.every_min(Severity.CRITICAL)


def test_a_pace_is_changed_for_one_severity_and_the_rest_stays_as_it_ships(room: Room) -> None:
    room.do(AmendAudience(audience="customers", every={"1": 20})).result()
    customers = room.views.audience_book().audience("customers")
    assert customers is not None
    assert (customers.every_min(Severity.CRITICAL), customers.every_min(Severity.MAJOR)) == (20, 60)
    assert customers.is_changed
    assert customers.inside is False
    room.do(AmendAudience(audience="customers", every={})).result()
    assert pace(room, "customers") == 30


def test_an_audience_of_ones_own_stands_where_its_rank_puts_it(room: Room) -> None:
    room.do(AddAudience(code="mayors", names={"fr": "Maires", "en": "Mayors"}, rank=7, first={"1": 45})).result()
    book = room.views.audience_book()
    assert [item.code for item in book.in_use()].index("mayors") in (6, 7)
    assert book.name("mayors", "fr") == "Maires"
    with pytest.raises(Refusal, match="already"):
        room.do(AddAudience(code="mayors", names={"en": "Mayors"})).result()
    with pytest.raises(Refusal, match="already"):
        room.do(AddAudience(code="press", names={"en": "Press"})).result()


@pytest.mark.parametrize(
    "said",
    [
        {"code": "../up", "names": {"en": "x"}},
        {"code": "m" * 40, "names": {"en": "x"}},
        {"code": "ok", "names": {"en": " "}},
        {"code": "ok", "names": {"en": "x"}, "first": {"5": 3}},
        {"code": "ok", "names": {"en": "x"}, "every": {"1": -3}},
        {"code": "ok", "names": {"en": "x"}, "every": {"1": True}},
        {"code": "ok", "names": {"en": "x"}, "rank": 0},
        {"code": "ok", "names": {"en": "x"}, "languages": ("de",)},
        {"code": "ok", "names": {"en": "x"}, "channels": ("00" * 16,)},
    ],
)
def test_what_is_no_audience_is_refused_and_changes_nothing(room: Room, said: dict[str, Any]) -> None:
    before = room.views.audience_book()
    with pytest.raises(Refusal):
        room.do(AddAudience(**said)).result()
    assert room.views.audience_book() == before


def test_an_audience_put_aside_leaves_the_list_and_comes_back(room: Room) -> None:
    room.do(AmendAudience(audience="press", retired=True)).result()
    assert "press" not in [item.code for item in room.views.audience_book().in_use()]
    room.do(AmendAudience(audience="press", retired=False)).result()
    assert "press" in [item.code for item in room.views.audience_book().in_use()]


def test_a_channel_that_ships_is_changed_without_losing_its_names(room: Room) -> None:
    sms = named(room, "SMS")
    room.do(AmendChannel(channel="SMS", needs=("mobile", "sso"), owner="com")).result()
    changed = named(room, "SMS")
    assert (changed.id, changed.needs, changed.owner, changed.kind) == (
        sms.id,
        ("mobile", "sso"),
        "COM",
        ChannelKind.SMS,
    )
    room.do(AmendChannel(channel=sms.id, needs=())).result()
    assert named(room, "SMS").needs == ()


def test_the_outage_greys_a_channel_out_with_its_reason_and_says_what_to_use(room: Room) -> None:
    incident = an_incident(room).id
    room.do(MarkNeed(incident=incident, need="mail", state=NeedState.DOWN, reason="directory cut")).result()
    book, mail = room.views.audience_book(), named(room, "Mail")
    found = book.usable(mail.id, room.views.broken())
    assert out_said(found) == "Mail down (directory cut)"
    assert instead_said(found, book) == "Use instead: SMS"
    room.do(CheckChannel(channel="SMS", works=False)).result()
    book = room.views.audience_book()
    found = book.usable(mail.id, room.views.broken())
    assert instead_said(found, book) == "Use instead: Telephone (landline)"
    assert out_said(book.usable(named(room, "SMS").id, [])) == "Checked, and found not to work"


def test_who_tried_a_channel_and_what_came_of_it_is_kept(room: Room) -> None:
    phone = named(room, "Telephone (landline)")
    assert checked_said(phone, NOON) == "Never checked"
    room.do(CheckChannel(channel=phone.id, works=True, remark="line 2 only")).result()
    phone = named(room, "Telephone (landline)")
    assert (phone.works, phone.checked_at, phone.checked_by, phone.remark) == (True, NOON, "Léa Martin", "line 2 only")
    assert "by Léa Martin" in checked_said(phone, NOON)


def test_a_channel_of_ones_own_names_what_takes_its_place(room: Room) -> None:
    made = room.do(AddChannel(name="Radio régionale", kind=ChannelKind.PHONE, needs=("radio",), instead="sms")).result()
    assert room.views.audience_book().channel(made) == named(room, "Radio régionale")
    assert named(room, "Radio régionale").instead == named(room, "SMS").id
    with pytest.raises(Refusal, match="already"):
        room.do(AddChannel(name="RADIO RÉGIONALE", kind=ChannelKind.PHONE)).result()
    with pytest.raises(Refusal, match="already"):
        room.do(AddChannel(name="sms", kind=ChannelKind.SMS)).result()
    room.do(RetireChannel(channel=made)).result()
    assert "Radio régionale" not in [channel.name for channel in room.views.channels()]
    assert room.views.audience_book().channel(made) is not None


@pytest.mark.parametrize(
    "settings", [{"password": "x"}, {"smtp_Token": "x"}, {"host": "a\r\nb"}, {"a b": "x"}, {"x": {}}, {"to": ["a\nb"]}]
)
def test_settings_hold_no_password_and_no_second_line(room: Room, settings: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        room.do(AddChannel(name="Relay", kind=ChannelKind.SMTP, settings=settings)).result()


def test_settings_that_are_plain_are_kept(room: Room) -> None:
    settings: dict[str, Any] = {"host": "mail.example.org", "port": 587, "exercise": False}
    settings |= {"to": ["desk@example.org"], "ca": "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"}
    room.do(AddChannel(name="Relay", kind=ChannelKind.SMTP, settings=settings)).result()
    assert named(room, "Relay").settings == settings


def test_a_channel_changed_while_the_form_was_open_is_shown_and_not_overwritten(room: Room) -> None:
    sms = named(room, "SMS")
    room.do(AmendChannel(channel=sms.id, owner="COM")).result()
    seen = room.views.sources("channel", sms.id)
    room.do(AmendChannel(channel=sms.id, owner="RH")).result()
    with pytest.raises(MovedMeanwhile):
        room.do(AmendChannel(channel=sms.id, owner="JUR", seen=seen)).result()
    assert named(room, "SMS").owner == "RH"


def test_undo_gives_a_channel_back_as_it_shipped(room: Room) -> None:
    room.do(AmendChannel(channel="SMS", needs=("sso",))).result()
    said = room.undo().result()
    assert named(room, "SMS").needs == ("mobile",)
    assert "SMS" in str(said)
    room.do(AmendAudience(audience="press", owner="DIR")).result()
    assert "Press" in str(room.undo().result())
    press = room.views.audience_book().audience("press")
    assert press is not None
    assert press.owner == "COM"


def test_two_stations_that_change_one_shipped_channel_change_one_record(apart: Apart) -> None:
    a, b = apart.rooms
    a.do(AmendChannel(channel="SMS", owner="COM")).result()
    b.do(AmendChannel(channel="SMS", remark="number at the desk")).result()
    meet(a, b)
    assert [(named(each, "SMS").owner, named(each, "SMS").remark) for each in (a, b)] == [
        ("COM", "number at the desk")
    ] * 2
