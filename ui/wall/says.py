"""What the wall says: the facts and the time turned into the few words that are seen from five metres."""

from __future__ import annotations

from dataclasses import dataclass

from ui.models.stations import age_dot, ago_said
from ui.wall.facts import WallFacts
from ui.widgets.tone import SERVICE_TONES, severity_tone
from warroom import phrases
from warroom.commands.alarm_words import alarm_said
from warroom.commands.cell_words import level_code, seat_word
from warroom.commands.said import service_word, severity_word
from warroom.commands.said_ahead import unverified_said
from warroom.domain.alarms import Gravity, alarms
from warroom.domain.cells import Function
from warroom.domain.clocks import Clock, ClockKind, ClockState, at
from warroom.domain.decisions import Decision
from warroom.domain.exchange import Peer
from warroom.domain.field_teams import Heard, TeamOut
from warroom.domain.incidents import Incident, Milestone
from warroom.words import _, ngettext

TONES = {ClockState.AMBER: "due", ClockState.LATE: "late"}
OTHERS_MOST, PEERS_MOST, SILENT_MOST = 4, 4, 2


@dataclass(frozen=True, slots=True)
class Said:
    """Words and what their colour means."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One large clock and what it counts."""

    figure: str
    caption: str
    moment: str  # never cut
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Awaited:
    """The pending decision: until when, what, and how long it has waited for whom."""

    lead: str
    question: str
    under: str
    tone: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the wall now; two that are equal look the same."""

    time: str
    title: str
    exercise: str = ""
    pills: tuple[Said, ...] = ()
    intent: str = ""
    figures: tuple[Figure, ...] = ()
    decision: Awaited | None = None
    facts_head: str = ""
    facts: tuple[tuple[str, str], ...] = ()  # when, what
    no_facts: str = ""
    services_head: str = ""
    services: tuple[tuple[str, Said], ...] = ()
    alarm: Said | None = None
    others: str = ""
    foot: tuple[Said, ...] = ()
    empty: str = ""

    def more_services(self, count: int) -> str:
        return ngettext("and {n} more", "and {n} more", count).format(n=count)

    def spoken(self) -> str:
        """All of it in one text, for whoever does not see the wall."""
        parts = [self.exercise, *(pill.text for pill in self.pills), self.title, self.intent, self.time, self.empty]
        parts += [f"{each.figure}, {each.caption}, {each.moment}" for each in self.figures]
        if self.decision is not None:
            parts += [self.decision.lead, self.decision.question, self.decision.under]
        parts += [f"{when} {what}" for when, what in self.facts] + [
            f"{name}: {state.text}" for name, state in self.services
        ]
        parts += [self.alarm.text if self.alarm else "", self.others, *(said.text for said in self.foot)]
        return "\n".join(part for part in parts if part)


def page_of(facts: WallFacts, now_ms: int) -> Page:
    """The wall at this time; nothing is read from the room."""
    incident, time = facts.incident, phrases.time_of_day(now_ms)
    foot = tuple(_foot(facts, now_ms))
    if incident is None:
        return Page(time=time, title=facts.room, foot=foot, empty=_("No incident is open."))
    decision = facts.decisions[0] if facts.decisions else None
    awaited = _awaited(decision, len(facts.decisions) - 1, now_ms) if decision is not None else None
    figures, shown = _figures(facts, incident, now_ms)
    return Page(
        time=time,
        title=incident.title,
        exercise=_("EXERCISE") if incident.exercise else "",
        pills=tuple(_pills(facts, incident)),
        intent=_("Intent: {intent}").format(intent=facts.cell.intent) if facts.cell and facts.cell.intent else "",
        figures=figures,
        decision=awaited,
        facts_head=_("Verified facts"),
        facts=tuple((phrases.moment(entry.event_at, now_ms), entry.text) for entry in facts.verified),
        no_facts=_("Nothing is verified yet."),
        services_head=_("Services"),
        services=tuple(
            (each.name, Said(service_word(each.state), SERVICE_TONES[each.state])) for each in facts.services
        ),
        alarm=_alarm(facts, shown | ({decision.id} if decision else set()), now_ms),
        others=_others(facts.others),
        foot=foot,
    )


def _pills(facts: WallFacts, incident: Incident) -> list[Said]:
    pills = [Said(severity_word(incident.gravity), severity_tone(incident.gravity))]
    if facts.cell is not None:
        pills.append(Said(level_code(facts.cell.level), "muted"))
    return pills


def _figures(facts: WallFacts, incident: Incident, now_ms: int) -> tuple[tuple[Figure, ...], set[str]]:
    """Always in the same places: since when, the next message, the next point, the next legal deadline."""
    figures, shown = [_since(incident, now_ms)], set[str]()
    kinds = ((ClockKind.UPDATE,), (ClockKind.POINT,), (ClockKind.LEGAL, ClockKind.DEADLINE))
    for wanted in kinds:
        running = [clock for clock in facts.clocks if clock.kind in wanted and clock.due_at is not None]
        clock = min(
            (each for each in running if each.state.is_running), key=lambda each: each.due_at or 0, default=None
        )
        if clock is not None:
            figures.append(_figure(clock, now_ms))
            shown.add(clock.record)
    return tuple(figures), shown


def _since(incident: Incident, now_ms: int) -> Figure:
    milestones, start = incident.milestones, incident.began_at
    ended = milestones.get(Milestone.RESOLVED) or milestones.get(Milestone.CLOSED)
    if ended is not None and ended >= start:
        figure = _("lasted {duration}").format(duration=phrases.duration(ended - start))
        return Figure(figure, _("resolved"), phrases.moment(ended, now_ms))
    if Milestone.IMPACT_STARTED in milestones:
        word = _("impact")
    else:
        word = _("detected") if Milestone.DETECTED in milestones else _("declared")
    return Figure(phrases.since(start, now_ms), word, phrases.moment(start, now_ms))


def _figure(clock: Clock, now_ms: int) -> Figure:
    due_at = clock.due_at or 0
    tone = TONES.get(at(clock, now_ms).state, "")
    return Figure(phrases.until(due_at, now_ms), clock.label, phrases.moment(due_at, now_ms), tone)


def _awaited(decision: Decision, more: int, now_ms: int) -> Awaited:
    before = decision.decide_before
    under = [unverified_said()] if decision.is_unverified else []
    under += [decision.context] if decision.context else []
    tone = "accent"
    lead = _("To decide")
    if before is not None:
        lead = _("To decide before {time}").format(time=phrases.moment(before, now_ms))
        if before < now_ms:
            under.append(phrases.until(before, now_ms))
        tone = "late" if before < now_ms else "due" if before - now_ms <= 10 * phrases.MINUTE else "accent"
    under.append(_("waits {since}").format(since=phrases.since(decision.requested_at, now_ms)))
    under += [decision.decider] if decision.decider else []
    if more > 0:
        under.append(ngettext("and {n} more to decide", "and {n} more to decide", more).format(n=more))
    return Awaited(lead, decision.question, " · ".join(under), tone)


def _alarm(facts: WallFacts, shown: set[str], now_ms: int) -> Said | None:
    """The gravest that calls and is not already on the wall."""
    calling = [alarm for alarm in alarms(facts.alarms, now_ms) if alarm.calls(now_ms) and alarm.record not in shown]
    if not calling:
        return None
    first, more = calling[0], len(calling) - 1
    said = alarm_said(first, now_ms)
    if more:
        said = f"{said} · " + ngettext("and {n} more", "and {n} more", more).format(n=more)
    return Said(said, "late" if first.gravity is Gravity.LATE else "due")


def _others(others: tuple[Incident, ...]) -> str:
    if not others:
        return ""
    named = [f"{each.number} {severity_word(each.gravity)} {each.title}" for each in others[:OTHERS_MOST]]
    more = len(others) - len(named)
    if more:
        named.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    return _("Also: {incidents}").format(incidents=" · ".join(named))


def _foot(facts: WallFacts, now_ms: int) -> list[Said]:
    """The next handover, who is out and silent, then how old the data of each other station is, the oldest first."""
    reliefs = [each for each in facts.functions if each.relief_at is not None and each.holder]
    foot = []
    if reliefs:
        foot.append(_relief(min(reliefs, key=lambda each: (each.relief_at or 0, each.code)), now_ms))
    if facts.teams:
        foot.append(_teams(facts.teams, now_ms))
    peers = sorted(facts.peers, key=lambda peer: (peer.is_live, peer.heard_at or 0, peer.letter))
    foot += [_peer(peer, now_ms) for peer in peers[:PEERS_MOST]]
    left = len(peers) - PEERS_MOST
    if left > 0:
        foot.append(Said(ngettext("{n} more station", "{n} more stations", left).format(n=left)))
    return foot


def _teams(teams: tuple[TeamOut, ...], now_ms: int) -> Said:
    """Who is silent and since when, else who is to give word next, else how many are out."""
    silent = [out for out in teams if out.heard(now_ms) is Heard.SILENT]
    if silent:
        named = [f"{out.team.name} {phrases.moment(out.due_at or now_ms, now_ms)}" for out in silent[:SILENT_MOST]]
        if len(silent) > SILENT_MOST:
            more = len(silent) - SILENT_MOST
            named.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
        return Said(_("Silent: {teams}").format(teams=", ".join(named)), "late")
    nearest = next((out for out in teams if out.due_at is not None), None)
    if nearest is None or nearest.due_at is None:
        return Said(ngettext("{n} team out", "{n} teams out", len(teams)).format(n=len(teams)))
    due = phrases.moment(nearest.due_at, now_ms)
    said = _("{team}: word by {time}").format(team=nearest.team.name, time=due)
    return Said(said, "due" if nearest.heard(now_ms) is Heard.SOON else "")


def _relief(function: Function, now_ms: int) -> Said:
    relief_at = function.relief_at or 0
    who = function.relief or function.deputy or seat_word(function.code, function.label)
    said = _("Relief {code} {who} {time}").format(code=function.code, who=who, time=phrases.moment(relief_at, now_ms))
    return Said(said, "late" if relief_at < now_ms else "due" if relief_at - now_ms <= 10 * phrases.MINUTE else "")


def _peer(peer: Peer, now_ms: int) -> Said:
    name = peer.name or peer.letter
    if peer.is_live:
        return Said(_("{station} connected").format(station=name))
    if peer.heard_at is None:
        return Said(_("{station} never heard").format(station=name), "due")
    return Said(f"{name} {ago_said(peer.heard_at, now_ms)}", "due" if age_dot(peer, now_ms) == "due" else "")
