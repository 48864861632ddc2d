"""A loudspeaker that is lost is stood in for by silence, tried again, and told of once."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from kiosk.errors import SpeechError
from kiosk.model import Clip
from kiosk.speech.understudy import Understudy

CLIP = Clip(bytes(200), 1000)


class Loudspeaker:
    """Plays at once what it is given, unless it is unplugged; remembers what it was told."""

    name = "made up"

    def __init__(self, *, audible: bool = True) -> None:
        self.is_audible = audible
        self.unplugged = False
        self.told: list[object] = []

    def wake(self) -> None:
        self._check()

    def play(
        self,
        clip: Clip,
        begin: Callable[[], bool] = lambda: True,
        on_word: Callable[[int], object] = lambda word: None,
    ) -> bool:
        self._check()
        begin()
        self.told.append("play")
        return True

    def pause(self) -> None:
        self.told.append("pause")

    def resume(self) -> None:
        self.told.append("resume")

    def stop(self) -> None:
        self.told.append("stop")

    def set_speed(self, speed: float) -> None:
        self.told.append(("speed", speed))

    def set_volume(self, gain: float) -> None:
        self.told.append(("volume", gain))

    def silent_for_s(self) -> float:
        return 4.0

    def close(self) -> None:
        self.told.append("close")

    def _check(self) -> None:
        if self.unplugged:
            raise SpeechError("It is unplugged.")


class Scene:
    def __init__(self) -> None:
        self.now = 0.0
        self.speaker, self.stand_in = Loudspeaker(), Loudspeaker(audible=False)
        self.news: list[bool] = []
        self.pair = Understudy(
            self.speaker, self.news.append, stand_in=self.stand_in, retry_s=5.0, clock=lambda: self.now
        )


def test_what_the_loudspeaker_plays_its_stand_in_does_not() -> None:
    scene = Scene()
    assert scene.pair.is_audible
    assert scene.pair.play(CLIP)
    assert (scene.speaker.told, scene.stand_in.told) == (["play"], [])


def test_a_lost_one_is_stood_in_for_told_once_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    scene = Scene()
    scene.pair.play(CLIP)
    scene.speaker.unplugged = True
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert scene.pair.play(CLIP)
            scene.now += 6.0
    assert scene.stand_in.told == ["play"] * 3
    assert not scene.pair.is_audible
    assert [record.message for record in caplog.records] == ["It is unplugged."]
    scene.speaker.unplugged = False
    scene.pair.play(CLIP)
    assert (scene.pair.is_audible, scene.news[-2:]) == (True, [False, True])


def test_until_it_is_tried_again_nobody_waits_for_it() -> None:
    scene = Scene()
    scene.speaker.unplugged = True
    scene.pair.play(CLIP)
    scene.speaker.unplugged = False
    scene.now += 1.0
    scene.pair.play(CLIP)
    assert (scene.speaker.told, scene.stand_in.told) == ([], ["play", "play"])


def test_waking_it_tries_at_once() -> None:
    scene = Scene()
    scene.speaker.unplugged = True
    scene.pair.wake()
    assert not scene.pair.is_audible
    scene.speaker.unplugged = False
    scene.pair.wake()
    assert scene.pair.is_audible
    scene.pair.play(CLIP)
    assert scene.speaker.told == ["play"]


def test_both_are_told_how_to_speak() -> None:
    scene = Scene()
    scene.pair.set_speed(1.5)
    scene.pair.set_volume(0.5)
    scene.pair.pause()
    scene.pair.resume()
    scene.pair.stop()
    scene.pair.close()
    assert scene.speaker.told == scene.stand_in.told
    assert scene.speaker.told == [("speed", 1.5), ("volume", 0.5), "pause", "resume", "stop", "close"]
    assert scene.pair.silent_for_s() == 4.0
