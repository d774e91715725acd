"""What is done about what comes in and what is promised, as a delegation tells it, and its fields in words."""

from __future__ import annotations

from warroom.words import _, pgettext


def inbound_acts() -> dict[str, str]:
    """Name of the command → what somebody did by it."""
    return {
        "ReceiveInbound": _("took a message in"),
        "AmendInbound": _("put an incoming message right"),
        "TriageInbound": _("triaged an incoming message"),
        "SendBackInbound": _("sent an incoming message back"),
        "DecideInbound": _("decided about an incoming message"),
        "AnswerInbound": _("noted an answer to an incoming message"),
        "CorrectAnswer": _("corrected an answer"),
        "TranscribeInbound": _("typed a message sheet back"),
        "AddRumour": _("noted what is said outside"),
        "JudgeRumour": _("judged a rumour"),
        "DraftDenial": _("began the message that answers a rumour"),
        "LogRumour": _("wrote what was said outside into the log"),
        "MakePromise": _("noted a promise"),
        "AmendPromise": _("changed a promise"),
        "KeepPromise": _("noted that a promise was kept"),
        "BreakPromise": _("noted that a promise was broken"),
        "ReleasePromise": _("noted that a promise no longer holds"),
    }


def inbound_fields() -> dict[tuple[str, str], str]:
    """Fields of what comes in and of promises in words, for whoever has to choose between two values."""
    return {
        ("inbound", "from_who"): _("From"),
        ("inbound", "contact"): _("How to reach them"),
        ("inbound", "channel"): _("By what"),
        ("inbound", "audience"): _("Audience"),
        ("inbound", "stakeholder"): _("Stakeholder"),
        ("inbound", "text"): _("What it says"),
        ("inbound", "wants"): _("Wants an answer"),
        ("inbound", "answer_by"): _("Answer due"),
        ("inbound", "triage"): _("What sort of message"),
        ("inbound", "given_to"): _("Given to"),
        ("inbound", "sent_back"): _("Why it was sent back"),
        ("inbound", "decision"): _("What is decided about it"),
        ("inbound", "answer"): _("What was answered"),
        ("inbound", "answered_via"): _("Answered by what"),
        ("inbound", "message"): _("Message that answers it"),
        ("rumour", "text"): _("What is said"),
        ("rumour", "source"): _("Where it is said"),
        ("rumour", "reach"): _("How far it goes"),
        ("rumour", "state"): pgettext("field", "What it is worth"),
        ("rumour", "finding"): _("How we know"),
        ("promise", "to_whom"): _("Promised to"),
        ("promise", "text"): _("What was promised"),
        ("promise", "owner"): _("Kept by"),
        ("promise", "state"): pgettext("field", "State of the promise"),
        ("promise", "remark"): _("Remark"),
    }
