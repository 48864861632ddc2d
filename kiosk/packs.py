"""The nouns of content on its way in: packs, who signed them, why one is refused, and what it would change.

Frozen values, like those of `model`: nothing here opens a file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, unique
from pathlib import Path

from kiosk.model import Article, BlockKind

# ---- who signs, who approves --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Key:
    """A public signing key, and what staff call whoever holds it."""

    name: str
    public: bytes
    """32 bytes, Ed25519."""
    fingerprint: str
    """24 digits in groups of four, to be compared by eye or ear: `1234 5678 ...`."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Who answers for a text of the clinic's."""

    by: str
    role: str
    on: date


# ---- packs --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PackedFile:
    path: str
    """In the pack: `articles/leukopenia.md`."""
    size: int
    """Bytes."""
    sha256: str
    """Hex, small letters."""


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """What the manifest says of an article; the article itself is a file of the pack."""

    id: str
    title: str
    language: str
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack says of itself; every word of it is signed. `docs/pack-format.md` tells how it is written."""

    content_version: int
    """Counts up with everything that one key signs: a pack is never replaced by an older one of the same signer."""
    created: date
    articles: tuple[PackedArticle, ...]
    removes: tuple[str, ...]
    """Ids of articles that go."""
    files: tuple[PackedFile, ...]
    minimum_kiosk: str = "0.1.0"
    valid_until: date | None = None
    notices: Approval | None = None
    """Who approved the clinic's own notices that come along; None where there are none, or nobody has."""
    encoder: str = ""
    """Fingerprint of the encoder that made the vectors in it; empty: there are none."""
    format: int = 1


@unique
class PackProblem(StrEnum):
    """Why a pack is refused. Each has a line in assets/messages, `import.refused.<problem>`."""

    # the file
    NOT_A_PACK = "not_a_pack"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    """Some of its bytes are not what they were."""
    COMPRESSED = "compressed"
    """Its files are packed tightly, as in a zip bomb; those of a pack lie in it as they are."""
    TOO_LARGE = "too_large"
    TOO_MANY_FILES = "too_many_files"
    NESTED = "nested"
    """An archive within the archive, or any other kind of file that no pack holds."""
    DUPLICATE_FILE = "duplicate_file"
    CASE_TWINS = "case_twins"
    PATH_ESCAPE = "path_escape"
    LINK = "link"
    DEVICE_NAME = "device_name"
    BAD_NAME = "bad_name"
    NUL_IN_NAME = "nul_in_name"
    BAD_TEXT = "bad_text"
    """Not UTF-8."""

    # what it says of itself
    BAD_MANIFEST = "bad_manifest"
    MISSING_FILE = "missing_file"
    """The manifest names a file that isn't there."""
    UNLISTED_FILE = "unlisted_file"
    """There is a file that the manifest doesn't name."""
    WRONG_SIZE = "wrong_size"
    WRONG_HASH = "wrong_hash"

    # who says so
    UNSIGNED = "unsigned"
    BAD_SIGNATURE = "bad_signature"
    UNKNOWN_SIGNER = "unknown_signer"
    REVOKED_SIGNER = "revoked_signer"

    # whether it is wanted
    OTHER_FORMAT = "other_format"
    NEEDS_NEWER_KIOSK = "needs_newer_kiosk"
    OLDER_THAN_INSTALLED = "older_than_installed"
    VERSION_REUSED = "version_reused"
    """The same signer's same version, with other content."""
    EXPIRED = "expired"
    MADE_LATER = "made_later"
    """So long after today that one of the two clocks must be wrong."""

    # what stands in it
    BAD_ARTICLE = "bad_article"
    MISSING_GLYPHS = "missing_glyphs"
    """Letters that the kiosk's font can't draw."""

    # on the way
    STICK_GONE = "stick_gone"
    """Pulled out, or unreadable: EIO, ENOTCONN, EPERM and the like."""
    NO_ROOM = "no_room"
    DISK_FAULT = "disk_fault"
    """The kiosk's own disk."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a pack doesn't come in; the library is as it was."""

    problem: PackProblem
    pack: str
    """Its file's name."""
    file: str = ""
    """In the pack; empty where it is about the pack as a whole."""
    detail: str = ""
    """More, in plain words or figures: a version, a date, a line."""


# ---- what is installed, and what would change -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an installed article came from."""

    signer: str
    """The key's name when it was installed; `starters` for what came with the kiosk."""
    fingerprint: str = ""
    """Empty for starters."""
    content_version: int = 0
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Installed:
    article: Article
    origin: Origin


@unique
class Fate(StrEnum):
    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words that share a fate (never CHANGED: a changed word is one removed and one added)."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a section, word by word."""

    kind: BlockKind
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class SectionChange:
    section: str
    """Its id; empty: what is said of the article as a whole, its title, its other names, its source."""
    title: str
    fate: Fate
    lines: tuple[Line, ...] = ()
    """Empty for sections that stay the same."""


@dataclass(frozen=True, slots=True)
class ArticleChange:
    article: str
    """Its id; `notices/LANGUAGE` for the clinic's own words."""
    title: str
    fate: Fate
    sections: tuple[SectionChange, ...] = ()
    approval_before: str = ""
    """Who approved the text that is there now; empty: nobody, or there is none."""
    approval_after: str = ""
    beside: bool = False
    """Not the text: what lies beside it, its example questions, spoken forms, lines or vectors."""

    @property
    def is_words(self) -> bool:
        """The clinic's own, of the help screens."""
        return "/" in self.article


@dataclass(frozen=True, slots=True)
class Proposal:
    """A whole, signed, wanted pack on the kiosk's own disk: what staff are asked about."""

    pack: str
    """The file's name, as it was on the stick."""
    manifest: Manifest
    signer: Key
    changes: tuple[ArticleChange, ...]
    """Of every article of the pack, those that stay the same included; then those that it removes; then of the clinic's own words
    (`notices/LANGUAGE`) where some come along."""
    articles: tuple[Article, ...] = ()
    """As they would be installed: what a preview shows and says."""
    warnings: tuple[str, ...] = ()
    """Plain lines for staff: an article whose review is overdue, a signer seen for the first time."""


# ---- sticks and folders ---------------------------------------------------------------------


@unique
class SourceKind(StrEnum):
    STICK = "stick"
    FOLDER = "folder"
    """A folder that something else fills: Syncthing, rsync."""
    EXPORT = "export"
    """A stick labelled KIOSK-EXPORT (or KIOSKEXPORT): the only place that the kiosk writes to."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where packs and keys may come from: a removable drive that is there now, or a watched folder."""

    name: str
    """What staff read: the stick's label, or the folder's name."""
    folder: Path
    """Where it is mounted."""
    kind: SourceKind = SourceKind.STICK
    packs: tuple[Path, ...] = ()
    """Files that end in .kioskpack, newest first; not yet looked into."""
    keys: tuple[Path, ...] = ()
    """Files that end in .pub."""
    fault: str = ""
    """Why nothing can be read from it, in plain words; empty: it can."""


# ---- the state of the content, for staff ------------------------------------------------------


@unique
class Care(StrEnum):
    """What staff should see to. Each has a line in assets/messages, `staff.care.<care>`."""

    EXPIRED = "expired"
    """An article's pack is past its valid-until day: it stays, with a banner."""
    REVIEW_OVERDUE = "review_overdue"
    NOT_APPROVED = "not_approved"
    NOTICES_NOT_APPROVED = "notices_not_approved"
    SIGNER_REVOKED = "signer_revoked"
    """An installed article was signed by a key that counts no more."""
    CLOCK_WRONG = "clock_wrong"
    """The clock is behind the latest time ever seen."""
    LIBRARY_FAULT = "library_fault"
    NO_PIN = "no_pin"


@dataclass(frozen=True, slots=True)
class Concern:
    care: Care
    about: str = ""
    """An article's title, a key's name, a date."""


@dataclass(frozen=True, slots=True)
class ContentStatus:
    """What is installed now, as the staff screens show it."""

    installed: tuple[Installed, ...] = ()
    can_roll_back: bool = False
    expired: frozenset[str] = frozenset()
    """Ids of articles past their day: shown with a banner, never taken away."""
    concerns: tuple[Concern, ...] = ()
    keys: tuple[Key, ...] = ()
    """Whose signature counts."""
    notices: Approval | None = None
    """Who approved the clinic's own notices (urgent screens, "ask your care team"); None: nobody has."""

    @property
    def with_a_pin(self) -> ContentStatus:
        """Somebody has just chosen one."""
        return replace(self, concerns=tuple(each for each in self.concerns if each.care is not Care.NO_PIN))


UNKNOWN_YET = ContentStatus()
"""Before the library has told."""
