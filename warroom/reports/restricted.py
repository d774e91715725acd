"""What leaves the room in clear: a sealed value stays behind, and the report says that it did (decision 2)."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, TypeVar

from warroom.domain.actions import Action
from warroom.domain.anticipation import Scenario
from warroom.domain.decisions import Decision
from warroom.domain.dues import Due
from warroom.domain.entries import Entry
from warroom.domain.files import Attachment
from warroom.domain.hypotheses import Hypothesis
from warroom.domain.incidents import Incident
from warroom.domain.services import AffectedService
from warroom.words import _

SEALED = '{"$sealed":'

Record = TypeVar("Record", Entry, Decision, Action, Incident, Attachment, Due, AffectedService, Hypothesis, Scenario)

# The field a reader looks at first. When it is sealed, every other text of the record stays behind too.
MAIN = {
    Entry: "text",
    Decision: "question",
    Action: "text",
    Incident: "title",
    Attachment: "name",
    Due: "label",
    AffectedService: "name",
    Hypothesis: "text",
    Scenario: "text",
}
# What may stay when the rest is restricted: who and where it is, and how it hangs together.
KEYS = frozenset({"id", "incident", "parent", "parent_noun", "number", "corrects", "corrects_number", "corrected_by"})
STAYS = KEYS | {"author", "station", "zone", "handling", "sha256", "source", "milestones"}
_texts = {
    noun: attrgetter(*(field.name for field in fields(noun) if str(field.type).startswith("str"))) for noun in MAIN
}


def is_sealed(value: object) -> bool:
    """Whether this is a value under a key that a report does not use."""
    if not (isinstance(value, str) and value.startswith(SEALED)):
        return False
    try:
        box = json.loads(value)
    except ValueError:
        return False
    return isinstance(box, dict) and set(box) == {"$sealed"} and isinstance(box["$sealed"], dict)


def cleared(record: Record) -> Record:
    """The record without its sealed values; itself when it has none."""
    if SEALED not in "".join(_texts[type(record)](record)):  # one look at all texts: this runs for every entry
        return record
    main = MAIN[type(record)]
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    changed: dict[str, Any] = {name: "" for name, value in values.items() if is_sealed(value)}
    if main in changed:
        changed |= {
            name: type(value)()
            for name, value in values.items()
            if name not in STAYS and type(value) in (str, tuple, dict)
        }
        changed[main] = restricted(type(record), values.get("number", ""))
    return replace(record, **changed)


def restricted(noun: type, number: str) -> str:
    """`restricted entry A-0412`."""
    if noun is Entry:
        return _("restricted entry {number}").format(number=number)
    if noun is Decision:
        return _("restricted decision {number}").format(number=number)
    if noun is Action:
        return _("restricted action {number}").format(number=number)
    if noun is Attachment:
        return _("restricted file")
    return _("restricted")
