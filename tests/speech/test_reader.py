"""Journeys of the reader with honest small engines: the silent voice and a loudspeaker that plays a hundred times too fast."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple
from pathlib import Path
from queue import Empty, Queue
from threading import Event as Flag

import pytest

from kiosk.errors import SpeechError
from kiosk.events import Event, ReadingBroke, ReadingEnded, UtteranceStarted, VoiceChanged, WordStarted
from kiosk.model import Clip, SpokenWord, Utterance
from kiosk.speech import Speaker, Voice, open_reader
from kiosk.speech.reader import Job, Reader, places_of
from kiosk.speech.silence import SilentVoice
from kiosk.speech.silent import SilentSpeaker

SOUNDS = Path(__file__).resolve().parents[2] / "assets" / "sounds"
ONE, TWO, THREE = (Utterance(f"This is sentence {name}.", i) for i, name in enumerate(("one", "two", "three")))


class Speaking(SilentVoice):
    """A voice that counts as one, and that some words are too much for."""

    name = "made up"

    def __init__(self) -> None:
        super().__init__(150)
        self.rendered: list[str] = []
        self.closed = False

    def render(self, text: str) -> Clip:
        self.rendered.append(text)
        if "unspeakable" in text:
            raise SpeechError("The voice broke.")
        return super().render(text)

    def close(self) -> None:
        self.closed = True


class Card(SilentSpeaker):
    """A loudspeaker with a cable."""

    name = "made up"

    def __init__(self, speed: float = 100.0) -> None:
        super().__init__(speed=speed)
        self.is_plugged_in = True
        self.played: list[Clip] = []

    @property
    def is_audible(self) -> bool:  # type: ignore[override]
        return self.is_plugged_in

    def play(
        self,
        clip: Clip,
        begin: Callable[[], bool] = lambda: True,
        on_word: Callable[[int], object] = lambda word: None,
    ) -> bool:
        if not self.is_plugged_in:
            raise SpeechError("The loudspeaker is gone.")
        self.played.append(clip)
        return super().play(clip, begin, on_word)


class Kiosk:
    def __init__(self, voice: Callable[[], Voice] | None = None, card: Speaker | None = None) -> None:
        self.news: Queue[Event] = Queue()
        self.words: list[WordStarted] = []
        self.voice = Speaking()
        self.card = card or Card()
        self.reader: Reader = open_reader(voice or (lambda: self.voice), self.card, SOUNDS, self.news.put)

    def next(self) -> Event:
        """Other than a word's."""
        while isinstance(news := self.news.get(timeout=20), WordStarted):
            self.words.append(news)
        return news

    def quiet(self) -> bool:
        """Nothing is posted for a while."""
        try:
            self.news.get(timeout=0.3)
        except Empty:
            return True
        return False

    def settles(self) -> None:
        """What was posted before is done with."""
        time.sleep(0.1)
        while not self.news.empty():
            assert isinstance(self.news.get(), WordStarted)


@pytest.fixture
def kiosk() -> Iterator[Kiosk]:
    kiosk = Kiosk()
    assert kiosk.next() == VoiceChanged(True)
    yield kiosk
    kiosk.reader.close()


@pytest.fixture
def slow() -> Iterator[Kiosk]:
    """Plays at the speed of real time, so that there is something to be interrupted."""
    kiosk = Kiosk(card=Card(speed=1.0))
    assert kiosk.next() == VoiceChanged(True)
    yield kiosk
    kiosk.reader.close()


def test_each_sentence_is_announced_and_then_the_end(kiosk: Kiosk) -> None:
    kiosk.reader.read(7, (ONE, TWO, THREE))
    assert [kiosk.next() for _ in range(4)] == [
        *(UtteranceStarted(7, line) for line in (ONE, TWO, THREE)),
        ReadingEnded(7),
    ]


def test_each_word_of_the_article_is_told_as_it_is_heard(kiosk: Kiosk) -> None:
    line = Utterance("Wash your hands.", 3)
    kiosk.reader.read(7, (Utterance("The title."), line, Utterance("Tip 1 of 2", 3, announces=True)))
    assert [type(kiosk.next()) for _ in range(4)] == [*[UtteranceStarted] * 3, ReadingEnded]
    assert kiosk.words == [WordStarted(7, 3, word) for word in range(3)]


def test_a_dash_between_words_is_not_spoken_but_it_is_there() -> None:
    words = tuple(SpokenWord(text, 0, 0) for text in ("Wash", "often,", "wash"))
    assert places_of(words, "Wash – often, – wash") == [0, 2, 4]
    assert places_of((*words, SpokenWord("elsewhere", 0, 0)), "Wash – often, – wash") == [0, 2, 4, 4]


@pytest.mark.parametrize("is_stopped", [False, True])
def test_what_a_visitor_has_typed_is_forgotten_once_it_was_said(is_stopped: bool) -> None:
    kiosk = Kiosk(card=SilentSpeaker(speed=1.0 if is_stopped else 100.0))
    kiosk.reader.read(7, (Utterance("You have typed:"), Utterance("quixotic zebra")))
    while not (isinstance(news := kiosk.next(), UtteranceStarted) and "zebra" in news.utterance.text):
        pass
    if is_stopped:
        kiosk.reader.stop()
    else:
        assert kiosk.next() == ReadingEnded(7)
    del news
    kiosk.settles()
    assert remembered("zebra") == []
    kiosk.reader.close()


def remembered(word: str) -> list[object]:
    """All that lives in this process and was made to say this."""
    gc.collect()
    made = [thing for thing in gc.get_objects() if isinstance(thing, Clip | Utterance | Job)]
    return [thing for thing in made if word in str(astuple(thing))]


def test_nothing_to_read_ends_at_once(kiosk: Kiosk) -> None:
    kiosk.reader.read(7, ())
    assert kiosk.next() == ReadingEnded(7)


def test_after_a_stop_nothing_is_posted(slow: Kiosk) -> None:
    slow.reader.read(7, (ONE, TWO))
    assert slow.next() == UtteranceStarted(7, ONE)
    slow.reader.stop()
    slow.settles()
    assert slow.quiet()


def test_a_stop_right_after_the_request_keeps_it_from_sounding(slow: Kiosk) -> None:
    for ticket in range(50):
        slow.reader.read(ticket, (ONE,))
        slow.reader.stop()
    while not slow.news.empty():
        assert isinstance(slow.next(), UtteranceStarted)
    assert slow.quiet()


def test_a_new_request_takes_the_place_of_the_old(slow: Kiosk) -> None:
    slow.reader.read(7, (ONE, TWO))
    assert slow.next() == UtteranceStarted(7, ONE)
    slow.reader.read(8, (THREE,))
    assert [slow.next(), slow.next()] == [UtteranceStarted(8, THREE), ReadingEnded(8)]


def test_a_paused_reading_waits_and_goes_on(slow: Kiosk) -> None:
    slow.reader.read(7, (ONE,))
    assert slow.next() == UtteranceStarted(7, ONE)
    slow.reader.pause()
    slow.settles()
    with pytest.raises(Empty):
        slow.news.get(timeout=2.5)  # the sentence takes 1.5 s
    slow.reader.resume()
    assert slow.next() == ReadingEnded(7)


def test_a_new_request_is_not_paused_by_the_pause_of_the_old(slow: Kiosk) -> None:
    slow.reader.read(7, (ONE,))
    slow.next()
    slow.reader.pause()
    slow.reader.read(8, (TWO,))
    assert [slow.next(), slow.next()] == [UtteranceStarted(8, TWO), ReadingEnded(8)]


def test_the_chime_comes_before_the_words_and_is_announced_with_them(kiosk: Kiosk) -> None:
    line = Utterance("Go to the desk.", sound="chime")
    kiosk.reader.read(7, (line,))
    assert [kiosk.next(), kiosk.next()] == [UtteranceStarted(7, line), ReadingEnded(7)]
    assert isinstance(kiosk.card, Card)
    assert [any(clip.pcm) for clip in kiosk.card.played] == [True, False]


def test_a_chime_alone_is_only_a_chime(kiosk: Kiosk) -> None:
    kiosk.reader.read(7, (Utterance("", sound="chime"),))
    assert [type(kiosk.next()) for _ in range(2)] == [UtteranceStarted, ReadingEnded]
    assert isinstance(kiosk.card, Card)
    assert len(kiosk.card.played) == 1


def test_a_sound_that_is_not_there_leaves_the_words(kiosk: Kiosk) -> None:
    kiosk.reader.read(7, (Utterance("Go to the desk.", sound="no such sound"),))
    assert [type(kiosk.next()) for _ in range(2)] == [UtteranceStarted, ReadingEnded]


def test_a_voice_that_breaks_ends_the_reading_and_not_the_reader(kiosk: Kiosk) -> None:
    kiosk.reader.read(7, (ONE, Utterance("This is unspeakable.", 1), THREE))
    assert [kiosk.next(), kiosk.next()] == [UtteranceStarted(7, ONE), ReadingBroke(7)]
    kiosk.reader.read(8, (TWO,))
    assert [kiosk.next(), kiosk.next()] == [UtteranceStarted(8, TWO), ReadingEnded(8)]


def test_a_lost_card_is_told_once_and_the_highlight_moves_on(kiosk: Kiosk) -> None:
    assert isinstance(kiosk.card, Card)
    kiosk.card.is_plugged_in = False
    kiosk.reader.read(7, (ONE, TWO))
    expected = [VoiceChanged(False), UtteranceStarted(7, ONE), UtteranceStarted(7, TWO), ReadingEnded(7)]
    assert [kiosk.next() for _ in expected] == expected


def test_without_a_voice_the_kiosk_says_that_it_can_not_be_heard() -> None:
    def broken() -> Voice:
        raise SpeechError("There is no espeak-ng.")

    kiosk = Kiosk(broken)
    assert kiosk.next() == VoiceChanged(False)
    kiosk.reader.read(7, (ONE,))
    assert [kiosk.next(), kiosk.next()] == [UtteranceStarted(7, ONE), ReadingEnded(7)]
    kiosk.reader.close()


def test_the_next_sentence_is_rendered_while_this_one_plays(slow: Kiosk) -> None:
    slow.reader.read(7, (ONE, TWO, THREE))
    slow.next()
    wait_until(lambda: slow.voice.rendered == [ONE.text, TWO.text, THREE.text])


def test_a_sentence_of_the_content_read_again_is_not_rendered_again(kiosk: Kiosk) -> None:
    kiosk.reader.prepare((), {ONE.text})
    for ticket in (7, 8):
        kiosk.reader.read(ticket, (ONE,))
        while not isinstance(kiosk.next(), ReadingEnded):
            pass
    assert kiosk.voice.rendered == [ONE.text]


def test_whoever_hears_the_news_may_answer_with_a_new_request() -> None:
    ended = Flag()

    def post(news: Event) -> None:
        match news:
            case UtteranceStarted(ticket=7):
                reader.read(8, (TWO,))
            case ReadingEnded(ticket=8):
                ended.set()

    reader = open_reader(Speaking, Card(), SOUNDS, post)
    reader.read(7, (ONE,))
    assert ended.wait(20)
    reader.close()


def test_closing_while_it_reads_closes_the_voice() -> None:
    kiosk = Kiosk(card=Card(speed=1.0))
    kiosk.reader.read(7, (ONE,))
    kiosk.reader.close()
    assert kiosk.voice.closed


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
