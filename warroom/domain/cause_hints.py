"""Hints on an analysis of causes: where it stopped too early, and why that is not enough (doctrine §10.2, §10.3).

Hints never block and never judge anybody: “human error” is where the question begins. It is looked for in French and in
English, whatever the language of the screen; “raise awareness” is an action, and looked for in corrective_quality.py.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.cause_tree import CauseTree, Placed
from warroom.domain.causes import Barrier, BarrierState, Cause, CauseKind
from warroom.domain.ids import RecordId

DEEP = (CauseKind.ROOT, CauseKind.PROXIMATE)
SHORT = 2  # a chain of so few causes asked why once: it stands at what happened, not at why it could


class CauseHint(enum.StrEnum):
    """What a hint says; the gravest first."""

    HUMAN_ERROR = "human_error"  # a chain ends at human error
    BLAME = "blame"  # a cause names somebody
    BARE = "bare"  # a cause with nothing to show for it
    NO_CHAIN = "no_chain"  # services that were affected, and that nothing explains
    NO_ROOT = "no_root"
    NO_TRIGGER = "no_trigger"
    SHORT_CHAIN = "short_chain"
    REFUTED_ROOT = "refuted_root"  # what was said to be the root cause was refuted, and nothing took its place
    NO_BARRIER = "no_barrier"  # nobody said what held and what failed
    LUCK = "luck"  # a barrier that held by luck, and no cause that says why it was needed


@dataclass(frozen=True, slots=True)
class Hinted:
    """One hint, with the causes that it is about and, where there is one, the impact or the name."""

    hint: CauseHint
    causes: tuple[RecordId, ...] = ()
    about: str = ""


def _any(*said: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(said)})(?!\w)", re.IGNORECASE)


HUMAN = _any(
    # French
    r"erreurs? humaines?",
    r"(?:erreurs?|fautes?) (?:de manipulation|de saisie|de frappe|d[’']inattention|d[’']étourderie)",
    r"(?:erreurs?|fautes?) (?:de l[’']|d[’']un |d[’']une |du |de la )(?:opérateur|opératrice|technicien|technicienne"
    r"|utilisateur|utilisatrice|administrateur|administratrice|agent|exploitant|ingénieur|ingénieure|développeur"
    r"|développeuse|prestataire|stagiaire)",
    r"mauvaises? manipulations?",
    r"fausses? manipulations?",
    r"(?:manque|défaut|absence) (?:d[’']attention|de vigilance|de rigueur|de sérieux|de discipline)",
    r"inattention|étourderie|négligence|maladresse|distraction",
    r"(?:a|ont|avait|avaient) oublié",
    r"s[’'](?:est|était|étaient) tromp(?:é|ée|és)",
    r"(?:non[- ]respect|non[- ]application) (?:de la procédure|des procédures|des consignes|du mode opératoire)",
    r"n[’'](?:a|ont) pas (?:suivi|respecté|appliqué) (?:la procédure|les procédures|les consignes|le mode opératoire)",
    # English
    r"human (?:error|mistake|factor)s?",
    r"(?:operator|user|pilot|administrator|admin|engineer|technician|developer)(?:[’']s)? (?:error|mistake)s?",
    r"fat[- ]finger(?:ed|s|ing)?",
    r"typos?|mistyped|carelessness|negligence|inattention",
    r"(?:lack of|insufficient) (?:attention|care|rigou?r|discipline|vigilance)",
    r"(?:somebody|someone|he|she|they|operator|engineer|technician|administrator) (?:erred|forgot|was careless)",
    r"made a mistake",
    r"(?:did not|didn[’']t|failed to) follow (?:the |a )?(?:procedure|procedures|process|instructions|runbook)s?",
)
# Words by which a text goes on to say why: then somebody asked once more.
WHY = _any(
    r"parce qu[e’']\w*|car|faute de|rendue? possible|permise? par|favorisée? par|provoquée? par|due? à|puisque",
    r"because|since|made possible|allowed by|caused by|owing to|due to|as (?:the|there|nothing|no)",
)
NOT = re.compile(
    r"(?:\b(?:pas|non|ni|sans|no|not|never|rather than|plutôt qu[’']?)\W+(?:\w+[’'\W]+){0,2})$", re.IGNORECASE
)


def is_human_error(text: str) -> bool:
    """Whether a text ends at somebody who erred; “not human error”, or a text that goes on to say why, does not."""
    return any(
        not NOT.search(text[: found.start()]) and not WHY.search(text[found.end() :]) for found in HUMAN.finditer(text)
    )


def rests_on_something(cause: Cause) -> bool:
    """Whether there is anything to show for a cause and for its link to the one above."""
    return bool(cause.evidence or cause.evidence_text.strip() or cause.hypothesis)


def hints_on(
    tree: CauseTree,
    barriers: Iterable[Barrier] = (),
    *,
    impacts: Iterable[tuple[str, str]] = (),
    names: Iterable[str] = (),
) -> tuple[Hinted, ...]:
    """What could be asked once more, the gravest first.

    `impacts` are services that were affected: id and name; `names` are people of the room. Nothing noted, nothing said.
    """
    standing = tree.standing()
    if not standing:
        return ()
    ends = [chain[-1] for chain in tree.chains()]
    found = [
        Hinted(CauseHint.HUMAN_ERROR, (end.cause.id,)) for end in ends if is_human_error(end.cause.text)
    ]  # fmt: skip
    found += _blaming(standing, names)
    bare = tuple(each.cause.id for each in standing if not rests_on_something(each.cause))
    found += [Hinted(CauseHint.BARE, bare)] if bare else []
    found += [
        Hinted(CauseHint.NO_CHAIN, about=name) for record, name in impacts if not _explains(standing, record, name)
    ]
    kinds = {each.cause.kind for each in standing}
    if CauseKind.ROOT not in kinds:
        refuted = tuple(each.cause.id for each in tree.placed if each.cause.kind is CauseKind.ROOT)
        found.append(Hinted(CauseHint.REFUTED_ROOT if refuted else CauseHint.NO_ROOT, refuted))
    if CauseKind.TRIGGER not in kinds:
        found.append(Hinted(CauseHint.NO_TRIGGER))
    short = tuple(end.cause.id for end in ends if end.depth + 1 < SHORT and end.cause.kind in DEEP)
    found += [Hinted(CauseHint.SHORT_CHAIN, short)] if short else []
    found += _of_barriers(tuple(barriers))
    return tuple(sorted(found, key=lambda each: list(CauseHint).index(each.hint)))


def only_human_error(tree: CauseTree) -> bool:
    """Whether every root cause is human error: an analysis that ends where it should begin (doctrine §10.3)."""
    roots = tree.of_kind(CauseKind.ROOT)
    return bool(roots) and all(is_human_error(each.text) for each in roots)


def _explains(standing: Iterable[Placed], record: str, name: str) -> bool:
    """Whether a cause names this service, or says its name in the impact that it explains."""
    sought = name.casefold()
    return any(each.cause.service == record or sought in each.cause.impact.casefold() for each in standing)


def _blaming(standing: Iterable[Placed], names: Iterable[str]) -> list[Hinted]:
    whole = [name.strip() for name in names if len(name.strip()) > 3]
    if not whole:
        return []
    sought = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in whole)})(?!\w)", re.IGNORECASE)
    found = [(each.cause.id, sought.search(each.cause.text)) for each in standing]
    return [Hinted(CauseHint.BLAME, (record,), said.group()) for record, said in found if said]


def _of_barriers(barriers: tuple[Barrier, ...]) -> list[Hinted]:
    if not barriers:
        return [Hinted(CauseHint.NO_BARRIER)]
    lucky = [each for each in barriers if each.state is BarrierState.LUCK and not each.cause]
    return [Hinted(CauseHint.LUCK, about=each.text) for each in lucky]
