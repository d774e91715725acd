"""What somebody did to a review, as a delegation tells it."""

from __future__ import annotations

from warroom.words import _


def rex_acts() -> dict[str, str]:
    """Name of the command → what somebody did by it."""
    return {
        "OpenRex": _("opened a review"),
        "AmendRex": _("changed a review"),
        "ReadRules": _("read out the rules of a review"),
        "DropRex": _("dropped a review"),
        "ResumeRex": _("took a review up again"),
        "WriteSection": _("wrote in a review"),
        "MarkSection": _("marked a section of a review"),
        "AddSection": _("added a section to a review"),
        "RemoveSection": _("took a section of a review away"),
        "AddNote": _("added a statement to a review"),
        "AmendNote": _("changed a statement of a review"),
        "RemoveNote": _("took a statement of a review away"),
        "AskApproval": _("asked for a review to be approved"),
        "GiveApproval": _("approved a review"),
        "SendBack": _("sent a review back"),
    }
