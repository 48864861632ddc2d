"""The kiosk as a parts list: settings -> rooms -> session -> window; and the order in which they start and close."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from kiosk import parts, recent_log, sound_parts, support, thrift, watch
from kiosk.content import notices
from kiosk.context import Context
from kiosk.doctor import Running, examine
from kiosk.doctor.desk import Examiner
from kiosk.errors import DisplayMissingError, SettingsError
from kiosk.events import Event, SourcesChanged, Tick
from kiosk.hearing import Microphone, Recogniser, open_listener
from kiosk.import_desk import LOOK_S, Hands, ImportDesk
from kiosk.intake import Intake
from kiosk.keeper import AFTER_CRASH
from kiosk.keeper.policy import Why
from kiosk.mailbox import Mailbox
from kiosk.matching import Matcher, open_asker
from kiosk.notify import tell
from kiosk.session import Session
from kiosk.settings import Keys
from kiosk.speech import Speaker, open_headphones, open_reader
from kiosk.staff import open_alert, open_counts, open_guard
from kiosk.sticks import open_watcher
from kiosk.tally import Fault
from kiosk.ui import fault_in_window, has_display, prepare
from kiosk.watch import Watch, Worker
from kiosk.weight import megabytes

log = logging.getLogger(__name__)

TICK_S = 0.5
STEP_S = 0.05
MM_AN_INCH = 25.4
MATCHER_S = 20.0
"""Longer than it takes to load, wherever."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the window is opened this time."""

    windowed: bool = False
    size: tuple[int, int] | None = None
    """Pixels; None: as the settings say."""
    offscreen: bool = False
    """Draw where nobody sees it: for machines without a display."""


class Kiosk:
    """Everything that runs. Built closed, opened by `run`, closed by `close` whatever happened between."""

    def __init__(
        self,
        context: Context,
        look: Look,
        microphone: Microphone | None = None,
        speaker: Speaker | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`microphone`, `speaker`: in place of those of the settings. `clock`: seconds, by which visits last; `wall_clock`: what
        day it is, perhaps wrongly."""
        thrift.be_thrifty()
        if not look.offscreen and not has_display():
            raise DisplayMissingError(
                "There is no display to draw on. Start the kiosk where a screen is (or set DISPLAY); "
                "`script/run --demo` works without one."
            )
        size = look.size or context.settings.screen.width_height
        fullscreen = context.settings.screen.fullscreen and not (look.windowed or look.size or look.offscreen)
        self._end_asked = False
        _on_end(self._end)  # before there is a window: it would take the signal for a finger on its "x"
        prepare(context.home, size, fullscreen=fullscreen, offscreen=look.offscreen)
        if fault := fault_in_window():
            raise DisplayMissingError(
                f"The display can't be drawn on: {fault}. May this user (XAUTHORITY)? `script/run --demo` works without one."
            )
        from kiosk.ui.theme import Theme  # only now: Kivy reads its environment when it is first imported
        from kiosk.ui.window import KioskApp

        recent_log.keep()
        self._context = context
        self._clock = clock
        settings = context.settings
        self._can_match = threading.Event()
        self.mailbox = Mailbox()
        self.library = parts.library(context)
        resting = settings.screen.language
        self.languages = parts.languages(context)
        others = [language for language in self.languages if language != resting]
        for language in settings.screen.offered:
            if why := parts.why_not_offered(context, language):
                log.warning("%s", why)
        self.texts = {language: parts.messages(context, self.library, language) for language in self.languages}
        """By language, in the order in which visitors choose."""
        self.messages = self.texts[resting]
        post = self.mailbox.post
        self._reader = open_reader(
            lambda: sound_parts.voice(context),
            speaker or sound_parts.speaker(context),
            context.assets / "sounds",
            post,
            lexicon=sound_parts.pronunciation(context, self.library),
            clips=sound_parts.clips(context),
            language=resting,
            others={language: sound_parts.tongue(context, self.library, language) for language in others},
        )
        self._speak_ahead()
        self._listener = open_listener(
            self._recogniser,
            microphone or sound_parts.microphone(context),
            lambda: sound_parts.hints(self.library.articles, resting),
            self._reader.silent_for_s,
            post,
            longest_s=settings.hearing.longest_s,
            longest_without_words_s=settings.hearing.longest_without_words_s,
            on_dropped=sound_parts.unheard(context).add,
            language=resting,
            others={language: sound_parts.ear(context, lambda: self.library.articles, language) for language in others},
        )
        self._asker = open_asker(self._matcher, post)
        self._guard = open_guard(context.home / "staff", post, clock)
        self.counts = open_counts(parts.counts(context), post, *parts.counting_days(context, wall_clock))
        if os.environ.get(AFTER_CRASH):
            self.counts.add_fault(Fault.CRASH)
        intake = Intake(context, self.library, wall_clock)
        self._desk = ImportDesk(
            context,
            intake,
            self.messages,
            Hands(
                renew_matcher=self._asker.renew,
                speak_ahead=self._reader.prepare,
                renew_voice=self._renew_voice,
                try_voice=self._reader.renew,
                export=lambda folder: support.export(context, intake.status(), folder),
                pin_is_set=lambda: self._guard.is_set,
            ),
            post,
            is_idle=lambda: self.session.is_idle,
        )
        self._examiner = Examiner(lambda: examine(context, running=self._knows_of_itself()), post)
        self.session = Session(
            self.library.articles,
            speaking=self._reader,
            listening=self._listener,
            asking=self._asker,
            alerting=open_alert(settings.urgent.alert_command, post),
            messages=self.texts,
            timing=parts.timing(context),
            usual=parts.manner(context),
            importing=self._desk,
            guarding=self._guard,
            counting=self.counts,
            examining=self._examiner,
        )
        self._watcher = open_watcher(
            Path(settings.sticks.mount_folder), [Path(each) for each in settings.sticks.drop_folders], self._noticed
        )
        self._headphones = open_headphones(post)
        self.window = KioskApp(
            self.session,
            assets=context.assets,
            theme=Theme(
                settings.screen.theme,
                settings.screen.text_scale,
                settings.screen.diagonal_inches * MM_AN_INCH,
                settings.screen.viewing_distance_cm * 10,
            ),
            keys=named(settings.keys),
            strike_s=settings.touch.double_strike_s,
            closable=look.windowed or look.size is not None,
            on_started=self._started,
            on_fault=lambda: self._watch.broke(),
        )
        self.window.theme.mark_word = settings.reading.mark_word
        self.window.theme.mark_sentence = settings.reading.mark_sentence
        self._every_frame: Callable[[], bool] | None = None
        self._is_well, self._told_ready = True, False
        self._watch = Watch(
            self._workers(),
            memory_mb=lambda: megabytes(os.getpid()),
            limit_mb=settings.watch.memory_mb,
            draw=self.window.ask_for_picture,
            is_idle=lambda: self.session.is_idle,
            ends=self._not_well,
            rest=thrift.tidy_up,
        )

    def run(self, every_frame: Callable[[], bool] | None = None) -> bool:
        """Blocks until the window is closed. `every_frame` is called some times a second; False closes the window. False: it is to
        be started again, for it was not well and could not heal that."""
        self._every_frame = every_frame
        try:
            self.window.run()
        finally:
            self.close()
        return self._is_well

    @property
    def has_tidied_up(self) -> bool:
        """Nobody is here, and what the last visitor needed has been given back."""
        return self._watch.has_tidied_up

    def hand(self) -> Any:
        """Somebody else's hand on the window: a demonstration's, a test's."""
        from kiosk.ui.hand import Hand

        return Hand(self.window.surface)

    def _matcher(self) -> Matcher:
        try:
            return parts.matcher(self._context, self.library)
        finally:
            self._can_match.set()

    def _recogniser(self) -> Recogniser | None:
        """Takes longest of all to load, and whoever speaks first must find their words: what answers goes first."""
        self._can_match.wait(MATCHER_S)
        try:
            return sound_parts.recogniser(self._context)
        finally:
            thrift.give_back()

    def _workers(self) -> list[Worker]:
        """Whom visitors can't do without first."""
        return [
            Worker("asker", self._asker, self._asker.heal),
            Worker("listener", self._listener, self._listener.heal),
            Worker("reader", self._reader),
            Worker("staff pin", self._guard, is_urgent=False),
            Worker("import desk", self._desk, is_urgent=False),
            Worker("stick watcher", self._watcher, is_urgent=False),
            Worker("headphones", self._headphones, is_urgent=False),
            Worker("counts", self.counts, is_urgent=False),
            Worker("doctor", self._examiner, is_urgent=False),
        ]

    def _not_well(self, _why: Why) -> None:
        self._is_well = False
        self.window.end()

    def _knows_of_itself(self) -> Running:
        matcher = self._asker.matcher
        return Running(
            hears=lambda: self.session.state.hearing,
            speaks=lambda: self.session.state.audible,
            matcher=lambda: matcher.name if matcher else None,
            reads_meaning=lambda: matcher is not None and matcher.reads_meaning,
        )

    def close(self) -> None:
        self._can_match.set()
        keeping = (self.counts, self._desk)  # what they still write must not wait for an engine that hangs
        noticing = (self._watcher, self._headphones, self._examiner, self._guard)
        for part in (*keeping, *noticing, self._listener, self._reader, self._asker):
            part.close()

    def _noticed(self, news: Event) -> None:
        """Staff see what a stick brings; what lies in a watched folder may install itself."""
        self.mailbox.post(news)
        if isinstance(news, SourcesChanged):
            self._desk.noticed(news.sources)

    def _renew_voice(self) -> None:
        """The content has changed: its words and the clinic's notices are said and kept as they are now."""
        for language, texts in self.texts.items():
            texts.replace(notices.load(self.library.notices_folder, language).texts)
            self._reader.renew(sound_parts.pronunciation(self._context, self.library, language=language), language)
        self._speak_ahead()

    def _speak_ahead(self) -> None:
        """What visitors hear first, in every language."""
        for language, texts in self.texts.items():
            self._reader.prepare(*sound_parts.repertoire(self.library.articles, texts), language=language)

    def _end(self) -> None:
        """Whoever started it has asked for its end; maybe before it has begun."""
        self._end_asked = True
        if hasattr(self, "window"):
            self.window.end()

    def _started(self) -> None:
        if self._end_asked:
            self.window.end()
            return

        self.window.on_picture(self._drawn)
        self.mailbox.on_post(self.window.soon(self._drain))
        self.window.every(watch.LOOK_S, self._watch.look)
        self.window.every(TICK_S, lambda: self.session.on(Tick(self._clock())))
        self.window.every(LOOK_S, self._desk.look)
        self._desk.look()
        if self._every_frame is not None:
            self.window.every(STEP_S, self._step)
        self.session.on(Tick(self._clock()))
        self._drain()

    def _drawn(self) -> None:
        self._watch.drawn()
        if not self._told_ready:
            self._told_ready = True
            tell(READY="1")

    def _step(self) -> None:
        if self._every_frame is not None and not self._every_frame():
            self._every_frame = None
            self.window.stop()

    def _drain(self) -> None:
        """A barrier: one event that can't be digested must not take the others along."""
        for event in self.mailbox.drain():
            try:
                self.session.on(event)
            except Exception:
                log.exception("An event was lost: %s", type(event).__name__)
                self._watch.broke()


def _on_end(end: Callable[[], None]) -> None:
    """Calls it when the process is asked to end. Python hears signals on its main thread alone: elsewhere none is waited for."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: end())


def named(keys: Keys) -> dict[str, str]:
    """The key of each action. Raises SettingsError for one that no keyboard has."""
    from kiosk.ui.keys import unknown

    chosen = asdict(keys)
    if name := unknown(chosen):
        raise SettingsError(f'[keys]: there is no key {name!r}. Letters, "f1" to "f15", "pageup" and such are keys.')
    return chosen
