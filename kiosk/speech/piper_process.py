"""A program of its own that speaks into files with Piper (an extra, GPL-3.0-or-later): see `process_voice` for what it is told and
answers.

    python piper_process.py VOICE.onnx LENGTH_SCALE
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import wave
from collections.abc import Iterator
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

LONGEST = 300
"""Characters rendered at once: Piper's work grows with the square of the length."""
PAUSE_S = 0.1
"""Where a longer text is cut."""
STRESS = set("ˈˌ ː")
"""Of no weight where phonemes are compared."""


class Mouth:
    def __init__(self, model: str, length_scale: float) -> None:
        from piper import SynthesisConfig

        self._voice = loaded(model)
        self._how = SynthesisConfig(length_scale=length_scale)
        self._rate = int(self._voice.config.sample_rate)

    def speak(self, text: str, file: str) -> dict[str, Any]:
        sound, words = bytearray(), list[list[int]]()
        for at, piece in pieces(text.replace("[[", "[ ["), LONGEST):  # Piper would take those for phonemes
            if sound:
                sound += bytes(2 * round(PAUSE_S * self._rate))
            start = len(sound) // 2
            beginnings = self._say(piece, sound)
            words += [[at + character, self._ms(start + frame)] for character, frame in beginnings]
        with wave.open(file, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(self._rate)
            out.writeframes(bytes(sound))
        return {"words": words, "end_ms": self._ms(len(sound) // 2)}

    def _say(self, text: str, sound: bytearray) -> list[tuple[int, int]]:
        """Adds to the sound; (character, frame from here) of each word."""
        phonemes: list[str] = []
        frames: list[int] = []
        at = 0
        for chunk in self._voice.synthesize(text, self._how, include_alignments=True):
            for aligned in chunk.phoneme_alignments or ():
                phonemes.append(aligned.phoneme)
                frames.append(at)
                at += aligned.num_samples
            sound += chunk.audio_int16_bytes
        return [(character, frames[index]) for character, index in self._beginnings(text, phonemes)]

    def _beginnings(self, text: str, phonemes: list[str]) -> Iterator[tuple[int, int]]:
        """Where in `phonemes` each word begins. Each is spoken alone, too, and what it is made of is looked for in the whole: there
        words run together, and figures fall apart."""
        alone: list[str] = []
        firsts: list[tuple[int, int]] = []
        at = 0
        for word in text.split():
            character = text.index(word, at)
            at = character + len(word)
            firsts.append((character, len(alone)))
            alone += [p for sentence in self._voice.phonemize(word) for p in sentence if p not in STRESS]
        places = [index for index, phoneme in enumerate(phonemes) if phoneme not in STRESS]
        whole = [phonemes[index] for index in places]
        found = {
            block.a + step: block.b + step
            for block in SequenceMatcher(None, alone, whole, autojunk=False).get_matching_blocks()
            for step in range(block.size)
        }
        for character, first in firsts:
            if first in found:
                yield character, places[found[first]]

    def _ms(self, frames: int) -> int:
        return round(frames / self._rate * 1000)


def loaded(model: str) -> Any:
    """A PiperVoice with times. Its own way to load one keeps all memory that a long sentence ever took, and lets the threads of a
    busy machine spin."""
    import onnx
    from onnxruntime import InferenceSession, SessionOptions
    from piper import PiperVoice
    from piper.config import PiperConfig
    from piper.patch_voice_with_alignment import add_alignment_output

    config = PiperConfig.from_dict(json.loads(Path(f"{model}.json").read_text(encoding="utf-8")))
    network = onnx.load(model)
    with suppress(ValueError):  # it tells its times already, or never does
        add_alignment_output(network)
    options = SessionOptions()
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = InferenceSession(network.SerializeToString(), sess_options=options, providers=["CPUExecutionProvider"])
    return PiperVoice(session=session, config=config)


def give_back_memory() -> None:
    """What the last sentence took goes back to the system, where that is glibc."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def pieces(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """Not longer than that, cut behind a comma or the like, or between two words, or where nothing else is left; with where they
    begin."""
    at = 0
    while len(text) - at > longest:
        part = text[at : at + longest]
        end = max(part.rfind(mark) for mark in (", ", "; ", ": ", ". ")) + 2
        if end <= longest // 3:
            end = part.rfind(" ") + 1 or longest
        yield at, part[:end]
        at += end
    yield at, text[at:]


def keep_no_dumps() -> None:
    """It is run by its path, and must find the kiosk's own code."""
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from kiosk.discretion import undumped

    undumped()


def main(model: str, length_scale: str) -> None:
    keep_no_dumps()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def answer(what: dict[str, Any]) -> None:
        print(json.dumps(what), file=answers, flush=True)

    try:
        mouth = Mouth(model, float(length_scale))
    except ImportError as error:
        answer({"missing": str(error)})
        return
    except Exception as error:
        answer({"refused": f"{Path(model).name} is no voice ({type(error).__name__})"})
        return
    answer({"ready": True})
    for line in sys.stdin:
        task = json.loads(line)
        try:
            answer(mouth.speak(task["text"], task["file"]))
        except Exception as error:
            answer({"failed": repr(error)})
        give_back_memory()


if __name__ == "__main__":
    main(*sys.argv[1:])
