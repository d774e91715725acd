"""Likeness: which past incidents are like the one that is being declared, and by what.

A weighted share of the sought words, rare ones weighing more (inverse document frequency), of the sought services,
and of the rank that the index gives (Okapi BM25). What is said of a past incident counts by what it is: its title and
causes more than a remark. No model, no network: the same words give the same answer at every station.
"""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from warroom.domain.likeness_words import as_typed, folded, terms

WORDS, SERVICES, RANK = 0.55, 0.30, 0.15  # what each counts for
LEAST = 0.24  # below this nobody would call it alike
RARE = 0.05  # a word that at most this share of the past has is enough by itself
MOST_TERMS = 24  # of what is typed: a pasted page asks no more than a paragraph


class Place(enum.StrEnum):
    """Where a past incident says it."""

    TITLE = "title"
    CAUSE = "cause"
    LESSON = "lesson"
    REVIEW = "review"
    RECORD = "record"  # decisions, actions, hypotheses, messages
    LOG = "log"


WEIGHTS = {Place.TITLE: 1.0, Place.CAUSE: 1.0, Place.LESSON: 0.9, Place.REVIEW: 0.7, Place.RECORD: 0.5, Place.LOG: 0.4}


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of the incident that is being declared."""

    title: str
    services: tuple[str, ...] = ()  # names
    words: str = ""  # anything else: symptoms, a supposed cause

    @property
    def typed(self) -> dict[str, str]:
        """Term → the word it was typed as."""
        return dict(list(as_typed(f"{self.title} {self.words}").items())[:MOST_TERMS])

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(self.typed)


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that a past incident says; `rank` is how well the index finds it, more is better."""

    place: Place
    text: str
    rank: float = 0.0


@dataclass(frozen=True, slots=True)
class Past:
    """A past incident as it is compared; `at` orders those that are equally alike, milliseconds UTC."""

    incident: str
    services: tuple[str, ...]
    traces: tuple[Trace, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """One that is like it: how much, from 0 to 1, and by what: services, and words as typed with where they stand."""

    incident: str
    score: float
    services: tuple[str, ...]
    words: tuple[tuple[str, Place], ...]


def likest(sought: Sought, past: Iterable[Past], *, known: Mapping[str, int], total: int, most: int = 5) -> list[Alike]:
    """Those most alike, the likest first. `known` says in how many of `total` past incidents each term stands."""
    typed = sought.typed
    asked = tuple(typed)
    candidates = list(past)
    services = {folded(name) for name in sought.services} | _named(asked, candidates)
    best = max((trace.rank for each in candidates for trace in each.traces), default=0.0)
    known = _with_logs(asked, known, candidates)
    rarity = {term: math.log(1 + (total + 1) / (known[term] + 0.5)) for term in asked}
    found = []
    for each in candidates:
        alike = _alike(each, services, rarity, best)
        if alike is not None and _says_enough(alike, each, known, total):
            said = tuple((typed[term], place) for term, place in alike.words)
            found.append((replace(alike, words=said), each.at))
    found.sort(key=lambda pair: (-round(pair[0].score, 6), -pair[1], pair[0].incident))
    return [alike for alike, _at in found[:most]]


def frequencies(past: Iterable[Sequence[str]]) -> Counter[str]:
    """In how many past incidents each term stands; `past` gives what each of them says."""
    counted: Counter[str] = Counter()
    for texts in past:
        counted.update({term for text in texts for term in terms(text)})
    return counted


def _with_logs(asked: Sequence[str], known: Mapping[str, int], past: Iterable[Past]) -> dict[str, int]:
    """In how many past incidents each term stands, those whose log alone says it among them."""
    counted = frequencies([trace.text for trace in each.traces] for each in past)
    return {term: max(known.get(term, 0), counted[term]) for term in asked}


def _named(asked: Sequence[str], past: Iterable[Past]) -> set[str]:
    """Services whose whole name stands in what was typed: they are sought as if somebody had chosen them."""
    said = set(asked)
    names = {name for each in past for name in each.services}
    return {folded(name) for name in names if (of := set(terms(name))) and of <= said}


def _alike(past: Past, services: Collection[str], rarity: Mapping[str, float], best: float) -> Alike | None:
    where: dict[str, Place] = {}
    for trace in sorted(past.traces, key=lambda one: -WEIGHTS[one.place]):
        for term in terms(trace.text):
            if term in rarity:
                where.setdefault(term, trace.place)
    shared = tuple(name for name in past.services if folded(name) in services)
    if not where and not shared:
        return None
    parts = []
    if rarity:
        said = sum(rarity[term] * WEIGHTS[place] for term, place in where.items())
        parts.append((WORDS, said / sum(rarity.values())))
        parts.append((RANK, max((trace.rank for trace in past.traces), default=0.0) / best if best > 0 else 0.0))
    if services:
        parts.append((SERVICES, len({folded(name) for name in shared}) / len(services)))
    score = sum(weight * value for weight, value in parts) / sum(weight for weight, _value in parts)
    words = tuple(sorted(where.items(), key=lambda pair: (-rarity[pair[0]], pair[0])))
    return Alike(past.incident, score, shared, words)


def _says_enough(alike: Alike, past: Past, known: Mapping[str, int], total: int) -> bool:
    """Whether it is more than one common word: a service, two words, or one that few past incidents have."""
    if alike.score < LEAST:
        return False
    few = max(1, round(RARE * total))
    words = {term for term, _place in alike.words}
    rare = any(known.get(term, 0) <= few for term in words)
    return rare or bool(alike.services) or len(words) > 1 or bool(words & set(terms(" ".join(past.services))))
