"""Whether somebody, or a whole team, is trained for a function today, and until when."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from warroom.domain.ids import PersonId, RecordId
from warroom.domain.roster import Membership, PersonCard, Training, TrainingKind

DAY_MS = 86_400_000
TRAINED_DAYS = 365  # a training without an end: plans are tested at least yearly (DORA, Art. 11(6))
SOON_DAYS = 30  # before the end of a training, somebody is asked to drill again
FUNCTION_LEAST = 2  # people trained for a function: its holder, and whoever relieves them (doctrine §2.4)


class TrainedState(enum.StrEnum):
    """What a training is worth today."""

    TRAINED = "trained"
    ENDING = "ending"  # within SOON_DAYS
    EXPIRED = "expired"
    NEVER = "never"


COUNTS = (TrainedState.TRAINED, TrainedState.ENDING)


@dataclass(frozen=True, slots=True)
class Trained:
    """How somebody stands for one function: trained until when, and the last time they held or drilled it."""

    person: PersonId
    code: str
    state: TrainedState
    until: int | None  # milliseconds UTC
    last_at: int | None  # of any kind
    last_drill_at: int | None  # a drill or a real crisis; a course is no drill

    @property
    def counts(self) -> bool:
        return self.state in COUNTS


@dataclass(frozen=True, slots=True)
class FunctionTrained:
    """How many people are trained for a function today, and when it was drilled last."""

    code: str
    trained: tuple[Trained, ...]
    expired: tuple[Trained, ...]
    last_drill_at: int | None
    until: int | None  # the first of those who count to end

    @property
    def is_short(self) -> bool:
        """Too few to relieve one another."""
        return len(self.trained) < FUNCTION_LEAST


@dataclass(frozen=True, slots=True)
class TeamTrained:
    """Whether a team is an “équipe spécialement formée”: everybody in it is trained for a function today."""

    team: RecordId
    members: int
    trained: int
    missing: tuple[PersonId, ...]
    until: int | None  # the first to end

    @property
    def is_specially_trained(self) -> bool:
        return self.members > 0 and not self.missing


def counts_until(training: Training) -> int | None:
    """When a training ends, in milliseconds UTC: as it says, else TRAINED_DAYS after it was held; None for no date."""
    if training.until is not None:
        return training.until
    return None if training.done_at is None else training.done_at + TRAINED_DAYS * DAY_MS


def counts(training: Training, now_ms: int) -> bool:
    """Whether a training that was held still counts."""
    until = counts_until(training)
    return until is not None and until > now_ms and (training.done_at is None or training.done_at <= now_ms)


def trained_for(trainings: Iterable[Training], now_ms: int) -> dict[tuple[PersonId, str], Trained]:
    """Everybody who was ever trained, by person and code of the function. A training to come counts for nothing yet."""
    held: dict[tuple[PersonId, str], list[Training]] = {}
    for training in trainings:
        if training.done_at is not None and training.done_at <= now_ms and training.code:
            held.setdefault((training.person, training.code), []).append(training)
    return {key: _trained(*key, found, now_ms) for key, found in held.items()}


def how_trained(known: Mapping[tuple[PersonId, str], Trained], person: PersonId, code: str) -> Trained:
    """How one person stands for one function; never trained where nothing says otherwise."""
    return known.get((person, code)) or Trained(person, code, TrainedState.NEVER, None, None, None)


def functions_trained(
    known: Mapping[tuple[PersonId, str], Trained], codes: Iterable[str], here: Collection[PersonId]
) -> list[FunctionTrained]:
    """Every function of `codes`, and of those anybody was trained for; only people who are still `here` count."""
    ours = [item for item in known.values() if item.person in here]
    wanted = list(dict.fromkeys([*codes, *sorted({item.code for item in ours})]))
    return [_function(code, [item for item in ours if item.code == code]) for code in wanted]


def team_trained(
    team: RecordId, memberships: Iterable[Membership], known: Mapping[tuple[PersonId, str], Trained]
) -> TeamTrained:
    """Whether everybody of a team is trained today, whatever for; who is not, and the first to end."""
    members = list(dict.fromkeys(item.person for item in memberships if item.team == team))
    best = {person: _ends(person, known) for person in members}
    ends = [end for end in best.values() if end is not None]
    missing = tuple(person for person in members if best[person] is None)
    return TeamTrained(team, len(members), len(ends), missing, min(ends, default=None))


def still_here(people: Iterable[PersonCard], now_ms: int) -> dict[PersonId, PersonCard]:
    """Who is of the organisation today, away or not."""
    return {person.id: person for person in people if person.left_at is None or person.left_at > now_ms}


def _trained(person: PersonId, code: str, held: list[Training], now_ms: int) -> Trained:
    until = max((end for item in held if (end := counts_until(item)) is not None), default=None)
    drills = [item.done_at for item in held if item.kind is not TrainingKind.COURSE and item.done_at is not None]
    last = max((item.done_at for item in held if item.done_at is not None), default=None)
    return Trained(person, code, _state(until, now_ms), until, last, max(drills, default=None))


def _state(until: int | None, now_ms: int) -> TrainedState:
    if until is None or until <= now_ms:
        return TrainedState.EXPIRED
    return TrainedState.ENDING if until - now_ms <= SOON_DAYS * DAY_MS else TrainedState.TRAINED


def _function(code: str, known: list[Trained]) -> FunctionTrained:
    order = sorted(known, key=lambda item: (-(item.until or 0), item.person))
    trained = tuple(item for item in order if item.counts)
    drills = [item.last_drill_at for item in known if item.last_drill_at is not None]
    ends = [item.until for item in trained if item.until is not None]
    expired = tuple(item for item in order if not item.counts)
    return FunctionTrained(code, trained, expired, max(drills, default=None), min(ends, default=None))


def _ends(person: PersonId, known: Mapping[tuple[PersonId, str], Trained]) -> int | None:
    """Until when somebody is trained for anything; None when they are not."""
    ends = [item.until for key, item in known.items() if key[0] == person and item.counts and item.until is not None]
    return max(ends, default=None)
