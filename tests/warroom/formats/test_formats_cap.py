"""Alerts of CAP as files: read as senders write them, mended aloud, and never a way in for harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from warroom.domain.cap import Alert, digest, from_raw, standings, to_raw
from warroom.errors import Refusal
from warroom.formats.cap import Became, Outcome, read_alerts
from warroom.formats.detect import kind_of

SAMPLES = Path(__file__).parents[2] / "data" / "cap"
NS = "urn:oasis:names:tc:emergency:cap:1.2"


def alert(
    *,
    identifier: str = "A-1",
    sender: str = "alerts@example.org",
    sent: str = "2026-11-23T11:00:00+01:00",
    head: str = "<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>",
    info: str = "",
    ns: str = f' xmlns="{NS}"',
    more: str = "",
) -> str:
    told = info or (
        "<info><language>en-GB</language><category>Infra</category><event>Outage</event><urgency>Immediate</urgency>"
        "<severity>Severe</severity><certainty>Observed</certainty><headline>Power is out</headline></info>"
    )
    named = f"<identifier>{identifier}</identifier><sender>{sender}</sender><sent>{sent}</sent>"
    return f"<alert{ns}>{named}{head}{more}{told}</alert>"


def only(text: str | bytes) -> Outcome:
    (outcome,) = read_alerts(text.encode() if isinstance(text, str) else text).outcomes
    return outcome


def read(text: str | bytes) -> Alert:
    found = only(text).alert
    assert found is not None
    return found


def sample(name: str) -> list[Outcome]:
    return read_alerts((SAMPLES / name).read_bytes()).outcomes


def test_that_a_whole_alert_is_read_with_nothing_to_say_about_it() -> None:
    outcome = only(alert())
    assert (outcome.became, outcome.codes) == (Became.ACCEPTED, [])
    found = outcome.alert
    assert found is not None
    assert (found.version, found.sent, found.languages) == ("1.2", 1_795_428_000_000, ("en-GB",))
    assert found.key == "CAP alerts@example.org,A-1,2026-11-23T10:00:00Z"
    assert from_raw(to_raw(found)) == found


def test_that_a_signed_alert_in_two_languages_keeps_both_and_says_that_nobody_checked_the_signature() -> None:
    (outcome,) = sample("canada_signed.cap")
    found = outcome.alert
    assert found is not None
    assert found.signed
    assert outcome.codes == ["alert-signed"]
    assert found.languages == ("en-CA", "fr-CA")
    assert len(found.references) == 9
    assert {info.language for info in found.told_in("fr")[:1]} == {"fr-CA"}
    assert found.infos[1].areas[0].desc


def test_that_an_alert_inside_a_feed_is_the_same_alert() -> None:
    (outcome,) = sample("weather.atom")
    assert outcome.alert is not None
    assert (outcome.alert.version, outcome.alert.wrapped) == ("1.1", "atom")
    inside = alert()
    feed = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="text/xml">{inside}</content></entry></feed>'
    )
    escaped = inside.replace("&", "&amp;").replace("<", "&lt;")
    as_text = f"<rss><channel><item><description>{escaped}</description></item></channel></rss>"
    around = "urn:oasis:names:tc:emergency:EDXL:DE:1.0"
    edxl = f'<e:EDXLDistribution xmlns:e="{around}"><e:x>{inside}</e:x></e:EDXLDistribution>'
    assert {digest(read(text)) for text in (inside, feed, as_text, edxl)} == {digest(read(inside))}
    assert [read(text).wrapped for text in (inside, feed, as_text, edxl)] == ["", "atom", "rss", "edxl"]


def test_that_a_summary_in_a_feed_comes_in_as_a_summary_and_a_mere_address_does_not() -> None:
    (summary,) = sample("au-bom-en.rss.xml")
    assert summary.alert is not None
    assert summary.alert.summary_of.startswith("https://severeweather.wmo.int/")
    assert summary.codes == ["alert-summary"]
    (pointer,) = sample("earthquake_index.atom")
    assert (pointer.became, pointer.codes) == (Became.REFUSED, ["alert-pointer"])


def test_that_what_is_missing_is_said_and_the_warning_still_comes_in() -> None:
    (outcome,) = sample("invalid.cap")
    assert (outcome.became, outcome.reasons) == (Became.REPAIRED, ["What CAP demands is missing: scope."])
    assert [one.codes for one in sample("alertswiss-TEST-1163.xml")] == [["alert-not-actual", "alert-missing"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (alert(identifier=""), "alert-no-identity"),
        (alert(identifier="!"), "alert-no-identity"),
        (alert(sender=" "), "alert-no-identity"),
        (alert(sent="yesterday"), "alert-no-sent"),
        (alert(sent="9999-12-31T23:59:59-14:00"), "alert-no-sent"),
        (alert(head="<status>Draft</status><msgType>Alert</msgType><scope>Public</scope>"), "alert-draft"),
        (alert(info="<info><event> </event></info>"), "alert-says-nothing"),
    ],
)
def test_that_an_alert_that_nobody_could_act_on_stays_out_and_says_why(text: str, code: str) -> None:
    outcome = only(text)
    assert outcome.became is Became.REFUSED
    assert outcome.codes[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\n  \ufeff " + alert(), "alert-leading-space"),
        (alert(ns=""), "alert-namespace"),
        (alert(ns=' xmlns="urn:oasis:names:tc:emergency:cap:1.2:profile"'), "alert-namespace"),
        (alert(ns="").replace("<", "<cap:").replace("<cap:/", "</cap:"), "alert-prefix-unknown"),
        (alert() + "<more/>", "alert-after-the-end"),
        (alert(sent="2026-11-23T10:00:00Z"), "alert-time-form"),
        (alert(sent="2026-11-23 10:00"), "alert-zone"),
        (alert(sent="Mon, 23 Nov 2026 11:00:00 +0100"), "alert-time-form"),
        (alert(identifier="A 1"), "alert-bad-identifier"),
        (alert(head="<status>ACTUAL</status><msgType>Alert</msgType><scope>Public</scope>"), "alert-unknown-value"),
        (alert(more="<references>nobody</references>"), "alert-bad-reference"),
        (alert(info="<event>Outage</event><headline>Out</headline>"), "alert-flat"),
        (alert(info="<info><event>Out&lt;br/&gt;age</event></info>"), "alert-markup"),
        (alert(info="<info><event>Out\u202eage</event></info>"), "bidi-removed"),
    ],
)
def test_that_what_is_wrongly_written_is_read_and_said(text: str, code: str) -> None:
    outcome = only(text)
    assert outcome.became is Became.REPAIRED
    assert code in outcome.codes


def test_that_white_space_around_values_and_namespaces_does_no_harm() -> None:
    spaced = alert(ns=f" xmlns = '\n {NS} '").replace("<scope>Public", "<scope>\n Public ").replace("A-1", " A-1\t")
    assert only(spaced).codes == []
    assert read(spaced).key == read(alert()).key


def test_that_letters_are_read_as_they_were_meant() -> None:
    text = alert(info="<info><event>Panne générale – 水庫</event></info>")
    plain = alert(info="<info><event>Panne générale</event></info>")
    for encoded in (
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        ('<?xml version="1.0" encoding="utf-16"?>' + text).encode("utf-16-le"),
        ('<?xml version="1.0" encoding="utf-16"?>' + text).encode(),  # a lie that many programs tell
        ('<?xml version="1.0" encoding="GB18030"?>' + text).encode("gb18030"),
    ):
        assert read(encoded).infos[0].event == "Panne générale – 水庫"
    latin = ('<?xml version="1.0" encoding="ISO-8859-1"?>' + plain).encode("latin-1")
    lie = ('<?xml version="1.0" encoding="UTF-8"?>' + plain).encode("cp1252")
    assert [read(each).infos[0].event for each in (latin, lie)] == ["Panne générale"] * 2
    assert "charset-guessed" in only(lie).codes


@pytest.mark.parametrize("encoding", ["utf-7", "idna", "punycode", "unicode_escape", "zlib", "rot13", "nothing"])
def test_that_an_encoding_that_hides_letters_is_refused(encoding: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_alerts(f'<?xml version="1.0" encoding="{encoding}"?>{alert()}'.encode())
    assert refused.value.code == "xml-encoding"


BOMB = "".join(
    ['<!DOCTYPE a [<!ENTITY l0 "ha">']
    + [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    + ["]>", alert(identifier="&l9;")]
)
HOSTILE = {
    "entities that grow": BOMB,
    "a file of this laptop": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>{alert(identifier="&x;")}',
    "an address": f'<!DOCTYPE a SYSTEM "http://192.0.2.1/x.dtd">{alert()}',
    "a parameter entity": f'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]>{alert()}',
    "an empty document type": f"<!DOCTYPE alert>{alert()}",
    "the same in other letters": BOMB.encode("utf-16"),
    "the same with space before": "\n\n" + BOMB,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_that_a_document_type_is_refused_before_anything_is_read_of_it(name: str) -> None:
    text = HOSTILE[name]
    with pytest.raises(Refusal) as refused:
        read_alerts(text if isinstance(text, bytes) else text.encode())
    assert refused.value.code == "xml-doctype"


def test_that_the_attack_among_the_samples_is_refused_and_known_for_a_feed() -> None:
    data = (SAMPLES / "xee.atom").read_bytes()
    assert kind_of("xee.atom", data) == "cap"
    with pytest.raises(Refusal) as refused:
        read_alerts(data)
    assert refused.value.code == "xml-doctype"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<a>" * 200_000, "xml-too-deep"),
        (("<feed>" + "<x/>" * 150_000 + "</feed>").encode(), "xml-too-many"),
        (("<alert " + " ".join(f'a{n}="1"' for n in range(500)) + "/>").encode(), "xml-too-many"),
        (b"<alert>" + b" " * (9 * 1024 * 1024) + b"</alert>", "file-too-large"),
        (alert()[:-20].encode(), "xml-broken"),
        (alert(identifier="A\x0b1").encode(), "xml-broken"),
        (b"<alert>&nbsp;</alert>", "xml-broken"),
        (b"", "xml-broken"),
        (b"<html><body>no alert</body></html>", "no-alert"),
    ],
)
def test_that_what_is_huge_deep_cut_or_nothing_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_alerts(data)
    assert refused.value.code == code


def test_that_an_alert_of_enormous_texts_fits_into_a_record_of_a_room() -> None:
    outline = " ".join(f"{n % 90}.5,{n % 180}.25" for n in range(300))
    area = f"<area><areaDesc>{'x' * 900}</areaDesc>" + f"<polygon>{outline}</polygon>" * 3 + "</area>"
    pairs = f"<parameter><valueName>n</valueName><value>{'y' * 3_000}</value></parameter>" * 40
    info = f"<info><event>Flood</event><description>{'d' * 30_000}</description>{pairs}{area * 5}</info>"
    found = only(alert(info=info * 15))
    assert found.alert is not None
    assert found.became is Became.REPAIRED
    assert {"alert-cut", "text-cut", "alert-area-cut"} <= set(found.codes)
    assert len(str(to_raw(found.alert))) < 200_000
    assert from_raw(to_raw(found.alert)) == found.alert


def test_that_more_alerts_than_anybody_reads_are_cut_and_said() -> None:
    many = "".join(f"<entry>{alert(identifier=f'A-{n}')}</entry>" for n in range(510))
    found = read_alerts(f'<feed xmlns="http://www.w3.org/2005/Atom">{many}</feed>'.encode()).outcomes
    assert len(found) == 501
    assert found[-1].codes == ["alert-too-many"]


def test_that_only_the_sender_itself_updates_or_ends_an_alert() -> None:
    first = read(alert())
    about = "<references>alerts@example.org,A-1,2026-11-23T10:00:00-00:00</references>"
    ends = "<status>Actual</status><msgType>Cancel</msgType><scope>Public</scope>"
    end = read(
        alert(identifier="A-2", sent="2026-11-23T12:00:00+01:00", head=ends, more=about, info="<note>over</note>")
    )
    other = read(alert(identifier="B-1", sender="somebody@example.com", head=ends, more=about, info="<note>no</note>"))
    drill = read(alert(identifier="A-3", head=ends.replace("Actual", "Exercise"), more=about, info="<note>no</note>"))
    stands = standings([other, end, drill, first])
    assert stands[first.key].cancelled_by == [end.key]
    assert stands[end.key].refers_to == [first.key]
    assert not stands[other.key].is_over


def test_that_a_reference_a_few_seconds_off_still_finds_its_alert() -> None:
    first = read(alert())
    about = "<references>alerts@example.org,A-1,2026-11-23T11:00:48+01:00</references>"
    update = "<status>Actual</status><msgType>Update</msgType><scope>Public</scope>"
    later = read(alert(identifier="A-2", sent="2026-11-23T12:00:00+01:00", head=update, more=about))
    assert standings([first, later])[first.key].updated_by == [later.key]


@pytest.mark.parametrize(
    "raw",
    [
        {}, {"infos": 3}, {"identifier": 1, "sender": [], "sent": "x", "infos": [], "references": [], "codes": []},
        {**to_raw(read(alert())), "infos": ["x"]}, {**to_raw(read(alert())), "sent": 10**20},
    ],
)  # fmt: skip
def test_that_a_record_of_another_station_that_is_no_alert_is_none(raw: dict[str, object]) -> None:
    assert from_raw(raw) is None
