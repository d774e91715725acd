"""Hints before an approval: what each looks for in both languages, what it leaves alone, and its reason."""

import pytest

from warroom.domain.message_hint_words import REASONS
from warroom.domain.message_hints import Hint, hints, texts_of

WHOLE = {
    "fr": (
        "Lundi 23 novembre 2026, 14:32 (UTC+1). Le service est perturbé depuis 11:45 (UTC+1). Non touché : paiement. "
        "Prochain point à 15:00 (UTC+1), sur etat.example.org."
    ),
    "en": (
        "Monday 23 November 2026, 14:32 (UTC+1). The service has been disrupted since 11:45 (UTC+1). Not affected: "
        "payments. Next update at 15:00 (UTC+1), on status.example.org."
    ),
}


def codes(text: str, language: str = "fr", **more: object) -> set[str]:
    said = f"{WHOLE[language]} {text}"
    return {hint.code for hint in hints({language: {"body": said}}, **more)}  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_whole_message_raises_nothing(language: str) -> None:
    assert codes("", language) == set()


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("speculation", "C’est probablement une mise à jour.", "It is probably an update."),
        ("blame", "Notre hébergeur est en panne.", "Our supplier is down."),
        ("promise", "Le service sera rétabli à 16:00.", "The service will be restored by 16:00."),
        ("promise", "Retour à la normale dans deux heures.", "Recovery in two hours."),
        ("attack", "Il ne s’agit pas d’une attaque.", "This is not an attack."),
        ("minimise", "Un petit bug.", "A minor glitch."),
        ("dramatise", "Une panne majeure.", "A massive outage."),
        ("jargon", "Le rollback du cluster est fini.", "The rollback of the cluster is done."),
        ("cliche", "Veuillez excuser la gêne occasionnée.", "We apologise for any inconvenience."),
        ("security-detail", "Le serveur 10.0.0.12 répond.", "Server 10.0.0.12 answers."),
        ("tone", "Tout va bien !", "All is well!"),
    ],
)
def test_what_is_better_said_otherwise(code: str, french: str, english: str) -> None:
    assert code in codes(french, "fr")
    assert code in codes(english, "en")


def test_a_range_with_its_confidence_is_no_promise() -> None:
    assert "promise" not in codes("Rétablissement attendu entre 16:00 et 18:00 (UTC+1), confiance moyenne.")
    assert "promise" not in codes("We expect recovery between 16:00 and 18:00 (UTC+1), medium confidence.", "en")


def test_inside_our_own_words_may_be_used_and_security_may_clear_the_word() -> None:
    assert "jargon" not in codes("Le cluster DNS.", inside=True)
    assert "attack" not in codes("Pas d’attaque.", security_cleared=True)
    assert "person" in codes("Karim Benali s’en occupe.", names=["Karim Benali"])
    assert "person" not in codes("Karim Benali s’en occupe.", names=["Karim Benali"], inside=True)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Le service est perturbé.", {"no-hour", "no-next", "no-unaffected", "no-since", "no-contact"}),
        ("Perturbé depuis 11:45. Prochain point à 15:00.", {"no-zone", "no-unaffected", "no-contact"}),
    ],
)
def test_what_a_message_forgets(text: str, lacking: set[str]) -> None:
    found = hints({"fr": {"body": text}})
    assert {hint.code for hint in found if hint.is_lacking} == lacking


def test_the_end_of_an_incident_promises_no_next_message() -> None:
    found = {hint.code for hint in hints({"fr": {"body": "Résolu à 14:00 (UTC+1)."}}, status="resolved")}
    assert "no-next" not in found
    assert "no-unaffected" not in found


def test_a_missing_variable_is_not_told_twice() -> None:
    text = "Perturbé depuis 11:45 (UTC+1). Non touché : ⟦unaffected⟧. Prochain point ⟦next_update⟧. ⟦contact⟧"
    assert {hint.code for hint in hints({"fr": {"body": text}})} == set()


def test_lengths_and_long_sentences() -> None:
    long = " ".join(["mot"] * 40) + "."
    found = {hint.code: hint for hint in hints({"fr": {"body": long, "brief": "a" * 281, "sms": "ê" * 250}})}
    assert {"long-sentence", "brief-long", "sms-long", "sms-letters"} <= set(found)
    assert found["sms-letters"].said == "ê"


def test_both_languages_say_the_same_hours() -> None:
    found = hints({"fr": {"body": WHOLE["fr"]}, "en": {"body": WHOLE["en"].replace("15:00", "15:30")}})
    assert {(hint.language, hint.said) for hint in found if hint.code == "pair-hours"} == {
        ("fr", "15:30"),
        ("en", "15:00"),
    }


def test_every_hint_has_its_reason_in_both_languages() -> None:
    for code in REASONS:
        hint = Hint(code, "fr", "body", 0, 4, "mot")
        assert hint.reason("fr") != hint.reason("en")
        assert "{" not in hint.reason("fr") + hint.reason("en")


def test_where_a_hint_stands_is_where_it_says() -> None:
    text = f"{WHOLE['fr']} C’est probablement vrai."
    (hint,) = hints({"fr": {"body": text}})
    assert text[hint.start : hint.end] == hint.said == "probablement"
    assert texts_of([]) == {}


def test_a_script_may_quote_the_word_that_is_not_to_be_said() -> None:
    for language, quoted in (("fr", "« attaque » ou « pas d’attaque »"), ("en", "“attack” or “no attack”")):
        assert "attack" not in codes(quoted, language, inside=True)
        assert "attack" in codes(quoted, language)


def test_french_reasons_break_no_line_before_a_sign() -> None:
    for code in REASONS:
        said = Hint(code, "fr", "body", 0, 0, "attaque").reason("fr")
        assert not any(fault in said for fault in (" :", " ;", " ?", " !", " »", "« ")), said
