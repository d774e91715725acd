"""DOCX: what a word processor finds in it, and that another program opens it."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.warroom.reports.documents import a_document, part_of
from warroom.reports.document import Paragraph, Section
from warroom.reports.docx import docx_of

ORIGIN = {"rex": "ab" * 16, "number": "A-RX01", "version": "1"}


@pytest.fixture(scope="module")
def made() -> bytes:
    return docx_of(a_document(exercise=True), origin=ORIGIN)


def test_that_headings_captions_and_markings_are_real_styles(made: bytes) -> None:
    word = docx.Document(io.BytesIO(made))
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs if paragraph.style}

    assert styles["Retour d’expérience"] == "Title"
    assert styles["Synthèse"] == styles["Journal"] == "Heading 1"
    assert styles["Ce qui reste"] == "Heading 2"
    assert styles["Faits marquants"] == "Caption"
    assert styles["DIFFUSION RESTREINTE".capitalize()] == "Marking"
    assert styles["En retard"] == "Late"
    assert {style.name for style in word.styles} >= {"Title", "Heading 1", "Table Text", "Report Table", "Log Entry"}


def test_that_each_line_somebody_typed_is_a_paragraph_of_its_own(made: bytes) -> None:
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs]

    assert "Le service de paiement s’est arrêté à 14 h 02." in said
    assert "Il a repris à 15 h 40, sans perte de données." in said


def test_that_a_table_says_its_heading_on_every_page_and_has_its_caption_as_words(made: bytes) -> None:
    table = docx.Document(io.BytesIO(made)).tables[1]

    first = table.rows[0]._tr
    assert first.trPr is not None
    assert first.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells] == ["N°", "Texte"]
    caption = table._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption is not None
    assert caption.get(qn("w:val")) == "Faits marquants"


def test_that_a_picture_has_its_words(made: bytes) -> None:
    word = docx.Document(io.BytesIO(made))

    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "Une chronologie"
    assert round(shape.width.mm) == 174
    assert round(shape.height.mm) == 58


def test_that_the_file_says_what_it_is_and_in_which_language(made: bytes) -> None:
    about = docx.Document(io.BytesIO(made)).core_properties

    assert (about.title, about.author, about.language) == ("Retour d’expérience A-RX01", "Léa Martin", "fr-FR")
    assert (about.subject, about.identifier) == ("Panne de l’API", "ab" * 16)
    assert about.created is not None
    assert about.created.year == 2026
    assert 'w:lang w:val="fr-FR"' in part_of(made, "word/styles.xml")


def test_that_an_exercise_says_so_on_every_page_and_a_real_incident_does_not(made: bytes) -> None:
    header = docx.Document(io.BytesIO(made)).sections[0].header
    assert [paragraph.text for paragraph in header.paragraphs] == ["EXERCICE · Ceci est un exercice."]

    real = docx.Document(io.BytesIO(docx_of(a_document())))
    assert not any(paragraph.text for paragraph in real.sections[0].header.paragraphs)
    assert "EXERCICE" not in part_of(docx_of(a_document()))


def test_that_every_section_stands_in_a_bookmark_of_its_own(made: bytes) -> None:
    body = part_of(made)
    ends = [body.index(f'w:name="wr_{code}"') for code in ("summary", "timeline", "annexes")]

    assert ends == sorted(ends)
    assert body.count("<w:bookmarkStart") == body.count("<w:bookmarkEnd") == 3


def test_that_a_copy_to_edit_tracks_changes_and_one_to_read_does_not(made: bytes) -> None:
    assert "<w:trackRevisions/>" in part_of(made, "word/settings.xml")

    read = docx_of(a_document())
    assert "trackRevisions" not in part_of(read, "word/settings.xml")
    with pytest.raises(KeyError):
        part_of(read, "customXml/item1.xml")


def test_that_the_same_document_gives_the_same_bytes(made: bytes) -> None:
    assert docx_of(a_document(exercise=True), origin=ORIGIN) == made


def test_that_hostile_texts_stay_text() -> None:
    said = "<w:p/> & ]]> \u202eabc\x00\x0b\ud800 “fin” \ufffe"
    document = a_document(title=said)
    hostile = Section(said, (Paragraph(said),), code="../x y")

    made = docx_of(
        type(document)(
            **{name: getattr(document, name) for name in document.__dataclass_fields__} | {"sections": (hostile,)}
        ),
        origin={"rex": said},
    )

    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(made)).paragraphs]
    assert texts[1] == texts[-1]
    assert "‹U+202E›" in texts[-1]
    assert "<w:p/> & ]]>" in texts[-1]


def test_that_libreoffice_opens_it_with_every_word(made: bytes, tmp_path: Path) -> None:
    soffice, pdftotext = shutil.which("soffice"), shutil.which("pdftotext")
    if soffice is None or pdftotext is None:
        pytest.skip("LibreOffice and pdftotext are not both installed: the DOCX is not opened by another program")
    (tmp_path / "review.docx").write_bytes(made)

    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    asked = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*asked, str(tmp_path / "review.docx")], check=True, capture_output=True, timeout=120)

    read = subprocess.run([pdftotext, str(tmp_path / "review.pdf"), "-"], check=True, capture_output=True, text=True)
    for words in (
        "Synthèse",
        "Il a repris à 15 h 40",
        "Bascule refusée",
        "Panne confirmée",
        "Feuille A-S01",
        "EXERCICE",
    ):
        assert words in read.stdout


def test_that_a_picture_with_a_thousand_words_still_becomes_a_pdf() -> None:
    from dataclasses import replace

    from tests.warroom.reports.documents import SVG
    from warroom.reports.document import Picture
    from warroom.reports.pdf import page_count, pdf_of

    long = Section("Chronologie", (Picture(SVG, "un mot 🌍 " * 10_000),))
    assert page_count(pdf_of(replace(a_document(), sections=(long,)))) == 1
