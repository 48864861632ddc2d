"""Journeys of one question through the listening thread, from the tap to the words."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest

from kiosk.errors import HearingError, HearingMissingError
from kiosk.events import (
    Heard,
    HearingChanged,
    LevelHeard,
    ListeningStarted,
    NotHeard,
    WordsHeard,
)
from kiosk.hearing import Recogniser, open_listener
from kiosk.hearing.recording import Recording
from kiosk.model import HearingProblem, Transcript
from tests.hearing.engines import spoken
from tests.hearing.parrot import Parrot
from tests.hearing.scene import News, Patient, Scene, scene


def test_it_tells_that_it_is_ready(kiosk: Scene) -> None:
    assert kiosk.news.wait_for(HearingChanged) == HearingChanged(True)


@pytest.mark.parametrize("fault", [None, HearingMissingError("no model"), RuntimeError("bug")])
def test_without_a_recogniser_speaking_is_not_possible(fault: Exception | None) -> None:
    def opener() -> Recogniser | None:
        if fault is not None:
            raise fault
        return None

    with scene(opener) as kiosk:
        assert kiosk.news.wait_for(HearingChanged) == HearingChanged(False)
        kiosk.listener.start(1)
        assert kiosk.news.wait_for(NotHeard) == NotHeard(1, HearingProblem.ENGINE_FAILED)


def test_a_question_ends_when_the_visitor_falls_silent(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.speaks(1.5)
    kiosk.patient.is_silent(2)
    heard = kiosk.news.wait_for(Heard)
    assert isinstance(heard, Heard)
    assert heard.transcript.text == "what is leukopenia"
    assert heard.transcript.recognise_ms is not None
    kinds = [kind for kind in kiosk.news.kinds if kind not in ("LevelHeard", "WordsHeard")]
    assert kinds == ["HearingChanged", "ListeningStarted", "ListeningStopped", "Heard"]
    assert kiosk.patient.closed.is_set()


def test_a_question_ends_with_a_tap(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.speaks(1)
    kiosk.listener.finish()
    assert isinstance(kiosk.news.wait_for(Heard, NotHeard), Heard)
    assert kiosk.patient.closed.wait(20)


def test_words_and_levels_are_told_while_the_visitor_speaks(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.speaks(2)
    words = kiosk.news.wait_for(WordsHeard)
    assert isinstance(words, WordsHeard)
    assert "what is leukopenia".startswith(words.text)
    assert isinstance(kiosk.news.wait_for(LevelHeard), LevelHeard)
    told = [event.text for event in kiosk.news.events if isinstance(event, WordsHeard)]
    assert len(told) == len(set(told)), "the same words are told once"


def test_the_meter_moves_at_most_six_times_a_second(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.speaks(3)
    kiosk.listener.finish()
    kiosk.news.wait_for(Heard)
    levels = [event.level for event in kiosk.news.events if isinstance(event, LevelHeard)]
    assert 0 < len(levels) <= 19
    assert all(0 <= level <= 1 for level in levels)


def test_somebody_who_says_nothing_is_told_so(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.is_silent(9)
    assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, HearingProblem.NOTHING_HEARD)
    assert kiosk.patient.closed.is_set()


def test_a_tap_without_a_word_is_nothing_heard(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.listener.finish()
    assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, HearingProblem.NOTHING_HEARD)


def test_talk_that_never_ends_is_worked_out_at_the_cap(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.speaks(21)
    assert isinstance(kiosk.news.wait_for(Heard, NotHeard), Heard)


def test_a_microphone_that_gives_nothing_does_not_hold_the_kiosk(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.is_unplugged(5)
    assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, HearingProblem.NO_MICROPHONE)


def test_a_microphone_that_gives_nothing_but_zeros_is_gone(kiosk: Scene) -> None:
    """That is what a sound server gives when the microphone is unplugged."""
    kiosk.listens()
    kiosk.patient.gives(2.7, 0.0)
    assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, HearingProblem.NO_MICROPHONE)


@pytest.mark.parametrize(
    ("loudness", "noise", "problem"),
    [
        (0.3, 0.0005, HearingProblem.NO_WORDS),
        (0.3, 0.05, HearingProblem.TOO_NOISY),
        (1.5, 0.0005, HearingProblem.TOO_LOUD),
        (0.009, 0.0005, HearingProblem.TOO_QUIET),
    ],
)
def test_where_no_words_were_found_it_is_told_why(loudness: float, noise: float, problem: HearingProblem) -> None:
    with scene(lambda: Parrot("", hears_from=0.2)) as kiosk:
        kiosk.listens()
        kiosk.patient.gives(2, noise)
        kiosk.patient.gives(1, loudness)
        kiosk.listener.finish()
        assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, problem)


def test_a_loud_room_in_which_nobody_speaks_up_is_told(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.gives(8.2, 0.01)
    assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, HearingProblem.TOO_NOISY)


def test_a_microphone_that_comes_and_goes_is_told_while_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.hearing.listener.WATCH_S", 0.01)
    with scene() as kiosk:
        for plugged_in in (True, False, True):
            kiosk.patient.is_plugged_in = plugged_in
            assert kiosk.news.wait_for(HearingChanged) == HearingChanged(plugged_in)
            kiosk.news.events.clear()
        threading.Event().wait(0.1)
        assert kiosk.news.kinds == [], "what stays as it is is not told again"


def test_sound_that_a_slow_recogniser_never_gets_to_is_dropped_and_counted() -> None:
    slow = threading.Event()

    class Slow(Parrot):
        def accept(self, pcm: bytes) -> None:
            slow.wait(20)
            super().accept(pcm)

    with scene(Slow) as kiosk:
        kiosk.listens()
        kiosk.patient.speaks(15)
        slow.set()
        kiosk.listener.finish()
        assert isinstance(kiosk.news.wait_for(Heard, NotHeard), Heard)
        assert len(kiosk.dropped) == 1
        assert 4 < kiosk.dropped[0] <= 5


def test_what_was_said_before_the_microphone_was_lost_is_kept(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.speaks(1)
    kiosk.news.wait_for(WordsHeard)
    kiosk.patient.is_unplugged(5)
    assert isinstance(kiosk.news.wait_for(Heard, NotHeard), Heard)


def test_sound_without_words_is_no_words() -> None:
    with scene(lambda: Parrot("")) as kiosk:
        kiosk.listens()
        kiosk.patient.speaks(1)
        kiosk.listener.finish()
        assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, HearingProblem.NO_WORDS)


def test_words_in_doubt_still_reach_the_urgent_check() -> None:
    with scene(lambda: Parrot("", ungated="i cant breathe")) as kiosk:
        kiosk.listens()
        kiosk.patient.speaks(1)
        kiosk.listener.finish()
        heard = kiosk.news.wait_for(Heard, NotHeard)
        assert isinstance(heard, Heard)
        assert (heard.transcript.text, heard.transcript.ungated) == ("", "i cant breathe")


def test_an_engine_that_breaks_is_opened_again_for_the_next_visitor() -> None:
    engines = iter([Parrot(is_broken=True), Parrot()])
    with scene(lambda: next(engines)) as kiosk:
        kiosk.listens()
        kiosk.patient.speaks(1)
        kiosk.listener.finish()
        assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, HearingProblem.ENGINE_FAILED)
        kiosk.news.events.clear()
        kiosk.listens(2)
        kiosk.patient.speaks(1)
        kiosk.listener.finish()
        assert isinstance(kiosk.news.wait_for(Heard, NotHeard), Heard)


def test_a_thread_that_is_stuck_in_an_engine_is_replaced_and_who_spoke_is_told() -> None:
    class Stuck(Parrot):
        goes_on = threading.Event()
        hangs = threading.Event()

        def finish(self) -> Transcript:
            self.hangs.set()
            assert self.goes_on.wait(20)
            return super().finish()

    engines = iter([Stuck(), Parrot()])
    with scene(lambda: next(engines)) as kiosk:
        kiosk.listens()
        kiosk.patient.speaks(1)
        kiosk.listener.finish()
        assert Stuck.hangs.wait(20)
        kiosk.listener.heal()
        assert kiosk.news.wait_for(Heard, NotHeard) == NotHeard(1, HearingProblem.ENGINE_FAILED)
        kiosk.news.events.clear()
        kiosk.listens(2)
        Stuck.goes_on.set()  # what it has to say now is nobody's, and it leaves the microphone alone
        kiosk.patient.speaks(1)
        kiosk.listener.finish()
        heard = kiosk.news.wait_for(Heard, NotHeard)
        assert isinstance(heard, Heard)
        assert heard.ticket == 2


def test_no_microphone_is_told_and_the_next_try_is_free() -> None:
    class Unplugged(Patient):
        def open(self, on_block: Callable[[bytes], None]) -> None:
            raise HearingError("There is no microphone.")

    made = Scene(Parrot, lambda: 10.0)
    made.listener.close()
    made.news.events.clear()
    listener = made.listening_to(Parrot, Unplugged(made.clock), lambda: 10.0)
    for ticket in (1, 2):
        listener.start(ticket)
        assert made.news.wait_for(NotHeard) == NotHeard(ticket, HearingProblem.NO_MICROPHONE)
        made.news.events.clear()
    listener.close()


def test_it_waits_until_the_kiosk_itself_is_silent() -> None:
    silence = [0.0]
    with scene(silent_for_s=lambda: silence[0]) as kiosk:
        kiosk.listener.start(1)
        kiosk.news.wait_for(HearingChanged)
        assert not kiosk.patient.opened.wait(0.3)
        silence[0] = 0.31
        assert kiosk.patient.opened.wait(20)


def test_it_does_not_wait_for_ever_for_silence() -> None:
    with scene(silent_for_s=lambda: 0.0) as kiosk:
        kiosk.listener.start(1)
        kiosk.news.wait_for(HearingChanged)
        threading.Event().wait(0.1)
        kiosk.clock.now += 5
        assert kiosk.patient.opened.wait(20)


def test_after_abandon_nothing_is_posted_any_more(kiosk: Scene) -> None:
    kiosk.listens()
    kiosk.patient.speaks(1)
    kiosk.listener.abandon()
    told = len(kiosk.news.events)
    kiosk.patient.speaks(1)
    assert kiosk.patient.closed.wait(20)
    kiosk.patient.is_silent(2)
    assert len(kiosk.news.events) == told


def test_abandon_while_the_kiosk_still_speaks_never_opens_the_microphone() -> None:
    silence = [0.0]
    with scene(silent_for_s=lambda: silence[0]) as kiosk:
        kiosk.listener.start(1)
        kiosk.listener.abandon()
        silence[0] = 1.0
        assert not kiosk.patient.opened.wait(0.2)
        assert not [event for event in kiosk.news.events if not isinstance(event, HearingChanged)]


def test_a_new_question_takes_the_place_of_the_one_before(kiosk: Scene) -> None:
    kiosk.listens(1)
    kiosk.patient.speaks(1)
    kiosk.listener.start(2)
    assert kiosk.patient.closed.wait(20) or kiosk.patient.opened.wait(20)
    while ListeningStarted(2) not in kiosk.news.events:
        threading.Event().wait(0.01)
    kiosk.patient.speaks(1)
    kiosk.listener.finish()
    heard = kiosk.news.wait_for(Heard, NotHeard)
    assert isinstance(heard, Heard)
    assert heard.ticket == 2


def test_finish_and_abandon_are_safe_when_nobody_listens(kiosk: Scene) -> None:
    kiosk.listener.finish()
    kiosk.listener.abandon()
    kiosk.listens(7)
    kiosk.patient.speaks(1)
    kiosk.listener.finish()
    assert isinstance(kiosk.news.wait_for(Heard, NotHeard), Heard)


def test_words_of_the_articles_reach_the_recogniser() -> None:
    seen: list[Sequence[str]] = []

    class Attentive(Parrot):
        def start(self, hints: Sequence[str]) -> None:
            seen.append(tuple(hints))
            super().start(hints)

    with scene(Attentive) as kiosk:
        kiosk.listens()
        assert ("leukopenia",) in seen


def test_close_ends_the_thread_even_in_the_middle_of_a_question() -> None:
    with scene() as kiosk:
        kiosk.listens()
        kiosk.patient.speaks(0.5)
    assert kiosk.patient.closed.is_set()
    assert "listener" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.models
def test_a_recorded_question_is_heard_by_the_real_engine_and_ends_by_itself(whisper: Recogniser) -> None:
    news = News()
    listener = open_listener(
        lambda: whisper,
        Recording("prevention", spoken("prevention"), pace=2),
        lambda: ("leukopenia", "infection"),
        lambda: 10.0,
        news.post,
        longest_s=20,
        longest_without_words_s=8,
    )
    listener.start(1)
    heard = news.wait_for(Heard, NotHeard)
    listener.close()
    assert isinstance(heard, Heard)
    assert "infection" in heard.transcript.text.lower()
    assert "WordsHeard" in news.kinds
