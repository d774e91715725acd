"""The situation as verbs: state it sentence by sentence, each with the entries it rests on; stand by one anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from warroom.commands.base import Command, handles
from warroom.commands.entries import write_automatic
from warroom.commands.matched_lines import Held, Pair, matched
from warroom.commands.seen import MovedField, MovedMeanwhile
from warroom.domain.conflicts import Place
from warroom.domain.nouns import DELETED
from warroom.domain.rights import Right
from warroom.domain.situation import line_of, lines_of, numbers_of, split_line
from warroom.errors import Refusal
from warroom.storage.books import ID, Books, Row, unknown
from warroom.storage.queries.at_work import cited_ids
from warroom.storage.queries.rows import listed
from warroom.words import _

SENTENCES_MOST = 60
SENTENCE_MAX = 1_000  # characters
STEP = 1_000  # between the places of two sentences: others fit in between without moving either
FARTHEST = 1 << 40  # no honest place lies further out; there must be room after it for those to come
OLD = "situation"  # the key of the free text of old in `seen`


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSituation(Command[None]):
    """Say what is true now, one sentence a line; `[A-0042 B-0007]` at its end are the entries it rests on.

    `seen` is what the form had loaded: the op of each sentence's text by the sentence's id, and that of the incident's
    old free text as `situation`. Only sentences that were changed are written. Raises MovedMeanwhile where somebody
    else changed the same one. The old free text becomes sentences.
    """

    right = Right.CONDUCT

    incident: str
    lines: tuple[str, ...]
    seen: Mapping[str, Place] | None = None

    def answered(self, moved: MovedMeanwhile, answers: Mapping[str, Any]) -> StateSituation:
        """The same by somebody who now saw what moved: each sentence in question as answered, else as typed."""
        lines, seen = list(self.lines), dict(self.seen or {})
        for field in moved.fields:
            if field.place is not None:
                seen[field.name.partition(":")[2] or OLD] = field.place
            typed, said = (lines_of(str(text or "")) for text in (field.typed, answers.get(field.name, field.typed)))
            at = next((lines.index(line) for line in typed if line in lines), 0 if field.name == OLD else len(lines))
            lines = [line for line in lines if line not in typed]
            lines[at:at] = said
        return replace(self, lines=tuple(lines), seen=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmSentence(Command[None]):
    """Stand by a sentence anew, and by those of the same incident named in `also`."""

    right = Right.CONDUCT

    sentence: str
    also: tuple[str, ...] = ()


@handles(StateSituation)
def state_situation(command: StateSituation, books: Books) -> None:
    incident = books.get("incident", command.incident)
    typed = _checked(command.lines)
    now = _there_now(books, incident)
    held = now if command.seen is None else _as_loaded(books, incident, command.seen)
    pairs, dropped = matched(held, typed)
    pairs = _same_words(pairs, held, now)
    if command.seen is not None:
        _refuse_old_moved(books, incident, command.seen, pairs)
    _refuse_moved(books, pairs, dropped)
    changed = _write(books, incident, pairs) | _drop(books, dropped)
    if incident[OLD] and any(not item.id for item in held):
        books.write("incident", incident["id"], {}, follows={OLD: ""})
        changed = True
    if changed:
        said = "\n".join(item.line for item in _there_now(books, books.get("incident", incident["id"])))
        params = {"was": "\n".join(item.line for item in now), "now": said}
        sentence = _("Situation: {now}").format(now=said or "—")
        write_automatic(books, incident, sentence, code="situation", params=params)


@handles(ConfirmSentence)
def confirm_sentence(command: ConfirmSentence, books: Books) -> None:
    rows = [books.get("sentence", record) for record in dict.fromkeys((command.sentence, *command.also))]
    incident = books.get("incident", rows[0]["incident"])
    for row in rows:
        if row["incident"] != incident["id"]:
            raise unknown("sentence", row["id"])
        books.write("sentence", row["id"], {"confirmed_by": books.author.name, "confirmed_at": books.now})
    said = "\n".join(_held(books, row).line for row in rows)
    params = {"sentences": [row["id"] for row in rows]}
    sentence = _("Still true: {sentences}").format(sentences=said)
    write_automatic(books, incident, sentence, code="situation-confirmed", params=params)


def _checked(lines: tuple[str, ...]) -> tuple[str, ...]:
    typed = tuple(" ".join(line.split()) for line in lines if line.strip())
    if len(typed) > SENTENCES_MOST or any(len(line) > SENTENCE_MAX for line in typed):
        raise Refusal(
            "situation-too-long",
            _("The situation is what is true now, in a few short sentences."),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Keep it under 60 sentences of 1,000 characters, and put the rest in the log."),
        )
    return typed


# What was there


def _there_now(books: Books, incident: Row) -> list[Held]:
    """The sentences as they stand, after the lines of the old free text."""
    rows = sorted(books.where("sentence", incident=incident["id"]), key=lambda row: (row["place"] or 0, row["id"]))
    return [*_old_lines(incident[OLD] or ""), *(_held(books, row) for row in rows)]


def _as_loaded(books: Books, incident: Row, seen: Mapping[str, Place]) -> list[Held]:
    """The sentences as the form showed them."""
    old = str(books.said_at("incident", incident["id"], seen[OLD], OLD) or "") if OLD in seen else ""
    stood = {} if incident[OLD] else {_named(books, incident, line): line for line in lines_of(old)}
    turned = {record: line for record, line in stood.items() if books.row("sentence", record) is not None}
    rows = []
    for record, place in seen.items():
        row = books.any_row("sentence", record) if record != OLD else None
        if row is None or place == _dropped_by(books, record):
            continue  # whoever wants it again saw that it was dropped: it is a new one
        said = {name: books.said_at("sentence", record, place, name) for name in ("text", "sources", "place")}
        rows.append((row | {name: value for name, value in said.items() if value is not None}, place))
    rows.sort(key=lambda item: (item[0]["place"] or 0, item[0]["id"]))
    before = [Held(record, line, _place(books, record), None) for record, line in turned.items() if record not in seen]
    left = [item for item in _old_lines(old) if item.line not in turned.values()]
    return [*left, *before, *(_held(books, row, written=place) for row, place in rows)]


def _same_words(pairs: list[Pair], held: list[Held], now: list[Held]) -> list[Pair]:
    """What the form did not show and is typed in the same words is that sentence, and not a second one."""
    known = {item.id for item in held}
    others = {item.line: item for item in now if item.id and item.id not in known}
    return [
        Pair(item.line, others.pop(item.line)) if item.held is None and item.line in others else item for item in pairs
    ]


def _old_lines(text: str) -> list[Held]:
    return [Held("", line, 0, None) for line in lines_of(text)]


def _held(books: Books, row: Row, *, written: Place | None = None) -> Held:
    sources = list(cited_ids(listed(row["sources"])))
    known = {source: found for source in sources if (found := _number(books, source))}
    line = line_of(str(row["text"] or ""), numbers_of(sources, known))
    return Held(row["id"], line, _near(row["place"]), written or books.source("sentence", row["id"], "text"))


def _place(books: Books, record: str) -> int:
    return _near(books.value("sentence", record, "place"))


def _near(place: int | None) -> int:
    return min(max(place or 0, -FARTHEST), FARTHEST)


def _line_now(books: Books, record: str) -> str:
    """The sentence as it stands; "" when it was dropped."""
    row = books.row("sentence", record)
    return _held(books, row).line if row is not None else ""


def _refuse_old_moved(books: Books, incident: Row, seen: Mapping[str, Place], pairs: list[Pair]) -> None:
    """Raises MovedMeanwhile where somebody wrote the free text of old anew while it was being turned into sentences."""
    place, now = books.source("incident", incident["id"], OLD), str(incident[OLD] or "")
    if seen.get(OLD) == place or not now:
        return
    loaded = books.said_at("incident", incident["id"], seen[OLD], OLD) if OLD in seen else None
    typed = "\n".join(item.line for item in pairs if item.held is not None and not item.held.id)
    if lines_of(str(loaded or "")) != lines_of(now) and typed:
        field = MovedField(OLD, loaded, now, typed, is_typed=True, place=place)
        raise MovedMeanwhile("incident", incident["id"], (field,))


def _dropped_by(books: Books, record: str) -> Place | None:
    """The op that dropped a sentence; None for one that is there."""
    return None if books.row("sentence", record) is not None else books.source("sentence", record, DELETED)


def _number(books: Books, entry: str) -> str:
    return str(books.value("entry", entry, "number") or "") if ID.match(entry) else ""


# What moved meanwhile


def _refuse_moved(books: Books, pairs: list[Pair], dropped: list[Held]) -> None:
    """Raises MovedMeanwhile for sentences that were changed here and elsewhere."""
    changed = [(item.held, item.line) for item in pairs if item.held and item.line != item.held.line]
    moved = []
    for held, line in [*changed, *((item, "") for item in dropped)]:
        if not held.id:
            continue
        there = _line_now(books, held.id)
        place = _dropped_by(books, held.id) or books.source("sentence", held.id, "text")
        if there not in (held.line, line):
            moved.append(MovedField(f"text:{held.id}", held.line, there, line, is_typed=True, place=place))
    if moved:
        raise MovedMeanwhile("sentence", moved[0].name.partition(":")[2], tuple(moved))


# What is written


def _write(books: Books, incident: Row, pairs: list[Pair]) -> bool:
    """Write what is new or changed; whether anything was."""
    changed, places = False, _places([item.held.place if item.held and item.held.id else None for item in pairs])
    for item, place in zip(pairs, places, strict=True):
        if item.held is None or not item.held.id:
            _make(books, incident, item, place)
            changed = True
            continue
        moved_to = {"place": place} if place != item.held.place else {}
        if item.line != item.held.line and _line_now(books, item.held.id) != item.line:
            _rewrite(books, item.held.id, _said(books, incident, item.line) | moved_to)
            changed = True
        elif moved_to:
            books.write("sentence", item.held.id, moved_to)
            changed = True
    return changed


def _make(books: Books, incident: Row, item: Pair, place: int) -> None:
    """A new sentence; the same words stated at two stations are one. Who stated a line of old is not known."""
    patch = _said(books, incident, item.line) | {"incident": incident["id"], "place": place}
    if item.held is None or item.line != item.held.line:
        patch |= _stamps(books)
    record = _named(books, incident, str(patch["text"]))
    books.make("sentence", patch, record=None if books.any_row("sentence", record) else record)


def _named(books: Books, incident: Row, text: str) -> str:
    return books.named("sentence", f"{incident['id']} {text}")


def _rewrite(books: Books, record: str, said: Mapping[str, Any]) -> None:
    patch = {**said, **_stamps(books)}
    books.write("sentence", record, patch)


def _drop(books: Books, dropped: list[Held]) -> bool:
    gone = [item.id for item in dropped if item.id and books.row("sentence", item.id) is not None]
    for record in gone:
        books.write("sentence", record, {DELETED: True})
    return bool(gone)


def _stamps(books: Books) -> dict[str, Any]:
    return {"stated_by": books.author.name, "stated_at": books.now}


def _said(books: Books, incident: Row, line: str) -> dict[str, Any]:
    """A typed line as text and sources. Raises Refusal for an entry that is not here, or is of an exercise."""
    text, cited = split_line(line)
    if not text:
        raise Refusal(
            "sentence-empty",
            _("“{line}” cites entries and says nothing.").format(line=line),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Write what they show before the brackets."),
        )
    return {"text": text, "sources": [_source(books, incident, number) for number in cited]}


def _source(books: Books, incident: Row, cited: str) -> str:
    if cited.startswith("#"):
        return _cited_before(books, incident, cited)
    entry = books.get("entry", cited)
    if bool(entry["exercise"]) != bool(incident["exercise"]):
        raise Refusal(
            "cites-exercise",
            _("{number} belongs to an exercise, or the other way round.").format(number=entry["number"]),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Cite entries of the real incident only."),
        )
    return str(entry["id"])


def _cited_before(books: Books, incident: Row, cited: str) -> str:
    """The id of an entry that has not arrived here yet, by its end: somebody else cited it."""
    for row in books.where("sentence", incident=incident["id"]):
        for source in cited_ids(listed(row["sources"])):
            if source.endswith(cited[1:].lower()):
                return source
    raise unknown("entry", cited)


def _places(former: list[int | None]) -> list[int]:
    """Places in rising order: those that already rise stay, the others fit in between."""
    kept = _rising(former)
    places: list[int] = []
    for at, place in enumerate(former):
        if at in kept and place is not None and (not places or place > places[-1]):
            places.append(place)
            continue
        below = places[-1] if places else None
        above = next((former[i] for i in range(at + 1, len(former)) if i in kept), None)
        places.append(_between(below, above))
    return places


def _between(below: int | None, above: int | None) -> int:
    if above is None or (below is not None and above - below < 2):
        return (below or 0) + STEP
    return above - STEP if below is None else (below + above) // 2


def _rising(former: list[int | None]) -> set[int]:
    """The positions of the longest run of places that rise."""
    best: list[list[int]] = []
    for at, place in enumerate(former):
        longest: list[int] = []
        for run in best[:at]:
            if place is not None and run and (former[run[-1]] or 0) < place and len(run) > len(longest):
                longest = run
        best.append([*longest, at] if place is not None else [])
    return {at for run in sorted(best, key=len)[-1:] for at in run}
