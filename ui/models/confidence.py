"""What stands behind the figures of confidence: one line a record, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ui.models.incoming import promise_stands, promise_tone
from ui.models.table import Column
from warroom import phrases
from warroom.commands.confidence_words import Figure, figures, wait_said
from warroom.commands.inbound_words import brief, inbound_state_word
from warroom.domain.confidence import Confidence, KeyAccount
from warroom.domain.inbound import Inbound, Promise
from warroom.domain.messages import Release
from warroom.room import Views
from warroom.words import N_, _


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a figure, as a line."""

    id: str
    incident: str
    noun: str
    number: str
    text: str
    stands: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ConfidenceShown:
    """All that the page shows of one incident, read in one go."""

    incident: str
    found: Confidence
    figures: tuple[Figure, ...]
    inbounds: dict[str, Inbound]
    promises: dict[str, Promise]
    releases: dict[str, Release]

    def behind(self, figure: Figure, now_ms: int) -> list[Behind]:
        """The records behind a figure; the key accounts where it counts those."""
        if figure.id == "accounts":
            return [account_line(each, self.incident, now_ms) for each in self.found.accounts]
        if figure.id == "median":
            answered = [each for each in self.inbounds.values() if each.wants and each.answered_at is not None]
            slowest = sorted(answered, key=lambda each: each.received_at - (each.answered_at or 0))
            return [self.line("inbound", each.id, now_ms) for each in slowest]
        if figure.id == "waiting":
            waiting = [each for each in self.inbounds.values() if each.wants and each.answered_at is None]
            oldest = sorted(waiting, key=lambda each: (each.received_at, each.id))
            return [self.line("inbound", each.id, now_ms) for each in oldest]
        return self.lines(figure.noun, figure.records, now_ms)

    def lines(self, noun: str, records: Iterable[str], now_ms: int) -> list[Behind]:
        return [self.line(noun, record, now_ms) for record in records]

    def line(self, noun: str, record: str, now_ms: int) -> Behind:
        """One record as a line; of one that is not read here, its number alone is missing."""
        if noun == "inbound" and (inbound := self.inbounds.get(record)) is not None:
            return inbound_line(inbound, now_ms)
        if noun == "promise" and (promise := self.promises.get(record)) is not None:
            said = " · ".join(part for part in (promise.to_whom, brief(promise.text)) if part)
            tone = promise_tone(promise, now_ms)
            stands = promise_stands(promise, now_ms)
            return Behind(promise.id, promise.incident, "promise", promise.number, said, stands, tone)
        release = self.releases.get(record)
        if noun == "release" and release is not None:
            said = brief(release.reason or release.template)
            return Behind(
                release.message, release.incident, "message", release.number, said, phrases.moment(release.at, now_ms)
            )
        return Behind(record, self.incident, noun, "—", "", "")


def read_confidence(views: Views, incident: str, now_ms: int) -> ConfidenceShown:
    """Everything at once; off the screen's thread."""
    found = views.confidence(incident, now_ms=now_ms)
    return ConfidenceShown(
        incident=incident,
        found=found,
        figures=tuple(figures(found, now_ms)),
        inbounds={each.id: each for each in views.inbounds(incident)},
        promises={each.id: each for each in views.promises(incident)},
        releases={each.id: each for each in views.releases(incident)},
    )


def inbound_line(inbound: Inbound, now_ms: int) -> Behind:
    said = " · ".join(part for part in (inbound.from_who, brief(inbound.text)) if part)
    if inbound.answered_at is not None:
        wait = wait_said(inbound.answered_at - inbound.received_at)
        stands = _("answered after {length}").format(length=wait)
    else:
        stands = f"{inbound_state_word(inbound.state)} · {phrases.ago(inbound.received_at, now_ms)}"
    tone = "good" if inbound.answered_at is not None else ""
    return Behind(inbound.id, inbound.incident, "inbound", inbound.number, said, stands, tone)


def account_line(account: KeyAccount, incident: str, now_ms: int) -> Behind:
    """A key account leads to what called it back, or to itself."""
    if account.waits_since is not None:
        stands, tone = _("waits {ago}").format(ago=phrases.ago(account.waits_since, now_ms)), "late"
    elif account.called_back_at is not None:
        stands, tone = _("called back {time}").format(time=phrases.moment(account.called_back_at, now_ms)), "good"
    else:
        stands, tone = _("not called back yet"), "due"
    said = " · ".join(part for part in (account.name, account.owner) if part)
    noun, record = (account.noun, account.record) if account.record else ("stakeholder", account.stakeholder)
    return Behind(record, incident, noun, "—", said, stands, tone)


def behind_columns() -> tuple[Column[Behind], ...]:
    """How it stands, number, what it is."""
    return (
        Column("stands", N_("How it stands"), lambda each, _now: each.stands, tone=lambda each, _now: each.tone,
               bold=True, width=208, whole=True),
        Column("number", N_("No."), lambda each, _now: each.number, tone=lambda _each, _now: "muted", width=80,
               whole=True),
        Column("text", N_("What it is"), lambda each, _now: each.text),
    )  # fmt: skip
