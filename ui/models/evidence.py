"""What a statement may rest on: records of the incidents of a review, as somebody looks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from warroom.domain.entries import Kind
from warroom.domain.incidents import Mode
from warroom.errors import Refusal
from warroom.room import LogFilter, Views
from warroom.words import _, pgettext

ENTRIES_MOST = 400  # the newest are offered; an older one is found by its number
NOUNS = ("entry", "decision", "message", "action", "hypothesis", "attachment")


@dataclass(frozen=True, slots=True)
class Piece:
    """One record that can be evidence; `key` is "noun id", as records keep it."""

    noun: str
    id: str
    number: str
    text: str
    at: int | None

    @property
    def key(self) -> str:
        return f"{self.noun} {self.id}"

    def holds(self, wanted: Sequence[str]) -> bool:
        """Whether every word looked for is in it."""
        said = f"{self.number} {self.text}".casefold()
        return all(word in said for word in wanted)


def noun_word(noun: str) -> str:
    """What a kind of evidence is called."""
    return {
        "entry": _("log entry"),
        "decision": _("decision"),
        "message": pgettext("evidence", "message"),
        "action": _("action"),
        "hypothesis": _("hypothesis"),
        "attachment": pgettext("evidence", "file"),
    }.get(noun, noun)


def pieces_of(views: Views, incidents: Iterable[str], chosen: Iterable[str] = ()) -> list[Piece]:
    """Everything that is offered, by kind, the newest first; what is chosen already is always among it.

    Reads the room: off the screen's thread.
    """
    found: list[Piece] = []
    for incident in dict.fromkeys(incidents):
        for read in READERS:
            try:
                found += read(views, incident)
            except Refusal:  # an incident that is not here yet
                continue
    known = {one.key for one in found}
    found += [_chosen(views, key) for key in dict.fromkeys(chosen) if key not in known]
    order = {noun: at for at, noun in enumerate(NOUNS)}
    return sorted(found, key=lambda one: (order.get(one.noun, len(order)), -(one.at or 0), one.number))


def _chosen(views: Views, key: str) -> Piece:
    """A record that was chosen and is not offered: an old entry, one that the room wrote, another kind of record."""
    noun, _space, record = key.partition(" ")
    entry = views.entry(record) if noun == "entry" else None
    if entry is None:
        return Piece(noun, record, "", _("chosen before"), None)
    return Piece(noun, record, entry.number, _line(entry.text), entry.event_at)


def piece_by_number(views: Views, number: str) -> Piece | None:
    """An entry typed as its number, however old it is."""
    try:
        entry = views.entry_by_number(number)
    except Refusal:  # several stations count alike
        return None
    return Piece("entry", entry.id, entry.number, _line(entry.text), entry.event_at) if entry is not None else None


def _entries(views: Views, incident: str) -> Iterator[Piece]:
    wanted = LogFilter(kinds=frozenset(Kind) - {Kind.AUTOMATIC})  # what the room wrote itself proves nothing
    keys = views.first_entry_keys(incident, wanted, count=ENTRIES_MOST)
    for entry in views.entries_by_key(keys).values():
        yield Piece("entry", entry.id, entry.number, _line(entry.text), entry.event_at)


def _decisions(views: Views, incident: str) -> Iterator[Piece]:
    for one in views.decisions(incident):
        yield Piece("decision", one.id, one.number, _line(one.decided or one.question), one.decided_at)


def _messages(views: Views, incident: str) -> Iterator[Piece]:
    for line in views.message_board(incident, mode=Mode.BOTH):
        said = next((text.title or text.body for text in line.facts.texts), "")
        yield Piece("message", line.id, line.number, _line(said), line.message.at)


def _actions(views: Views, incident: str) -> Iterator[Piece]:
    for one in views.actions(incident):
        yield Piece("action", one.id, one.number, _line(one.text), one.due_at)


def _hypotheses(views: Views, incident: str) -> Iterator[Piece]:
    for one in views.hypotheses(incident):
        yield Piece("hypothesis", one.id, one.number, _line(one.text), one.opened_at)


def _files(views: Views, incident: str) -> Iterator[Piece]:
    for one in views.incident_attachments(incident):
        yield Piece("attachment", one.id, "", _line(one.name), one.added_at)


READERS: tuple[Callable[[Views, str], Iterator[Piece]], ...] = (
    _entries, _decisions, _messages, _actions, _hypotheses, _files,
)  # fmt: skip


def _line(text: str) -> str:
    return " ".join(text.split())
