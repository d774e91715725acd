"""Alarms in words: what calls, since when, and what was answered."""

from __future__ import annotations

from warroom import phrases
from warroom.commands.cell_words import seat_word
from warroom.domain.alarms import Alarm, AlarmKind, Gravity
from warroom.domain.message_lines import MessageCall
from warroom.phrases import labelled
from warroom.words import _, ngettext

OF_MESSAGE = (AlarmKind.DOUBLED, AlarmKind.CLAIM, AlarmKind.DOUBT, AlarmKind.SENT_TWICE, AlarmKind.UNCLEAR)


def alarm_said(alarm: Alarm, now_ms: int) -> str:
    """`To decide: switch to the second site · late by 18 min · 14:20`; an exercise says so first."""
    said = _said(alarm, now_ms)
    return _("EXERCISE · {said}").format(said=said) if alarm.exercise else said


def alarm_name(alarm: Alarm) -> str:
    """What it is about, without the time: for the log and for whoever silences it."""
    if alarm.kind is AlarmKind.FUNCTION:
        return _("Vacant function: {function}").format(function=seat_word(alarm.what, alarm.label))
    if alarm.kind is AlarmKind.QUESTION:
        return _questions(alarm)
    if alarm.kind is AlarmKind.CALLER:
        return _("Unverified caller: {number}").format(number=alarm.number)
    if alarm.kind is AlarmKind.DECISION:
        return _("To decide: {what}").format(what=alarm.what)
    if alarm.kind in OF_MESSAGE:
        return _message_said(alarm.kind, alarm.number, alarm.what)
    if alarm.kind is AlarmKind.ANSWERED:
        who = f" ({alarm.what})" if alarm.what else ""
        said = _("{number}{who} was answered twice, by stations that knew nothing of each other")
        return said.format(number=alarm.number, who=who)
    if alarm.kind is AlarmKind.REVIEW:
        return _("To look at again: {what}").format(what=alarm.what)
    if alarm.kind is AlarmKind.REX:
        return _("{what} {number} of {incident} is to be published").format(
            what=alarm.what, number=alarm.number, incident=alarm.incident_number
        )
    if alarm.kind is AlarmKind.CORRECTIVE and alarm.count > 1:
        said = ngettext("{n} corrective action is late", "{n} corrective actions are late", alarm.count)
        return labelled(said.format(n=alarm.count), _("the last is {number}").format(number=alarm.number))
    if alarm.kind is AlarmKind.CORRECTIVE:
        return labelled(_("Corrective action {number}").format(number=alarm.number), alarm.what)
    return alarm.what


def message_call_said(call: MessageCall) -> str:
    """What about a message calls, in one sentence without its full stop."""
    return _message_said(AlarmKind(call.kind.value), call.number, call.about)


def answer_said(alarm: Alarm, now_ms: int) -> str:
    """Who took it and when, or until when it is silent, who said so and why; "" for one that still calls."""
    answer = alarm.answer
    if answer is None:
        return ""
    if answer.acknowledged_at is not None:
        at = phrases.moment(answer.acknowledged_at, now_ms)
        return _("taken by {who}, {at}").format(who=answer.acknowledged_by or "—", at=at)
    if answer.muted_until is not None and alarm.is_muted(now_ms):
        until = phrases.moment(answer.muted_until, now_ms)
        said = _("silent until {until}, by {who}: {reason}")
        return said.format(until=until, who=answer.muted_by or "—", reason=answer.reason)
    return ""


def _said(alarm: Alarm, now_ms: int) -> str:
    name = alarm_name(alarm)
    if alarm.kind is AlarmKind.FUNCTION:
        said = _("{function}: nobody has held it for {duration}")
        duration = phrases.duration(now_ms - (alarm.due_at or now_ms))
        return said.format(function=seat_word(alarm.what, alarm.label), duration=duration)
    if alarm.kind is AlarmKind.CALLER:
        said = _("{number} rests on the word of {who}, whom nobody verified: {what}")
        return said.format(number=alarm.number, who=alarm.owner or "—", what=alarm.what)
    if alarm.kind is AlarmKind.CONTACT and alarm.gravity is Gravity.LATE and alarm.due_at is not None:
        return _("Silent, {late} · {what}").format(what=name, late=phrases.due(alarm.due_at, now_ms))
    if alarm.due_at is None:
        return name
    return f"{name} · {phrases.due(alarm.due_at, now_ms)}"


def _questions(alarm: Alarm) -> str:
    said = ngettext("{n} question still waits after {point}", "{n} questions still wait after {point}", alarm.count)
    return said.format(n=alarm.count, point=alarm.number)


def _message_said(kind: AlarmKind, number: str, about: str) -> str:
    if kind is AlarmKind.CLAIM:
        said = _("{number} was let out, and entry {entry} that it rests on does not hold any more")
        return said.format(number=number, entry=about)
    if kind is AlarmKind.DOUBT:
        said = _("{number} was let out by {who}, and should not have been as far as others knew")
        return said.format(number=number, who=about or "—")
    if kind is AlarmKind.SENT_TWICE:
        return _("What was sent of {number} by {channel} does not go together").format(number=number, channel=about)
    if kind is AlarmKind.UNCLEAR:
        return _("{number} may have gone by {channel}: nobody knows").format(number=number, channel=about or "—")
    if about == number:
        return _("{number} was let out twice, by stations that knew nothing of each other").format(number=number)
    said = _("{number} and {other} went out to the same people, by stations that knew nothing of each other")
    return said.format(number=number, other=about)
