"""Reads aloud: one thread plays a sentence and posts it, while the voice's thread renders the next."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock, Thread

from kiosk.errors import SpeechError
from kiosk.events import Event, ReadingBroke, ReadingEnded, Ticket, UtteranceStarted, VoiceChanged, WordStarted
from kiosk.model import Clip, SpokenWord, Utterance, base_of
from kiosk.shift import Shift, Trouble
from kiosk.speech import Pronunciation, Speaker, Tongue
from kiosk.speech.bell import Bell
from kiosk.speech.clip_cache import ClipCache
from kiosk.speech.clips import Clips
from kiosk.speech.lexicon import Lexicon
from kiosk.speech.silence import SilentVoice
from kiosk.speech.understudy import Understudy

log = logging.getLogger(__name__)

PATIENCE_S = 30.0
"""A reader that can't be ended in this time is left to the end of the process."""
OPENS_S = 240.0
"""Voices and sound cards open within this on the slowest machine."""
RENDERS_S = 120.0
"""A sentence is rendered, or given up, within this: voices that hang are killed long before."""
PAUSE_S = 0.1
"""After a sentence, besides the silence at its end and the moment that the next one takes to sound: 0.3 s in all."""
AHEAD = 2
"""Sentences that are asked for while one plays."""
MUTE = ""
"""Stands for every language that this kiosk doesn't speak."""
UNSPOKEN = Tongue(lambda: SilentVoice(150), Lexicon({}))


@dataclass(frozen=True, eq=False, slots=True)
class Job:
    """One request. It is abandoned when another one, or none, is wanted."""

    ticket: Ticket
    utterances: tuple[Utterance, ...]
    language: str


class Reader:
    """Speaking. Its methods may be called from any thread and return at once; `close` waits for the threads."""

    def __init__(
        self,
        tongues: Mapping[str, Tongue],
        language: str,
        speaker: Speaker,
        sounds: Path,
        post: Callable[[Event], object],
        cache: ClipCache | None = None,
    ) -> None:
        self._languages = {base_of(each): each for each in tongues}
        self._language = language
        self._clips = Clips({**tongues, MUTE: UNSPOKEN}, language, sounds, cache)
        self._told: bool | None = None
        self._speaker = Understudy(speaker, self._sound_changed)
        self._post = post
        self._wanted: Job | None = None
        self._lock = RLock()  # whoever hears news may answer it with a new request
        self._bell = Bell[Job]()
        self._shift = Shift("reader", self._run)

    def read(self, ticket: Ticket, utterances: tuple[Utterance, ...]) -> None:
        self._want(Job(ticket, utterances, self._language))

    def prepare(
        self,
        first: Sequence[str],
        content: Collection[str],
        on_progress: Callable[[int, int], object] = lambda done, total: None,
        *,
        language: str | None = None,
    ) -> None:
        """In the background, have these texts of one language (None: of the usual one) rendered before anybody asks. `content`: all
        that may be kept on the disk."""
        self._clips.prepare(first, content, on_progress, language)

    def renew(self, lexicon: Pronunciation, language: str | None = None) -> None:
        """Words of this language are said by these rules from now on."""
        self._clips.renew(lexicon, language)

    def set_language(self, language: str) -> None:
        self._language = self._languages.get(base_of(language), MUTE)
        Thread(target=self._tell_of_the_voice, name="voice-opens", daemon=True).start()

    def wake(self) -> None:
        Thread(target=self._speaker.wake, name="loudspeaker-wake", daemon=True).start()

    def pause(self) -> None:
        self._speaker.pause()

    def resume(self) -> None:
        self._speaker.resume()

    def stop(self) -> None:
        self._want(None)

    def set_speed(self, speed: float) -> None:
        self._speaker.set_speed(speed)

    def set_volume(self, gain: float) -> None:
        self._speaker.set_volume(gain)

    def silent_for_s(self) -> float:
        """Seconds since the last sound was heard; infinite if there never was one."""
        return self._speaker.silent_for_s()

    def trouble(self) -> Trouble | None:
        return self._shift.trouble()

    def close(self) -> None:
        self._shift.leave()
        self._bell.close()
        self.stop()
        self._shift.close(PATIENCE_S)
        self._clips.close()
        self._speaker.close()

    def _want(self, job: Job | None) -> None:
        with self._lock:
            self._wanted = job
            self._speaker.stop()
            if job is not None:
                self._bell.ring(job)

    # ---- on the reader's thread

    def _run(self, shift: Shift) -> None:
        try:
            with shift.at(OPENS_S):
                self._tell_of_the_voice()
        except Exception:
            log.exception("The voice could not be opened")
        for job in self._bell.jobs():
            try:
                self._read(job, shift)
            except SpeechError as error:
                log.warning("%s", error)
                self._tell(job, ReadingBroke(job.ticket))
            except Exception:
                log.exception("Reading aloud broke")
                self._tell(job, ReadingBroke(job.ticket))
            self._forget(job)
            del job

    def _forget(self, job: Job) -> None:
        """It may hold what a visitor has typed."""
        with self._lock:
            if self._wanted is job:
                self._wanted = None

    def _read(self, job: Job, shift: Shift) -> None:
        for utterance, clips in self._ahead(job, shift):
            begin = self._beginning(job, UtteranceStarted(job.ticket, utterance))
            if not all(self._speaker.play(clip, begin, self._following(job, utterance, clip)) for clip in clips):
                return
        self._tell(job, ReadingEnded(job.ticket))

    def _ahead(self, job: Job, shift: Shift) -> Iterator[tuple[Utterance, Iterator[Clip]]]:
        """Each utterance with its sounds, the next one's speech already asked for."""
        coming: list[Future[Clip]] = []
        for here, utterance in enumerate(job.utterances):
            if self._wanted is not job:
                return
            while len(coming) < min(here + 1 + AHEAD, len(job.utterances)):
                coming.append(self._clips.request(job.utterances[len(coming)].text, job.language))
            yield utterance, self._sounds(utterance, coming[here], shift)

    def _sounds(self, utterance: Utterance, speech: Future[Clip], shift: Shift) -> Iterator[Clip]:
        """The chime need not wait for the voice. There is always one clip, if an empty one."""
        chime = self._clips.sound(utterance.sound) if utterance.sound else None
        if chime:
            yield chime
        if utterance.text or not chime:
            yield _rendered(speech, shift)

    def _beginning(self, job: Job, news: UtteranceStarted) -> Callable[[], bool]:
        """Posts the news as the first sound begins, once."""
        waiting = [news]

        def begin() -> bool:
            with self._lock:
                if self._wanted is job and waiting:
                    self._post(waiting.pop())
                return self._wanted is job

        return begin

    def _following(self, job: Job, utterance: Utterance, clip: Clip) -> Callable[[int], None]:
        """Posts the words of an article's sentence."""
        sentence = None if utterance.announces else utterance.sentence
        places = places_of(clip.words, utterance.text)

        def heard(word: int) -> None:
            if sentence is not None:
                self._tell(job, WordStarted(job.ticket, sentence, places[word]))

        return heard

    def _tell(self, job: Job, news: Event) -> None:
        """Nothing is posted about what nobody wants any more."""
        with self._lock:
            if self._wanted is job:
                self._post(news)

    def _sound_changed(self, audible: bool) -> None:
        self._become_audible(self._language, audible and self._clips.is_voiced(self._language))

    def _tell_of_the_voice(self) -> None:
        language = self._language
        self._become_audible(language, self._speaker.is_audible and self._clips.is_voiced(language))

    def _become_audible(self, language: str, audible: bool) -> None:
        """What is true of a language that nobody speaks any more is no news."""
        with self._lock:
            if language == self._language and audible is not self._told:
                self._told = audible
                self._post(VoiceChanged(audible))


def _rendered(speech: Future[Clip], shift: Shift) -> Clip:
    """Waited for; the caller keeps nothing of it."""
    with shift.at(RENDERS_S):
        return with_pause(speech.result())


def with_pause(clip: Clip) -> Clip:
    """It belongs to the sentence: faster speech has shorter ones."""
    return replace(clip, pcm=clip.pcm + bytes(2 * round(PAUSE_S * clip.rate))) if clip.pcm else clip


def places_of(words: tuple[SpokenWord, ...], text: str) -> list[int]:
    """For each spoken word, which word of the text it is, as blanks divide it: a dash between blanks is never spoken."""
    shown, at, places = text.split(), -1, []
    for word in words:
        at = next((place for place in range(at + 1, len(shown)) if shown[place] == word.text), at)
        places.append(max(at, 0))
    return places
