"""Rules, calendars and questionnaires as data: what is read, what is refused, and what a room changes."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.warroom.clocks.hand import clock, due, event
from warroom.domain.clock_rules import RuleFault, Unit, calendar_of, rule_of
from warroom.domain.qualification import condition_of, holds, proposal
from warroom.domain.regimes import RegimeState
from warroom.domain.rulebook import Rulebook, parts_of, rulebook_of, with_changes
from warroom.storage.rulebook import shipped

RULE: dict[str, Any] = {
    "id": "SEC-105",
    "regime": "SEC",
    "label": {"en": "8-K Item 1.05", "fr": "8-K, point 1.05"},
    "start": "materiality_determined_at",
    "business_days": 4,
    "calendar": "US-federal",
    "zone": "America/New_York",
    "legal_ref": "Form 8-K, Item 1.05",
    "source": "17 CFR 249.308",
    "last_verified": "2026-11-01",
    "status": "in_force",
}


def rule(**changes: Any) -> dict[str, Any]:
    body = copy.deepcopy(RULE) | changes
    return {name: value for name, value in body.items() if value is not ...}


def test_that_every_shipped_rule_carries_its_law_source_date_and_both_languages() -> None:
    for known in shipped().rules.values():
        assert all((known.legal_ref, known.source, known.owner_role, known.sections)), known.id
        for said in (known.label, known.recipient, known.channel, *(section.label for section in known.sections)):
            assert all((said.en.strip(), said.fr.strip())), known.id
    assert set(shipped().codes()) == {"NIS2", "DORA", "GDPR"}
    assert not shipped().faults


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"hours": 4}, "one of"),
        ({"business_days": ...}, "one of"),
        ({"business_days": 0}, "business_days"),
        ({"business_days": True}, "business_days"),
        ({"business_days": "4"}, "business_days"),
        ({"business_days": 10**9}, "business_days"),
        ({"calendar": ...}, "calendar"),
        ({"start": "submitted:"}, "start"),
        ({"start": "submitted:X(first)"}, "start"),
        ({"id": "../etc"}, "id"),
        ({"status": "maybe"}, "status"),
        ({"last_verified": "01/11/2026"}, "last_verified"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "../../etc/passwd"}, "zone"),
        ({"readings": ["later"]}, "readings"),
        ({"sections": [{"id": "a", "label": "A", "prefill": ["secrets"]}]}, "prefill"),
        ({"cap": {"event": "aware_at", "none": {}}}, "length"),
        ({"cap": {"event": "aware_at", "hours": 24, "unless": "raining"}}, "unless"),
        ({"label": {"en": " ", "fr": ""}}, "label"),
        ({"label": {"de": "Frist"}}, "label"),
        ({"legal_ref": ""}, "legal_ref"),
        ({"note": "x" * 3000}, "note"),
        ({"colour": "red"}, "colour"),
        ({"enabled": "no"}, "enabled"),
    ],
)
def test_that_a_rule_with_one_wrong_field_is_refused_by_name(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(RuleFault, match=named):
        rule_of(rule(**changes))


@pytest.mark.parametrize("body", [None, [], "rule", 4, {1: 2}])
def test_that_what_is_no_rule_at_all_is_refused(body: Any) -> None:
    with pytest.raises(RuleFault):
        rule_of(body)


@pytest.mark.parametrize(
    "body",
    [
        {"id": "X", "weekend": [0, 1, 2, 3, 4, 5, 6]},
        {"id": "X", "weekend": [7]},
        {"id": "X", "fixed": ["13-01"]},
        {"id": "X", "nth": [[1, 0, 0]]},
        {"id": "X", "dates": ["2026-02-30"]},
        {"id": "X", "moon": 1},
    ],
)
def test_that_a_calendar_that_is_none_is_refused(body: Any) -> None:
    with pytest.raises(RuleFault):
        calendar_of(body)


def test_that_a_file_without_its_format_or_with_other_lists_is_refused() -> None:
    for document in (None, [], {}, {"format": "other"}, {"format": "warroom-clocks-1", "laws": []}):
        with pytest.raises(RuleFault):
            parts_of(document)


def test_that_a_rule_that_names_another_that_is_missing_is_refused() -> None:
    book = {
        "format": "warroom-clocks-1",
        "rules": [rule(start="submitted:NOTHING", business_days=..., hours=4, calendar=...)],
    }
    with pytest.raises(RuleFault, match="NOTHING"):
        rulebook_of([book])


def changed(*changes: tuple[str, dict[str, Any]]) -> Rulebook:
    return with_changes(shipped(), changes)


def test_that_a_room_changes_a_length_and_the_former_unit_goes() -> None:
    book = changed(("GDPR-33", {"hours": 96}))
    assert due("GDPR-33", event("breach_aware_at", "2026-11-23 14:32"), book=book) == "2026-11-27 14:32"
    assert changed(("GDPR-33", {"days": 3})).rules["GDPR-33"].offset.unit is Unit.DAYS


def test_that_a_room_switches_a_rule_off_or_adds_a_regime_of_its_own() -> None:
    assert (
        clock("NIS2-EW", event("aware_at", "2026-11-23 14:32"), book=changed(("NIS2-EW", {"enabled": False}))) is None
    )
    book = changed(("SEC-105", RULE))
    assert book.codes()[-1] == "SEC"
    known = event("materiality_determined_at", "2026-11-24 22:30")  # 16:30 in New York
    assert due("SEC-105", known, book=book) == "2026-12-01 22:30"


def test_that_rules_that_name_each_other_may_come_in_any_order() -> None:
    chained = rule(id="A-FIN", start="submitted:Z-INI", months=1, business_days=..., calendar=...)
    first = rule(id="Z-INI", hours=24, business_days=..., calendar=...)

    book = changed(("A-FIN", chained), ("Z-INI", first))

    assert not book.faults
    assert {"A-FIN", "Z-INI"} <= set(book.rules)


def test_that_a_change_that_cannot_be_read_leaves_the_rule_as_shipped_and_is_told() -> None:
    book = changed(("NIS2-EW", {"hours": "soon"}), ("NIS2-IN", {"id": "NIS2-EW"}))
    assert book.rules["NIS2-EW"].offset.n == 24
    assert len(book.faults) == 2


def test_that_a_proposal_or_a_rule_not_yet_in_force_starts_no_clock() -> None:
    book = changed(("NIS2-EW", {"status": "proposal"}))
    assert clock("NIS2-EW", event("aware_at", "2026-11-23 14:32"), book=book) is None


# The questionnaire


def proposed(code: str, **answers: bool) -> RegimeState:
    return proposal(shipped().regimes[code], answers).state


def test_that_one_threshold_alone_makes_no_major_incident_of_dora() -> None:
    entity = {"financial_entity": True, "critical_services": True, "malicious_access": False, "recurring": False}
    none = dict.fromkeys(
        ("many_clients", "long_downtime", "several_states", "data_loss", "reputation", "high_cost"), False
    )

    assert proposed("DORA", **entity, **none | {"many_clients": True}) is RegimeState.NOT_APPLICABLE
    assert proposed("DORA", **entity, **none | {"many_clients": True, "high_cost": True}) is RegimeState.APPLICABLE
    assert proposed("DORA", **entity | {"malicious_access": True}, **none) is RegimeState.APPLICABLE
    assert proposed("DORA", **entity | {"critical_services": False}, many_clients=True, high_cost=True) is (
        RegimeState.NOT_APPLICABLE
    )


def test_that_what_nobody_answered_leaves_a_regime_to_qualify_unless_it_cannot_matter() -> None:
    assert proposed("DORA") is RegimeState.TO_QUALIFY
    assert proposed("DORA", financial_entity=False) is RegimeState.NOT_APPLICABLE
    assert proposed("NIS2", essential_or_important=True) is RegimeState.TO_QUALIFY
    assert proposed("NIS2", essential_or_important=True, severe_disruption=True) is RegimeState.APPLICABLE


def test_that_loss_of_availability_alone_is_a_breach_and_a_processor_tells_whatever_the_risk() -> None:
    assert proposed("GDPR", personal_data=True, controller=True, risk_unlikely=False) is RegimeState.APPLICABLE
    assert proposed("GDPR", personal_data=True, controller=True, processor=False, risk_unlikely=True) is (
        RegimeState.NOT_APPLICABLE
    )
    assert proposed("GDPR", personal_data=True, processor=True, risk_unlikely=True) is RegimeState.APPLICABLE


def test_that_a_proposal_says_which_answers_speak_for_it_and_which_are_missing() -> None:
    found = proposal(shipped().regimes["NIS2"], {"essential_or_important": True, "severe_disruption": True})
    assert found.because == ("essential_or_important", "severe_disruption")
    assert "digital_provider" in proposal(shipped().regimes["NIS2"], {"harm_to_others": True}).missing


@pytest.mark.parametrize(
    "body",
    [
        None,
        4,
        "",
        {},
        {"all": []},
        {"any": "a"},
        {"at_least": 3, "of": ["a", "b"]},
        {"all": ["a"], "any": ["b"]},
        {"xor": ["a"]},
    ],
)
def test_that_a_condition_that_is_none_is_refused(body: Any) -> None:
    with pytest.raises(RuleFault):
        condition_of(body, "here")


def test_that_a_condition_may_not_be_endlessly_deep() -> None:
    body: Any = "a"
    for _each in range(50):
        body = {"not": body}
    with pytest.raises(RuleFault):
        condition_of(body, "here")


def test_that_what_is_no_yes_or_no_is_no_answer() -> None:
    assert holds("a", {"a": "yes"}) is None
    assert holds({"at_least": 2, "of": ["a", "b", "c"]}, {"a": True, "b": False}) is None
    assert holds({"at_least": 2, "of": ["a", "b", "c"]}, {"a": False, "b": False}) is False
