"""Messages in words: where they stand, what keeps them from going out, who is asked for what."""

from __future__ import annotations

from warroom.domain.message_releases import Doubt, Fallen
from warroom.domain.message_state import Blocker, Blocking
from warroom.domain.messages import MessageState, ReviewKind, Verdict
from warroom.phrases import labelled
from warroom.words import _, pgettext

LANGUAGES = {"fr": "FR", "en": "EN"}


def message_state_word(state: MessageState) -> str:
    return {
        MessageState.DRAFT: pgettext("message", "draft"),
        MessageState.IN_CHECK: pgettext("message", "being checked"),
        MessageState.SENT_BACK: pgettext("message", "sent back"),
        MessageState.CHECKED: pgettext("message", "checked"),
        MessageState.APPROVED: pgettext("message", "approved"),
        MessageState.RELEASED: pgettext("message", "let out"),
        MessageState.CORRECTED: pgettext("message", "corrected"),
        MessageState.WITHDRAWN: pgettext("message", "withdrawn"),
    }[state]


def review_word(kind: ReviewKind) -> str:
    return {
        ReviewKind.TECHNICAL: _("technical check"),
        ReviewKind.LEGAL: _("legal check"),
        ReviewKind.TRANSLATION: _("check of the translation"),
        ReviewKind.APPROVAL: pgettext("message", "approval"),
    }[kind]


def verdict_word(verdict: Verdict) -> str:
    return {
        Verdict.NONE: pgettext("check", "awaited"),
        Verdict.PASSED: pgettext("check", "passed"),
        Verdict.SENT_BACK: pgettext("check", "sent back"),
    }[verdict]


def blocker_said(blocker: Blocker) -> str:
    """Why a message cannot be approved, in one sentence without its full stop."""
    language = LANGUAGES.get(blocker.language, blocker.language.upper())
    names = ", ".join(blocker.names)
    kind = review_word(blocker.review) if blocker.review else ""
    said = {
        Blocking.DISPUTED: lambda: _("two stations wrote different things, and nobody has chosen"),
        Blocking.NO_AUDIENCE: lambda: _("nobody is named who is to hear it"),
        Blocking.NO_TEXT: lambda: _("nothing is written in {language}").format(language=language),
        Blocking.MISSING: lambda: labelled(_("still missing in {language}").format(language=language), names),
        Blocking.REFUTED: lambda: _("it rests on entry {entry}, which does not hold any more").format(entry=names),
        Blocking.SENT_BACK: lambda: _("{kind}: sent back by {who}").format(kind=kind, who=names or "—"),
        Blocking.PENDING: lambda: _("{kind}: awaited from {who}").format(kind=kind, who=names or "—"),
        Blocking.UNCHECKED: lambda: _("{kind}: not made for these words").format(kind=kind),
        Blocking.TRANSLATION: lambda: _("translation to be checked ({language})").format(language=language),
        Blocking.OWN_WORDS: lambda: _("whoever wrote it does not approve it"),
        Blocking.UNSIGNED: lambda: _("nobody knows who wrote in it: no name was given"),
    }
    return said[blocker.kind]()


def doubt_word(doubt: Doubt) -> str:
    return {
        Doubt.RIGHT: _("let out by somebody who may not"),
        Doubt.UNAPPROVED: _("no approval stands for these words"),
        Doubt.DIGEST: _("its words are not those of its fingerprint"),
        Doubt.SENT_BACK: _("a check had sent these words back elsewhere"),
        Doubt.WITHDRAWN: _("it had been withdrawn elsewhere"),
    }[doubt]


def fallen_word(how: Fallen) -> str:
    return {
        Fallen.REFUTED: pgettext("entry", "refuted"),
        Fallen.CORRECTED: pgettext("entry", "corrected"),
    }[how]


def message_fields() -> dict[tuple[str, str], str]:
    """What the fields of a message and of what hangs on it are called."""
    return {
        ("message", "audiences"): _("Who is to hear it"),
        ("message", "channels"): _("Channels"),
        ("message", "languages"): _("Languages"),
        ("message", "status"): _("Status that it announces"),
        ("message", "due_at"): _("To be out by"),
        ("message", "next_at"): _("Next message promised for"),
        ("message", "filled"): _("What was filled in by hand"),
        ("message", "reviews"): _("Checks before approval"),
        ("message", "corrects"): _("Message that it corrects"),
        ("message", "withdrawn_because"): _("Why it was withdrawn"),
        ("message", "template"): _("Template"),
        ("message_text", "title"): _("Title of the message"),
        ("message_text", "body"): _("Words of the message"),
        ("message_text", "brief"): _("Message in 280 characters"),
        ("message_text", "sms"): _("Message as an SMS"),
        ("message_text", "translated"): _("Translation to be checked"),
        ("review", "verdict"): _("Verdict of the check"),
        ("review", "remark"): _("Remark on the check"),
        ("review", "exception"): _("Exceptional approval"),
        ("claim", "says"): _("What the message says by it"),
        ("claim", "kept_because"): _("Why the message stands"),
        ("double", "reason"): _("Why both stand"),
        ("double", "texts"): _("Let out twice"),
    }
