"""`selftest`, after the crisis: the sections of a review are found in the package, and a review is written of them."""

from __future__ import annotations

from warroom.cli.checks import Found
from warroom.clock import zone_of
from warroom.commands import OpenRex, WriteSection
from warroom.domain.rex import NEEDED, Heat
from warroom.reports.docx import docx_of
from warroom.reports.pdf import pdf_of
from warroom.reports.review import review_report
from warroom.reports.rex.registry import review_sections
from warroom.reports.subject import Asked, gather
from warroom.room import Room


def review(room: Room, incident: str) -> Found:
    """A review with every section that it cannot do without, as PDF and DOCX: packages lose what nobody imports."""
    codes = {one.code for one in review_sections()}
    rex = room.do(OpenRex(incident=incident, heat=Heat.COLD)).result()
    room.do(WriteSection(rex=rex.id, code="summary", text="Selftest")).result()
    asked = Asked(member=room.member, station="", now_ms=room.clock.now_ms(), zone=zone_of("UTC"), marking="")
    document = review_report(gather(room.views.within(()), incident, asked))
    is_whole = pdf_of(document).startswith(b"%PDF-") and docx_of(document).startswith(b"PK")
    is_whole &= set(NEEDED[Heat.COLD]) <= codes
    return Found(is_whole, f"{rex.number}, {len(codes)}")
