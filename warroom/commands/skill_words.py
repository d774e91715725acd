"""The words of skills, teams and training."""

from __future__ import annotations

from warroom.domain.coverage_holes import Hole, Presence
from warroom.domain.roster import Mastered, TrainingKind
from warroom.domain.trained import TrainedState
from warroom.words import _, pgettext


def level_word(level: Mastered) -> str:
    return {
        Mastered.HELPS: pgettext("skill", "helps"),
        Mastered.ALONE: pgettext("skill", "alone"),
        Mastered.EXPERT: pgettext("skill", "expert"),
    }[level]


def level_said(level: int) -> str:
    """A level in a word; its figure for one of a newer version."""
    return level_word(Mastered(level)) if level in set(Mastered) else str(level)


def training_word(kind: TrainingKind) -> str:
    return {
        TrainingKind.DRILL: _("Drill"),
        TrainingKind.COURSE: _("Course"),
        TrainingKind.REAL: _("Real crisis"),
    }[kind]


def trained_word(state: TrainedState) -> str:
    return {
        TrainedState.TRAINED: pgettext("training", "trained"),
        TrainedState.ENDING: pgettext("training", "ends soon"),
        TrainedState.EXPIRED: pgettext("training", "expired"),
        TrainedState.NEVER: pgettext("training", "never trained"),
    }[state]


def presence_word(presence: Presence) -> str:
    return {
        Presence.HERE: pgettext("person", "available"),
        Presence.ON_CALL: pgettext("person", "on call"),
        Presence.AWAY: pgettext("person", "away"),
        Presence.OFF: pgettext("person", "resting"),
        Presence.LEFT: pgettext("person", "left"),
    }[presence]


def hole_word(hole: Hole) -> str:
    """What is wrong with a skill, in a few words."""
    return {
        Hole.NOBODY: _("nobody has it"),
        Hole.NOBODY_NOW: _("nobody who has it is available"),
        Hole.SINGLE: _("one person only"),
        Hole.SINGLE_NOW: _("one person left"),
        Hole.FEW: _("too few"),
        Hole.NOT_ON_CALL: _("nobody on call has it"),
        Hole.EXPIRED: _("expired for somebody"),
        Hole.ENDING: _("ends soon for somebody"),
    }[hole]


def skill_fields() -> dict[tuple[str, str], str]:
    """The fields of skills, teams and training in words."""
    return {
        ("skill", "least"): _("People who should have it"),
        ("skill", "services"): _("Services it is for"),
        ("mastery", "level"): _("Level"),
        ("mastery", "until"): _("Holds until"),
        ("team", "purpose"): _("What the team is for"),
        ("team", "rapid"): _("Rapid-response team"),
        ("team", "lead"): _("Team led by"),
        ("team", "services"): _("Services it answers for"),
        ("team", "muster"): _("Where it gathers"),
        ("membership", "part"): _("Part in the team"),
        ("membership", "rank"): _("Called in this order"),
        ("training", "code"): _("Function"),
        ("training", "kind"): _("Kind of training"),
        ("training", "done_at"): _("Held on"),
        ("training", "until"): _("Counts until"),
        ("training", "by"): _("Trained by"),
        ("", "remark"): _("Remark"),
    }
