"""Quick entry for hands that never saw it: every token as people type it, on every keyboard, in any order."""

from __future__ import annotations

import unicodedata
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warroom.domain.test_quick_entry import NOW, PARIS, at, letters, read
from warroom.domain.entries import Channel, Kind, Verification
from warroom.domain.quick_entry import Chosen, QuickEntry, Target, parse, written

LANGUAGES = ("fr", "en")


def read_chosen(
    text: str, chosen: Chosen, *, kind: Kind = Kind.INFORMATION, language: str = "fr", now_ms: int = NOW
) -> QuickEntry:
    return parse(text, now_ms=now_ms, zone=PARIS, kind=kind, language=language, chosen=chosen)


@pytest.mark.parametrize(
    "label",
    [
        "de:",
        "De:",
        "DE:",
        "de: ",
        "de : ",
        "de :",
        "de\u00a0: ",
        "de\u00a0:\u00a0",
        "de\u202f: ",
        "De\u202f:",
        "from:",
        "FROM : ",
        "de：",
        "from ：\u3000",
    ],
)
def test_that_who_called_is_understood_however_the_colon_is_spaced(label: str) -> None:
    entry = read(f"{label}Préfecture Le pont est coupé")

    assert (entry.from_who, entry.text) == ("Préfecture", "Le pont est coupé")


@pytest.mark.parametrize(
    "label", ["à:", "À:", "à: ", "à : ", "à\u00a0: ", "À\u202f: ", "to:", "To : ", "a\u0300:", "A\u0300\u00a0: "]
)
def test_that_who_was_called_is_understood_however_the_colon_is_spaced(label: str) -> None:
    for language in LANGUAGES:
        entry = read(f"{label}Préfecture Le pont est coupé", language=language)

        assert (entry.to_who, entry.text) == ("Préfecture", "Le pont est coupé")


def test_that_a_without_its_accent_is_understood_in_french() -> None:
    assert read("de:Roy a:Benali Le pont est coupé").to_who == "Benali"
    assert read("de:Roy a : Préfecture Le pont est coupé").to_who == "Préfecture"
    assert read("Le pont est coupé a: Benali").to_who == "Benali", "a known name"


@pytest.mark.parametrize(
    "text",
    [
        "A : basculer maintenant",
        "option A: basculer",
        "Rendez-vous à : 15:30",
        "Message de : préfecture injoignable",
        "Il reste à : couper le gaz",
        "Panne générale\u00a0!",
        "Panne générale\u202f!",
        "2h30 de coupure au central",
        "14:32 à 14:50 coupure du lien",
        "tél hors service à l'accueil",
        "radio : perte du relais nord",
        "24/11 08:00 maintenance prévue",
        "Rappel prévu de l'hébergeur 15:30",
        "10-20 personnes bloquées",
        "a mail from: nobody",
    ],
)
def test_that_an_ordinary_sentence_still_stays_a_sentence(text: str) -> None:
    entry = read(text)

    assert (entry.text, entry.understood) == (text, ())


@pytest.mark.parametrize("name", ["M. Dupont", "Mme Petit", "Dr Morel", "C. Auzias", "Mr Smith", "J.-P. Roux"])
def test_that_a_title_or_an_initial_brings_the_name_that_follows(name: str) -> None:
    assert read(f"de:{name} Le pont est coupé").from_who == name
    assert read(f"Le pont est coupé de:{name} tél").from_who == name


@pytest.mark.parametrize(
    "name", ['"Préfecture du Nord"', "«Préfecture du Nord»", "« Préfecture du Nord »", "“Préfecture du Nord”"]
)
def test_that_a_longer_name_stands_between_any_quotes(name: str) -> None:
    assert read(f"de:{name} Le pont est coupé").from_who == "Préfecture du Nord"
    assert read(f"Le pont est coupé de:{name}").from_who == "Préfecture du Nord"


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("tél", Channel.PHONE), ("TÉL", Channel.PHONE), ("tel", Channel.PHONE), ("Tél.", Channel.PHONE),
        ("te\u0301l", Channel.PHONE), ("phone", Channel.PHONE),
        ("téléphone", Channel.PHONE), ("telephone", Channel.PHONE),
        ("radio", Channel.RADIO), ("Radio", Channel.RADIO), ("RADIO", Channel.RADIO), ("présence", Channel.IN_PERSON),
        ("presence", Channel.IN_PERSON), ("PRÉSENCE", Channel.IN_PERSON), ("in person", Channel.IN_PERSON),
        ("en\u00a0présence", Channel.IN_PERSON), ("in-person", Channel.IN_PERSON), ("par:radio", Channel.RADIO),
        ("par\u00a0: radio", Channel.RADIO), ("by: phone", Channel.PHONE),
        ("via:tél", Channel.PHONE), ("sms", Channel.SMS),
    ],
)  # fmt: skip
def test_that_a_channel_is_understood_before_beside_and_after(word: str, channel: Channel) -> None:
    for line in (
        f"{word} de:Roy Le pont est coupé",
        f"de:Roy {word} Le pont est coupé",
        f"-20 {word} à:Benali Le pont est coupé",
        f"Le pont est coupé de:Roy {word}",
        f"Le pont est coupé {word} de:Roy"
        if len(word) < 6 and channel is Channel.PHONE
        else f"Le pont est coupé, {word}",
    ):
        entry = read(line)

        assert (entry.channel, entry.text.rstrip(",")) == (channel.value, "Le pont est coupé"), line


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("-20", "2026-11-23T14:12:00"),
        ("−20", "2026-11-23T14:12:00"),
        ("–20", "2026-11-23T14:12:00"),
        ("-20 min", "2026-11-23T14:12:00"),
        ("-20\u00a0mn", "2026-11-23T14:12:00"),
        ("-20min", "2026-11-23T14:12:00"),
        ("-20 minutes", "2026-11-23T14:12:00"),
        ("-2 h", "2026-11-23T12:32:00"),
        ("-1h30", "2026-11-23T13:02:00"),
        ("-1 h 30", "2026-11-23T13:02:00"),
        ("hier 23:50", "2026-11-22T23:50:00"),
        ("Hier 23h50", "2026-11-22T23:50:00"),
        ("hier à 23 h 50", "2026-11-22T23:50:00"),
        ("hier\u00a023:50", "2026-11-22T23:50:00"),
        ("HIER 23H", "2026-11-22T23:00:00"),
        ("yesterday 23:50", "2026-11-22T23:50:00"),
        ("yesterday at 23:50", "2026-11-22T23:50:00"),
        ("avant-hier 8:00", "2026-11-21T08:00:00"),
        ("20/11 08:00", "2026-11-20T08:00:00"),
        ("14:12", "2026-11-23T14:12:00"),
        ("14h12", "2026-11-23T14:12:00"),
        ("14 h 12", "2026-11-23T14:12:00"),
        ("14\u202fh\u202f12", "2026-11-23T14:12:00"),
        ("14H12", "2026-11-23T14:12:00"),
        ("14:12,", "2026-11-23T14:12:00"),
        ("14:12 :", "2026-11-23T14:12:00"),
        ("14:12 –", "2026-11-23T14:12:00"),
        ("14:12:", "2026-11-23T14:12:00"),
    ],
)
def test_that_a_time_in_front_is_understood_as_people_type_it(typed: str, moment: str) -> None:
    for language in LANGUAGES:
        entry = read(f"{typed} Le pont est coupé", language=language)

        assert (entry.event_at, entry.text) == (at(moment), "Le pont est coupé")


@pytest.mark.parametrize("typed", ["-20 min", "–20", "-20", "hier 23:50", "hier à 23 h 50", "yesterday 23:50"])
def test_that_such_a_time_at_the_end_is_understood(typed: str) -> None:
    alone, beside = read(f"Le pont est coupé {typed}"), read(f"Le pont est coupé de:Roy tél {typed}")

    assert alone.event_at == beside.event_at is not None
    assert alone.text == beside.text == "Le pont est coupé"


def test_that_a_clock_time_after_other_tokens_is_of_the_last_hours_or_text() -> None:
    assert read("Le pont est coupé de:Roy tél 14:12").event_at == at("2026-11-23T14:12:00")
    assert read("Il rappelle de:Roy tél 15:30").text.endswith("15:30"), "it is to come, not of yesterday"


def test_that_a_sentence_holds_on_to_its_time() -> None:
    for text in ("La sauvegarde date de hier 23:50", "La salle est à -20", "Elle est à -20 °C"):
        assert read(text).text == text


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("FAIT :", Kind.FACT), ("fait\u00a0:", Kind.FACT),
        ("Fait\u202f:", Kind.FACT), ("fait :le", Kind.FACT), ("info:", Kind.INFORMATION),
        ("hypothe\u0300se :", Kind.HYPOTHESIS), ("DÉCISION :", Kind.DECISION),
        ("ordre:", Kind.ORDER), ("demande :", Kind.REQUEST),
        ("compte-rendu:", Kind.REPORT), ("Compte rendu :", Kind.REPORT),
        ("compte\u00a0rendu:", Kind.REPORT), ("communication:", Kind.COMMUNICATION),
        ("notification :", Kind.NOTIFICATION), ("releve:", Kind.HANDOVER),
        ("relève :", Kind.HANDOVER), ("preuve:", Kind.EVIDENCE),
        ("fact:", Kind.FACT), ("hypothesis:", Kind.HYPOTHESIS), ("decision:", Kind.DECISION), ("order:", Kind.ORDER),
        ("request:", Kind.REQUEST), ("report:", Kind.REPORT),
        ("handover:", Kind.HANDOVER), ("evidence:", Kind.EVIDENCE),
    ],
)  # fmt: skip
def test_that_each_kind_has_its_word(label: str, kind: Kind) -> None:
    entry = read(f"{label} le pont est coupé" if label[-1] in ":：" else f"{label} pont est coupé")

    assert (entry.kind, entry.text) == (kind, "le pont est coupé")


def test_that_tokens_in_front_are_understood_in_any_order() -> None:
    tokens = ("de:Préfecture", "à:Benali", "tél", "-20 min", "+", "!")
    for order in permutations(tokens):
        entry = read(f"{' '.join(order)} Le pont est coupé")

        assert entry.text == "Le pont est coupé", order
        assert said(entry) == ("Préfecture", "Benali", "phone", NOW - 20 * 60_000, Verification.TO_VERIFY, True)


def test_that_tokens_at_the_end_are_understood_in_any_order() -> None:
    tokens = ("de:Préfecture", "à:Benali", "tél", "-20", "+", "!")
    for order in permutations(tokens):
        entry = read(f"Le pont est coupé {' '.join(order)}")

        assert entry.text == "Le pont est coupé", order
        assert said(entry) == ("Préfecture", "Benali", "phone", NOW - 20 * 60_000, Verification.TO_VERIFY, True)


def said(entry: QuickEntry) -> tuple[Any, ...]:
    return entry.from_who, entry.to_who, entry.channel, entry.event_at, entry.verification, entry.key_event


def test_that_a_mark_may_touch_the_first_word() -> None:
    assert (read("!Panne totale").key_event, read("!Panne totale").text) == (True, "Panne totale")
    assert read("+Le pont est coupé").verification is Verification.TO_VERIFY
    assert read("+33 6 12 34 56 78 ne répond pas").understood == ()


def test_that_a_line_of_nothing_but_channels_ends() -> None:
    assert read("tél " * 3000).text


# Chosen by key


def test_that_what_is_chosen_by_key_is_carried_without_any_grammar() -> None:
    chosen = Chosen(
        from_who=" Préfecture du  Nord ", to_who="Léa", channel="radio", when="20", to_verify=True, key_event=True
    )
    entry = read_chosen("Le pont est coupé", chosen, kind=Kind.FACT)

    assert (entry.kind, entry.text, entry.understood) == (Kind.FACT, "Le pont est coupé", ())
    assert said(entry) == ("Préfecture du Nord", "Léa", "radio", NOW - 20 * 60_000, Verification.TO_VERIFY, True)


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        ("20", "2026-11-23T14:12:00"),
        ("20 min", "2026-11-23T14:12:00"),
        ("-20", "2026-11-23T14:12:00"),
        ("-2 h", "2026-11-23T12:32:00"),
        ("1h30", "2026-11-23T01:30:00"),
        ("14:12", "2026-11-23T14:12:00"),
        ("1412", "2026-11-23T14:12:00"),
        ("23:50", "2026-11-22T23:50:00"),
        ("hier 23:50", "2026-11-22T23:50:00"),
        ("yesterday at 23:50", "2026-11-22T23:50:00"),
    ],
)
def test_that_the_field_for_the_time_takes_minutes_and_moments(when: str, moment: str) -> None:
    assert read_chosen("Le pont est coupé", Chosen(when=when)).event_at == at(moment)


def test_that_a_time_nobody_understands_stays_in_the_text() -> None:
    entry = read_chosen("Le pont est coupé", Chosen(when="vers midi je crois"))

    assert (entry.text, entry.event_at, entry.is_when_unread) == ("Le pont est coupé (vers midi je crois)", None, True)


def test_that_what_is_chosen_holds_and_what_is_typed_stays_text() -> None:
    entry = read_chosen("Le pont est coupé de:Roy", Chosen(from_who="Préfecture"))

    assert (entry.from_who, entry.text) == ("Préfecture", "Le pont est coupé de:Roy")


def test_that_an_order_goes_to_whom_it_was_said_to() -> None:
    entry = read_chosen("Couper le gaz", Chosen(from_who="Préfecture", to_who="Léa", channel="radio"), kind=Kind.ORDER)

    assert (entry.target, entry.to_who, entry.from_who, entry.channel) == (Target.ACTION, "Léa", "Préfecture", "radio")
    both = read_chosen("Couper le gaz @Benali", Chosen(to_who="Léa"))
    assert (both.owner, both.to_who, both.text) == ("Benali", "", "Couper le gaz à:Léa")


def test_that_what_a_decision_cannot_carry_goes_into_its_text() -> None:
    chosen = Chosen(from_who="C. Aubry", channel="radio", when="20", to_verify=True)
    entry = read_chosen("Couper le gaz", chosen, kind=Kind.DECISION)

    assert (entry.from_who, entry.channel) == ("C. Aubry", "")
    assert entry.text == "Couper le gaz radio (20) +"


@given(
    st.text(max_size=40),
    st.builds(
        Chosen,
        from_who=st.text(max_size=12),
        to_who=st.text(max_size=12),
        channel=st.sampled_from(["", *Channel]),
        when=st.text(max_size=12),
        to_verify=st.booleans(),
        key_event=st.booleans(),
    ),
    st.sampled_from(list(Kind)),
)
def test_that_nothing_chosen_is_ever_lost(text: str, chosen: Chosen, kind: Kind) -> None:
    entry = read_chosen(text, chosen, kind=kind)

    for said, kept in ((chosen.from_who, entry.from_who), (chosen.to_who, entry.to_who)):
        assert letters(said) in letters(kept) + letters(entry.text)
    assert not chosen.channel or chosen.channel in (entry.channel, *words(entry))
    assert letters(chosen.when) in letters(entry.text) or entry.event_at is not None
    assert not chosen.to_verify or entry.verification is Verification.TO_VERIFY or "+" in entry.text
    assert not chosen.key_event or entry.key_event or "!" in entry.text


def words(entry: QuickEntry) -> list[str]:
    return entry.text.replace("-", "_").split()


@given(st.sampled_from(["de", "à", "tél", "présence", "hier 23:50", "décision"]), st.sampled_from(["NFC", "NFD"]))
def test_that_accents_in_one_piece_or_two_are_the_same(word: str, form: Any) -> None:
    line = f"{word}:Roy Le pont" if word in ("de", "à") else f"de:Roy {word} Le pont"

    assert said(read(unicodedata.normalize(form, line))) == said(read(line))


@pytest.mark.parametrize("when", ["", "20", "20 min", "-20", "14:12", "hier 23:50", "20/11 08:00"])
@pytest.mark.parametrize("kind", [Kind.INFORMATION, Kind.FACT, Kind.REPORT, Kind.ORDER, Kind.HANDOVER])
@pytest.mark.parametrize("language", LANGUAGES)
def test_that_what_was_chosen_is_read_back_from_a_draft(when: str, kind: Kind, language: str) -> None:
    for channel in ("", Channel.PHONE, Channel.RADIO, Channel.IN_PERSON):
        chosen = Chosen("Préfecture du Nord", 'M. "Le Chef"', channel, when, to_verify=True, key_event=True)
        told = read_chosen("Le pont est coupé", chosen, kind=kind, language=language)
        again = read(written("Le pont est coupé", kind, chosen, language=language), language=language)

        assert (again.kind, again.text, *said(again)) == (told.kind, told.text, *said(told))
