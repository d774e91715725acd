"""Redaction: names become numbers where they are whole fields; marked or chosen records stay behind.

Running text is never rewritten. What a reader gets of the journal is withheld field by field in the same places, so
that pages and proof agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import orjson

from warroom.domain.entries import Entry
from warroom.domain.files import Attachment
from warroom.errors import Refusal
from warroom.reports.restricted import MAIN, STAYS
from warroom.words import _

PEOPLE, CONTACTS, MARKINGS = "people", "contacts", "markings"
KINDS = (PEOPLE, CONTACTS, MARKINGS)
NAMED = "named"  # instead of a number: every record whose text names somebody
UP_TO = "TLP:GREEN"
# Known markings, lowest first; one nobody knows counts as the highest.
LEVELS = (
    frozenset({"CLEAR", "WHITE", "PUBLIC", "NON PROTÉGÉ"}),
    frozenset({"GREEN", "INTERNE", "INTERNAL"}),
    frozenset({"AMBER", "DIFFUSION LIMITÉE", "DIFFUSION RESTREINTE", "RESTRICTED", "RESTRICTED DISTRIBUTION"}),
    frozenset({"AMBER+STRICT", "CONFIDENTIEL", "CONFIDENTIAL"}),
    frozenset({"RED", "SECRET"}),
)
WHO = {  # fields that hold a person and nothing else; the sender and receiver of an entry may be a body instead
    "entry": ("author", "from_who", "to_who"),
    "decision": ("decider", "typed_by", "executor"),
    "action": ("owner",),
    "incident": ("owner",),
    "hypothesis": ("owner",),
    "backing": ("by",),
    "scenario": ("owner", "written_by", "fired_by"),
    "attachment": ("captured_by",),
    "seal": ("by", "witness"),
    "cut": ("by",),
    "erasure": ("by", "alias"),
    "grant": ("granted_by",),
    "delegation": ("reviewed_by",),
    "person": ("name", "initials"),
    "crisis_cell": ("decider", "typed_by", "intent_by", "stood_down_by"),
    "objective": ("set_by",),
    "function": ("holder", "deputy", "relief"),
    "freeze": ("by", "ended_by"),
    "freeze_exception": ("approver",),
    "inbound": ("received_by", "triaged_by", "sent_back_by", "decided_by", "answered_by"),
    "rumour": ("heard_by", "by"),
    "promise": ("owner", "made_by", "closed_by"),
    "rex": ("lead", "opened_by", "rules_by", "asked_by", "dropped_by"),
    "rex_section": ("given_to", "by", "done_by"),
    "rex_note": ("by",),
    "rex_approval": ("by", "typed_by"),
    "rex_publication": ("by",),
    "rex_comment": ("author", "answered_by"),
    "figure": ("by",),
    "affected": ("by",),
    "cause": ("by",),
    "barrier": ("by",),
    "corrective": ("pilot", "done_by", "verifier", "verified_by", "created_by"),
    "postponement": ("by",),
    "lesson": ("by",),
}
CONTACT = {"person": ("phone",), "function": ("phone",), "inbound": ("contact",)}
WHOLE = ("entry", "decision", "action")  # records whose text a person reads and may withhold whole
LISTED = (*WHOLE, "incident", "due", "hypothesis", "scenario")  # their text is never changed unasked
EMPTIED = ("params", "prepared")
# What stays of a record withheld whole.
SKELETON = frozenset({
    "incident", "number", "kind", "recorded_at", "event_at", "offset_min", "zone", "station", "author", "handling",
    "exercise", "key_event", "corrects", "state", "verification", "requested_at", "decided_at", "created_at", "due_at",
    "finished_at",
})  # fmt: skip
SHORTEST = 3  # letters of a part of a name that are looked for by themselves

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Redaction:
    """What a person chose to leave out."""

    what: frozenset[str] = frozenset({PEOPLE, CONTACTS})
    up_to: str = UP_TO  # with markings: the highest that stays
    withhold: frozenset[str] = frozenset()  # numbers of records whose whole text stays behind, or NAMED

    def __post_init__(self) -> None:
        if unknown := self.what - set(KINDS):
            raise Refusal(
                "redaction-unknown",
                _("Nothing here is called {name}.").format(name=", ".join(sorted(unknown))),
                safe=_("Nothing was written."),
                todo=_("Choose among: {names}.").format(names=", ".join(KINDS)),
            )
        if MARKINGS in self.what and level_of(self.up_to) == len(LEVELS):
            raise Refusal(
                "marking-unknown",
                _("The marking {mark} is not one whose height is known.").format(mark=self.up_to),
                safe=_("Nothing was written."),
                todo=_("For example TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:RED."),
            )


def level_of(marking: str) -> int:
    """How high a marking is; one nobody knows is above all, none at all is the lowest."""
    said = " ".join(marking.upper().removeprefix("TLP:").split())
    if not said:
        return 0
    return next((level for level, names in enumerate(LEVELS) if said in names), len(LEVELS))


@dataclass(slots=True)
class Redactor:
    """Applies a redaction to records and to ops alike, and remembers what it did."""

    chosen: Redaction
    roster: Iterable[tuple[str, str]]
    # Record id → its number: those withheld whole, and those whose text names somebody and was left as typed.
    withheld: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)  # names that were replaced
    _labels: dict[str, str] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None
    _parts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if PEOPLE not in self.chosen.what:
            return
        count = 0
        for name, number in self.roster:
            said = _folded(name)
            if said and said not in self._labels:
                count += not number
                self._labels[said] = _("person {number}").format(number=number or count)
        for name, label in self._labels.items():
            for part in (name, *re.split(r"[\s’'-]+", name)):
                if len(part) >= SHORTEST:
                    self._parts.setdefault(part, label)
        if self._parts:
            longest = sorted(self._parts, key=len, reverse=True)
            self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)

    def person(self, said: str) -> str:
        """The number that stands for this person; the text itself when it names nobody known."""
        label = self._labels.get(_folded(said)) or self._parts.get(_folded(self.finds(said)))
        if label is None:
            return said
        self.hidden.add(said)
        return label

    def finds(self, text: str) -> str:
        """The first known name in a text, "" for none."""
        found = self._pattern.search(unicodedata.normalize("NFC", text)) if self._pattern and text else None
        return found.group() if found else ""

    # Records, as pages show them

    def record(self, record: Record) -> Record:
        """The record as its reader may see it."""
        noun = _noun_of(record)
        values: dict[str, Any] = {each.name: getattr(record, each.name) for each in fields(record)}  # type: ignore[arg-type]
        changed = {name: self.person(values[name]) for name in WHO.get(noun, ()) if values.get(name)}
        number = str(values.get("number") or "")
        texts = [value for name, value in values.items() if isinstance(value, str) and name not in WHO.get(noun, ())]
        names_somebody = any(map(self.finds, texts)) or self._in_lists(values)
        if isinstance(record, Attachment):
            if names_somebody or record.parent in self.withheld:
                changed |= {"name": _("file name withheld"), "origin": ""}
        elif noun in WHOLE and self._stays_behind(number, str(values.get("handling") or ""), names_somebody):
            self.withheld[values["id"]] = number
            changed |= {
                name: type(value)()
                for name, value in values.items()
                if name not in STAYS and name not in changed and type(value) in (str, tuple, dict)
            }
            changed[MAIN[type(record)]] = _("text withheld ({number})").format(number=number)
        elif names_somebody:
            changed |= self._lists_without_names(values)
            if any(map(self.finds, texts)):
                self._name(noun, values, number, changed)
        return replace(record, **changed) if changed else record  # type: ignore[type-var]

    def _name(self, noun: str, values: Mapping[str, Any], number: str, changed: dict[str, Any]) -> None:
        """Somebody is named in running text: for a person to decide, unless they decided already."""
        if noun in WHOLE or not self._is_chosen(number, names_somebody=True):
            self.named[values["id"]] = number or noun
            return
        changed |= {
            name: _("withheld")
            for name, value in values.items()
            if type(value) is str and name not in WHO.get(noun, ()) and self.finds(value)
        }

    def _in_lists(self, values: Mapping[str, Any]) -> bool:
        return any(isinstance(value, dict | tuple) and value and self.finds(_flat(value)) for value in values.values())

    def _lists_without_names(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters of automatic entries repeat what the sentence says, prepared decisions are not asked yet: both are
        emptied rather than listed."""
        return {name: type(values[name])() for name in EMPTIED if values.get(name) and self.finds(_flat(values[name]))}

    def _stays_behind(self, number: str, handling: str, names_somebody: bool) -> bool:
        above = MARKINGS in self.chosen.what and level_of(handling) > level_of(self.chosen.up_to)
        return above or self._is_chosen(number, names_somebody=names_somebody)

    def _is_chosen(self, number: str, *, names_somebody: bool) -> bool:
        return number.upper() in self.chosen.withhold or (names_somebody and NAMED in self.chosen.withhold)

    # Ops, as the journal gives them

    def hide(self, noun: str, record: str, patch: Mapping[str, Any]) -> set[str]:
        """The fields of an op that its reader may not see. Ask after the pages: they say which records stay behind."""
        who = WHO.get(noun, ())
        names = {name for name in who if isinstance(patch.get(name), str) and self._hides(noun, name, patch[name])}
        if CONTACTS in self.chosen.what:
            names |= {name for name in CONTACT.get(noun, ()) if name in patch}
        if record in self.withheld and noun in (*WHOLE, "entry_mark"):
            return names | (patch.keys() - SKELETON - set(who))
        if noun == "attachment" and patch.get("parent") in self.withheld:
            return names | {"name", "origin", "media_type"}
        for name, value in patch.items():
            if isinstance(value, str) and name not in who and self.finds(value):
                number = str(patch.get("number") or self.named.get(record, ""))
                is_chosen = noun not in WHOLE and self._is_chosen(number, names_somebody=True)
                # Left only where a person was told: an earlier text that nobody was shown stays behind.
                if record not in self.named or noun not in LISTED or name in (*EMPTIED, "flags") or is_chosen:
                    names.add(name)
        return names

    def _hides(self, noun: str, name: str, value: str) -> bool:
        """Whether a field of a person is withheld: always, but for a sender or receiver that may be a body."""
        if PEOPLE not in self.chosen.what:
            return False
        return (noun, name) not in (("entry", "from_who"), ("entry", "to_who")) or self.person(value) != value


def _folded(name: str) -> str:
    """A name as it is compared, however it was typed."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def _noun_of(record: object) -> str:
    names = {Entry: "entry", Attachment: "attachment"}
    return names.get(type(record)) or type(record).__name__.lower()


def _flat(value: Any) -> str:
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
