"""A document with a block of every kind, and what people do to it in a word processor."""

from __future__ import annotations

import io
import re
import zipfile

from warroom.reports.document import (
    BlankSheet,
    Column,
    Document,
    Facts,
    Line,
    Log,
    Paragraph,
    Picture,
    Question,
    Row,
    Section,
    SheetWords,
    Table,
    Tone,
)

NOON = 1_795_431_600_000
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200" viewBox="0 0 600 200">'
    '<rect width="600" height="200" fill="#eee"/><text x="20" y="60" font-family="Inter">Chronologie</text></svg>'
)
WORDS = SheetWords(
    "Feuille", "À remplir", "Date", "Incident", "autre", "Heure", "Qui", "À", ("tél.",), "vérifié", "Texte", "Par", "Vu"
)
SUMMARY = "Le service de paiement s’est arrêté à 14 h 02.\nIl a repris à 15 h 40, sans perte de données."
LINE = Line(
    "A-0001", "14:32", "14:40", "tardif", "fait marquant", "Léa → Host", "Panne confirmée", ("corrigée",), "lundi"
)


def a_document(*, exercise: bool = False, log: int = 2, title: str = "Retour d’expérience") -> Document:
    """Sections with codes, one of them with a part below it, and one block of each kind."""
    rows = (Row(("A-0001", "Bascule refusée")), Row(("A-0002", "Bascule faite"), Tone.LATE), Row(("A-0003", "—")))
    table = Table("Faits marquants", (Column("N°"), Column("Texte", 4)), rows)
    sections = (
        Section(
            "Synthèse",
            (Paragraph(SUMMARY), Paragraph("En retard", Tone.LATE), Paragraph("gris", Tone.MUTED)),
            code="summary",
        ),
        Section("Chronologie", (Picture(SVG, "Une chronologie"), table), code="timeline", new_page=True),
        Section("Ce qui reste", (Question("Qu’est-ce qui a tenu ?", 2), Paragraph("نص من غرفة الأزمات")), 2),
        Section("Journal", (Log("Toutes les entrées", ("a", "b"), [LINE] * log),), code="annexes"),
        Section("Feuilles", (BlankSheet("A-S01", ("A-001",), WORDS, 2),)),
    )
    return Document(
        name="review", title=title, subject="Panne de l’API", language="fr",
        facts=Facts((("Incident", "A-001"), ("Gravité", "SEV1"))), sections=sections, reference="A-RX01",
        marking="Diffusion restreinte", fingerprint="1234 5678", fingerprint_word="Journal 1234 5678",
        digest_word="Empreinte complète", page_words=("Page ", " sur "), watermark="EXERCICE" if exercise else "",
        watermark_sentence="Ceci est un exercice." if exercise else "", author="Léa Martin", made_at=NOON,
        escaped_note="",
    )  # fmt: skip


def part_of(docx: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return package.read(name).decode()


def with_parts(docx: bytes, **changed: str | None) -> bytes:
    """The package with other parts: `document="…"` stands for word/document.xml; None takes a part away."""
    wanted = {f"word/{name}.xml": body for name, body in changed.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, body in wanted.items():
            if body is not None:
                new.writestr(name, body)
    return out.getvalue()


def edited(docx: bytes, *changes: tuple[str, str]) -> bytes:
    """The document with pieces of its XML said otherwise, each of which must be there."""
    body = part_of(docx)
    for before, after in changes:
        assert before in body, before
        body = body.replace(before, after, 1)
    return with_parts(docx, document=body)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def came(text: str, who: str = "Noé Petit", when: str = "2026-11-24T09:00:00Z") -> str:
    return f'<w:ins w:id="901" w:author="{who}" w:date="{when}">{run(text)}</w:ins>'


def went(text: str, who: str = "Noé Petit", when: str = "2026-11-24T09:00:00Z") -> str:
    deleted = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:del w:id="902" w:author="{who}" w:date="{when}">{deleted}</w:del>'


def without_bookmarks(docx: bytes) -> bytes:
    return with_parts(docx, document=re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", part_of(docx)))
