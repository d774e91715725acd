"""The words of what is looked into and expected: hypotheses, cases, how a caller was known, until when to decide."""

from __future__ import annotations

from datetime import tzinfo

from warroom import phrases
from warroom.domain.anticipation import Outlook
from warroom.domain.decisions import CallerCheck, Window
from warroom.domain.hypotheses import HypothesisState, Weight
from warroom.words import _, pgettext


def hypothesis_word(state: HypothesisState) -> str:
    return {
        HypothesisState.OPEN: pgettext("hypothesis", "open"),
        HypothesisState.TESTING: pgettext("hypothesis", "being tested"),
        HypothesisState.RULED_OUT: pgettext("hypothesis", "ruled out"),
        HypothesisState.CONFIRMED: pgettext("hypothesis", "confirmed"),
    }[state]


def weight_word(weight: Weight) -> str:
    return _("speaks for it") if weight is Weight.FOR else _("speaks against it")


def outlook_word(kind: Outlook) -> str:
    return _("Probable case") if kind is Outlook.PROBABLE else _("Worst case")


def horizon_word(minutes: int) -> str:
    """`+4 h`, `+90 min`: how far ahead a case looks."""
    whole = not minutes % 60
    return _("+{n} h").format(n=minutes // 60) if whole else _("+{n} min").format(n=minutes)


def case_said(kind: Outlook, horizon_min: int) -> str:
    """`Worst case at +4 h`."""
    said = _("Probable case at {horizon}") if kind is Outlook.PROBABLE else _("Worst case at {horizon}")
    return said.format(horizon=horizon_word(horizon_min))


def caller_word(check: CallerCheck) -> str:
    """How whoever gave an order from afar was known."""
    return {
        CallerCheck.UNSAID: _("not said"),
        CallerCheck.IN_PERSON: _("seen in person"),
        CallerCheck.CODE_WORD: _("code word given"),
        CallerCheck.CALL_BACK: _("called back on a known number"),
        CallerCheck.NONE: _("not verified"),
    }[check]


def caller_said(check: str) -> str:
    """The same as a record keeps it; "" for what nobody said, or for a word nobody here knows."""
    return caller_word(CallerCheck(check)) if check and check in list(CallerCheck) else ""


def check_word(check: CallerCheck) -> str:
    """The same in a word or two, where whoever called stands before it."""
    return {
        CallerCheck.UNSAID: _("not said"),
        CallerCheck.IN_PERSON: _("in person"),
        CallerCheck.CODE_WORD: _("code word"),
        CallerCheck.CALL_BACK: _("call-back"),
        CallerCheck.NONE: _("not verified"),
    }[check]


def unverified_said(reason: str = "") -> str:
    """The mark that a decision from an unverified caller carries wherever it is shown."""
    return phrases.labelled(_("Caller not verified"), reason) if reason else _("Caller not verified")


def window_said(window: Window, now_ms: int, zone: tzinfo | None = None) -> str:
    """`RTO end 15:45 − failover 20 min (measured 12 Oct 2026) − margin 5 min = 15:20`."""
    measured = ""
    if window.tested_at is not None:
        measured = _(" (measured {date})").format(date=phrases.date(window.tested_at, zone))
    return _("RTO end {end} − failover {failover}{measured} − margin {margin} = {before}").format(
        end=phrases.moment(window.rto_end, now_ms, zone),
        failover=phrases.duration(window.failover_min * phrases.MINUTE)
        if window.failover_min
        else _("{n} min").format(n=0),
        measured=measured,
        margin=_length(window.margin_min),
        before=phrases.moment(window.decide_before, now_ms, zone),
    )


def _length(minutes: int) -> str:
    return phrases.duration(minutes * phrases.MINUTE) if minutes else _("{n} min").format(n=0)
