"""Filling templates: variables, parts that are left out, forms, and what hostile content may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from warroom.domain.template_filling import (
    LONGEST,
    LONGEST_OUT,
    TemplateFault,
    fill_text,
    missing_in,
    needed_in,
    variables_in,
)


def said(text: str, language: str = "fr", **values: object) -> str:
    return fill_text(text, values, language).text  # type: ignore[arg-type]


def test_a_missing_variable_is_marked_and_found_again() -> None:
    filled = fill_text("Prochain point {next_update|at}, {next_update} à {contact}.", {}, "fr")
    assert filled.text == "Prochain point ⟦next_update⟧, ⟦next_update⟧ à ⟦contact⟧."
    assert filled.missing == missing_in(filled.text) == ("next_update", "contact")
    assert [filled.text[mark.start : mark.end] for mark in filled.marks][-1] == "⟦contact⟧"


def test_a_part_is_left_out_where_a_variable_in_it_is_missing() -> None:
    text = "Un.[[ Contact : {contact}.]] Deux."
    assert said(text) == "Un. Deux."
    assert said(text, contact="01 99 00 12 34") == "Un. Contact : 01\u00a099\u00a000\u00a012\u00a034. Deux."


def test_the_first_part_that_is_whole_is_said() -> None:
    text = "[[{a}||{b}||rien]]"
    assert [said(text, a="A", b="B"), said(text, b="B"), said(text)] == ["A", "B", "rien"]


def test_a_part_may_ask_for_what_it_does_not_say() -> None:
    text = "[[end? Fini.||!start? Pas commencé.||En cours.]]"
    assert [said(text, end="x"), said(text), said(text, start="x")] == ["Fini.", "Pas commencé.", "En cours."]


def test_parts_lie_in_parts() -> None:
    text = "[[Ici : {a}[[ ({b})]].]]"
    assert [said(text), said(text, a="A"), said(text, a="A", b="B")] == ["", "Ici : A.", "Ici : A (B)."]


def test_lines_of_left_out_parts_go_and_the_others_keep_together() -> None:
    text = "Un\n[[A {a}]]\n[[B {b}]]\n\nFin"
    assert said(text, b="x") == "Un\nB x\n\nFin"
    assert said(text) == "Un\n\nFin"


@pytest.mark.parametrize(
    ("form", "value", "french", "english"),
    [
        ("at", "14:38 (UTC+1)", "à 14:38 (UTC+1)", "at 14:38 (UTC+1)"),
        ("at", "mardi 24 novembre à 11:54", "le mardi 24 novembre à 11:54", "on mardi 24 novembre à 11:54"),
        ("at", "à 14:38", "à 14:38", "on à 14:38"),
        ("since", "14:38", "depuis 14:38", "since 14:38"),
        (
            "since",
            "mardi 24 novembre à 11:54",
            "depuis le mardi 24 novembre à 11:54",
            "since mardi 24 novembre à 11:54",
        ),
        ("before", "5 décembre", "avant le 5 décembre", "before 5 décembre"),
        ("until", "mardi 24", "jusqu’au mardi 24", "until mardi 24"),
        ("of_hour", "mardi 24", "du mardi 24", "of mardi 24"),
        ("le", "mardi 24", "le mardi 24", "mardi 24"),
        ("bare", "14:38 (UTC+5:30)", "14:38", "14:38"),
        ("service", "API", "le service API", "the API service"),
        ("service", ("API", "Paie"), "les services API et Paie", "the API and Paie services"),
        ("to_service", "Service de paie", "au service de paie", "to the de paie service"),
        ("to_service", "Le portail", "au service «\u00a0Le portail\u00a0»", "to the Le portail service"),
        (
            "service",
            ("L’agenda", "Paie"),
            "les services «\u00a0L’agenda\u00a0» et Paie",
            "the L’agenda and Paie services",
        ),
        ("of_service", ("A", "B", "C"), "des services A, B et C", "of the A, B and C services"),
        ("de", "accéder", "d’accéder", "of accéder"),
        ("de", "payer", "de payer", "of payer"),
        ("de", "héberger", "d’héberger", "of héberger"),
        ("de", "hausse", "de hausse", "of hausse"),
        ("cap", "élan", "Élan", "Élan"),
        ("low", "Une panne", "une panne", "une panne"),
        ("low", "DNS en panne", "DNS en panne", "DNS en panne"),
        ("list", ("A", "B"), "• A\n• B", "• A\n• B"),
        ("one", ("A.", "B"), "A\u00a0; B", "A; B"),
        ("first", ("A", "B"), "A", "A"),
    ],
)
def test_forms_put_a_value_into_a_sentence(form: str, value: object, french: str, english: str) -> None:
    text = "{value|" + form + "}"
    assert said(text, "fr", value=value) == french
    assert said(text, "en", value=value) == english


def test_a_value_that_ends_a_sentence_does_not_end_it_twice() -> None:
    assert said("{a}. Puis {b} : fin", a="C’est vrai.", b="ceci :") == "C’est vrai. Puis ceci : fin"


def test_what_a_value_holds_is_never_read_as_a_template() -> None:
    assert said("{a}", a="{b} [[{c}]] || ⟦d⟧ \x00") == "{b} [[{c}]] || [d]"


def test_variables_and_those_that_are_needed() -> None:
    text = "{a} [[{b}||x? {c}]] {a}"
    assert variables_in(text) == ("a", "b", "x", "c")
    assert needed_in(text) == ("a",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "no-variable"),
        ("}", "no-variable"),
        ("{}", "no-variable"),
        ("{A}", "no-variable"),
        ("{a.b}", "no-variable"),
        ("{a|shell}", "no-form"),
        ("{a|__class__}", "no-form"),
        ("[[a", "part-open"),
        ("a]]", "no-part-open"),
        ("a||b", "no-part-open"),
        ("[[" * 9 + "a" + "]]" * 9, "too-deep"),
        ("a" * (LONGEST + 1), "too-long"),
        ("{% for x in y %}", "no-variable"),
    ],
)
def test_what_is_no_wording_is_refused_with_its_place(text: str, code: str) -> None:
    with pytest.raises(TemplateFault) as fault:
        fill_text(text, {}, "fr")
    assert fault.value.code == code


def test_a_template_cannot_make_a_text_without_end() -> None:
    with pytest.raises(TemplateFault) as fault:
        fill_text("{a}" * 1_000, {"a": "b" * 1_000}, "fr")
    assert fault.value.code == "too-long"
    assert len(fill_text("{a}" * 10, {"a": "b" * 1_000}, "fr").text) <= LONGEST_OUT


@given(
    some.text(alphabet="{}[]|?!ab \n⟦⟧", max_size=60), some.dictionaries(some.sampled_from("ab"), some.text(max_size=9))
)
def test_any_text_is_filled_or_refused_and_never_more(text: str, values: dict[str, str]) -> None:
    try:
        filled = fill_text(text, values, "fr")
    except TemplateFault:
        return
    assert "\x00" not in filled.text
    assert "  " not in filled.text
    assert not filled.text.startswith((" ", "\n"))
