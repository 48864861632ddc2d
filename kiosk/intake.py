"""The way of a pack from a stick to the visitors, step by step; each step can be refused, and then nothing has changed. The command
line takes these steps one after the other, the import desk on a thread of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from kiosk import __version__, parts
from kiosk.caveats import Caveats, spoken_forms_in
from kiosk.content import Library, care, notices
from kiosk.content.bringing import bring, checked, forget
from kiosk.content.changes import changes, notices_change, signed
from kiosk.content.generation import parsed
from kiosk.content.keyring import Keyring
from kiosk.content.names import id_of, lies_beside
from kiosk.content.pack import OpenPack, open_pack
from kiosk.content.staged import Staged
from kiosk.content.trust import NOTICES, digests_of, judge, marked_as
from kiosk.content.undone import Undone
from kiosk.context import Context
from kiosk.errors import ContentError, KeyFileError
from kiosk.events import ImportStep
from kiosk.model import Article
from kiosk.packs import ArticleChange, ContentStatus, Fate, Key, PackedFile, PackProblem, Proposal, Refusal
from kiosk.speech.lexicon import Lexicon

Move = Callable[[ImportStep, int, int], object]
"""Gets the step, how much of it is done, and of how much."""
Prepare = Callable[[Staged, Move], object]
"""Makes ready what visitors will need of content that is about to count."""


def nobody_looks(step: ImportStep, done: int, total: int) -> None:
    """For whoever shows no progress."""


def nothing(staged: Staged, move: Move) -> None:
    """For whoever prepares nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an installation."""

    refusal: Refusal | None = None
    changed: bool = True
    """False: all of it was installed already."""


class Intake:
    """Joins trust, library and clock. One thread uses it at a time; the library's lock keeps other processes out."""

    def __init__(
        self, context: Context, library: Library, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.library = library
        self.keyring = Keyring(context.home / "trust")
        self._context = context
        self._now = now
        self._days = parts.days(context)
        self._messages = parts.messages(context)
        self._caveats = Caveats(library, self._messages, parts.languages(context))
        self._undone = Undone(context.home / "library" / "undone.json")

    # ---- a pack

    def bring(
        self, source: Path, move: Move = nobody_looks, is_wanted: Callable[[], bool] = lambda: True
    ) -> Path | Refusal:
        """Our own copy, read back; `forget` it in the end. Raises Unwanted, LibraryError."""
        self.library.keep_incoming()
        copy: Path | Refusal | None = None
        try:
            copy = bring(
                source, self.library.incoming, lambda done, total: move(ImportStep.COPYING, done, total), is_wanted
            )
            if isinstance(copy, Path):
                move(ImportStep.CHECKING, 0, 0)
                copy = checked(copy) or copy
            return copy
        finally:
            if not isinstance(copy, Path):
                self.library.free_incoming()

    def propose(self, copy: Path, move: Move = nobody_looks) -> Proposal | Refusal:
        """What it would change. Raises KeyFileError where the trusted keys can't be read."""
        pack = open_pack(copy)
        if isinstance(pack, Refusal):
            return pack
        with pack:
            signer = self._judged(pack)
            if isinstance(signer, Refusal):
                return signer
            try:
                after = []
                for done, each in enumerate(pack.manifest.articles):
                    move(ImportStep.CHECKING, done, len(pack.manifest.articles))
                    after.append(parsed(pack.read(f"articles/{each.id}.md"), f"{each.id}.md"))
            except ContentError:  # said better, and in full, by staging
                staged = self.library.stage(pack, signer)
                if isinstance(staged, Refusal):
                    return staged
                self.library.discard(staged)
                raise
            before = {article.id: article for article in self.library.articles}
            told = (
                *map(partial(self._with_what_lies_beside, pack), changes(before, after, pack.manifest.removes)),
                *self._new_words(pack),
            )
            today = self._days.today(self._now(), self.library.newest)
            warnings = self._caveats.of(pack, signer, after, today)
            return Proposal(pack.name, pack.manifest, signer, told, tuple(after), warnings)

    def install(
        self,
        copy: Path,
        taken: Collection[str] | None = None,
        move: Move = nobody_looks,
        prepare: Prepare = nothing,
        *,
        proposal: Proposal,
        by_itself: bool = False,
    ) -> Outcome:
        """Stage, prepare, switch: just what was proposed, `taken` of it (articles by id, the clinic's words by `notices/LANGUAGE`;
        None: all). `by_itself`: no staff have asked for it. Raises LibraryError, KeyFileError; whatever `prepare` raises, nothing
        has changed."""
        pack = open_pack(copy)
        if isinstance(pack, Refusal):
            return Outcome(pack)
        with pack:
            if (pack.manifest, pack.public) != (proposal.manifest, proposal.signer.public):
                return Outcome(Refusal(PackProblem.DAMAGED, pack.name))
            signer = self._judged(pack)
            if isinstance(signer, Refusal):
                return Outcome(signer)
            if self._is_there(pack, signer, taken):
                return Outcome(changed=False)
            staged = self.library.stage(
                pack,
                signer,
                taken,
                lambda done, total: move(ImportStep.READING, done, total),
                self._latest(),
                _read_in(proposal),
            )
        if isinstance(staged, Refusal):
            return Outcome(staged)
        self._switch(staged, move, prepare)
        if not by_itself:
            ids = {change.article for change in proposal.changes if change.fate is not Fate.SAME}
            wanted = ids if taken is None else ids & set(taken)
            self._undone.wanted_again(signer.fingerprint, wanted)
            self._undone.unwanted(signer.fingerprint, ids - wanted, proposal.manifest.content_version)
        return Outcome()

    def was_undone(self, proposal: Proposal) -> bool:
        """Staff have taken something of it back, in this version or a later one."""
        return self._undone.holds(proposal.signer.fingerprint, _ids(proposal), proposal.manifest.content_version)

    def _latest(self) -> date:
        """As far as a manifest may carry the calendar along: not at all, unless the clock itself can't be believed."""
        now, newest = self._now(), self.library.newest
        if self._days.is_wrong(now, newest):
            return date.max
        return self._days.today(now, newest) + timedelta(days=1)

    def _with_what_lies_beside(self, pack: OpenPack, change: ArticleChange) -> ArticleChange:
        """The same text may come with other questions, spoken forms, lines or vectors."""
        if change.fate is not Fate.SAME:
            return change
        brought = {each.path: each.sha256 for each in pack.manifest.files if lies_beside(each.path, change.article)}
        if brought == self.library.beside(change.article):
            return change
        return replace(change, fate=Fate.CHANGED, beside=True)

    def _new_words(self, pack: OpenPack) -> Iterator[ArticleChange]:
        """What the clinic's own words in it would change. Those that can't be read are refused when they are staged."""
        for path in pack.paths:
            language = id_of(path)
            if not path.startswith(NOTICES) or not (self._context.assets / "messages" / f"{language}.toml").is_file():
                continue
            with suppress(ValueError):
                brought = notices.read(pack.read(path))
                there = notices.load(self.library.notices_folder, language)
                before, after = (parts.notices_in(self._context, language, each.texts) for each in (there, brought))
                approvals = [signed(each.approval) if each.approval else "" for each in (there, brought)]
                title = self._messages.text("import.words")
                yield notices_change(marked_as(path), title, before, after, (approvals[0], approvals[1]))

    def _is_there(self, pack: OpenPack, signer: Key, taken: Collection[str] | None) -> bool:
        """Just this version of all that is wanted, and nothing is to go."""
        manifest = pack.manifest
        ids = {article.id for article in self.library.articles}
        notes = [
            each
            for each in manifest.files
            if each.path.startswith(NOTICES) and (taken is None or marked_as(each.path) in taken)
        ]
        wanted = {each.id for each in manifest.articles if taken is None or each.id in taken}
        gone = {id for id in manifest.removes if taken is None or id in taken}
        marks, digests = self.library.marks.get(signer.fingerprint, {}), digests_of(manifest)
        origins = {each.article.id: each.origin for each in self.library.installed}
        return (
            bool(wanted or gone or notes)
            and not gone & ids
            and all(self._shows(each) and marked_as(each.path) in marks for each in notes)
            and all(
                id in ids
                and origins[id].fingerprint == signer.fingerprint
                and (mark := marks.get(id)) is not None
                and (mark.version, mark.digest) == (manifest.content_version, digests[id])
                for id in wanted
            )
        )

    def _shows(self, notes: PackedFile) -> bool:
        """The clinic's notices that count are these, whoever brought them."""
        try:
            content = (self.library.notices_folder / Path(notes.path).name).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(content).hexdigest() == notes.sha256

    def _judged(self, pack: OpenPack) -> Key | Refusal:
        return judge(
            pack.name,
            pack.manifest,
            pack.public,
            keys=self.keyring.keys,
            revoked=self.keyring.revoked,
            marks=self.library.marks,
            today=self._days.today(self._now(), self.library.newest),
            kiosk_version=__version__,
        )

    # ---- what is there

    def roll_back(self, move: Move = nobody_looks, prepare: Prepare = nothing) -> None:
        """Raises LibraryError."""
        staged = self.library.stage_rollback()
        there, marks = {each.id for each in self.library.articles}, self.library.marks
        back = {each.id for each in staged.articles} - there
        self._switch(staged, move, prepare, lambda: self._undone.went_back(marks, staged.marks, back))

    def remove(self, article: str, move: Move = nobody_looks, prepare: Prepare = nothing) -> None:
        """Raises LibraryError."""
        staged = self.library.stage_removal(article)
        origin = next(each.origin for each in self.library.installed if each.article.id == article)
        self._switch(
            staged,
            move,
            prepare,
            lambda: self._undone.unwanted(origin.fingerprint, [article], origin.content_version),
        )

    def _switch(self, staged: Staged, move: Move, prepare: Prepare, note: Callable[[], object] = lambda: None) -> None:
        """`note`: what is to be remembered of it; before it counts, so that no power cut comes between."""
        try:
            prepare(staged, move)
            note()
        except BaseException:
            self.library.discard(staged)
            raise
        self.library.commit(staged)

    def forget(self, copy: Path) -> None:
        forget(copy)
        self.library.free_incoming()

    def spoken_forms(self, copy: Path) -> Mapping[str, Lexicon]:
        """Those of a pack that was proposed, by article."""
        pack = open_pack(copy)
        if isinstance(pack, Refusal):
            return {}
        with pack:
            return spoken_forms_in(pack)

    def status(self, pin_is_set: bool = True) -> ContentStatus:
        now, installed = self._now(), self.library.installed
        today = self._days.today(now, self.library.newest)
        keys, revoked, fault = self._keys()
        approval = parts.notices_approval(self._context, self.library)
        return ContentStatus(
            installed=installed,
            can_roll_back=self.library.can_roll_back,
            expired=care.expired(installed, today),
            concerns=care.concerns(
                installed,
                revoked=revoked,
                notices=approval,
                today=today,
                clock_is_wrong=self._days.is_wrong(now, self.library.newest),
                fault=fault or str(self.library.fault or self.library.damage),
                pin_is_set=pin_is_set,
            ),
            keys=keys,
            notices=approval,
        )

    def _keys(self) -> tuple[tuple[Key, ...], tuple[Key, ...], str]:
        try:
            return self.keyring.keys, self.keyring.revoked, ""
        except KeyFileError as error:
            return (), (), str(error)


def _read_in(proposal: Proposal) -> dict[str, Article]:
    """By the SHA-256 of their files: cutting a text into sentences once is enough."""
    sums = {each.path: each.sha256 for each in proposal.manifest.files}
    there = ((sums.get(f"articles/{article.id}.md"), article) for article in proposal.articles)
    return {sum: article for sum, article in there if sum}


def _ids(proposal: Proposal) -> set[str]:
    """Articles and removals by id, the clinic's words by `notices/LANGUAGE`."""
    return {change.article for change in proposal.changes}


def open_intake(context: Context, library: Library | None = None) -> Intake:
    return Intake(context, library or parts.library(context))
