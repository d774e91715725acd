"""Alerts of CAP in words: what they say of themselves, and the text that is read of one."""

from __future__ import annotations

from warroom import phrases
from warroom.domain.cap import Alert, AlertInfo, AlertStatus, Category, Certainty, Gravity, MsgType, Urgency
from warroom.phrases import labelled
from warroom.words import _, pgettext

TEXT_MOST = 60_000  # characters of the text of an incoming message
AREAS_SHOWN = 12


def status_word(status: str) -> str:
    return {
        AlertStatus.ACTUAL.value: pgettext("alert", "real"),
        AlertStatus.EXERCISE.value: pgettext("alert", "exercise"),
        AlertStatus.SYSTEM.value: pgettext("alert", "of the alert network itself"),
        AlertStatus.TEST.value: pgettext("alert", "technical test"),
        AlertStatus.DRAFT.value: pgettext("alert", "draft"),
    }.get(status, pgettext("alert", "not said whether real"))


def type_word(msg_type: str) -> str:
    return {
        MsgType.ALERT.value: pgettext("alert", "Alert"),
        MsgType.UPDATE.value: pgettext("alert", "Update of an alert"),
        MsgType.CANCEL.value: pgettext("alert", "End of an alert"),
        MsgType.ACK.value: pgettext("alert", "Acknowledgement of an alert"),
        MsgType.ERROR.value: pgettext("alert", "Refusal of an alert"),
    }.get(msg_type, pgettext("alert", "Alert"))


def urgency_word(urgency: str) -> str:
    return {
        Urgency.IMMEDIATE.value: pgettext("urgency", "immediate"),
        Urgency.EXPECTED.value: pgettext("urgency", "within the hour"),
        Urgency.FUTURE.value: pgettext("urgency", "in the near future"),
        Urgency.PAST.value: pgettext("urgency", "past"),
    }.get(urgency, pgettext("urgency", "unknown"))


def gravity_word(severity: str) -> str:
    return {
        Gravity.EXTREME.value: pgettext("gravity", "extreme"),
        Gravity.SEVERE.value: pgettext("gravity", "severe"),
        Gravity.MODERATE.value: pgettext("gravity", "moderate"),
        Gravity.MINOR.value: pgettext("gravity", "minor"),
    }.get(severity, pgettext("gravity", "unknown"))


def certainty_word(certainty: str) -> str:
    return {
        Certainty.OBSERVED.value: pgettext("certainty", "observed"),
        Certainty.LIKELY.value: pgettext("certainty", "likely"),
        Certainty.POSSIBLE.value: pgettext("certainty", "possible"),
        Certainty.UNLIKELY.value: pgettext("certainty", "unlikely"),
    }.get(certainty, pgettext("certainty", "unknown"))


def category_word(category: str) -> str:
    return {
        Category.GEO.value: pgettext("alert", "ground"),
        Category.MET.value: pgettext("alert", "weather"),
        Category.SAFETY.value: pgettext("alert", "public safety"),
        Category.SECURITY.value: pgettext("alert", "security"),
        Category.RESCUE.value: pgettext("alert", "rescue"),
        Category.FIRE.value: pgettext("alert", "fire"),
        Category.HEALTH.value: pgettext("alert", "health"),
        Category.ENV.value: pgettext("alert", "environment"),
        Category.TRANSPORT.value: pgettext("alert", "transport"),
        Category.INFRA.value: pgettext("alert", "networks and infrastructure"),
        Category.CBRNE.value: pgettext("alert", "chemical, biological, nuclear"),
    }.get(category, pgettext("alert", "other"))


def sender_of(alert: Alert) -> str:
    """Whom it is from, as people call them."""
    return next((info.sender_name for info in alert.infos if info.sender_name), alert.sender)


def headline_of(alert: Alert, language: str) -> str:
    """One line: what it is about."""
    for info in alert.told_in(language):
        if said := info.headline or info.event:
            return said
    return alert.note.partition("\n")[0][:200] or alert.identifier


def alert_title(alert: Alert, language: str) -> str:
    """`EXERCISE · End of an alert · …`: never an exercise or a test that could be taken for real."""
    said = [] if alert.status == AlertStatus.ACTUAL else [status_word(alert.status).upper()]
    return " · ".join([*said, type_word(alert.msg_type), headline_of(alert, language)])


def alert_text(alert: Alert, language: str, *, now: int) -> str:
    """All an alert says, in all its languages, the reader's first."""
    lines = [alert_title(alert, language)]
    lines.append(labelled(_("From"), f"{sender_of(alert)} ({alert.sender})"))
    lines.append(labelled(_("Sent"), phrases.moment(alert.sent, now)))
    if alert.summary_of:
        lines.append(labelled(_("Only a summary; the whole alert stands at"), alert.summary_of))
    if alert.references:
        lines.append(labelled(_("About"), ", ".join(each.identifier for each in alert.references[:10])))
    told = alert.told_in(language)
    common = _common(told, now)
    lines += common
    for info in told:
        own = [] if _common((info,), now) == common else _common((info,), now)
        said = [info.headline if len(told) > 1 else "", info.description, info.instruction]
        heading = f"[{info.language}]" if info.language and len(told) > 1 else ""
        lines += ["", *([heading] if heading else []), *own, *(each for each in said if each)]
        lines += [labelled(_("Contact"), info.contact)] if info.contact else []
        lines += [info.web] if info.web else []
    if alert.note:
        lines += ["", labelled(_("Note"), alert.note)]
    text = "\n".join(lines).strip()
    return text if len(text) <= TEXT_MOST else text[: TEXT_MOST - 1] + "…"


def _common(told: tuple[AlertInfo, ...], now: int) -> list[str]:
    """What the first part says of gravity, times and place."""
    if not told:
        return []
    info = told[0]
    lines = [
        " · ".join(
            (
                labelled(_("Severity"), gravity_word(info.severity)),
                labelled(_("Urgency"), urgency_word(info.urgency)),
                labelled(_("Certainty"), certainty_word(info.certainty)),
            )
        )
    ]
    times = ((_("Begins"), info.onset or info.effective), (_("Ends"), info.expires))
    said = [labelled(word, phrases.moment(at, now)) for word, at in times if at is not None]
    if said:
        lines.append(" · ".join(said))
    places = [area.desc for area in info.areas if area.desc]
    if places:
        more = f" (+{len(places) - AREAS_SHOWN})" if len(places) > AREAS_SHOWN else ""
        lines.append(labelled(_("Where"), "; ".join(places[:AREAS_SHOWN]) + more))
    return lines
