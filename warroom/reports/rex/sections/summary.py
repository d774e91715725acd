"""What happened, in a few lines that stand alone."""

from __future__ import annotations

from warroom.domain.rex import Step
from warroom.domain.rex_state import RexFacts
from warroom.reports.document import Paragraph, Tone
from warroom.reports.rex.said import section_kept
from warroom.reports.rex.section import Blocks, ReviewSection
from warroom.reports.sentences import stated_in
from warroom.reports.subject import Subject
from warroom.reports.wording import counted
from warroom.words import _


def _blocks(subject: Subject, rex: RexFacts | None) -> Blocks:
    said = [Paragraph(item.line) for item in stated_in(subject)]
    kept = section_kept(rex, "summary")
    if not said and not (kept and kept.text.strip()):
        said.append(Paragraph(_("No summary has been written."), Tone.MUTED))
    if not subject.incident.status.is_over:
        time = subject.both(subject.asked.now_ms)
        unfinished = _("The incident is not closed: figures and lists are those of {time}.").format(time=time)
        said.append(Paragraph(unfinished, Tone.LATE))
    said.append(Paragraph(_("This report looks for causes in how work is organised, never for someone to blame.")))
    said.append(Paragraph(f"{subject.zone_sentence()} {counted(subject)}", Tone.MUTED))
    return tuple(said)


SECTION = ReviewSection(
    code="summary",
    order=100,
    step=Step.SCOPE,
    title=lambda: _("Summary"),
    hint=lambda: _("What happened, to whom, for how long, why, and what is done about it: half a page at most."),
    nouns=("incident", "sentence"),
    blocks=_blocks,
    holds=lambda subject: True,
)
