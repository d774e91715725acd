"""Values as people and scripts give them, turned into what their field holds; anything else is refused."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from warroom.domain.actions import ActionState
from warroom.domain.cells import CellState, Level, ObjectiveState
from warroom.domain.decisions import DecisionState
from warroom.domain.entries import Verification
from warroom.domain.incidents import Severity, Status
from warroom.domain.members import Verdict
from warroom.domain.nouns import DELETED, NOUNS, Type
from warroom.domain.rights import Role
from warroom.domain.services import ServiceState
from warroom.errors import Refusal
from warroom.storage.projections import json_field
from warroom.words import _

CHOICES: Mapping[tuple[str, str], type[enum.Enum]] = {
    ("incident", "severity"): Severity,
    ("incident", "status"): Status,
    ("decision", "state"): DecisionState,
    ("action", "state"): ActionState,
    ("impact", "state"): ServiceState,
    ("entry_mark", "verification"): Verification,
    ("delegation", "verdict"): Verdict,
    ("crisis_cell", "level"): Level,
    ("crisis_cell", "state"): CellState,
    ("objective", "state"): ObjectiveState,
}
YES, NO = frozenset({"true", "yes", "1", "oui"}), frozenset({"false", "no", "0", "non"})


def typed_value(noun: str, name: str, value: Any) -> Any:
    """A value of this field. Raises Refusal for one that it cannot hold.

    Text gives enums by their value (a severity also as `SEV1`), times in ISO 8601, roles and members as JSON or with
    commas between.
    """
    kind = Type.BOOL if name == DELETED else getattr(NOUNS[noun].field(name), "type", None)
    value = value.value if isinstance(value, enum.Enum) else value
    if kind is None:
        raise unfit(value)
    if value is None:
        return None
    if (noun, name) in CHOICES:
        return _chosen(CHOICES[noun, name], value)
    if kind is Type.BOOL:
        return _yes_or_no(value)
    if kind in (Type.INT, Type.TIME):
        return _number(value, is_time=kind is Type.TIME)
    if kind is Type.JSON:
        return _structured(noun, name, value)
    if not isinstance(value, str):
        raise unfit(value)
    return value.strip()


def unfit(value: Any) -> Refusal:
    return Refusal(
        "value-unfit-field",
        _("“{value}” does not fit this field.").format(value=str(value)[:60]),
        safe=_("Nothing was changed; both values are kept."),
        todo=_("Give a value as the list shows them."),
    )


def _chosen(known: type[enum.Enum], value: Any) -> Any:
    said = str(value).strip().lower()
    if known is Severity:
        said = said.removeprefix("sev")
    found = next((item for item in known if said in (str(item.value).lower(), item.name.lower())), None)
    if found is None:
        raise unfit(value)
    return found.value


def _yes_or_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    said = str(value).strip().lower()
    if said not in YES | NO:
        raise unfit(value)
    return said in YES


def _number(value: Any, *, is_time: bool) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    said = str(value).strip()
    if not said:
        return None
    try:
        if said.lstrip("-").isascii() and said.lstrip("-").isdigit() and len(said) < 19:
            return int(said)
        if is_time:
            return round(datetime.fromisoformat(said).timestamp() * 1000)
    except (ValueError, OverflowError, OSError):
        pass
    raise unfit(value)


def _structured(noun: str, name: str, value: Any) -> str:
    """JSON as its field keeps it."""
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            value = [part.strip() for part in value.split(",") if part.strip()]
    if (noun, name) == ("grant", "rights"):
        roles = value.get("roles") if isinstance(value, Mapping) else value
        known = {role.value for role in Role}
        if not isinstance(roles, list | tuple) or not {str(role) for role in roles} <= known:
            raise unfit(value)
        value = {"roles": sorted({str(role) for role in roles})}
    if not isinstance(value, Mapping | list | tuple):
        raise unfit(value)
    return json_field(value)
