"""The rulebook of a room: regimes, events, calendars and rules of the program, and what the room changed of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Any

from warroom.domain.clock_engine import Bench
from warroom.domain.clock_rules import (
    NAME,
    Rule,
    RuleFault,
    Said,
    Unit,
    calendar_of,
    changed,
    rule_of,
    said_of,
)
from warroom.domain.clock_times import Calendar, reaches
from warroom.domain.qualification import Question, RegimeOf, condition_of, names_in

PARTS = ("regimes", "questions", "events", "calendars", "rules")
FORMAT = "warroom-clocks-1"
CHANGES_MOST = 200  # parts that a room adds to those of the program


@dataclass(frozen=True, slots=True)
class EventOf:
    """A moment that starts clocks, in words."""

    id: str
    label: Said
    hint: Said


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that legal clocks rest on; `faults` are parts that could not be read and were left as shipped."""

    regimes: Mapping[str, RegimeOf] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    events: Mapping[str, EventOf] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    bodies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # of the rules, as data
    faults: tuple[str, ...] = ()

    def bench(self, zone: Callable[[str], tzinfo | None]) -> Bench:
        """What the engine needs of it."""
        return Bench(self.rules, self.calendars, zone)

    def of_regime(self, code: str) -> list[Rule]:
        """The rules of a regime in their order."""
        return [rule for rule in self.rules.values() if rule.regime == code]

    def codes(self) -> list[str]:
        """Every regime that has rules, those of the program first."""
        return list(dict.fromkeys([*self.regimes, *(rule.regime for rule in self.rules.values())]))

    def starts(self, code: str) -> list[str]:
        """The events that start or cap clocks of a regime."""
        found: list[str] = []
        for rule in self.of_regime(code):
            found += [rule.start] if rule.chained_to is None else []
            found += [rule.cap.event] if rule.cap else []
            found += [rule.ongoing.event] if rule.ongoing else []
        return list(dict.fromkeys(found))

    def regime_label(self, code: str, language: str) -> str:
        known = self.regimes.get(code)
        return known.label.in_language(language) if known else code

    def event_label(self, event: str, language: str) -> str:
        known = self.events.get(event)
        return known.label.in_language(language) if known else event


def rulebook_of(documents: Iterable[Any]) -> Rulebook:
    """A rulebook from content files. Raises RuleFault for the first part that cannot be read."""
    book = Rulebook()
    for document in documents:
        for part, name, body in parts_of(document):
            book = _with(book, part, name, body)
    return _whole(book)


def parts_of(document: Any) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The parts of a content file: which list, which id, its data. Raises RuleFault for what is no such file."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise RuleFault(f"format: {FORMAT!r} is needed")
    if unknown := sorted(set(map(str, document)) - {"format", "note", *PARTS}):
        raise RuleFault(f"{unknown[0][:40]}: there is no such list")
    found: list[tuple[str, str, Mapping[str, Any]]] = []
    for part in PARTS:
        items = document.get(part, [])
        if not isinstance(items, list) or len(items) > 500:
            raise RuleFault(f"{part}: a list is needed")
        for item in items:
            name = item.get("id") if isinstance(item, Mapping) else None
            if not isinstance(name, str) or not NAME.match(name):
                raise RuleFault(f"{part}: each needs a short id")
            found.append((part, name, item))
    return found


def with_changes(book: Rulebook, changes: Iterable[tuple[str, Mapping[str, Any]]]) -> Rulebook:
    """The rulebook as a room changed it: rules by id, other parts as `calendars:FR`, in whatever order they come.

    What cannot be read changes nothing, and is told in `faults`; so is what goes beyond CHANGES_MOST of a room's own.
    """
    given = list(changes)
    own = [item for item in given if not _is_known(book, item[0])]
    beyond = {named for named, _body in own[CHANGES_MOST:]}
    waiting = [item for item in given if item[0] not in beyond]
    faults: dict[str, str] = {}
    while waiting:
        left: list[tuple[str, Mapping[str, Any]]] = []
        for named, body in waiting:
            try:
                book = _changed(book, named, body)
            except RuleFault as fault:
                faults[named] = str(fault)
                left.append((named, body))
        if len(left) == len(waiting):
            break
        waiting = left
    told = [faults[named] for named, _body in waiting]
    if beyond:
        told.append(f"{len(beyond)} parts were left out: a room has at most {CHANGES_MOST} of its own")
    return replace(book, faults=(*book.faults, *told))


def _is_known(book: Rulebook, named: str) -> bool:
    part, name = split(named)
    return name in getattr(book, part)


def _changed(book: Rulebook, named: str, body: Mapping[str, Any]) -> Rulebook:
    part, name = split(named)
    whole = changed(book.bodies.get(name, {}), body) if part == "rules" else body
    if whole.get("id", name) != name:
        raise RuleFault(f"{name}: the id may not change")
    return _whole(_with(book, part, name, {**whole, "id": name}))


def split(named: str) -> tuple[str, str]:
    """`calendars:FR` as part and id; anything else is a rule."""
    part, _colon, name = named.partition(":")
    return (part, name) if part in PARTS and name else ("rules", named)


def checked(book: Rulebook, named: str, body: Mapping[str, Any]) -> None:
    """Raises RuleFault where a change could not be read."""
    after = with_changes(replace(book, faults=()), [(named, body)])
    if after.faults:
        raise RuleFault(after.faults[0])


def _with(book: Rulebook, part: str, name: str, body: Mapping[str, Any]) -> Rulebook:
    if part == "rules":
        rules, bodies = {**book.rules, name: rule_of(body)}, {**book.bodies, name: dict(body)}
        return replace(book, rules=rules, bodies=bodies)
    if part == "calendars":
        return replace(book, calendars={**book.calendars, name: calendar_of(body)})
    if part == "regimes":
        return replace(book, regimes={**book.regimes, name: _regime(name, body)})
    label = said_of(body.get("label"), f"{name}.label", needed=True)
    hint = said_of(body.get("hint", ""), f"{name}.hint")
    if set(body) - {"id", "label", "hint"}:
        raise RuleFault(f"{name}: only id, label and hint are known")
    if part == "events":
        return replace(book, events={**book.events, name: EventOf(name, label, hint)})
    return replace(book, questions={**book.questions, name: Question(name, label, hint)})


def _regime(name: str, body: Mapping[str, Any]) -> RegimeOf:
    if unknown := sorted(set(body) - {"id", "label", "who", "criteria", "asks", "applies"}):
        raise RuleFault(f"{name}: there is no field {unknown[0][:40]!r}")
    asks = body.get("asks")
    if not isinstance(asks, list) or not all(isinstance(item, str) and NAME.match(item) for item in asks):
        raise RuleFault(f"{name}.asks: ids of questions are needed")
    applies = condition_of(body.get("applies"), f"{name}.applies")
    if missing := sorted(names_in(applies) - set(asks)):
        raise RuleFault(f"{name}.applies: {missing[0]!r} is not asked")
    return RegimeOf(
        code=name,
        label=said_of(body.get("label"), f"{name}.label", needed=True),
        who=said_of(body.get("who", ""), f"{name}.who"),
        criteria=said_of(body.get("criteria", ""), f"{name}.criteria"),
        asks=tuple(asks),
        applies=applies,
    )


def _whole(book: Rulebook) -> Rulebook:
    """The same book. Raises RuleFault where one part names another that is not there."""
    for rule in book.rules.values():
        named = {rule.counts_as, rule.after, rule.ongoing.progress if rule.ongoing else ""}
        named.add(rule.chained_to[0] if rule.chained_to else "")
        if missing := sorted(name for name in named if name and name not in book.rules):
            raise RuleFault(f"{rule.id}: there is no rule {missing[0]!r}")
        if rule.calendar and rule.calendar not in book.calendars:
            raise RuleFault(f"{rule.id}: there is no calendar {rule.calendar!r}")
        days = rule.offset.n if rule.offset.unit is Unit.BUSINESS_DAYS else 1
        if rule.calendar and not reaches(days, book.calendars[rule.calendar]):
            raise RuleFault(f"{rule.id}: {rule.calendar!r} has too few business days")
    for regime in book.regimes.values():
        if missing := sorted(name for name in regime.asks if name not in book.questions):
            raise RuleFault(f"{regime.code}: there is no question {missing[0]!r}")
    return book
