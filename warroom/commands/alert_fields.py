"""What a message says as an alert of CAP where it is not what the room proposes: how urgent, grave, sure, where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.message_desk import unreleased
from warroom.commands.seen import Seen, unmoved
from warroom.domain.cap import Category, Certainty, Gravity, Urgency
from warroom.domain.cap_release import LANGUAGES
from warroom.domain.cap_rules import UNFIT
from warroom.domain.rights import Right
from warroom.errors import Refusal
from warroom.storage.books import Books
from warroom.storage.projections import json_field
from warroom.words import _

AREA_MOST = 300  # characters
CHOICES = {"urgency": Urgency, "severity": Gravity, "certainty": Certainty}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAlertFields(Command[None]):
    """Say how a message is told as an alert (CAP 1.2 §3.2.2). None leaves a field; "" or () is what the room proposes.

    Urgency, severity and certainty are CAP's own words (`Immediate`, `Severe`, `Observed`), `area` {language: where}.
    """

    right = Right.COMMUNICATE

    message: str
    urgency: str | None = None
    severity: str | None = None
    certainty: str | None = None
    category: tuple[str, ...] | None = None
    area: Mapping[str, str] | None = None
    seen: Seen | None = None


@handles(SetAlertFields)
def set_alert_fields(command: SetAlertFields, books: Books) -> None:
    message = unreleased(books, command.message).message
    said = dict(message.cap) | _said(command)
    said = {name: value for name, value in said.items() if value}
    if said == dict(message.cap):
        return
    changed = unmoved(books, "message", message.id, {"cap": json_field(said) if said else None}, command.seen)
    if changed:
        books.write("message", message.id, changed)


def _said(command: SetAlertFields) -> dict[str, Any]:
    """The elements that the command names, as CAP calls them. Raises Refusal."""
    found: dict[str, Any] = {}
    for name, kind in CHOICES.items():
        if (value := getattr(command, name)) is not None:
            _must_be(value == "" or value in list(kind), name)
            found[name] = value
    if command.category is not None:
        _must_be(set(command.category) <= set(Category), "category")
        found["category"] = list(dict.fromkeys(command.category))
    if command.area is not None:
        _must_be(set(command.area) <= set(LANGUAGES), "areaDesc")
        area = {name: " ".join(UNFIT.sub("", words).split()) for name, words in command.area.items()}
        _must_be(all(len(words) <= AREA_MOST for words in area.values()), "areaDesc")
        found["areaDesc"] = {name: words for name, words in area.items() if words}
    return found


def _must_be(is_so: bool, element: str) -> None:
    if not is_so:
        raise Refusal(
            "cap-unfit",
            _("{element} cannot say this in an alert.").format(element=element),
            safe=_("Nothing was changed."),
            todo=_("Choose one of the words that alerts know."),
        )
