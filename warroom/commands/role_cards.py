"""Role cards: what a function is for, what its holder does first, and what they hand over (doctrine §2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from warroom.commands.role_limits import authority_said
from warroom.domain.cells import Seat
from warroom.domain.handovers import FIRST_MOST, ChangedCard
from warroom.words import _


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One function in a few words, for somebody who takes it over at night."""

    mission: str = ""
    first: tuple[str, ...] = ()
    deliverable: str = ""
    authority: str = ""  # what its holder may decide alone, and what not
    spend_limit: int | None = None  # euros they may commit alone; None where the room has not said


def role_card(code: str) -> RoleCard | None:
    """The card of a function as it came with the program; None for one that the room made up itself."""
    return replace(_card(Seat(code)), authority=authority_said(Seat(code))) if code in set(Seat) else None


def card_of(code: str, changed: Iterable[ChangedCard]) -> RoleCard:
    """The card of a function in this room: as the room changed it, else as it came; empty where neither says."""
    came = role_card(code) or RoleCard()
    own = next((item for item in changed if item.code == code), None)
    if own is None:
        return came
    return RoleCard(
        mission=own.mission or came.mission,
        first=own.first[:FIRST_MOST] or came.first,
        deliverable=own.deliverable or came.deliverable,
        authority=own.authority or came.authority,
        spend_limit=own.spend_limit,
    )


def _card(seat: Seat) -> RoleCard:
    make = _COMMAND.get(seat) or _KNOWLEDGE.get(seat) or _OUTSIDE.get(seat) or _SUPPORT[seat]
    return make()


def _director() -> RoleCard:
    return RoleCard(
        _("Arbitrates, sets the intent and the objectives, decides the level and the end."),
        (
            _("Say the level and why."),
            _("Dictate the intent in two sentences."),
            _("Set at most three objectives for the period."),
            _("Name the coordinator, and who speaks outside."),
            _("Fix the hour of the next point."),
        ),
        _("Intent, objectives, signed decisions."),
    )


def _coordinator() -> RoleCard:
    return RoleCard(
        _("Runs the cell and its tempo, keeps one truth on the situation; resolves nothing in person."),
        (
            _("Call the functions in and have each one acknowledge."),
            _("Open the bridge, and have the log opened."),
            _("Give each action to one person, with a time."),
            _("Protect those who resolve from questions between points."),
            _("Hold the point, fifteen minutes at most."),
        ),
        _("Points of the situation, orders, list of what is blocked."),
    )


def _deputy() -> RoleCard:
    return RoleCard(
        _("Holds the clocks and the unanswered, ready to take over at once."),
        (
            _("Read the log from the start."),
            _("List what nobody has answered."),
            _("Call out clocks five minutes ahead."),
            _("Prepare the relief."),
            _("Take over when the coordinator leaves the room."),
        ),
        _("Handover card."),
    )


def _scribe() -> RoleCard:
    return RoleCard(
        _("Keeps the log and the register of decisions: who, what, when, from whom."),
        (
            _("Note the hour, those present, the level."),
            _("Write what is said, not what it may mean."),
            _("Mark what is to be verified."),
            _("Read each decision back to whoever took it."),
            _("Correct by a new entry, never otherwise."),
        ),
        _("Log, register of decisions."),
    )


def _situation() -> RoleCard:
    return RoleCard(
        _("Keeps the picture: impacts, services, figures, each with its source."),
        (
            _("Write the situation in five sentences."),
            _("Give each sentence its entries."),
            _("Count users, sites, countries touched."),
            _("Have doubtful figures verified."),
            _("Prepare the next point."),
        ),
        _("Situation report for each point."),
    )


def _anticipation() -> RoleCard:
    return RoleCard(
        _("Looks ahead: probable and worst case at +1 h, +4 h and +24 h."),
        (
            _("Write both cases for +1 h."),
            _("Name the sign that would start each."),
            _("Prepare the decision that it would call for."),
            _("Give each sign to somebody to watch."),
            _("Go on with +4 h and +24 h."),
        ),
        _("Cases with their signs and prepared decisions."),
    )


def _technical() -> RoleCard:
    return RoleCard(
        _("Diagnosis, options, ranges for the return to service, risks."),
        (
            _("Say what is known, what is supposed, what is unknown."),
            _("List what changed lately."),
            _("Ask for a change freeze where it helps."),
            _("Give one hypothesis to each expert, with a time limit."),
            _("Put options with their delay and their way back."),
        ),
        _("Options to decide, estimate as a range."),
    )


def _expert() -> RoleCard:
    return RoleCard(
        _("Carries out what the coordinator gives; reports conditions, actions, needs."),
        (
            _("Repeat the order, and say until when."),
            _("Look before you touch anything."),
            _("Keep logs and traces."),
            _("Report conditions, actions, needs at the hour agreed."),
            _("Say at once what you cannot do."),
        ),
        _("Reports of conditions, actions and needs."),
    )


def _security() -> RoleCard:
    return RoleCard(
        _("Malicious or not? Evidence and containment."),
        (
            _("Look for a sign of attack before the cause is said outside."),
            _("Secure logs and images."),
            _("Propose containment, with what it would break."),
            _("Watch emergency accesses."),
            _("Prepare what a notification would say."),
        ),
        _("Opinion on the cause, evidence kept."),
    )


def _communication() -> RoleCard:
    return RoleCard(
        _("Plans messages, has them approved, watches media and networks."),
        (
            _("Write the first holding message."),
            _("Have it approved, and say when the next one comes."),
            _("Line up what is said inside and outside."),
            _("Watch media and networks."),
            _("Correct what was wrong."),
        ),
        _("Plan of messages, register of what went out."),
    )


def _customers() -> RoleCard:
    return RoleCard(
        _("Writes and posts for customers once approved; brings back how many are touched."),
        (
            _("Ask the support desk for its figures."),
            _("Update the status page."),
            _("Give the support desk its words."),
            _("Note what was promised, to whom."),
            _("Bring the questions of large customers to the point."),
        ),
        _("Status page, words for support."),
    )


def _inside() -> RoleCard:
    return RoleCard(
        _("Calls people in, and keeps management and staff informed."),
        (
            _("Call the missing functions in."),
            _("Follow who acknowledged."),
            _("Send a short word to management."),
            _("Collect questions for the next point."),
            _("Keep visitors out of the room."),
        ),
        _("List of those called, words to management."),
    )


def _legal() -> RoleCard:
    return RoleCard(
        _("Keeps the register of legal clocks and the notifications; protects what is privileged."),
        (
            _("Qualify each regime, and write why."),
            _("Fix the moment of awareness, with its entry."),
            _("Draft the first notification."),
            _("Reread what goes out."),
            _("List contracts with deadlines."),
        ),
        _("Register of clocks, notifications with their receipts."),
    )


def _business() -> RoleCard:
    return RoleCard(
        _("Says what the business suffers, works degraded, and sets priorities."),
        (
            _("Name the processes that are stopped."),
            _("Start the degraded mode."),
            _("Say until when it holds."),
            _("Rank services by the harm their absence does."),
            _("Prepare catching up."),
        ),
        _("Impacts in figures, order of return."),
    )


def _spokesperson() -> RoleCard:
    return RoleCard(
        _("The only voice outside."),
        (
            _("Take the three messages from communication."),
            _("Say what is known, and nothing else."),
            _("Give the hour of the next word."),
            _("Refuse to guess."),
            _("Report every question that was asked."),
        ),
        _("Interviews held, questions received."),
    )


def _logistics() -> RoleCard:
    return RoleCard(
        _("Rooms, meals, transport, hotel, equipment."),
        (
            _("Open the room and the fallback room."),
            _("Check power, network, printer, paper."),
            _("Order food and drink for the next shift."),
            _("Book transport and rooms for the night."),
            _("List the equipment lent."),
        ),
        _("Plan of means."),
    )


def _people() -> RoleCard:
    return RoleCard(
        _("Reliefs, rest and support of those at work."),
        (
            _("Note when each one started."),
            _("Set the reliefs: eight hours, never more than twelve."),
            _("Have those who are past it go home."),
            _("Name somebody to talk to."),
            _("Check that no function depends on one person."),
        ),
        _("Plan of reliefs, hours worked."),
    )


def _vendors() -> RoleCard:
    return RoleCard(
        _("Tickets at vendors, escalation, their clocks."),
        (
            _("Open a ticket at the highest priority."),
            _("Note its number and its hour."),
            _("Ask for a technician on the bridge."),
            _("Escalate at the hour of the contract."),
            _("Keep every answer in writing."),
        ),
        _("List of tickets with their clocks."),
    )


def _finance() -> RoleCard:
    return RoleCard(
        _("Costs, insurance notice, urgent purchases."),
        (
            _("Open a cost code."),
            _("Check the delay to notify the insurer."),
            _("Raise the limits for urgent purchases."),
            _("Keep every receipt."),
            _("Estimate the loss by the hour."),
        ),
        _("Costs to date, insurance notice."),
    )


def _room() -> RoleCard:
    return RoleCard(
        _("The room works: displays, access, calm."),
        (
            _("Put the situation on the wall."),
            _("Keep the list of those present."),
            _("Let nobody in without a function."),
            _("Keep a printed copy up to date."),
            _("Have blank sheets and pens at hand."),
        ),
        _("A room that works, list of those present."),
    )


_COMMAND = {Seat.DIR: _director, Seat.COORD: _coordinator, Seat.ADJ: _deputy, Seat.MC: _scribe}
_KNOWLEDGE = {
    Seat.SIT: _situation,
    Seat.ANT: _anticipation,
    Seat.TECH: _technical,
    Seat.SME: _expert,
    Seat.SSI: _security,
    Seat.MET: _business,
}
_OUTSIDE = {
    Seat.COM: _communication,
    Seat.LCLI: _customers,
    Seat.LINT: _inside,
    Seat.JUR: _legal,
    Seat.PP: _spokesperson,
}
_SUPPORT = {
    Seat.LOG: _logistics,
    Seat.RH: _people,
    Seat.FOU: _vendors,
    Seat.FIN: _finance,
    Seat.CDS: _room,
}
