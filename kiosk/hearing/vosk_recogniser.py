"""Vosk, from an explicit model folder. The only file that knows vosk.

Vosk would download a model by itself, so it is never asked by name. A damaged folder makes it raise, hang or kill the process,
depending on the file: the folder is looked at first, then tried out in a process of its own, and only then opened here.
Words carry confidences, which the gate needs; Vosk gives either those or other readings, never both.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kiosk.command import COMMAND
from kiosk.errors import HearingError, HearingMissingError
from kiosk.hearing import RATE
from kiosk.hearing.gate import LEAST_SPEECH_S, gated, is_ghost, is_sure_of_words
from kiosk.hearing.trial import damaged, try_out
from kiosk.hearing.voice_activity import VoiceActivity
from kiosk.model import Transcript

INSTALL = f"{COMMAND} models install vosk-small-en-us-0.15"
NEEDED = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf")
GRAPHS = (("graph/HCLG.fst",), ("graph/HCLr.fst", "graph/Gr.fst"))
"""A model has one of these sets."""


class VoskRecogniser:
    """`vosk:small-en-us-0.15`. Hints are ignored: a word list would force the wrong word and be sure of it."""

    def __init__(self, folder: Path) -> None:
        require_files(folder)
        try_out("vosk", folder, INSTALL)
        self.name = f"vosk:{folder.name.removeprefix('vosk-model-').removeprefix('vosk-')}"
        self._model = _model(folder)
        self._voice = VoiceActivity()
        self.start(())

    def start(self, hints: Sequence[str]) -> None:
        """A new recogniser, so that nothing it learned of the last visitor's voice is left."""
        self._kaldi = _recogniser(self._model)
        self._voice.start()
        self._ended: list[Mapping[str, Any]] = []
        self._rest = b""

    def accept(self, pcm: bytes) -> None:
        """Vosk takes whole samples, as `bytes`."""
        sound = self._rest + pcm
        whole = len(sound) // 2 * 2
        self._rest = sound[whole:]
        self._voice.accept(pcm)
        try:
            if whole and self._kaldi.AcceptWaveform(sound[:whole]):
                self._ended.append(json.loads(self._kaldi.Result()))
        except Exception as error:  # vosk raises bare Exception
            raise HearingError(f"Vosk could not decode: {error}") from error

    @property
    def speech_s(self) -> float:
        return self._voice.speech_s

    @property
    def silence_s(self) -> float:
        return self._voice.silence_s

    @property
    def partial(self) -> str:
        if self.speech_s < LEAST_SPEECH_S:
            return ""
        going_on = json.loads(self._kaldi.PartialResult()).get("partial", "")
        text = " ".join(part for part in (*(result["text"] for result in self._ended), going_on) if part)
        return "" if is_ghost(text) else text

    def finish(self) -> Transcript:
        try:
            results = [*self._ended, json.loads(self._kaldi.FinalResult())]
        except Exception as error:  # vosk raises bare Exception
            raise HearingError(f"Vosk could not decode: {error}") from error
        text = " ".join(result["text"] for result in results if result["text"])
        confidence = _confidence(results)
        return gated(
            text,
            speech_s=self.speech_s,
            is_sure=is_sure_of_words(text, confidence),
            confidence=confidence if text else None,
        )

    def close(self) -> None:
        self.start(())


def require_files(folder: Path) -> None:
    """Every file that any Vosk model has, and none of them empty (an empty one can hang or end the process)."""
    if not folder.is_dir():
        raise HearingMissingError(f"There is no Vosk model folder {folder}. Install one: {INSTALL}")
    wanted = (*NEEDED, *next((graph for graph in GRAPHS if (folder / graph[0]).is_file()), GRAPHS[-1]))
    lacking = [name for name in wanted if not (folder / name).is_file()]
    lacking += [
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and not path.stat().st_size
    ]
    if lacking:
        raise HearingMissingError(
            f"The Vosk model in {folder} is not whole ({lacking[0]}). Install it again: {INSTALL}"
        )


def trial(folder: Path) -> None:
    recogniser = _recogniser(_model(folder))
    recogniser.AcceptWaveform(bytes(2 * 2 * RATE))
    recogniser.FinalResult()


def _model(folder: Path) -> Any:
    import vosk

    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(str(folder))
    except Exception as error:  # vosk raises bare Exception
        raise damaged(folder, INSTALL) from error


def _recogniser(model: Any) -> Any:
    import vosk

    try:
        kaldi = vosk.KaldiRecognizer(model, float(RATE))
        kaldi.SetWords(True)
    except Exception as error:  # vosk raises bare Exception
        raise HearingError(f"Vosk could not begin: {error}") from error
    return kaldi


def _confidence(results: Sequence[Mapping[str, Any]]) -> float:
    """0..1, average over all words; 0 where there are none."""
    words = [float(word["conf"]) for result in results for word in result.get("result", ())]
    return sum(words) / len(words) if words else 0.0
