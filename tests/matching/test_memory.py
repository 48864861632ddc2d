"""The meanings of content are kept in a file, so that the next start is quick. It may be lost at any time; it may never mislead."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.matching import Matcher, open_matcher
from kiosk.matching.classifier import Classifier
from kiosk.matching.encoder import Encoder, Vectors
from kiosk.matching.examples import GeneralExamples, load, load_for, load_urgent
from kiosk.matching.features import Features
from kiosk.matching.matcher import Lines, SectionMatcher
from kiosk.model import Article
from tests.fakes import SLEEP, item
from tests.matching.matchers import ASSETS, ENCODER, TOKENIZER, articles, typed

TEXTS = ["is it cancer", "why", "where do i pay"]


class CountingEncoder(Encoder):
    """The real one; it counts what it is given."""

    def __init__(self) -> None:
        super().__init__(ENCODER, TOKENIZER)
        self.given: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.given += texts
        return super().encode(texts)


@pytest.fixture(scope="module")
def loaded() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def encoder(loaded: CountingEncoder) -> CountingEncoder:
    loaded.given.clear()
    return loaded


@pytest.fixture(scope="module")
def right(loaded: CountingEncoder) -> Vectors:
    return Features(loaded).of_content(TEXTS)


def remembered(encoder: Encoder, memory: Path, texts: Sequence[str] = TEXTS) -> Vectors:
    """One start of the kiosk."""
    features = Features(encoder, memory)
    vectors = features.of_content(texts)
    features.remember()
    return vectors


def same(one: Vectors, other: Vectors) -> bool:
    """Other batches round otherwise, in the last bits."""
    return one.shape == other.shape and bool(np.allclose(one, other, atol=1e-3))


def test_content_is_encoded_once_and_remembered_by_the_next_start(
    tmp_path: Path, encoder: CountingEncoder, right: Vectors
) -> None:
    memory = tmp_path / "cache" / "meanings.npz"
    remembered(encoder, memory)
    assert sorted(encoder.given) == sorted(TEXTS)
    encoder.given.clear()
    assert same(remembered(encoder, memory), right)
    assert encoder.given == []
    assert [path.name for path in memory.parent.iterdir()] == ["meanings.npz"], "no draft is left"


def test_a_text_that_is_new_is_encoded_and_joins_the_others(tmp_path: Path, encoder: CountingEncoder) -> None:
    memory = tmp_path / "meanings.npz"
    remembered(encoder, memory, TEXTS[:2])
    encoder.given.clear()
    remembered(encoder, memory)
    assert encoder.given == TEXTS[2:]
    remembered(encoder, memory)
    assert encoder.given == TEXTS[2:]


def test_a_question_is_never_remembered(tmp_path: Path, encoder: CountingEncoder) -> None:
    memory = tmp_path / "meanings.npz"
    features = Features(encoder, memory)
    features.of_content(TEXTS)
    features.of_question("am i going to lose my hair")
    features.remember()
    assert b"hair" not in memory.read_bytes()
    assert b"cancer" in memory.read_bytes(), "content is"


def test_content_that_is_gone_is_forgotten(tmp_path: Path, encoder: CountingEncoder) -> None:
    memory = tmp_path / "meanings.npz"
    remembered(encoder, memory)
    remembered(encoder, memory, [*TEXTS[1:], "something new"])
    encoder.given.clear()
    remembered(encoder, memory, TEXTS[:1])
    assert encoder.given == TEXTS[:1]


def test_a_first_start_gives_the_same_vectors_as_every_later_one(tmp_path: Path, encoder: CountingEncoder) -> None:
    memory = tmp_path / "meanings.npz"
    assert remembered(encoder, memory).tobytes() == remembered(encoder, memory).tobytes()


def test_a_lesson_is_taught_once_and_remembered(tmp_path: Path, encoder: CountingEncoder) -> None:
    memory = tmp_path / "meanings.npz"
    first = Features(encoder, memory)
    taught = first.taught(TEXTS, ["health", "health", "clinic"], [1.0, 1.0, 2.0], 10.0)
    first.remember()
    encoder.given.clear()
    later = Features(encoder, memory)
    again = later.taught(TEXTS, ["health", "health", "clinic"], [1.0, 1.0, 2.0], 10.0)
    assert (encoder.given, again.labels) == ([], taught.labels)
    assert (again.weights.tobytes(), again.bias.tobytes()) == (taught.weights.tobytes(), taught.bias.tobytes())
    other = later.taught(TEXTS, ["health", "clinic", "clinic"], [1.0, 1.0, 2.0], 10.0)
    assert other.bias.tobytes() != taught.bias.tobytes(), "another lesson is another"


def test_what_came_with_the_content_must_not_be_made_again(tmp_path: Path, encoder: CountingEncoder) -> None:
    made = Features(encoder)
    made.of_content(TEXTS)
    made.prepare(tmp_path / "prepared.npz")
    encoder.given.clear()
    features = Features(encoder, tmp_path / "memory.npz", [tmp_path / "prepared.npz"])
    features.of_content(TEXTS)
    features.remember()
    assert encoder.given == []
    assert not (tmp_path / "memory.npz").exists(), "there is nothing to add"


def test_what_comes_with_the_kiosk_is_prepared_from_what_comes_with_it(
    encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails after a change of examples, article or encoder: run script/prepare."""

    def taught(*_: object, **__: object) -> Classifier:
        raise AssertionError("a lesson was not prepared")

    monkeypatch.setattr(Classifier, "taught", taught)
    SectionMatcher(
        articles(),
        {article.id: load_for(article, ASSETS / "articles") for article in articles()},
        load(ASSETS / "questions" / "en.toml", GeneralExamples),
        load_urgent(ASSETS / "urgent" / "en.toml"),
        Features(encoder, None, [ASSETS / "prepared" / "en.npz"]),
        {},
        Lines(),
        [text for article in articles() for text in load_for(article, ASSETS / "articles").every],
    )
    assert encoder.given == []


# ---- a damaged file


def _cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def _turned(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]


@pytest.mark.parametrize(
    "damage",
    [_cut, _turned, lambda _: b"", lambda _: b"PK\x03\x04 not really", lambda whole: whole[:-1], lambda _: b"\x93NUMPY"],
    ids=["half of it", "one bit turned", "nothing in it", "a false archive", "its end is missing", "another kind of file"],
)  # fmt: skip
def test_a_damaged_file_is_made_again(
    tmp_path: Path,
    encoder: CountingEncoder,
    right: Vectors,
    damage: Callable[[bytes], bytes],
    caplog: pytest.LogCaptureFixture,
) -> None:
    memory = tmp_path / "meanings.npz"
    remembered(encoder, memory)
    memory.write_bytes(damage(memory.read_bytes()))
    encoder.given.clear()
    with caplog.at_level(logging.WARNING):
        assert same(remembered(encoder, memory), right)
    assert sorted(encoder.given) == sorted(TEXTS)
    assert len(caplog.messages) == 1
    assert str(memory) in caplog.text
    encoder.given.clear()
    remembered(encoder, memory)
    assert encoder.given == [], "it is whole again"


def test_a_whole_file_that_lies_is_made_again(tmp_path: Path, encoder: CountingEncoder, right: Vectors) -> None:
    """Texts and vectors that don't belong together: no archive's own sum would notice."""
    memory = tmp_path / "meanings.npz"
    remembered(encoder, memory)
    with np.load(memory) as kept:
        held = {name: kept[name] for name in kept.files}
    np.savez(memory, **(held | {"vectors": held["vectors"][::-1]}))
    assert same(remembered(encoder, memory), right)


def test_meanings_by_other_weights_are_made_again(
    tmp_path: Path, encoder: CountingEncoder, right: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "meanings.npz"
    monkeypatch.setattr(encoder, "fingerprint", "older weights")
    remembered(encoder, memory)
    monkeypatch.undo()
    encoder.given.clear()
    assert same(remembered(encoder, memory), right)
    assert sorted(encoder.given) == sorted(TEXTS)


def test_a_file_that_became_useless_is_replaced_even_where_all_came_with_the_content(
    tmp_path: Path, encoder: CountingEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    made = Features(encoder)
    made.of_content(TEXTS)
    made.prepare(tmp_path / "prepared.npz")
    (tmp_path / "meanings.npz").write_bytes(b"of an older kiosk")
    for _ in range(2):
        features = Features(encoder, tmp_path / "meanings.npz", [tmp_path / "prepared.npz"])
        features.of_content(TEXTS)
        features.remember()
    assert len(caplog.messages) == 1, "told once, not at every start"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_in_its_place_change_nothing(
    tmp_path: Path, encoder: CountingEncoder, right: Vectors, content: bytes
) -> None:
    memory = tmp_path / "meanings.npz"
    memory.write_bytes(content)
    assert same(remembered(encoder, memory), right)


def test_where_nothing_can_be_written_it_is_told_once_and_the_kiosk_goes_on(
    tmp_path: Path, encoder: CountingEncoder, right: Vectors, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    features = Features(encoder, tmp_path / "cache" / "meanings.npz")
    with caplog.at_level(logging.WARNING):
        assert same(features.of_content(TEXTS), right)
        features.remember()
        features.remember()
    assert len(caplog.messages) == 1


# ---- an article that changes


def _sleep(light: str, coffee: str) -> Article:
    """The same ids, other words."""
    intro, prevention, causes = SLEEP.sections
    blocks = (item("prevent.light", light), item("prevent.coffee", coffee))
    return replace(SLEEP, sections=(intro, replace(prevention, blocks=blocks), causes))


def _matcher(memory: Path | None, article: Article, nothing: Path) -> Matcher:
    """Quick to open: it has only the article to learn from."""
    return open_matcher(
        (article,),
        encoder=ENCODER,
        tokenizer=TOKENIZER,
        examples=nothing,
        general_examples=nothing / "none.toml",
        urgent_examples=nothing / "none.toml",
        memory=memory,
    )


def test_a_changed_article_is_not_answered_from_what_it_said_before(tmp_path: Path) -> None:
    memory, question = tmp_path / "meanings.npz", "how can i sleep better should i swim"
    before = typed(_matcher(memory, _sleep("Keep your room dark.", "Swim in the evening."), tmp_path), question)
    assert (before.item, before.passage) == ("prevent.coffee", "Swim in the evening.")
    changed = _sleep("Swim only before noon.", "Drink no coffee after noon.")
    after = typed(_matcher(memory, changed, tmp_path), question)
    assert (after.item, after.passage) == ("prevent.light", "Swim only before noon.")
    anew = typed(_matcher(None, changed, tmp_path), question)
    assert after == replace(anew, confidence=after.confidence, suggestions=after.suggestions)
    assert after.confidence == pytest.approx(anew.confidence, abs=1e-3)
