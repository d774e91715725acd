"""What the holder of a function may decide alone, until a room says it in its own words (doctrine §2.1)."""

from __future__ import annotations

from warroom.domain.cells import Seat
from warroom.words import _


def authority_said(seat: Seat) -> str:
    """The authority of a function and its limit, in two sentences."""
    return {
        Seat.DIR: _("Decides the level, the objectives, what stops and what is spent. Gives no technical order."),
        Seat.COORD: _(
            "Gives orders to every function, fixes the tempo. Decides nothing that commits the organisation outside."
        ),
        Seat.ADJ: _("Everything the coordinator may, while they are away. Nothing beside them."),
        Seat.MC: _("Asks anybody to repeat. Decides nothing, and leaves nothing out."),
        Seat.SIT: _("Marks information as verified or refuted. Draws no conclusion on the cause."),
        Seat.ANT: _("Asks any function for figures. Proposes, and starts nothing."),
        Seat.TECH: _(
            "Chooses the diagnosis and gives work to the experts. What cannot be taken back is decided by the director."
        ),
        Seat.SME: _("Acts within the action given. Anything beyond it is asked for first."),
        Seat.SSI: _("May stop a change that destroys evidence. Isolating a service in use is decided by the director."),
        Seat.COM: _("Writes and lines up messages. Nothing goes out before it is approved."),
        Seat.LCLI: _("Posts approved messages. Promises no time of return of its own."),
        Seat.LINT: _("Calls people in from the list. Brings nobody else into the room."),
        Seat.JUR: _("Qualifies regimes and sends approved notifications. Advises on everything that goes out."),
        Seat.MET: _("Starts the degraded mode of their business. Does not change the order of return alone."),
        Seat.LOG: _("Orders what the people at work need, within the limit. Beyond it, asks."),
        Seat.RH: _("Sends home whoever is past their hours. Nobody overrules this but the director, in writing."),
        Seat.FOU: _("Opens and escalates tickets under contract. Orders nothing outside it alone."),
        Seat.FIN: _("Opens urgent purchases within the limit. Beyond it, the director decides."),
        Seat.PP: _("Speaks outside, within the approved message. Commits to nothing else."),
        Seat.CDS: _("Decides who is in the room. Does not speak for the cell."),
    }[seat]
