"""What keeps a plan of corrective actions from being worth its paper (doctrine §10.3)."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warroom.domain.correctives import Corrective, CorrectiveState
from warroom.domain.ids import RecordId

# Words that ask people to know or to take care, and change nothing around them; both languages, without accents.
AWARENESS = (
    r"sensibilis\w*", r"conscientis\w*", r"responsabilis\w*", r"rappel(?:er|ons|ez)\b", r"vigilan\w*",
    r"faire attention", r"attenti(?:f|fs|ve|ves)\b", r"attirer l.attention",
    r"awareness", r"remind\w*", r"be (?:more )?careful", r"pay (?:more )?attention", r"take (?:more )?care",
    r"be (?:more )?vigilant", r"stay vigilant", r"vigilance",
)  # fmt: skip
# Words of something that is put in place: beside a reminder, in a clause of its own, it makes more of it.
DEED = (
    r"ajout\w*", r"automatis\w*", r"bloqu\w*", r"configur\w*", r"control\w*", r"corrig\w*", r"cre(?:er|ons)",
    r"deploy\w*", r"documente\w*", r"ecrire", r"redig\w*", r"exerc\w*", r"imposer", r"install\w*", r"limit\w*",
    r"mesur\w*", r"mettre en place", r"modifi\w*", r"remplac\w*", r"reserv\w*", r"separ\w*", r"supprim\w*",
    r"surveill\w*", r"test\w*", r"verifi\w*", r"add\w*", r"alert (?:on|when|if)", r"automat\w*", r"block\w*",
    r"build\w*", r"change", r"check\w*", r"deploy\w*", r"document\w*", r"drill\w*", r"enforce\w*", r"fix\w*",
    r"implement\w*", r"measure\w*", r"monitor\w*", r"prevent\w*", r"remove\w*", r"replace\w*", r"require\w*",
    r"separat\w*", r"set up", r"write",
)  # fmt: skip
CLAUSE = re.compile(r"[.;:,+&\n]|\b(?:et|puis|and|then)\b")
_AWARENESS, _DEED = (re.compile(rf"\b(?:{'|'.join(words)})") for words in (AWARENESS, DEED))


class Blocker(enum.StrEnum):
    """Why an action does not hold yet."""

    NO_PILOT = "no_pilot"
    NO_DATE = "no_date"
    AWARENESS_ONLY = "awareness_only"  # nothing else is done about the same cause
    OWN_VERIFIER = "own_verifier"  # its pilot would say so of their own work
    NO_VERIFIER = "no_verifier"
    NO_INDICATOR = "no_indicator"  # nobody said how we shall know that it worked

    @property
    def is_grave(self) -> bool:
        """One of the three that doctrine §10.3 names: a review is not approved over it; the others are hints."""
        return self in (Blocker.NO_PILOT, Blocker.NO_DATE, Blocker.AWARENESS_ONLY)


@dataclass(frozen=True, slots=True)
class Weakness:
    """One thing that keeps an action from holding."""

    corrective: RecordId
    number: str
    blocker: Blocker


def is_awareness(text: str) -> bool:
    """Whether an action only asks people to know or to take care."""
    clauses = CLAUSE.split(_folded(text))
    reminds = [clause for clause in clauses if _AWARENESS.search(clause)]
    return bool(reminds) and not any(_DEED.search(clause) for clause in clauses if clause not in reminds)


def weaknesses(correctives: Sequence[Corrective]) -> list[Weakness]:
    """What is weak in a plan, the grave first; what is over is not looked at, but counts as something done."""
    found = [
        Weakness(each.id, each.number, blocker)
        for each in correctives
        if not each.state.is_over
        for blocker in _of(each, correctives)
    ]
    return sorted(found, key=lambda one: (not one.blocker.is_grave, list(Blocker).index(one.blocker)))


def weak_points(corrective: Corrective, plan: Iterable[Corrective]) -> tuple[Blocker, ...]:
    """The same of one action, among those of the plan it stands in."""
    return tuple(_of(corrective, list(plan))) if not corrective.state.is_over else ()


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one, however they are written."""
    return bool(one.strip()) and " ".join(_folded(one).split()) == " ".join(_folded(other).split())


def _of(corrective: Corrective, plan: Sequence[Corrective]) -> Iterable[Blocker]:
    if not corrective.pilot.strip():
        yield Blocker.NO_PILOT
    if corrective.due_at is None:
        yield Blocker.NO_DATE
    if is_awareness(corrective.text) and not any(_does_more(each, corrective) for each in plan):
        yield Blocker.AWARENESS_ONLY
    if is_same_person(corrective.verifier, corrective.pilot):
        yield Blocker.OWN_VERIFIER
    if not corrective.verifier.strip():
        yield Blocker.NO_VERIFIER
    if not corrective.indicator.strip():
        yield Blocker.NO_INDICATOR


def _does_more(other: Corrective, than: Corrective) -> bool:
    """Whether something else is really done about what an action is about: its cause, else its review or incident."""
    if other.id == than.id or other.state is CorrectiveState.DROPPED or is_awareness(other.text):
        return False
    if than.cause:
        return other.cause == than.cause
    return (other.rex or other.incident) == (than.rex or than.incident)


def _folded(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))
