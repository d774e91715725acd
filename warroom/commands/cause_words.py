"""Causes, barriers and hints on them in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from warroom.domain.cause_hints import CauseHint, Hinted
from warroom.domain.cause_tree import CauseTree, Cut, CutReason
from warroom.domain.causes import BarrierKind, BarrierState, CauseKind, CauseState
from warroom.words import _, pgettext


def cause_kind_word(kind: CauseKind) -> str:
    return {
        CauseKind.TRIGGER: pgettext("cause", "Trigger"),
        CauseKind.PROXIMATE: pgettext("cause", "Proximate cause"),
        CauseKind.ROOT: pgettext("cause", "Root cause"),
        CauseKind.CONTRIBUTING: pgettext("cause", "Contributing factor"),
        CauseKind.LATENT: pgettext("cause", "Latent cause"),
    }[kind]


def cause_kind_said(kind: CauseKind) -> str:
    """What a kind of cause is, in one sentence, for whoever chooses."""
    return {
        CauseKind.TRIGGER: _("What set it off, at a known hour"),
        CauseKind.PROXIMATE: _("What directly made the service fail"),
        CauseKind.ROOT: _("What, once put right, keeps it from coming back"),
        CauseKind.CONTRIBUTING: _("What made it worse, longer or harder to see"),
        CauseKind.LATENT: _("A weakness that was there long before, asleep"),
    }[kind]


def cause_state_word(state: CauseState) -> str:
    return {
        CauseState.SUPPOSED: pgettext("cause", "supposed"),
        CauseState.CONFIRMED: pgettext("cause", "confirmed"),
        CauseState.REFUTED: pgettext("cause", "refuted"),
    }[state]


def barrier_state_word(state: BarrierState) -> str:
    return {
        BarrierState.HELD: pgettext("barrier", "Held"),
        BarrierState.FAILED: pgettext("barrier", "Failed"),
        BarrierState.ABSENT: pgettext("barrier", "Absent"),
        BarrierState.LUCK: pgettext("barrier", "Held by luck"),
    }[state]


def barrier_kind_word(kind: BarrierKind) -> str:
    return {
        BarrierKind.PREVENT: pgettext("barrier", "Prevent"),
        BarrierKind.DETECT: pgettext("barrier", "Detect"),
        BarrierKind.LIMIT: pgettext("barrier", "Limit"),
        BarrierKind.RECOVER: pgettext("barrier", "Recover"),
    }[kind]


def barrier_state_said(state: BarrierState) -> str:
    """What it means, in one sentence, for whoever chooses."""
    return {
        BarrierState.HELD: _("It was there, and it did what it is for"),
        BarrierState.FAILED: _("It was there, and it let this pass"),
        BarrierState.ABSENT: _("It should have been there, and was not"),
        BarrierState.LUCK: _("Nothing was meant to hold, and something did"),
    }[state]


def barrier_kind_said(kind: BarrierKind) -> str:
    """What such a barrier is for, in one sentence."""
    return {
        BarrierKind.PREVENT: _("Keeps it from happening"),
        BarrierKind.DETECT: _("Shows it early"),
        BarrierKind.LIMIT: _("Keeps it small"),
        BarrierKind.RECOVER: _("Brings the service back"),
    }[kind]


def cut_said(cut: Cut, tree: CauseTree) -> str:
    """Why a cause stands at the top though it names another one."""
    parent = tree.find(cut.parent)
    if cut.reason is CutReason.GONE or parent is None:
        return _("{number} hung under a cause that was taken away: it stands at the top.").format(
            number=cut.cause.number
        )
    return _("{number} and {other} were each hung under the other: {number}, noted first, stands at the top.").format(
        number=cut.cause.number, other=parent.cause.number
    )


def hint_said(hinted: Hinted, tree: CauseTree) -> str:
    """What could be asked once more, and why."""
    placed = [each for record in hinted.causes if (each := tree.find(record)) is not None]
    numbers = ", ".join(each.cause.number for each in placed[:5]) + ("…" if len(placed) > 5 else "")
    return _SAID[hinted.hint]().format(numbers=numbers, about=hinted.about)


_SAID: dict[CauseHint, Callable[[], str]] = {
    CauseHint.HUMAN_ERROR: lambda: _(
        "{numbers} ends at human error. That is where the question begins: what made it easy to err, what let it pass, "
        "and would somebody else have done the same? Ask why once more."
    ),
    CauseHint.BLAME: lambda: _(
        "{numbers} names {about}. A review looks for no individual fault: say what the system made possible."
    ),
    CauseHint.BARE: lambda: _(
        "Nothing shows {numbers}: name an entry, a file or a test, or mark it as supposed when it is read out."
    ),
    CauseHint.NO_CHAIN: lambda: _("No chain of whys explains yet: {about}."),
    CauseHint.NO_ROOT: lambda: _("No root cause yet: what, once put right, would keep this from coming back?"),
    CauseHint.REFUTED_ROOT: lambda: _("The root cause {numbers} was refuted, and nothing has taken its place."),
    CauseHint.NO_TRIGGER: lambda: _("Nothing says what set it off: which change, which event, at what hour?"),
    CauseHint.SHORT_CHAIN: lambda: _("{numbers} stands alone: nobody has asked why yet."),
    CauseHint.NO_BARRIER: lambda: _("No barrier is noted: what held, what failed, and what was missing?"),
    CauseHint.LUCK: lambda: _(
        "“{about}” held by luck. Luck is no barrier: which cause does it hide, and what would hold next time?"
    ),
}


def human_error_said() -> str:
    """Why “human error” is no root cause."""
    return _(
        "Human error is where the question begins: what made it easy to err, what let it pass, and would somebody else "
        "have done the same?"
    )


def cause_acts() -> dict[str, str]:
    """Name of the command → what somebody did by it, as a delegation tells it."""
    return {
        "AddCause": _("noted a cause"),
        "AmendCause": _("changed a cause"),
        "JudgeCause": _("judged a cause"),
        "LinkEvidence": _("linked evidence to a cause"),
        "MoveCause": _("moved a cause in the tree"),
        "RemoveCause": _("took a cause away"),
        "AddBarrier": _("noted a barrier"),
        "AmendBarrier": _("changed a barrier"),
        "RemoveBarrier": _("took a barrier away"),
        "EditBranch": _("changed the branches of the drawing of causes"),
    }


def cause_fields() -> dict[tuple[str, str], str]:
    """Fields of causes in words, for whoever has to choose between two values."""
    return {
        ("cause", "kind"): pgettext("field", "Kind of cause"),
        ("cause", "text"): pgettext("field", "Cause"),
        ("cause", "state"): pgettext("field", "State of the cause"),
        ("cause", "branch"): pgettext("field", "Branch"),
        ("cause", "parent"): pgettext("field", "Why of which cause"),
        ("cause", "impact"): pgettext("field", "Impact that it explains"),
        ("cause", "order"): pgettext("field", "Place in the tree"),
        ("cause", "evidence"): pgettext("field", "Evidence"),
        ("cause", "evidence_text"): pgettext("field", "Evidence in words"),
        ("cause", "hypothesis"): pgettext("field", "Hypothesis that it takes up"),
        ("cause", "change"): pgettext("field", "Change behind it"),
        ("cause", "service"): pgettext("field", "Service"),
        ("cause", "family"): pgettext("field", "Family of causes"),
        ("barrier", "text"): pgettext("field", "Barrier"),
        ("barrier", "kind"): pgettext("field", "What the barrier is for"),
        ("barrier", "state"): pgettext("field", "How the barrier stood"),
        ("barrier", "cause"): pgettext("field", "Cause that it faced"),
        ("barrier", "evidence"): pgettext("field", "Evidence"),
        ("barrier", "remark"): pgettext("field", "Remark on the barrier"),
        ("branch", "names"): pgettext("field", "Names of the branch"),
        ("branch", "order"): pgettext("field", "Place of the branch"),
        ("branch", "retired"): pgettext("field", "Branch put aside"),
    }


CAUSE_ENUMS: dict[tuple[str, str], tuple[type[Any], Callable[[Any], str]]] = {
    ("cause", "kind"): (CauseKind, cause_kind_word),
    ("cause", "state"): (CauseState, cause_state_word),
    ("barrier", "kind"): (BarrierKind, barrier_kind_word),
    ("barrier", "state"): (BarrierState, barrier_state_word),
}
