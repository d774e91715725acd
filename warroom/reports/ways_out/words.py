"""Ways out in words."""

from __future__ import annotations

from warroom.reports.ways_out.said import Way
from warroom.words import _


def way_word(way: Way) -> str:
    """What comes of a way, as its box says it."""
    return {
        Way.READ_OUT: _("Script to read aloud and read-back sheet"),
        Way.POSTER: _("Posters, A4 and A3"),
        Way.QR: _("QR codes"),
        Way.SMS: _("SMS text"),
        Way.MAIL: _("One mail, both languages"),
        Way.MAIL_MERGE: _("One mail for each recipient"),
        Way.HTML: _("Web page (HTML)"),
        Way.MARKDOWN: _("Markdown"),
        Way.CAP: _("Common alert (CAP)"),
    }[way]
