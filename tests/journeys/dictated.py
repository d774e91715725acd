"""Ten calls as a scribe hears them, each in two hands: typed in the grammar, or by F-keys, Alt keys and plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders import PASSPHRASE
from ui.widgets.quick_chips import KEYS
from warroom.domain.decisions import How
from warroom.domain.entries import Channel, Entry, Kind, Verification
from warroom.room import Room

MINUTE = 60_000
TOLERANCE = MINUTE  # between the words and Enter time goes on
CHANNEL_KEYS = {Channel.PHONE: "Alt+T", Channel.RADIO: "Alt+R", Channel.IN_PERSON: "Alt+P"}


@dataclass(frozen=True, slots=True)
class Call:
    """What was said on the telephone, and the line that a trained hand makes of it."""

    typed: str
    text: str
    kind: Kind = Kind.INFORMATION
    from_who: str = ""
    to_who: str = ""
    channel: str = ""
    when: str = ""  # as typed into its field
    to_verify: bool = False
    key_event: bool = False

    def strokes(self) -> Iterator[tuple[str, str]]:
        """The same without grammar: `press` a key, `write` words."""
        if self.kind in KEYS:
            yield "press", KEYS[self.kind]
        for key, words in (("Alt+D", self.from_who), ("Alt+A", self.to_who), ("Alt+M", self.when)):
            if words:
                yield "press", key
                yield "write", words
        for key, is_said in (
            (CHANNEL_KEYS.get(Channel(self.channel)) if self.channel else None, True),
            ("Alt+V", self.to_verify),
            ("Alt+K", self.key_event),
        ):
            if key and is_said:
                yield "press", key
        if self.from_who or self.to_who or self.when:
            yield "press", "Esc"  # back to the line
        yield "write", self.text
        yield "press", "Return"


CALLS = (
    Call(
        "de:préfecture à:Léa tél -20 + Le pont de l'Isère est coupé dans les deux sens",
        "Le pont de l'Isère est coupé dans les deux sens",
        from_who="préfecture", to_who="Léa", channel="phone", when="20", to_verify=True,
    ),
    Call(
        "fait : ! de:SAMU radio 14 patients sont transférés à l'hôpital nord",
        "14 patients sont transférés à l'hôpital nord",
        Kind.FACT, from_who="SAMU", channel="radio", key_event=True,
    ),
    Call(
        "demande : de : mairie tél Combien de temps tient l'eau du réservoir ?",
        "Combien de temps tient l'eau du réservoir ?",
        Kind.REQUEST, from_who="mairie", channel="phone",
    ),
    Call(
        "compte rendu : hier 23:50 de:M. Dupont présence La salle B est à 31 degrés, un groupe froid sur deux",
        "La salle B est à 31 degrés, un groupe froid sur deux",
        Kind.REPORT, from_who="M. Dupont", channel="in_person", when="hier 23:50",
    ),
    Call(
        "décision : de:\"C. Aubry\" tél Basculer l'authentification vers Roubaix",
        "Basculer l'authentification vers Roubaix",
        Kind.DECISION, from_who="C. Aubry", channel="phone",
    ),
    Call(
        "ordre : Fermer la vanne nord avant la nuit de:\"C. Aubry\" à:Benali radio -5",
        "Fermer la vanne nord avant la nuit",
        Kind.ORDER, from_who="C. Aubry", to_who="Benali", channel="radio", when="5",
    ),
    Call(
        "Hypothèse : un déploiement a saturé le cœur de réseau de:hébergeur tél +",
        "un déploiement a saturé le cœur de réseau",
        Kind.HYPOTHESIS, from_who="hébergeur", channel="phone", to_verify=True,
    ),
    Call(
        "communication : à:presse tél Pas de point presse avant 18 h",
        "Pas de point presse avant 18 h",
        Kind.COMMUNICATION, to_who="presse", channel="phone",
    ),
    Call(
        "notification : à:CERT-FR tél -45 min Alerte précoce donnée de vive voix, accusé 4821",
        "Alerte précoce donnée de vive voix, accusé 4821",
        Kind.NOTIFICATION, to_who="CERT-FR", channel="phone", when="45",
    ),
    Call(
        "relève : de:Karim à:Léa présence Deux décisions attendues, la clé est dans le coffre",
        "Deux décisions attendues, la clé est dans le coffre",
        Kind.HANDOVER, from_who="Karim", to_who="Léa", channel="in_person",
    ),
)  # fmt: skip


def logged(path: Path) -> tuple[list[Entry], dict[str, str]]:
    """The log of the only incident, oldest first, and how each decision came, read by this process."""
    with Room.open(path, passphrase=PASSPHRASE, backups=False) as room:
        return list(room.views.entries("A-001")), hows(room)


def hows(room: Room) -> dict[str, str]:
    """What was decided → how it came."""
    return {decision.decided: decision.how for decision in room.views.decisions("A-001")}


def assert_as_dictated(call: Call, entries: list[Entry], how: dict[str, str]) -> None:
    """Exactly one entry says it, with all that was said beside it."""
    found = [entry for entry in entries if call.text in entry.text and entry.kind is call.kind]
    assert len(found) == 1, (call.text, [(entry.kind, entry.text) for entry in entries])
    entry = found[0]
    assert (entry.from_who, entry.to_who) == (call.from_who, call.to_who), (call.text, entry.from_who, entry.to_who)
    if call.kind is Kind.DECISION:
        assert how[call.text] == How.PHONE
    else:
        assert entry.channel == call.channel
    expected = Verification.TO_VERIFY if call.to_verify else Verification.NONE
    assert entry.verification is expected
    assert entry.key_event is (call.key_event or call.kind is Kind.DECISION)
    assert abs(entry.event_at - happened(call, entry.recorded_at)) < TOLERANCE, call.text


def happened(call: Call, recorded_at: int) -> int:
    """When the call was about, milliseconds UTC, worked out apart from the program."""
    if not call.when:
        return recorded_at
    if call.when.isdecimal():
        return recorded_at - int(call.when) * MINUTE
    hour, minute = (int(piece) for piece in call.when.split()[1].split(":"))
    day = datetime.fromtimestamp(recorded_at / 1000).astimezone() - timedelta(days=1)
    return int(day.replace(hour=hour, minute=minute, second=0, microsecond=0).timestamp() * 1000)
