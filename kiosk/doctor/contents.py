"""What the kiosk knows, what finds it, and the files that it came with."""

from __future__ import annotations

import tomllib
import wave
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kiosk import parts, sound_parts
from kiosk.command import COMMAND
from kiosk.content import care
from kiosk.content.keyring import Keyring
from kiosk.doctor.finding import Check, Finding, Scene, good, less, missing
from kiosk.doctor.place import why_not_written
from kiosk.errors import LibraryError, MessagesError
from kiosk.messages import Messages
from kiosk.weights import Presence, Weights

INSTALL = f"{COMMAND} models install"


def matcher(scene: Scene) -> Finding:
    context = scene.context
    if scene.running:
        name, reads_meaning = scene.running.matcher(), scene.running.reads_meaning()
    else:
        opened = parts.matcher(context, parts.library(context))
        name, reads_meaning = opened.name, opened.reads_meaning
    if name is None:
        return missing("none", "nothing finds the sections that answer", "start the kiosk again")
    if not reads_meaning:
        return less("words_only", f"{name}: finds sections by their words alone", f"put back {parts.encoder(context)}")
    return good(name)


def languages(scene: Scene) -> Finding:
    context = scene.context
    offered = parts.languages(context)
    lacking = [why for each in context.settings.screen.offered if (why := parts.why_not_offered(context, each))]
    if lacking:
        detail, _, remedy = lacking[0].partition(". ")
        return less("lacking", f"{', '.join(offered)}; {detail}", remedy or "see docs/languages.md")
    return good(", ".join(offered))


def content(scene: Scene) -> Finding:
    context = scene.context
    library = parts.library(context)
    if fault := library.fault or library.damage:
        raise LibraryError(str(fault))
    articles = library.articles
    today = parts.days(context).today(datetime.now(UTC), library.newest)
    told = [
        ("past", len(care.expired(library.installed, today)), "past their date", "bring a newer pack"),
        (
            "waiting",
            sum(article.review is None for article in articles),
            "not yet approved by this clinic",
            "have a clinician approve the text",
        ),
        (
            "due",
            sum(article.review is not None and care.is_due(article.review, today) for article in articles),
            "to be reviewed again",
            "ask who approved them",
        ),
    ]
    detail = f"{len(articles)} article{'s' * (len(articles) != 1)}"
    if wanting := [(cause, f"{count} {what}", remedy) for cause, count, what, remedy in told if count]:
        return less(wanting[0][0], ", ".join([detail, *(what for _, what, _ in wanting)]), wanting[0][2])
    return good(detail)


def keys(scene: Scene) -> Finding:
    """Raises KeyFileError."""
    if there := Keyring(scene.context.home / "trust").keys:
        return good(f"{len(there)}: {', '.join(key.name for key in there)}")
    return less("none", "no key: no pack can come in", f"{COMMAND} trust add KEY.pub")


def clips(scene: Scene) -> Finding:
    """What is said often lies on the disk as sound; without that each sentence is made anew."""
    folder = sound_parts.clips(scene.context)
    if fault := why_not_written(folder):
        return less(
            "unwritable", f"{folder}: {fault}; sentences are made anew each time", f"make it writable: {folder}"
        )
    files = [file for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []
    size = 0
    for file in files:
        with suppress(OSError):  # the kiosk may clear one away meanwhile
            size += file.stat().st_size
    return good(f"{len(files)} sentences, {size / 1e6:.0f} MB")


def models(scene: Scene) -> Finding:
    """Reads every byte of what is installed."""
    weights = parts.weights(scene.context)
    wanted = [name for name, model in weights.models.items() if model.group in ("default", "optional")]
    there = [name for name in weights.models if weights.presence(name) is not Presence.MISSING]
    if damaged := next(_damages(weights, there), None):
        return less("damaged", damaged[1], f"{INSTALL} --again {damaged[0]}")
    if lacking := [name for name in wanted if name not in there and weights.models[name].group == "default"]:
        return less("none", f"not installed: {', '.join(lacking)}", f"{INSTALL} {lacking[0]}")
    return good(f"whole: {', '.join(there)}")


def _damages(weights: Weights, names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        for damage in weights.damages(name):
            yield name, f"{name}: {damage.file} {damage.what}"


def files(scene: Scene) -> Finding:
    """Each of the kiosk's own files opens as what it is."""
    assets = scene.context.assets
    count = 0
    for pattern, opens in KINDS.items():
        found = sorted(assets.glob(pattern))
        for file in found or [assets / pattern]:
            try:
                opens(file)
            except Exception as error:  # whatever a damaged file does to its reader
                reason = " ".join(f"{type(error).__name__} {error}".split())[:120]
                return less("damaged", f"{file} is damaged or gone: {reason}", "install the kiosk again")
            count += 1
    return good(f"{count} files whole")


def _font(file: Path) -> None:
    from fontTools.ttLib import TTFont

    with TTFont(str(file), lazy=False) as font:
        for table in font.reader.keys():  # noqa: SIM118  not a mapping
            font.reader[table]
        if not font.getBestCmap():
            raise ValueError("it has no letters")


def _sound(file: Path) -> None:
    with wave.open(str(file), "rb") as sound:
        whole = sound.getnframes() * sound.getnchannels() * sound.getsampwidth()
        if not whole or len(sound.readframes(sound.getnframes())) != whole:
            raise EOFError("it ends before its end")


def _toml(file: Path) -> None:
    tomllib.loads(file.read_text(encoding="utf-8"))


def _texts(file: Path) -> None:
    """Cut off between two tables it is still TOML: every language has the same texts."""
    own, wanted = Messages.load(file.parent, file.stem), set[str]()
    for other in sorted(file.parent.glob("*.toml")):
        with suppress(MessagesError):  # it is looked at by itself
            wanted.update(Messages.load(file.parent, other.stem).keys())
    if lacking := sorted(wanted - set(own.keys())):
        raise ValueError(f"it lacks {len(lacking)} texts, the first is {lacking[0]}")


def _numbers(file: Path) -> None:
    import numpy as np

    with file.open("rb") as opened:  # numpy leaves one open whose archive is cut off
        loaded = np.load(opened)
        for name in getattr(loaded, "files", ()):
            loaded[name]


def _tokenizer(file: Path) -> None:
    from tokenizers import Tokenizer

    Tokenizer.from_file(str(file))


def _model(file: Path) -> None:
    import onnxruntime

    onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])


KINDS: dict[str, Callable[[Path], None]] = {
    "fonts/*.ttf": _font,
    "icons/*.ttf": _font,
    "sounds/*.wav": _sound,
    "messages/*.toml": _texts,
    "lexicon/*.toml": _toml,
    "questions/*.toml": _toml,
    "urgent/*.toml": _toml,
    "prepared/*.npz": _numbers,
    "encoder/*.npy": _numbers,
    "encoder/tokenizer.json": _tokenizer,
    "encoder/*.onnx": _model,
}


CHECKS = (
    Check("matcher", matcher, ("none", "words_only"), is_needed=True),
    Check("languages", languages, ("lacking",)),
    Check("content", content, ("past", "waiting", "due"), is_needed=True),
    Check("keys", keys, ("none",)),
    Check("models", models, ("damaged", "none")),
    Check("files", files, ("damaged",)),
    Check("clips", clips, ("unwritable",)),
)
