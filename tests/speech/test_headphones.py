"""A plug in the jack is noticed, where the jack can tell; whatever the sound server says, nothing breaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from queue import Queue
from threading import Event as Flag

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.events import Event, HeadphonesChanged
from kiosk.speech import headphones
from kiosk.speech.headphones import Headphones, Jack, jack_of

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "headphones"
PLUGGED, EMPTY, NULL = "laptop-plugged.json", "laptop-empty.json", "null.json"
NO_SERVER = ""


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize(
    ("name", "jack"),
    [
        (PLUGGED, Jack.PLUGGED),
        ("mini-pc-plugged.json", Jack.PLUGGED),
        (EMPTY, Jack.EMPTY),
        ("usb-headset.json", Jack.UNKNOWN),
        ("raspberry.json", Jack.UNKNOWN),
        ("hdmi.json", Jack.UNKNOWN),
        (NULL, Jack.UNKNOWN),
        ("empty.json", Jack.UNKNOWN),
        ("garbage.txt", Jack.UNKNOWN),
    ],
)
def test_a_jack_is_believed_only_when_it_says_so_itself(name: str, jack: Jack) -> None:
    assert jack_of(sample(name)) is jack


def test_of_two_cards_the_one_with_a_plug_counts() -> None:
    both = json.loads(sample(EMPTY)) + json.loads(sample("mini-pc-plugged.json"))
    assert jack_of(json.dumps(both)) is Jack.PLUGGED


NAMES = st.sampled_from(["ports", "type", "availability", "Headphones", "available", "not available"])
SHAPED = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | NAMES | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(max_size=4), inner, max_size=4),
)


@given(st.text() | SHAPED.map(json.dumps) | st.just("[" * 100_000) | st.just("9" * 5000))
def test_whatever_is_told_some_answer_is_given(told: str) -> None:
    assert jack_of(told) in Jack


class Server:
    """Tells one sample after another, and then the last one for ever."""

    def __init__(self, *names: str) -> None:
        self._left = list(names)
        self.told_all = Flag()

    def __call__(self) -> str | None:
        name = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        if len(self._left) == 1:
            self.told_all.set()
        return sample(name) if name else None


class Watching:
    def __init__(self, server: Callable[[], str | None]) -> None:
        self.posted: Queue[Event] = Queue()
        self.headphones = Headphones(self.posted.put, ask=server, look_s=0.005, seldom_s=0.005)

    def all_news(self) -> list[bool]:
        """Once nothing more can come."""
        self.headphones.close()
        news = []
        while not self.posted.empty():
            event = self.posted.get()
            assert isinstance(event, HeadphonesChanged)
            news.append(event.plugged)
        return news


def news_after(*names: str) -> list[bool]:
    """What is posted when the server tells these one after another."""
    server = Server(*names, names[-1], names[-1])
    watching = Watching(server)
    assert server.told_all.wait(20)
    return watching.all_news()


def test_a_plug_is_told_once_when_it_comes_and_once_when_it_goes() -> None:
    assert news_after(EMPTY, EMPTY, PLUGGED, PLUGGED, EMPTY, PLUGGED) == [True, False, True]


def test_what_was_in_the_jack_from_the_beginning_is_no_news() -> None:
    assert news_after(PLUGGED, PLUGGED) == []
    assert news_after(NO_SERVER, PLUGGED) == []
    assert news_after(PLUGGED, EMPTY) == [False]


def test_a_server_that_is_away_for_a_while_has_pulled_no_plug() -> None:
    assert news_after(EMPTY, PLUGGED, NO_SERVER, PLUGGED) == [True]


def test_a_card_that_takes_its_jack_along_has() -> None:
    assert news_after(NULL, PLUGGED, NULL) == [True, False]


def test_where_no_jack_can_tell_nothing_is_ever_told() -> None:
    assert news_after(NULL, "raspberry.json", "usb-headset.json", "hdmi.json", "garbage.txt", "empty.json") == []


def test_a_fault_of_whoever_is_asked_ends_nothing() -> None:
    asked = Flag()
    server = Server(EMPTY, PLUGGED)

    def faulty() -> str | None:
        if not asked.is_set():
            asked.set()
            raise RuntimeError("a surprise")
        return server()

    watching = Watching(faulty)
    assert watching.posted.get(timeout=20) == HeadphonesChanged(True)
    watching.headphones.close()


def test_without_pactl_there_is_nothing_to_ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert headphones.ask_pactl() is None


def test_a_pactl_that_fails_tells_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "pactl"
    program.write_text("#!/bin/sh\necho '[]'\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert headphones.ask_pactl() is None


def test_closing_twice_does_no_harm() -> None:
    watching = Watching(Server(EMPTY))
    watching.headphones.close()
    watching.headphones.close()
