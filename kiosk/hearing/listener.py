"""The thread that listens: opens the microphone when the kiosk is silent, feeds the recogniser, decides when the question is
over, and tells what was said. Sound stays in memory and is forgotten with the question."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Condition

from kiosk.errors import HearingError, HearingMissingError
from kiosk.events import (
    Event,
    Heard,
    HearingChanged,
    LevelHeard,
    ListeningStarted,
    ListeningStopped,
    NotHeard,
    Ticket,
    WordsHeard,
)
from kiosk.hearing import RATE, Ear, Microphone, Recogniser
from kiosk.hearing.endpoint import Ending, Patience
from kiosk.hearing.gate import LEAST_SPEECH_S
from kiosk.hearing.level import Loudness, level_of
from kiosk.model import HearingProblem, base_of
from kiosk.shift import Shift, Trouble

log = logging.getLogger(__name__)

SILENT_S = 0.3
"""So long the loudspeaker must have been silent: a room rings after the last word."""
MOST_WAIT_S = 4.0
"""Then the microphone opens all the same."""
METER_S = 1 / 6
"""Between two levels: more often only heats the screen."""
POLL_S = 0.05
LOADS_S = 600.0
"""A recogniser is loaded within this on the slowest machine."""
WORKS_OUT_S = 60.0
"""What was said is worked out within this, counted from the last moment at which somebody may still speak."""
LOOKS_S = 30.0
"""A sound system that takes longer to say whether there is a microphone hangs."""
WATCH_S = 2.0
"""Between two looks, while nobody speaks, whether the microphone is there."""
MOST_WAITING_S = 10.0
"""Sound that waits for the recogniser. On a machine so slow that more would, the oldest is dropped and counted."""


class Listener:
    """`Listening`, on a thread of its own from construction to `close`."""

    def __init__(
        self,
        recogniser: Callable[[], Recogniser | None],
        microphone: Microphone,
        hints: Callable[[], Sequence[str]],
        silent_for_s: Callable[[], float],
        post: Callable[[Event], object],
        patience: Patience,
        clock: Callable[[], float],
        on_dropped: Callable[[float], object],
        language: str,
        others: Mapping[str, Ear],
    ) -> None:
        self._open_recogniser = recogniser
        self._microphone = microphone
        self._hints = hints
        self._silent_for_s = silent_for_s
        self._post = post
        self._patience = patience
        self._clock = clock
        self._on_dropped = on_dropped
        self._usual = self._language = base_of(language)
        self._others = {base_of(each): ear for each, ear in others.items()}
        self._news = Condition()  # guards the seven below; re-entrant, as `post` may lead straight back here
        self._wanted: Ticket | None = None
        self._is_new = False
        self._is_finished = False
        self._is_closed = False
        self._blocks: deque[bytes] = deque()
        self._dropped_s = 0.0
        self._looks_again = False
        self._recognisers: dict[str, Recogniser | None] = {}
        """By language, as they are needed. Of the listener's thread, as the rest."""
        self._loudness = Loudness()
        self._is_possible: bool | None = None
        self._shift = Shift("listener", self._run)

    # ---- any thread

    def start(self, ticket: Ticket) -> None:
        with self._news:
            self._wanted, self._is_new, self._is_finished = ticket, True, False
            self._blocks.clear()
            self._news.notify_all()

    def finish(self) -> None:
        with self._news:
            self._is_finished = True
            self._news.notify_all()

    def abandon(self) -> None:
        with self._news:
            self._wanted, self._is_new = None, False
            self._blocks.clear()
            self._news.notify_all()

    def set_language(self, language: str) -> None:
        with self._news:
            self._language = base_of(language)
            self._looks_again = True
            self._news.notify_all()

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def heal(self) -> None:
        """Another thread takes the place of one that is stuck or dead, with recognisers of its own. Who spoke is told."""
        with self._news:
            self._shift.leave()
            at, self._recognisers = self._wanted, {}
            self._news.notify_all()
        self._microphone.close()
        self._shift = Shift("listener", self._run)
        if at is not None:
            self._tell(at, NotHeard(at, HearingProblem.ENGINE_FAILED))

    def close(self) -> None:
        """Ends the thread; waits for it, but not for ever: it may be loading a model."""
        with self._news:
            self._is_closed = True
        self.abandon()
        self._shift.close(10)

    def _tell(self, ticket: Ticket, event: Event) -> None:
        """Under the lock: once `abandon` has returned, nothing more is posted."""
        with self._news:
            if self._wanted == ticket:
                self._post(event)

    # ---- the listener's thread

    def _run(self, shift: Shift) -> None:
        with shift.at(LOADS_S):
            self._load()
        while not shift.is_over and (ticket := self._next_ticket(shift)) is not None:
            with shift.at(self._patience.longest_s + WORKS_OUT_S):
                self._heard_out(ticket, shift)
        if shift.is_over and not self._is_closed:
            return  # what is open now belongs to another
        self._microphone.close()
        self._close_recognisers()

    def _heard_out(self, ticket: Ticket, shift: Shift) -> None:
        try:
            self._listen(ticket, shift)
        except Exception as error:  # a barrier: the next visitor can speak again. Only the type: no words in logs
            log.error("Listening failed: %s", type(error).__name__)
            if shift.is_over:
                return
            self._microphone.close()
            self._tell(ticket, NotHeard(ticket, HearingProblem.ENGINE_FAILED))
            self._close_recognisers()
            with shift.at(LOADS_S):
                self._load()

    def _load(self) -> None:
        self._recogniser_for(self._usual)
        self._is_possible = None
        self._look_for_the_microphone()

    def _recogniser_for(self, language: str) -> Recogniser | None:
        """Never one of another language: what it made of the words would be nonsense, and it would be sure of it."""
        if language not in self._recognisers:
            try:
                self._recognisers[language] = self._opened(language)
            except HearingMissingError as error:
                log.warning("%s", error)
                self._recognisers[language] = None
            except Exception as error:  # a barrier: without a recogniser there is the keyboard
                log.error("No recogniser: %s", error)
                self._recognisers[language] = None
        return self._recognisers[language]

    def _opened(self, language: str) -> Recogniser | None:
        if language == self._usual:
            return self._open_recogniser()
        ear = self._others.get(language)
        return ear.recogniser(self._recognisers.get(self._usual)) if ear else None

    def _hints_for(self, language: str) -> Sequence[str]:
        return self._hints() if language == self._usual else self._others[language].hints()

    def _look_for_the_microphone(self) -> None:
        """Tells when listening has become possible, or no longer is."""
        try:
            possible = self._recogniser_for(self._language) is not None and self._microphone.is_there()
        except Exception as error:  # a barrier: opening it will tell
            log.warning("The microphone can't be looked for: %s", type(error).__name__)
            return
        if possible != self._is_possible and not self._is_closed:
            self._is_possible = possible
            self._post(HearingChanged(possible))

    def _close_recognisers(self) -> None:
        for recogniser in self._recognisers.values():
            if recogniser is not None:
                recogniser.close()
        self._recognisers.clear()

    def _next_ticket(self, shift: Shift) -> Ticket | None:
        while not shift.is_over:
            with self._news:
                if not (self._is_new or self._is_closed or self._looks_again):
                    self._news.wait(WATCH_S)
                self._looks_again = False
                if self._is_new or self._is_closed:
                    self._is_new = False
                    return None if self._is_closed else self._wanted
            with shift.at(LOOKS_S if self._language in self._recognisers else LOADS_S):
                self._look_for_the_microphone()
        return None

    def _is_current(self, ticket: Ticket) -> bool:
        return self._wanted == ticket and not self._is_new

    def _listen(self, ticket: Ticket, shift: Shift) -> None:
        language = self._language
        recogniser = self._recogniser_for(language)
        if recogniser is None:
            self._tell(ticket, NotHeard(ticket, HearingProblem.ENGINE_FAILED))
            return
        self._wait_for_silence(ticket)
        if not self._is_current(ticket):
            return
        recogniser.start(self._hints_for(language))
        try:
            self._microphone.open(lambda pcm: self._take(ticket, pcm))
        except HearingError as error:
            log.error("No microphone: %s", error)
            self._tell(ticket, NotHeard(ticket, HearingProblem.NO_MICROPHONE))
            return
        try:
            self._tell(ticket, ListeningStarted(ticket))
            ending = self._follow(ticket, recogniser)
        finally:
            if not shift.is_over:  # else it is somebody else's by now
                self._microphone.close()
        self._tell_what_was_dropped()
        self._conclude(ticket, recogniser, ending)

    def _tell_what_was_dropped(self) -> None:
        with self._news:
            dropped_s, self._dropped_s = self._dropped_s, 0.0
        if dropped_s:
            self._on_dropped(dropped_s)

    def _wait_for_silence(self, ticket: Ticket) -> None:
        begun = self._clock()
        while self._is_current(ticket) and not self._is_finished and self._silent_for_s() < SILENT_S:
            if self._clock() - begun > MOST_WAIT_S:
                log.warning("The kiosk never fell silent; listening all the same")
                return
            with self._news:
                self._news.wait(POLL_S)

    def _take(self, ticket: Ticket, pcm: bytes) -> None:
        """On the device's thread."""
        with self._news:
            if self._wanted == ticket:
                self._blocks.append(pcm)
                while sum(map(len, self._blocks)) > MOST_WAITING_S * RATE * 2:
                    self._dropped_s += len(self._blocks.popleft()) / RATE / 2
                self._news.notify_all()

    def _next_sound(self) -> bytes:
        """What has come meanwhile; empty when nothing comes for a moment."""
        with self._news:
            if not self._blocks and not self._is_finished:
                self._news.wait(POLL_S)
            sound = b"".join(self._blocks)
            self._blocks.clear()
            return sound

    def _follow(self, ticket: Ticket, recogniser: Recogniser) -> Ending | None:
        """Until the question ends by itself; None: by a tap, or because nobody wants it any more."""
        opened = last_sound = self._clock()
        self._loudness = Loudness()
        metered, words = opened - METER_S, ""
        while self._is_current(ticket) and not self._is_finished:
            sound, now = self._next_sound(), self._clock()
            if any(sound):
                last_sound = now
            if sound:
                recogniser.accept(sound)
                self._loudness.accept(sound)
                if now - metered >= METER_S:
                    metered = now
                    self._tell(ticket, LevelHeard(ticket, level_of(sound)))
            ending = self._patience.ending(
                open_s=now - opened,
                without_sound_s=now - last_sound,
                speech_s=recogniser.speech_s,
                silence_s=recogniser.silence_s,
            )
            if ending is not None:
                return ending
            if sound and (partial := recogniser.partial) and partial != words:
                words = partial
                self._tell(ticket, WordsHeard(ticket, words))
        return None

    def _conclude(self, ticket: Ticket, recogniser: Recogniser, ending: Ending | None) -> None:
        """The microphone is closed: work out what was said."""
        sound_ended = self._clock()
        self._tell(ticket, ListeningStopped(ticket))
        if not self._is_current(ticket):
            recogniser.start(())  # forgets the sound
            return
        recogniser.accept(self._next_sound())
        if recogniser.speech_s < LEAST_SPEECH_S:
            self._tell(ticket, NotHeard(ticket, self._why_nothing(ending)))
        else:
            transcript = replace(recogniser.finish(), recognise_ms=(self._clock() - sound_ended) * 1000)
            understood = transcript.text or transcript.ungated
            why = self._loudness.problem or HearingProblem.NO_WORDS
            self._tell(ticket, Heard(ticket, transcript) if understood else NotHeard(ticket, why))
        recogniser.start(())
        self._forget(ticket)

    def _why_nothing(self, ending: Ending | None) -> HearingProblem:
        """Nobody was heard to speak."""
        if ending is Ending.NO_SOUND:
            return HearingProblem.NO_MICROPHONE
        noisy = self._loudness.problem is HearingProblem.TOO_NOISY
        return HearingProblem.TOO_NOISY if noisy else HearingProblem.NOTHING_HEARD

    def _forget(self, ticket: Ticket) -> None:
        with self._news:
            if self._is_current(ticket):
                self._wanted = None
            self._blocks.clear()
