"""Quick entry reads what it understands and never loses a character of the rest."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.domain.entries import Kind, Verification
from warroom.domain.quick_entry import QuickEntry, Target, parse, parse_due, parse_time

PARIS = ZoneInfo("Europe/Paris")
PEOPLE = ("C. Aubry", "S. Roy", "Benali")
SERVICES = ("API Paris", "Chat")


def at(said: str, zone: ZoneInfo = PARIS, *, fold: int = 0) -> int:
    return int(datetime.fromisoformat(said).replace(tzinfo=zone, fold=fold).timestamp()) * 1000


NOW = at("2026-11-23T14:32:00")


def read(text: str, *, kind: Kind = Kind.INFORMATION, language: str = "fr") -> QuickEntry:
    return parse(text, now_ms=NOW, zone=PARIS, people=PEOPLE, services=SERVICES, kind=kind, language=language)


def test_that_the_line_of_the_drawing_is_understood() -> None:
    entry = read("Hébergeur rappelle : bascule possible sous 20 min si demande écrite de:hébergeur tél +")

    assert entry.text == "Hébergeur rappelle : bascule possible sous 20 min si demande écrite"
    assert (entry.from_who, entry.channel, entry.verification) == ("hébergeur", "phone", Verification.TO_VERIFY)
    assert entry.target is Target.ENTRY


@pytest.mark.parametrize(
    "text",
    [
        "température -20 degrés",
        "-20 degrés dans la salle",
        "-20 °C en salle B",
        "la salle est à -20",
        "Perte du serveur mail",
        "prévenu par tél",
        "on a reçu un sms",
        "Voir le ticket #4821",
        "option A: basculer maintenant",
        "écrire à a@b.example puis attendre",
        "+ 3 % de charge",
        "coupure de 14:32 à 14:50 confirmée",
        "1432 clients touchés",
        "https://exemple.test/de:x/ ouvert",
        "le ! rouge clignote",
    ],
)
def test_that_an_ordinary_sentence_stays_a_sentence(text: str) -> None:
    entry = read(text)

    assert entry.text == text
    assert entry.understood == ()
    assert entry.event_at is None
    assert entry.kind is Kind.INFORMATION


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("-20 Hébergeur appelle", "Hébergeur appelle"),
        ("Hébergeur appelle -20", "Hébergeur appelle"),
        ("14:12 Hébergeur appelle", "Hébergeur appelle"),
        ("14h12 Hébergeur appelle", "Hébergeur appelle"),
    ],
)
def test_that_a_time_at_either_end_is_the_event_time(text: str, left: str) -> None:
    entry = read(text)

    assert entry.text == left
    assert entry.event_at == at("2026-11-23T14:12:00")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("fait: perte du lien", Kind.FACT),
        ("Fait : perte du lien", Kind.FACT),
        ("fact:perte du lien", Kind.FACT),
        ("Hypothèse : perte du lien", Kind.HYPOTHESIS),
        ("décision: perte du lien", Kind.DECISION),
        ("action: perte du lien", Kind.ORDER),
        ("relève: perte du lien", Kind.HANDOVER),
    ],
)
def test_that_a_word_in_front_chooses_the_kind(text: str, kind: Kind) -> None:
    entry = read(text)

    assert (entry.kind, entry.text) == (kind, "perte du lien")


def test_that_a_name_after_an_at_sign_makes_an_action_due_at_the_next_such_time() -> None:
    entry = read("Joindre l'astreinte @S. Roy 15:30")

    assert entry.target is Target.ACTION
    assert (entry.text, entry.owner, entry.due_at) == ("Joindre l'astreinte", "S. Roy", at("2026-11-23T15:30:00"))


def test_that_an_action_may_begin_with_its_owner() -> None:
    entry = read("@Benali +30 Bloquer l'API")

    assert (entry.text, entry.owner, entry.due_at) == ("Bloquer l'API", "Benali", NOW + 30 * 60_000)


def test_that_what_an_action_cannot_carry_stays_in_its_text() -> None:
    entry = read("Joindre l'hébergeur #Chat @Benali 15:30")

    assert entry.text == "Joindre l'hébergeur #Chat"
    assert (entry.owner, entry.services) == ("Benali", ())


def test_that_an_order_keeps_who_gave_it_how_and_when() -> None:
    entry = read("14:12 Joindre l'hébergeur de:Roy tél @Benali 15:30 +")

    assert (entry.text, entry.owner, entry.due_at) == ("Joindre l'hébergeur", "Benali", at("2026-11-23T15:30:00"))
    assert (entry.from_who, entry.channel, entry.event_at) == ("Roy", "phone", at("2026-11-23T14:12:00"))
    assert entry.verification is Verification.TO_VERIFY


def test_that_a_decision_keeps_who_took_it_and_how_it_came() -> None:
    entry = read("Ne pas annoncer d'heure de:C. Aubry tél", kind=Kind.DECISION)

    assert entry.target is Target.DECISION
    assert (entry.text, entry.from_who, entry.channel) == ("Ne pas annoncer d'heure", "C. Aubry", "phone")


def test_that_a_decision_does_not_drop_a_channel_it_cannot_carry() -> None:
    entry = read("Basculer de:C. Aubry radio", kind=Kind.DECISION)

    assert entry.text == "Basculer radio"


def test_that_services_and_marks_are_gathered_from_both_ends() -> None:
    entry = read("! #Chat Panne confirmée #API Paris +")

    assert entry.text == "Panne confirmée"
    assert entry.services == ("Chat", "API Paris")
    assert entry.key_event
    assert entry.verification is Verification.TO_VERIFY


def test_that_a_second_sender_is_text() -> None:
    entry = read("de:Roy Il dit non de:Benali")

    assert (entry.from_who, entry.text) == ("Roy", "Il dit non de:Benali")


def test_that_an_english_a_colon_is_text() -> None:
    assert read("choose a:b", language="en").text == "choose a:b"
    assert read("dire cela a:Benali", language="fr").to_who == "Benali"


def test_that_a_line_of_many_words_stays_whole() -> None:
    text = "mot " * 500 + "fin"

    assert read(text).text == text


TRICKY = """
-20 14:32 14h hier 23:50 23 h 50 -20 min par: présence in person M. – compte rendu : !Panne +Info ： 2h30
! + de: De : de:Roy à:x a: @S. @ #Chat #1 tél mail radio fait: Fait : 15:30 +30 demain 9:00
par:sms « » é 😀 texte à de
"""
WORDS = st.sampled_from([*TRICKY.split(), "@S. Roy", "\n", '"', "\u00a0", "de\u00a0:", "à\u202f:", "a\u0300:x"])


def letters(text: str) -> str:
    return "".join(text.split())


@given(
    st.one_of(st.text(max_size=80), st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=12).map(" ".join)),
    st.sampled_from(list(Kind)),
    st.sampled_from(["fr", "en"]),
)
def test_that_no_character_is_ever_lost(text: str, kind: Kind, language: str) -> None:
    entry = parse(text, now_ms=NOW, zone=PARIS, people=PEOPLE, services=SERVICES, kind=kind, language=language)

    spans = sorted((span.start, span.end) for span in entry.understood)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    left, done = [], 0
    for start, end in spans:
        left.append(text[done:start])
        done = end
    left.append(text[done:])
    assert letters(entry.text) == letters("".join(left))
    assert all(piece.strip() in entry.text for piece in left)


@given(st.text(max_size=40))
def test_that_no_text_breaks_the_reading_of_times(text: str) -> None:
    past, due = parse_time(text, NOW, PARIS), parse_due(text, NOW, PARIS)

    assert past is None or isinstance(past, int)
    assert due is None or isinstance(due, int)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("14:30", "2026-11-23T14:30:00"),
        ("14h30", "2026-11-23T14:30:00"),
        ("14 h 30", "2026-11-23T14:30:00"),
        ("1430", "2026-11-23T14:30:00"),
        ("14:30:07", "2026-11-23T14:30:07"),
        ("9h", "2026-11-23T09:00:00"),
        ("14:33", "2026-11-23T14:33:00"),
        ("23:50", "2026-11-22T23:50:00"),
        ("hier 23:50", "2026-11-22T23:50:00"),
        ("yesterday 9:00", "2026-11-22T09:00:00"),
        ("20/11 08:00", "2026-11-20T08:00:00"),
        ("24/12 08:00", "2025-12-24T08:00:00"),
        ("20/11/2024 08:00", "2024-11-20T08:00:00"),
        ("2026-11-20 08:00", "2026-11-20T08:00:00"),
        ("mar. 17 nov. 11:54", "2026-11-17T11:54:00"),
        ("Tue 17 Nov 11:54", "2026-11-17T11:54:00"),
        ("lundi 9:00", "2026-11-23T09:00:00"),
        ("vendredi 9:00", "2026-11-20T09:00:00"),
        ("-20", "2026-11-23T14:12:00"),
        ("-1h30", "2026-11-23T13:02:00"),
        ("il y a 2 h", "2026-11-23T12:32:00"),
        ("20 min ago", "2026-11-23T14:12:00"),
        ("3 pm", "2026-11-22T15:00:00"),
    ],
)
def test_that_a_typed_time_is_the_nearest_past(typed: str, moment: str) -> None:
    assert parse_time(typed, NOW, PARIS) == at(moment)


@pytest.mark.parametrize("typed", ["", "25:00", "14:61", "bientôt", "31/02 10:00", "-", "32", "13pm"])
def test_that_what_is_no_time_is_refused(typed: str) -> None:
    assert parse_time(typed, NOW, PARIS) is None


def test_that_a_time_typed_after_midnight_is_of_the_evening_before() -> None:
    assert parse_time("23:55", at("2026-11-24T00:05:00"), PARIS) == at("2026-11-23T23:55:00")


def test_that_the_repeated_hour_in_autumn_is_its_latest_past() -> None:
    second_pass = at("2026-10-25T02:40:00", fold=1)

    assert parse_time("02:30", second_pass, PARIS) == at("2026-10-25T02:30:00", fold=1)
    assert parse_time("02:30", at("2026-10-25T02:40:00"), PARIS) == at("2026-10-25T02:30:00")


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("15:30", "2026-11-23T15:30:00"),
        ("14:32", "2026-11-23T14:32:00"),
        ("9:00", "2026-11-24T09:00:00"),
        ("9h", "2026-11-24T09:00:00"),
        ("+30", "2026-11-23T15:02:00"),
        ("30 min", "2026-11-23T15:02:00"),
        ("2 h", "2026-11-23T16:32:00"),
        ("1 h 30", "2026-11-23T16:02:00"),
        ("dans 2 h", "2026-11-23T16:32:00"),
        ("demain 9:00", "2026-11-24T09:00:00"),
        ("tomorrow 9h", "2026-11-24T09:00:00"),
        ("24/11 11:54", "2026-11-24T11:54:00"),
        ("02/01 08:00", "2027-01-02T08:00:00"),
        ("mardi 9:00", "2026-11-24T09:00:00"),
        ("2 j", "2026-11-25T14:32:00"),
    ],
)
def test_that_a_typed_due_time_is_the_nearest_future(typed: str, moment: str) -> None:
    assert parse_due(typed, NOW, PARIS) == at(moment)


def test_that_a_bare_number_is_no_due_time() -> None:
    assert parse_due("30", NOW, PARIS) is None
