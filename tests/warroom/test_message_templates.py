"""Templates of messages: what a room changes of those that ship, its own, and every version of a wording."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from tests.warroom.stations import another_station, meet
from warroom.commands import AddTemplate, AmendTemplate, AmendWording, RestoreWording, RetireTemplate
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.messages import PARTS
from warroom.domain.template_book import Wording
from warroom.domain.template_filling import TemplateFault, needed_in, variables_in
from warroom.errors import Refusal
from warroom.room import Room
from warroom.storage.template_book import shipped


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


def test_the_26_templates_ship_in_french_and_english_in_every_part() -> None:
    book = shipped()
    assert list(book.templates) == [f"T{n:02d}" for n in range(1, 27)]
    for template in book.listed():
        assert set(template.names) == set(template.purposes) == set(template.must) == {"fr", "en"}
        assert template.audiences
        assert template.approvers
        for part in PARTS:
            french, english = (template.wording(language).part(part) for language in ("fr", "en"))
            assert french
            assert english
            assert set(variables_in(french)) == set(variables_in(english)), (template.code, part)
            assert set(needed_in(french)) == set(needed_in(english)), (template.code, part)


def test_every_variable_is_described_in_both_languages_and_none_is_described_in_vain() -> None:
    book = shipped()
    used = {name for item in book.listed() for wording in item.wordings.values() for name in wording.variables}
    assert used == set(book.variables)
    assert all(set(item.labels) == {"fr", "en"} for item in book.variables.values())
    assert all(set(item.texts) == {"fr", "en"} and item.variable in used for item in book.statements)


def test_french_wordings_have_no_break_spaces_and_english_ones_no_french_marks() -> None:
    for template in shipped().listed():
        for part in PARTS:
            french, english = (template.wording(language).part(part) for language in ("fr", "en"))
            assert not any(f" {mark}" in french for mark in ":;?!»"), (template.code, part)
            assert "« " not in french
            assert not set("«»\u00a0") & set(english), (template.code, part)
            assert "'" not in french.replace("d'expérience", "").replace("l'incident", "").replace("d'abord", "")


def test_only_the_first_two_messages_are_approved_in_advance() -> None:
    assert [item.code for item in shipped().listed() if item.preapproved] == ["T03", "T04"]


def test_a_changed_wording_keeps_every_version_and_goes_back(room: Room) -> None:
    before = room.views.template_book().wording("T07", "fr")
    room.do(AmendWording(template="t07", language="fr", body="Rien de neuf. {contact}", reason="Plus court")).result()
    after = room.views.template_book()
    assert after.wording("T07", "fr").body == "Rien de neuf. {contact}"
    assert after.wording("T07", "fr").sms == before.sms
    assert after.get("T07").changed  # type: ignore[union-attr]
    assert not after.get("T08").changed  # type: ignore[union-attr]
    versions = room.views.wording_history("T07", "fr")
    assert [(item.number, item.reason, item.by) for item in versions] == [(1, "", ""), (2, "Plus court", "Léa Martin")]
    assert versions[0].body == before.body
    room.do(RestoreWording(template="T07", language="fr", version="1")).result()
    assert room.views.template_book().wording("T07", "fr") == before
    assert [item.number for item in room.views.wording_history("T07", "fr")] == [1, 2, 3]


def test_what_shipped_is_version_one_before_anybody_changed_it(room: Room) -> None:
    (first,) = room.views.wording_history("T03", "en")
    assert (first.number, first.body) == (1, shipped().wording("T03", "en").body)


def test_a_change_needs_its_reason_and_no_change_writes_nothing(room: Room) -> None:
    assert refused(room, AmendWording(template="T07", language="fr", body="Autre")) == "reason-missing"
    same = shipped().wording("T07", "fr").body
    room.do(AmendWording(template="T07", language="fr", body=same)).result()
    assert not room.views.changed_wordings()


def test_a_wording_that_cannot_be_read_is_refused_with_its_place(room: Room) -> None:
    with pytest.raises(Refusal) as refusal:
        room.do(AmendWording(template="T07", language="fr", body="Un\nDeux {Service}", reason="x")).result()
    assert refusal.value.code == "template-unreadable"
    assert "line 2, character 6" in refusal.value.message
    assert refused(room, AmendWording(template="T99", language="fr", body="x", reason="x")) == "template-unknown"
    assert refused(room, AmendWording(template="T07", language="de", body="x", reason="x")) == "language-unknown"
    assert refused(room, RestoreWording(template="T07", language="fr", version="9")) == "version-unknown"


def test_checks_audiences_and_approvers_change_and_can_be_emptied(room: Room) -> None:
    room.do(AmendTemplate(template="T11", reviews=(), approvers=("COM",), names={"fr": "Clients suivis"})).result()
    changed = room.views.template_book().get("T11")
    assert changed is not None
    assert (changed.reviews, changed.approvers) == ((), ("COM",))
    assert (changed.name("fr"), changed.name("en")) == ("Clients suivis", "Key-account notice")
    room.do(AmendTemplate(template="T11", reviews=("legal",))).result()
    again = room.views.template_book().get("T11")
    assert again is not None
    assert again.reviews == ("legal",)
    assert refused(room, AmendTemplate(template="T11", reviews=("magic",))) == "template-reviews"
    assert refused(room, AmendTemplate(template="T11", audiences=("nobody",))) == "template-audiences"
    assert refused(room, AmendTemplate(template="T11", status="exploded")) == "template-status"


def test_a_room_adds_its_own_and_puts_one_aside(room: Room) -> None:
    room.do(AddTemplate(names={"fr": "Maintenance"}, like="T03", audiences=("customers",))).result()
    own = room.views.template_book().get("M01")
    assert own is not None
    assert not own.ships
    assert own.wording("fr") == shipped().wording("T03", "fr")
    assert refused(room, AddTemplate(names={"fr": "X"}, code="T03")) == "template-known"
    assert refused(room, AddTemplate(names={"fr": "X"}, code="a b")) == "template-code"
    assert refused(room, AddTemplate(names={})) == "template-nameless"
    room.do(RetireTemplate(template="M01")).result()
    assert "M01" not in [item.code for item in room.views.template_book().listed()]
    room.do(RetireTemplate(template="M01", retired=False)).result()
    assert "M01" in [item.code for item in room.views.template_book().listed()]


def test_undo_takes_a_change_back_and_it_can_be_made_again(room: Room) -> None:
    room.do(AmendWording(template="T07", language="fr", sms="Rien de neuf", reason="Court")).result()
    assert "T07" in room.undo().result()
    assert room.views.template_book().wording("T07", "fr") == shipped().wording("T07", "fr")
    room.do(AmendWording(template="T07", language="fr", sms="Toujours rien", reason="Court")).result()
    assert room.views.template_book().wording("T07", "fr").sms == "Toujours rien"
    assert room.views.template_book().wording("T07", "fr").body == shipped().wording("T07", "fr").body


def test_two_who_change_one_text_are_shown_both(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with another_station(room, tmp_path, monkeypatch) as other:
        room.do(AmendWording(template="T07", language="fr", body="Un", reason="a")).result()
        other.do(AmendWording(template="T07", language="fr", body="Deux", reason="b")).result()
        meet(room, other)
        conflicts = [item for item in room.views.conflicts() if item.noun == "wording"]
        assert [item.field for item in conflicts] == ["body"]
        assert {item.body for item in room.views.wording_history("T07", "fr")} >= {"Un", "Deux"}


def test_a_form_sees_what_moved_while_it_was_open(room: Room) -> None:
    room.do(AmendWording(template="T07", language="fr", body="Un", reason="a")).result()
    record = room.views.changed_wordings()[0].id
    seen = room.views.sources("wording", record)
    room.do(AmendWording(template="T07", language="fr", body="Deux", reason="b")).result()
    with pytest.raises(MovedMeanwhile):
        room.do(AmendWording(template="T07", language="fr", body="Trois", reason="c", seen=seen)).result()


def test_what_another_program_wrote_and_nobody_can_read_changes_nothing(room: Room) -> None:
    from warroom.domain.template_book import with_changes
    from warroom.domain.templates import ChangedTemplate, ChangedWording

    rid = "0" * 32
    bad = ChangedWording(rid, rid, "T03", "fr", "", "{broken", "", "")  # type: ignore[arg-type]
    odd = ChangedTemplate(rid, "a b", {}, {}, (), (), (), (), "", False)  # type: ignore[arg-type]
    book = with_changes(shipped(), [odd], [bad])
    assert book.wording("T03", "fr") == shipped().wording("T03", "fr")
    assert len(book.faults) == 2
    assert TemplateFault("x", 0).code == "x"
    assert Wording("fr").variables == ()
