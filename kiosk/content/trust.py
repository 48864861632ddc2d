"""Whether a pack counts, decided without opening anything. The rules, in the order in which they are asked:

1. The signer's key is one that staff have added (UNKNOWN_SIGNER), and have not taken away (REVOKED_SIGNER).
2. This kiosk is new enough for it (NEEDS_NEWER_KIOSK). Its format was looked at when it was read (OTHER_FORMAT).
3. It wasn't made long after today (MADE_LATER): installed, it would carry the kiosk's calendar along.
4. Its valid-until day is not over (EXPIRED), by the latest day that this kiosk has ever seen: a clock set back brings nothing back.
5. Nothing in it, and nothing that it removes, was installed in a later version of the same signer's (OLDER_THAN_INSTALLED), nor in
   the same version with other words (VERSION_REUSED). Versions count up over all that one key signs; a removal is remembered. This
   holds for each article, and for the clinic's notices in each language.

Keys of different signers say nothing about each other's versions: a clinic that changes its key starts at 1 again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from packaging.version import Version

from kiosk.content.names import id_of
from kiosk.packs import Key, Manifest, PackProblem, Refusal

NOTICES = "notices/"
AHEAD = timedelta(days=400)
"""As far as the clock itself may leap: a kiosk may have stood in a cupboard for a year."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The latest that this kiosk has had of one article, or of the notices in one language, from one signer."""

    version: int
    digest: str
    """Of its files; empty: it was removed."""


Marks = Mapping[str, Mapping[str, Mark]]
"""By the signer's fingerprint, then by the article's id, or `notices/LANGUAGE`."""


def judge(
    pack: str,
    manifest: Manifest,
    public: bytes,
    *,
    keys: Sequence[Key],
    revoked: Sequence[Key],
    marks: Marks,
    today: date,
    kiosk_version: str,
) -> Key | Refusal:
    """The signer whom staff trust, or why not. `pack`: how the file is called."""

    def no(problem: PackProblem, detail: str) -> Refusal:
        return Refusal(problem, pack, detail=detail)

    if gone := _held(revoked, public):
        return no(PackProblem.REVOKED_SIGNER, gone.name)
    signer = _held(keys, public)
    if signer is None:
        from kiosk.content.keys import fingerprint

        return no(PackProblem.UNKNOWN_SIGNER, fingerprint(public))
    if Version(manifest.minimum_kiosk) > Version(kiosk_version):
        return no(PackProblem.NEEDS_NEWER_KIOSK, manifest.minimum_kiosk)
    if manifest.created - today > AHEAD:
        return no(PackProblem.MADE_LATER, str(manifest.created))
    if manifest.valid_until is not None and manifest.valid_until < today:
        return no(PackProblem.EXPIRED, str(manifest.valid_until))
    known = marks.get(signer.fingerprint, {})
    digests = digests_of(manifest)
    named = [*digests, *manifest.removes]
    for id in named:
        if (mark := known.get(id)) and mark.version > manifest.content_version:
            return no(PackProblem.OLDER_THAN_INSTALLED, f"{manifest.content_version} < {mark.version}")
    for id in named:
        if (mark := known.get(id)) and mark.version == manifest.content_version and mark.digest != digests.get(id, ""):
            return no(PackProblem.VERSION_REUSED, str(mark.version))
    return signer


def digests_of(manifest: Manifest) -> dict[str, str]:
    """What tells an article's content from any other: its files with their hashes. By id; notices by `notices/LANGUAGE`."""
    found: dict[str, list[str]] = {each.id: [] for each in manifest.articles}
    for file in manifest.files:
        found.setdefault(marked_as(file.path), []).append(file.sha256)
    return {id: " ".join(hashes) for id, hashes in found.items()}


def marked_as(path: str) -> str:
    """What of a pack its versions are counted for: an article is never called as notices are, for want of a stroke."""
    return f"{NOTICES}{id_of(path)}" if path.startswith(NOTICES) else id_of(path)


def _held(keys: Sequence[Key], public: bytes) -> Key | None:
    return next((key for key in keys if key.public == public), None)
