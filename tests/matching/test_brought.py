"""What comes with packs may teach the kiosk their own texts. What it knows already, and above all when to call for help, stands."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.errors import MatchingError
from kiosk.matching.brought import fault_in, meanings_in
from kiosk.matching.classifier import Classifier
from kiosk.matching.encoder import Encoder, Vectors
from kiosk.matching.examples import load_urgent
from kiosk.matching.features import Features
from kiosk.matching.memory import Memory, recall, remember, seal_of
from kiosk.matching.shelf import looked_at
from kiosk.matching.words import plain
from kiosk.model import AnswerKind
from tests.fakes import SLEEP
from tests.matching.matchers import ASSETS, ENCODER, TOKENIZER, articles, opened, typed

PREPARED = [ASSETS / "prepared" / "en.npz"]
OWN = "the pack's own sentence"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(ENCODER, TOKENIZER)


def emergencies() -> list[str]:
    return [text for texts in load_urgent(ASSETS / "urgent" / "en.toml").groups.values() for text in texts]


def nonsense(texts: list[str]) -> dict[str, Vectors]:
    """Far from whatever they mean."""
    made = np.random.default_rng(1).standard_normal((len(texts), 384), dtype=np.float32)
    return dict(zip(texts, made / np.linalg.norm(made, axis=1, keepdims=True), strict=True))


def deafening(section: str) -> str:
    """A few emergencies, so often that they would weigh more than what the kiosk has learnt of them."""
    asked = "\n".join(f"  {text!r}," for text in emergencies()[:4] for _ in range(400))
    return f"[sections]\n{section} = [\n{asked}\n]\n"


@pytest.fixture
def brought(tmp_path: Path, encoder: Encoder) -> Path:
    """A pack's file that says that emergencies mean something else."""
    file = tmp_path / "evil.vectors.npz"
    texts = [*map(plain, emergencies()), OWN]
    remember(file, Memory(nonsense(texts)), encoder.fingerprint)
    return file


# ---- emergencies


def test_every_emergency_of_ours_raises_the_alarm() -> None:
    matcher = opened(ENCODER)
    assert [text for text in emergencies() if matcher.alarm(text) is None] == []


def test_emergencies_are_heard_whatever_a_pack_says_they_mean(brought: Path) -> None:
    deaf = opened(ENCODER, brought={"leukopenia": brought})
    assert typed(deaf, "I can't breathe").kind is AnswerKind.URGENT
    assert [text for text in emergencies()[::9] if deaf.alarm(text) is None] == []


def test_no_example_question_of_an_article_makes_the_kiosk_deaf(tmp_path: Path) -> None:
    """As when somebody writes emergencies into an article's examples: taught as calm, they would drown the alarm."""
    for file in (ASSETS / "articles").glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "leukopenia.questions.toml").write_text(deafening(articles()[0].sections[0].id))
    before, after = opened(ENCODER), opened(ENCODER, examples=tmp_path)
    some = [*emergencies()[:8], "my husband has collapsed", "she is turning blue"]
    assert [after.alarm(text) for text in some] == [before.alarm(text) for text in some]


# ---- whose texts


def test_a_pack_says_what_the_texts_of_its_own_article_mean(brought: Path, encoder: Encoder) -> None:
    told = meanings_in(brought, encoder.fingerprint)[OWN]
    features = Features(encoder, None, PREPARED, {"evil": brought})
    assert np.array_equal(features.of_article("evil").of_content([OWN])[0], told)
    own = Features(encoder, None, PREPARED).of_content([OWN])
    assert np.array_equal(features.of_article("another").of_content([OWN]), own)
    assert np.array_equal(features.of_content([OWN]), own)


def test_no_article_puts_itself_in_front_of_others_by_what_it_says_that_its_headings_mean(
    tmp_path: Path, encoder: Encoder
) -> None:
    """Where there are many, a coarse look at all sections chooses those that are looked into."""
    asked = "when should I call because of fever"
    loud = [replace(SLEEP, id=f"loud-{number}", title=f"Loud {number}") for number in range(5)]
    file = tmp_path / "loud.vectors.npz"
    [question] = encoder.encode([plain(asked)])
    remember(file, Memory({text: question for article in loud for text in looked_at(article)}), encoder.fingerprint)
    library = (*articles(), *loud)
    before = typed(opened(ENCODER, library=library), asked)
    after = typed(opened(ENCODER, library=library, brought={article.id: file for article in loud}), asked)
    assert after == before


def test_what_the_kiosk_knows_already_stands(brought: Path, encoder: Encoder) -> None:
    known = Features(encoder, None, PREPARED).of_content(["i can't breathe"])
    evil = Features(encoder, None, PREPARED, {"evil": brought}).of_article("evil")
    assert np.array_equal(evil.of_content(["i can't breathe"]), known)


def test_lessons_of_a_pack_are_not_taken(tmp_path: Path, encoder: Encoder) -> None:
    teacher = Features(encoder)
    taught = (["is it cancer", "where do i pay"], ["a", "b"], [1.0, 1.0], 12.0)
    right = teacher.taught(*taught)
    lessons = {digest: (labels, -weights, bias) for digest, (labels, weights, bias) in teacher.used().lessons.items()}
    file = tmp_path / "a.vectors.npz"
    remember(file, Memory({}, lessons), encoder.fingerprint)
    assert fault_in(file.read_bytes()) == "it holds something else than vectors"
    learnt = Features(encoder, None, (), {"a": file}).of_article("a").taught(*taught)
    assert np.allclose(learnt.weights, right.weights, atol=1e-3)


def test_what_a_pack_said_is_gone_with_the_pack(tmp_path: Path, brought: Path, encoder: Encoder) -> None:
    memory = tmp_path / "meanings.npz"
    features = Features(encoder, memory, PREPARED, {"evil": brought})
    features.of_article("evil").of_content([OWN, "another sentence"])
    features.remember()
    assert list(recall(memory, encoder.fingerprint).vectors) == ["another sentence"]


def test_a_lesson_from_what_a_pack_said_is_never_taken_for_one_of_our_own(
    tmp_path: Path, brought: Path, encoder: Encoder
) -> None:
    """The same texts, some day without the pack: they are learnt anew from what they mean."""
    memory = tmp_path / "meanings.npz"
    taught = ([OWN, "where do i pay"], ["a", "b"], [1.0, 1.0], 12.0)
    first = Features(encoder, memory, PREPARED, {"evil": brought})
    wrong = first.of_article("evil").taught(*taught)
    first.remember()
    later = Features(encoder, memory, PREPARED).taught(*taught)
    assert not np.allclose(later.weights, wrong.weights, atol=1e-2)
    assert np.array_equal(later.weights, Features(encoder, None, PREPARED).taught(*taught).weights)


def test_a_lesson_without_numbers_is_none() -> None:
    with pytest.raises(MatchingError, match="no numbers"):
        Classifier.taught(np.full((2, 3), np.nan, np.float32), ["a", "b"])


# ---- what is wrong with such a file

Held = dict[str, npt.NDArray[np.generic]]


def right() -> Held:
    vectors = np.round(np.array(list(nonsense([OWN, "b"]).values())) * 127).astype(np.int8)
    return {"texts": np.frombuffer(f"{OWN}\0b".encode(), np.uint8), "vectors": vectors}


def file_of(held: Mapping[str, npt.NDArray[np.generic]], encoder: Encoder) -> bytes:
    out = io.BytesIO()
    np.savez(out, seal=np.array(seal_of(held, encoder.fingerprint)), **held)  # type: ignore[arg-type]
    return out.getvalue()


def rewritten(content: bytes, change: Callable[[dict[str, bytes]], object], packing: int = zipfile.ZIP_STORED) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        members = {name: inside.read(name) for name in inside.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as again:
        for name, each in members.items():
            again.writestr(name, each)
    return out.getvalue()


WRONG: Mapping[str, Callable[[Held], Held]] = {
    "of another width": lambda held: {**held, "vectors": np.zeros((2, 5), np.int8)},
    "for more texts": lambda held: {**held, "texts": np.frombuffer(b"a\0b\0c", np.uint8)},
    "in one row": lambda held: {**held, "vectors": held["vectors"].reshape(-1)},
    "as floats": lambda held: {**held, "vectors": held["vectors"].astype(np.float32)},
    "as floats that are no numbers": lambda held: {**held, "vectors": np.full((2, 384), np.nan, np.float32)},
    "of no length": lambda held: {**held, "vectors": np.zeros((2, 384), np.int8)},
    "of great length": lambda held: {**held, "vectors": np.full((2, 384), 127, np.int8)},
    "by columns": lambda held: {**held, "vectors": np.asfortranarray(held["vectors"])},
    "of texts in letters": lambda held: {**held, "texts": np.array([OWN, "b"])},
    "of texts that are no text": lambda held: {**held, "texts": np.frombuffer(b"\xff\xfe\0b", np.uint8)},
    "with a lesson": lambda held: {**held, "x.weights": np.zeros(3, np.float16)},
}


def test_such_a_file_is_read_as_it_was_written(tmp_path: Path, encoder: Encoder) -> None:
    content = file_of(right(), encoder)
    (tmp_path / "a.npz").write_bytes(content)
    assert fault_in(content) == ""
    assert list(meanings_in(tmp_path / "a.npz", encoder.fingerprint)) == [OWN, "b"]
    assert meanings_in(tmp_path / "a.npz", "another encoder") == {}
    assert meanings_in(tmp_path / "nothing.npz", encoder.fingerprint) == {}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_meanings_that_are_none_are_told_and_passed_over(
    tmp_path: Path, encoder: Encoder, wrong: Callable[[Held], Held]
) -> None:
    content = file_of(wrong(right()), encoder)
    assert fault_in(content)
    (tmp_path / "a.npz").write_bytes(content)
    features = Features(encoder, None, PREPARED, {"a": tmp_path / "a.npz"})
    assert np.array_equal(features.of_article("a").of_content([OWN]), Features(encoder).of_content([OWN]))


def test_a_file_that_would_fill_the_memory_is_told_before_it_does(encoder: Encoder) -> None:
    def boast(members: dict[str, bytes]) -> None:
        header = b"{'descr': '|i1', 'fortran_order': False, 'shape': (4000000000, 384), }"
        padded = header + b" " * (118 - len(header) - 1) + b"\n"
        members["vectors.npy"] = b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded

    content = file_of(right(), encoder)
    assert fault_in(rewritten(content, boast)) == "its vectors are of another kind"
    zeros = rewritten(content, lambda members: members.update({"vectors.npy": b"\0" * 20_000_000}))
    assert fault_in(zeros) == "its vectors are too large"
    tight = rewritten(content, lambda members: None, zipfile.ZIP_DEFLATED)
    assert fault_in(tight) == "its vectors are packed tightly"


def test_a_file_with_anything_before_behind_or_between_is_told(encoder: Encoder) -> None:
    content = file_of(right(), encoder)
    assert fault_in(b"x" * 1000 + content)
    assert fault_in(content + b"x")
    assert fault_in(content + content)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as many:
        for number in range(5000):
            many.writestr(f"{number}", b"")
    assert fault_in(out.getvalue()) == "it holds something else than vectors"
    ends = zipfile.ZipFile(io.BytesIO(content)).start_dir
    for size in (b"\xff\xff\xff\x00", b"\x00\x00\x00\x00"):
        for at in (20, 24):
            assert fault_in(content[: ends + at] + size + content[ends + at + 4 :])
    longer = content[: ends + 20] + b"\xff\xff\x00\x00" * 2 + content[ends + 28 :]
    assert fault_in(longer), "both sizes alike, and more than there is"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_bytes_break_the_reader(encoder: Encoder, data: st.DataObject) -> None:
    content = bytearray(file_of(right(), encoder))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    assert isinstance(fault_in(bytes(content)), str)
    assert isinstance(fault_in(bytes(content[:cut])), str)
    assert fault_in(data.draw(st.binary(max_size=300)))
