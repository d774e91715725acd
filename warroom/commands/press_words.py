"""The press and the stakeholders in words."""

from __future__ import annotations

from warroom import phrases
from warroom.domain.channels import AnswerKind, PressAnswer
from warroom.domain.press import is_approved
from warroom.words import _, pgettext


def answer_word(kind: AnswerKind) -> str:
    """The press line, an answer, a bridge, a red line."""
    return {
        AnswerKind.LINE: _("Press line"),
        AnswerKind.QUESTION: pgettext("press", "Answer"),
        AnswerKind.BRIDGE: pgettext("press", "Bridge"),
        AnswerKind.RED_LINE: _("Red line"),
    }[kind]


def approval_said(answer: PressAnswer, now_ms: int) -> str:
    """Who approved it and when; that it is open, or not approved."""
    if not answer.answer:
        return _("no answer yet")
    if answer.kind in (AnswerKind.BRIDGE, AnswerKind.RED_LINE):
        return ""
    if not is_approved(answer):
        return _("not approved")
    return _("approved by {name}, {time}").format(
        name=answer.approved_by or "—", time=phrases.moment(answer.approved_at or now_ms, now_ms)
    )


def weight_word(weight: int | None) -> str:
    """How much influence, or how much concern."""
    return {1: pgettext("weight", "low"), 2: pgettext("weight", "middling"), 3: pgettext("weight", "high")}.get(
        weight or 0, "—"
    )


def press_fields() -> dict[tuple[str, str], str]:
    """Fields of the press and of stakeholders in words, for whoever has to choose between two values."""
    return {
        ("press_answer", "question"): pgettext("press", "Question"),
        ("press_answer", "answer"): pgettext("press", "Answer"),
        ("press_answer", "sources"): _("Entries it rests on"),
        ("stakeholder", "audience"): pgettext("stakeholder", "Audience"),
        ("stakeholder", "key_account"): _("Key account"),
        ("stakeholder", "contact"): pgettext("stakeholder", "Contact"),
        ("stakeholder", "phone"): pgettext("stakeholder", "Telephone"),
        ("stakeholder", "mail"): pgettext("stakeholder", "Mail"),
        ("stakeholder", "language"): pgettext("stakeholder", "Language"),
        ("stakeholder", "owner"): _("Who speaks with them"),
        ("stakeholder", "influence"): pgettext("stakeholder", "Influence"),
        ("stakeholder", "concern"): pgettext("stakeholder", "Concern"),
        ("stakeholder", "expects"): _("What they expect"),
        ("stakeholder", "remark"): pgettext("stakeholder", "Remark"),
    }


def field_word(influence: int, concern: int) -> str:
    """What the corners of the stakeholder map ask for."""
    return {
        (3, 3): _("Bring them in"),
        (3, 1): _("Keep them satisfied"),
        (1, 3): _("Keep them informed"),
        (1, 1): _("Watch"),
    }.get((influence, concern), "")
