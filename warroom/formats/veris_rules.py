"""What a VERIS record (1.3) must and may hold, and what is amiss in one; the long vocabularies are not among the rules.

The shape is that of the public schema of the Vocabulary for Event Recording and Incident Sharing. A value of its
vocabularies begins with a capital letter or a digit: one that does not is pointed out, a new one comes in as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from warroom.formats.clean import quoted
from warroom.formats.problems import Flag, Problem

MOST_FLAGS = 100  # of one record
DEEPEST = 12
FREE = ("plus", "value_chain", "extended")  # whatever their owners put there


@dataclass(frozen=True, slots=True)
class Shape:
    """The names of one part: those demanded, and those allowed."""

    must: frozenset[str]
    may: frozenset[str]


def _shape(must: str, may: str = "") -> Shape:
    return Shape(frozenset(must.split()), frozenset(may.split()))


# Path → what stands there; `*` is any item of a list. A path that is not here may hold anything.
SHAPES = {
    "": _shape(
        "action actor asset attribute discovery_method incident_id schema_version security_incident timeline",
        "campaign_id confidence control_failure corrective_action cost_corrective_action discovery_notes extended "
        "impact ioc notes plus reference related_incidents source_id summary targeted value_chain victim",
    ),
    "action": _shape("", "environmental error hacking malware misuse physical social unknown Unknown"),
    "action.environmental": _shape("variety", "notes"),
    "action.error": _shape("variety vector", "notes"),
    "action.hacking": _shape("variety vector", "cve notes result"),
    "action.malware": _shape("variety vector", "cve name notes result"),
    "action.misuse": _shape("variety vector", "notes result"),
    "action.physical": _shape("variety vector", "notes result"),
    "action.social": _shape("target variety vector", "notes result"),
    "actor": _shape("", "external internal partner unknown Unknown"),
    "actor.external": _shape("country motive variety", "name notes region"),
    "actor.internal": _shape("motive variety", "job_change notes"),
    "actor.partner": _shape("country motive", "industry name notes region"),
    "asset": _shape(
        "",
        "accessibility assets cloud country governance hosting management notes ownership role total_amount variety",
    ),
    "asset.assets.*": _shape("variety", "amount"),
    "attribute": _shape("", "availability confidentiality integrity unknown Unknown"),
    "attribute.availability": _shape("variety", "duration notes"),
    "attribute.availability.duration": _shape("unit", "value"),
    "attribute.confidentiality": _shape(
        "data_disclosure",
        "credit_monitoring credit_monitoring_years data data_abuse data_misuse data_total data_victim notes "
        "partner_data partner_number state",
    ),
    "attribute.confidentiality.data.*": _shape("variety", "amount"),
    "attribute.integrity": _shape("variety", "notes"),
    "impact": _shape(
        "overall_rating", "iso_currency_code loss notes overall_amount overall_max_amount overall_min_amount"
    ),
    "impact.loss.*": _shape("variety", "amount max_amount min_amount rating"),
    "ioc.*": _shape("indicator", "comment"),
    "timeline": _shape("incident", "compromise containment discovery exfiltration investigation"),
    "timeline.incident": _shape("year", "day month time"),
    "timeline.compromise": _shape("unit", "value"),
    "timeline.containment": _shape("unit", "value"),
    "timeline.discovery": _shape("unit", "value"),
    "timeline.exfiltration": _shape("unit", "value"),
    "victim": _shape(
        "industry",
        "country employee_count government locations_affected name notes region revenue secondary state victim_id",
    ),
    "victim.secondary": _shape("", "amount notes victim_id"),
}
NEVER_EMPTY = frozenset({"action.Unknown", "action.unknown", "actor.Unknown", "actor.unknown", "attribute.Unknown"})
LISTS = frozenset({"variety", "vector", "motive", "job_change", "target", "data_victim"})
ONE_VALUE = frozenset({"asset.assets.*.variety", "attribute.confidentiality.data.*.variety", "impact.loss.*.variety"})
NUMBERED = {"region": re.compile(r"[0-9]{6}\Z"), "industry": re.compile(r"[0-9]{2,6}\Z")}
UPTO = {"timeline.incident.year": (1, 9999), "timeline.incident.month": (1, 12), "timeline.incident.day": (1, 31)}
GONE = {  # values that version 1.3 took out
    "action.physical.vector": frozenset({"Bypassed controls", "Disabled controls", "Privileged access"}),
}


def faults(record: Mapping[str, object]) -> list[Flag]:
    """What is amiss in a record, by its place; no more than MOST_FLAGS."""
    found: list[Flag] = []
    for flag in _faults(record, "", 0):
        if flag not in found:
            found.append(flag)
        if len(found) == MOST_FLAGS:
            break
    return found


def _faults(value: object, path: str, depth: int) -> Iterator[Flag]:
    if depth > DEEPEST or path in FREE:
        return
    if value in ("", [], {}) and path not in NEVER_EMPTY:
        yield Flag(Problem.VERIS_EMPTY, path)
    elif isinstance(value, dict):
        yield from _names(value, path)
        for name, item in value.items():
            yield from _faults(item, f"{path}.{name}" if path else str(name), depth + 1)
    elif isinstance(value, list):
        yield from _items(value, path, depth)
    else:
        yield from _value(value, path)


def _names(value: Mapping[str, object], path: str) -> Iterator[Flag]:
    shape = SHAPES.get(path)
    if shape is None:
        return
    for name in sorted(shape.must - value.keys()):
        yield Flag(Problem.VERIS_MISSING, f"{path}.{name}" if path else name)
    for name in value:
        if name not in shape.must and name not in shape.may:
            yield Flag(Problem.VERIS_UNKNOWN, quoted(f"{path}.{name}" if path else str(name)))


def _items(value: list[object], path: str, depth: int) -> Iterator[Flag]:
    told = Counter(item for item in value if isinstance(item, str))
    for word, times in told.items():
        if times > 1:
            yield Flag(Problem.VERIS_TWICE, quoted(f"{path}: {word}"))
    for item in value:
        yield from _word(item, path) if isinstance(item, str) else _faults(item, f"{path}.*", depth + 1)


def _value(value: object, path: str) -> Iterator[Flag]:
    name = path.rpartition(".")[2]
    if name in LISTS and path not in ONE_VALUE:
        yield Flag(Problem.VERIS_FORM, quoted(f"{path}: {value}"))
    if isinstance(value, str):
        yield from _word(value, path)
    least, most = UPTO.get(path, (None, None))
    if least is not None and most is not None:
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if not is_number or not least <= int(str(value)) <= most:
            yield Flag(Problem.VERIS_FORM, quoted(f"{path}: {value}"))


def _word(value: str, path: str) -> Iterator[Flag]:
    """What is amiss in one text: a number of another length, or a value that no vocabulary of VERIS has."""
    name = path.rpartition(".")[2]
    form = NUMBERED.get(name)
    if form is not None and not form.match(value):
        yield Flag(Problem.VERIS_FORM, quoted(f"{path}: {value}"))
    is_vocabulary = name in LISTS or path in ONE_VALUE
    if (is_vocabulary and not (value[:1].isupper() or value[:1].isdigit())) or value in GONE.get(path, ()):
        yield Flag(Problem.VERIS_VALUE, quoted(f"{path}: {value}"))
