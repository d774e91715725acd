"""Which regimes an incident may fall under: a questionnaire proposes, a human decides (doctrine §3.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.domain.clock_rules import NAME, RuleFault, Said
from warroom.domain.regimes import RegimeState

DEEPEST = 8  # of a condition within conditions

Condition = str | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """One question to answer by yes or no; not answered is a third answer."""

    id: str
    text: Said
    hint: Said


@dataclass(frozen=True, slots=True)
class RegimeOf:
    """A regime, whom it binds, what is asked to know, and when it applies."""

    code: str
    label: Said
    who: Said
    criteria: Said  # when it applies, in words
    asks: tuple[str, ...]  # ids of questions
    applies: Condition


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the answers propose for a regime, with the answers that speak for it and those that are missing."""

    code: str
    state: RegimeState
    because: tuple[str, ...]
    missing: tuple[str, ...]


def proposal(regime: RegimeOf, answers: Mapping[str, Any]) -> Proposal:
    """What the answers propose: applicable, not applicable, or to qualify as long as they leave it open."""
    found = holds(regime.applies, answers)
    states = {True: RegimeState.APPLICABLE, False: RegimeState.NOT_APPLICABLE, None: RegimeState.TO_QUALIFY}
    named = [name for name in regime.asks if name in names_in(regime.applies)]
    wanted = found is not False
    return Proposal(
        regime.code,
        states[found],
        because=tuple(name for name in named if answers.get(name) is wanted) if found is not None else (),
        missing=tuple(name for name in named if not isinstance(answers.get(name), bool)) if found is None else (),
    )


def holds(condition: Condition, answers: Mapping[str, Any]) -> bool | None:
    """Whether a condition holds; None as long as an answer that would settle it is missing (Kleene's logic)."""
    if isinstance(condition, str):
        said = answers.get(condition)
        return said if isinstance(said, bool) else None
    if "not" in condition:
        inner = holds(condition["not"], answers)
        return None if inner is None else not inner
    of = condition.get("all") or condition.get("any") or condition["of"]
    known = [holds(item, answers) for item in of]
    least = len(of) if "all" in condition else condition.get("at_least", 1)
    if known.count(True) >= least:
        return True
    return False if len(known) - known.count(False) < least else None


def names_in(condition: Condition) -> frozenset[str]:
    """The questions a condition rests on."""
    if isinstance(condition, str):
        return frozenset({condition})
    if "not" in condition:
        return names_in(condition["not"])
    of = condition.get("all") or condition.get("any") or condition["of"]
    return frozenset().union(*(names_in(item) for item in of))


def condition_of(body: Any, where: str, *, depth: int = 0) -> Condition:
    """A condition as data: a question, `not`, `all`, `any`, or `at_least` n `of`. Raises RuleFault."""
    if isinstance(body, str) and NAME.match(body):
        return body
    if depth >= DEEPEST or not isinstance(body, Mapping):
        raise RuleFault(f"{where}: a condition is needed")
    if set(body) == {"not"}:
        return {"not": condition_of(body["not"], where, depth=depth + 1)}
    if set(body) == {"at_least", "of"}:
        least, of = body["at_least"], _conditions(body["of"], where, depth)
        if type(least) is not int or not 1 <= least <= len(of):
            raise RuleFault(f"{where}.at_least: a number of the conditions is needed")
        return {"at_least": least, "of": of}
    for name in ("all", "any"):
        if set(body) == {name}:
            return {name: _conditions(body[name], where, depth)}
    raise RuleFault(f"{where}: not, all, any, or at_least and of")


def _conditions(body: Any, where: str, depth: int) -> list[Condition]:
    if not isinstance(body, list) or not 1 <= len(body) <= 40:
        raise RuleFault(f"{where}: a list of conditions is needed")
    return [condition_of(item, where, depth=depth + 1) for item in body]
