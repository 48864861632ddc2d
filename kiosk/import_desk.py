"""The import desk: what staff ask for at the screen, done on a thread of its own while visitors go on with the old content.

A matcher for the new content is opened, and what is heard first is rendered, before the content counts; then one rename, and from
the next question on the new matcher answers.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event as Flag

from kiosk import parts, sound_parts
from kiosk.content.bringing import Unwanted
from kiosk.content.keys import load_public
from kiosk.content.staged import Staged
from kiosk.context import Context
from kiosk.errors import KioskError
from kiosk.events import (
    ContentDone,
    ContentFailed,
    ContentStatusChanged,
    Event,
    ImportMoved,
    ImportStep,
    KeyRead,
    LibraryChanged,
    PackReady,
    PackRefused,
    StickFree,
    Ticket,
)
from kiosk.intake import Intake, Move
from kiosk.matching import Matcher
from kiosk.messages import Messages
from kiosk.packs import Key, Proposal, Refusal, Source, SourceKind
from kiosk.refusals import line
from kiosk.shift import Shift, Trouble
from kiosk.speech import Pronunciation
from kiosk.watched_folders import RETRY_S, Switch, WatchedFolders

log = logging.getLogger(__name__)

FEW = 10
"""So many changed articles have their first sentences rendered before they count; those of more, afterwards."""
VOICE_PATIENCE_S = 20.0
LOOK_S = 5.0
"""How often the desk looks whether a command has changed the content, and what day it is."""
SWITCHES_AGAIN_S = 60.0
"""After a switch to other content has come to nothing, until the next try."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the desk does to the rooms that serve visitors."""

    renew_matcher: Callable[[Matcher], object]
    speak_ahead: Callable[[Sequence[str], Collection[str], Callable[[int, int], object]], object]
    """Render these texts; all that may be kept; progress."""
    renew_voice: Callable[[], object]
    """The spoken forms and the repertoire are now those of the library."""
    try_voice: Callable[[Pronunciation, str], object]
    """These spoken forms of this language hold until `renew_voice`: what is proposed is heard as it would be."""
    export: Callable[[Path], object]
    """Counts and logs into this folder. Raises KioskError."""
    pin_is_set: Callable[[], bool]


class ImportDesk:
    """Importing. One thing at a time."""

    def __init__(
        self,
        context: Context,
        intake: Intake,
        messages: Messages,
        hands: Hands,
        post: Callable[[Event], object],
        is_idle: Callable[[], bool] = lambda: True,
        retry_s: float = RETRY_S,
    ) -> None:
        self._context = context
        self._intake = intake
        self._messages = messages
        self._hands = hands
        self._post = post
        self._jobs: SimpleQueue[tuple[Ticket, Callable[[Ticket], None]] | None] = SimpleQueue()
        self._busy = False
        self._copy: Path | None = None
        self._proposal: Proposal | None = None
        self._key: Key | None = None
        self._wanted = Flag()
        self._for_export: frozenset[Path] = frozenset()
        self._matcher: Matcher | None = None
        """Opened for content that is about to count."""
        self._folders = WatchedFolders(
            intake,
            context.settings.sticks.auto_install,
            Switch(self._prepare, self._switched, self._drop_matcher),
            lambda refusal: line(refusal, messages),
            is_idle,
            retry_s,
        )
        self._voice_is_tried = False
        self._last: Event | None = None
        """What a job comes to: told when the desk is free again."""
        self._shown = intake.library.generation
        """What visitors have before them."""
        self._switches_again_at = 0.0
        self._closing = False
        self._shift = Shift("import desk", lambda _: self._work())

    # ---- Importing

    def bring(self, ticket: Ticket, pack: Path) -> None:
        self._put(ticket, lambda at: self._bring(at, pack), self._wanted.set)

    def install(self, ticket: Ticket, articles: Collection[str]) -> None:
        self._put(ticket, lambda at: self._install(at, frozenset(articles)))

    def forget(self) -> None:
        self._wanted.clear()
        self._jobs.put((0, lambda _: self._forget()))

    def roll_back(self, ticket: Ticket) -> None:
        self._put(ticket, lambda at: self._changed(at, lambda: self._intake.roll_back(self._mover(at), self._prepare)))

    def remove(self, ticket: Ticket, article: str) -> None:
        self._put(
            ticket, lambda at: self._changed(at, lambda: self._intake.remove(article, self._mover(at), self._prepare))
        )

    def read_key(self, ticket: Ticket, file: Path) -> None:
        self._put(ticket, lambda at: self._read_key(at, file))

    def add_key(self, ticket: Ticket, name: str) -> None:
        self._put(ticket, lambda at: self._add_key(at, name))

    def revoke_key(self, ticket: Ticket, name: str) -> None:
        self._put(ticket, lambda at: self._told(at, lambda: self._intake.keyring.revoke(name)))

    def export(self, ticket: Ticket, folder: Path) -> None:
        if folder in self._for_export:  # no other stick is ever written to
            self._put(ticket, lambda at: self._told(at, lambda: self._hands.export(folder)))
        else:
            self._post(ContentFailed(ticket, self._messages.text("import.nothing_brought")))

    # ---- the rest of the house

    def noticed(self, sources: tuple[Source, ...]) -> None:
        """What lies in watched folders may install itself, where the clinic has said so for its signer."""
        self._folders.packs = tuple(
            pack for source in sources if source.kind is SourceKind.FOLDER for pack in source.packs
        )
        self._for_export = frozenset(source.folder for source in sources if source.kind is SourceKind.EXPORT)
        self._jobs.put((0, lambda _: self._folders.install()))

    def look(self) -> None:
        """Tell how things stand; switch where a command has changed the content."""
        if not self._busy:
            self._jobs.put((0, lambda _: self._look()))

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def close(self) -> None:
        self._shift.leave()
        self._closing = True
        self._wanted.clear()
        self._jobs.put(None)
        self._shift.close(10)

    # ---- on the desk's thread

    def _put(self, ticket: Ticket, job: Callable[[Ticket], None], before: Callable[[], object] = lambda: None) -> None:
        """`before` is done at once, where the job will be."""
        if self._busy:
            self._post(ContentFailed(ticket, self._messages.text("import.busy")))
            return
        self._busy = True
        before()
        self._jobs.put((ticket, job))

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            ticket, work = job
            failed: ContentFailed | None = None
            try:
                work(ticket)
            except KioskError as error:
                failed = ContentFailed(ticket, " ".join(str(error).split()))
            except Exception as error:  # the barrier of this thread: one import must not take the desk along
                log.exception("The import desk stumbled")
                failed = ContentFailed(ticket, self._messages.text("import.fault", kind=type(error).__name__))
            self._drop_matcher()
            if ticket:
                self._busy = False  # before anybody is told: the next wish may come at once
            last, self._last = failed or self._last, None
            if last is not None:
                self._post(last)

    def _mover(self, ticket: Ticket) -> Move:
        return lambda step, done, total: self._post(ImportMoved(ticket, step, done, total))

    def _bring(self, ticket: Ticket, pack: Path) -> None:
        self._forget()
        try:
            copy = self._intake.bring(pack, self._mover(ticket), lambda: self._wanted.is_set() and not self._closing)
        except Unwanted:
            self._last = ContentFailed(ticket, self._messages.text("import.nothing_brought"))
            return
        if isinstance(copy, Refusal):
            self._last = PackRefused(ticket, copy)
            return
        self._copy = copy
        self._post(StickFree(ticket))
        proposal = self._intake.propose(copy, self._mover(ticket))
        if isinstance(proposal, Refusal):
            self._forget()
            self._last = PackRefused(ticket, proposal)
            return
        self._proposal = proposal
        if forms := self._intake.spoken_forms(copy):
            library = self._intake.library
            for language in parts.languages(self._context):
                if any(article.is_in(language) for article in proposal.articles):
                    said = sound_parts.pronunciation(self._context, library, proposal.articles, forms, language)
                    self._hands.try_voice(said, language)
            self._voice_is_tried = True
        self._last = PackReady(ticket, proposal)

    def _install(self, ticket: Ticket, articles: frozenset[str]) -> None:
        if self._copy is None or self._proposal is None:
            self._last = ContentFailed(ticket, self._messages.text("import.nothing_brought"))
            return
        try:
            outcome = self._intake.install(
                self._copy, articles, self._mover(ticket), self._prepare, proposal=self._proposal
            )
        finally:
            self._forget()
        if outcome.refusal:
            self._last = PackRefused(ticket, outcome.refusal)
            return
        if outcome.changed:
            self._switched()
        self._last = ContentDone(ticket)

    def _forget(self) -> None:
        if self._copy is not None:
            self._intake.forget(self._copy)
            self._copy = self._proposal = None
        if self._voice_is_tried:
            self._voice_is_tried = False
            self._hands.renew_voice()

    def _changed(self, ticket: Ticket, change: Callable[[], object]) -> None:
        change()
        self._switched()
        self._last = ContentDone(ticket)

    def _told(self, ticket: Ticket, deed: Callable[[], object]) -> None:
        deed()
        self._tell_status()
        self._last = ContentDone(ticket)

    def _read_key(self, ticket: Ticket, file: Path) -> None:
        self._key = load_public(file)
        self._last = KeyRead(ticket, self._key, self._intake.keyring.was_revoked(self._key))

    def _add_key(self, ticket: Ticket, name: str) -> None:
        if self._key is None:
            self._last = ContentFailed(ticket, self._messages.text("import.nothing_brought"))
            return
        key, self._key = self._key, None
        self._told(ticket, lambda: self._intake.keyring.add(key, name, again=True))  # they were told when it was shown

    # ---- before and after the switch

    def _prepare(self, staged: Staged, move: Move) -> None:
        """Raises KioskError: then nothing has changed."""
        move(ImportStep.LEARNING, 0, 0)
        self._matcher = parts.matcher(self._context, staged)
        self._matcher.open_others()  # while the old one still answers, and hears emergencies in every language
        self._speak_ahead(staged, move)

    def _drop_matcher(self) -> None:
        """The content that it was opened for counts by now, or doesn't after all; and it weighs a hundred megabytes."""
        self._matcher = None

    def _speak_ahead(self, staged: Staged, move: Move) -> None:
        now = {article.id: article for article in self._intake.library.articles}
        changed = [article for article in staged.articles if now.get(article.id) != article]
        if not changed or len(changed) > FEW:
            return
        first, content = sound_parts.repertoire(tuple(changed), self._messages)
        _, kept = sound_parts.repertoire(self._intake.library.articles, self._messages)
        spoken = Flag()

        def progress(done: int, total: int) -> None:
            move(ImportStep.SPEAKING, done, total)
            if done == total:
                spoken.set()

        self._hands.speak_ahead(first, content | kept, progress)
        spoken.wait(VOICE_PATIENCE_S)  # a voice that takes longer goes on in the background

    def _switched(self) -> None:
        """The library has other content: everybody who serves visitors goes along."""
        library = self._intake.library
        self._switches_again_at = time.monotonic() + SWITCHES_AGAIN_S
        if self._matcher is None:
            self._matcher = parts.matcher(self._context, library)
        self._hands.renew_matcher(self._matcher)
        self._matcher = None
        self._hands.renew_voice()
        self._post(LibraryChanged(library.articles))
        self._shown = library.generation  # only now: what came to nothing is tried again
        self._tell_status()

    def _tell_status(self) -> None:
        self._post(ContentStatusChanged(self._intake.status(self._hands.pin_is_set())))

    def _look(self) -> None:
        library = self._intake.library
        if library.changed_on_disk():
            library.read_again()
        is_behind = library.generation != self._shown  # also where a deed that came to nothing has found it changed
        if is_behind and time.monotonic() >= self._switches_again_at:
            self._switched()
        else:
            self._tell_status()
        self._folders.install()
