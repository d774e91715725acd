"""What proves an export folder: hashes as `sha256sum -c` reads them, the station's signature, and how to check both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from warroom.domain.ids import RecordId
from warroom.reports.subject import Subject
from warroom.words import _

MANIFEST = "MANIFEST.sha256"
SIGNATURE = "MANIFEST.sig"
VERIFY = "VERIFY.txt"
UNSIGNED = (MANIFEST, SIGNATURE)

# openssl alone, on any system with a shell: the key and the signature are taken out of the JSON by sed.
COMMANDS = r"""printf '%b' "$(sed -n 's/.*"public_key_pem": *"\([^"]*\)".*/\1/p' MANIFEST.sig)" > /tmp/warroom-key.pem
sed -n 's/.*"signature": *"\([^"]*\)".*/\1/p' MANIFEST.sig | openssl base64 -d -A > /tmp/warroom-signature.bin
openssl pkeyutl -verify -pubin -inkey /tmp/warroom-key.pem -rawin -in MANIFEST.sha256 \
  -sigfile /tmp/warroom-signature.bin"""


def manifest_of(hashes: Mapping[str, str]) -> bytes:
    """One line a file, sorted by name: `<sha256>  <path>`."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(hashes.items())).encode()


def instructions(
    subject: Subject,
    *,
    station_id: str,
    left_out: Mapping[RecordId, str],
    proof: Iterable[str] = (),
    redaction: Iterable[str] = (),
) -> bytes:
    """VERIFY.txt: how to check this folder without Warroom, in the language of the report."""
    incident = subject.incident
    of_table = _(
        "log.csv: a cell that a spreadsheet would compute (it begins with = + - @ or a tabulation) or that begins with "
        "an apostrophe has one apostrophe added in front; take it off to have the text as typed."
    )
    parts = [
        _("How to check this folder without Warroom"),
        "",
        f"{incident.number} · {_('EXERCISE') if incident.exercise else _('Real situation')}",
        _("Established: {time}").format(time=subject.both(subject.asked.now_ms)),
        _("Journal fingerprint: {fingerprint}").format(fingerprint=subject.fingerprint),
        _("Full hash of the journal (SHA-256): {digest}").format(digest=subject.digest),
        _("Signing station: {letter}, identity {id}").format(letter=subject.asked.station, id=station_id),
        "",
        *how_to_check(),
        *_followed(proof),
        _("About the files"),
        "",
        of_table,
        _("incident.json: everything, as typed, for programs."),
        _("The PDF writes signs that its fonts do not hold by their code; the other files hold them as typed."),
        _("attachments: content unchanged, names made safe. The names in the log are in incident.json."),
    ]
    if left_out:
        names = {file.id: file.name for file in subject.attachments}
        parts += ["", _("Left out"), ""]
        parts += [f"- {' '.join(names.get(record, record).split())}: {why}" for record, why in left_out.items()]
    parts += redaction
    return ("\n".join(parts) + "\n").encode()


def how_to_check() -> list[str]:
    """Three checks without Warroom: that no file was altered, that the list was not, and whose signature it is."""
    of_list = _(
        "2. That the list itself was not altered. MANIFEST.sig holds an Ed25519 signature over the exact bytes of "
        "MANIFEST.sha256, and so over every file it lists. With OpenSSL 3:"
    )
    of_person = _(
        "3. Whose signature it is. The signature proves the key, not the person: compare the identity above with the "
        "one that the station shows, by telephone or from a printed list."
    )
    return [
        _("1. That no file was altered. In this folder, on Linux or macOS:"),
        "",
        "sha256sum -c MANIFEST.sha256",
        "shasum -a 256 -c MANIFEST.sha256   (macOS)",
        "",
        _("On Windows, in PowerShell, compare each hash with its line of MANIFEST.sha256:"),
        "",
        "Get-ChildItem -Recurse -File | Get-FileHash -Algorithm SHA256",
        "",
        of_list,
        "",
        COMMANDS,
        "",
        _("The answer must be: Signature Verified Successfully."),
        "",
        of_person,
        "",
    ]


def _followed(lines: Iterable[str]) -> list[str]:
    """The lines and an empty one after them; nothing for none."""
    said = list(lines)
    return [*said, ""] if said else []
