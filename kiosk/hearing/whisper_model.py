"""Whisper by CTranslate2, straight from its folder: sound in, readings out. The only file that knows ctranslate2.

The encoder sees the sound and two seconds more, at least eight seconds, not the thirty it was trained on: a quarter of the
work, and hardly more errors where the sound is clear. Words to be expected go in front as if they had been said before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.command import COMMAND
from kiosk.errors import HearingError, HearingMissingError
from kiosk.hearing.log_mel import BANDS, Floats, log_mel
from kiosk.model import base_of

FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.json")
INSTALL = f"{COMMAND} models install whisper-base"

LONGEST_S = 28.0
"""Seconds of sound that fit into one decoding: the encoder has room for 30."""

SHORTEST_CONTEXT_S = 8.0
WHOLE_CONTEXT_S = 30.0
_PADDING_S = 2.0
"""With only one second of it, Whisper says the last words again and again."""
MOST_TOKENS = 48
"""Of a question."""
_MOST_HINT_TOKENS = 120
_THREADS = 1
"""As fast as two for sound this short, and the other cores stay free for the screen and the voice."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing the sound may have been."""

    text: str = field(repr=False)
    log_probability: float
    """Average over the tokens, natural logarithm."""


class WhisperModel:
    """Raises HearingMissingError for a folder that isn't a whole model, HearingError when decoding breaks."""

    def __init__(self, folder: Path) -> None:
        require_files(folder)
        import ctranslate2
        from tokenizers import Tokenizer

        try:
            json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._model: Any = ctranslate2.models.Whisper(
                str(folder), device="cpu", compute_type="int8", intra_threads=_THREADS
            )
            self._before = self._token("<|startofprev|>")
            self._task("en")
            self._storage: Any = ctranslate2.StorageView
            self._try_out()
        except Exception as error:  # CTranslate2 and tokenizers raise bare RuntimeError, ValueError and Exception
            raise HearingMissingError(
                f"The speech model in {folder} is damaged ({type(error).__name__}). Install it again: {INSTALL}"
            ) from error

    def _token(self, name: str) -> int:
        number: int | None = self._tokenizer.token_to_id(name)
        if number is None:
            raise ValueError(f"tokenizer.json has no {name}")
        return number

    def hears(self, language: str) -> bool:
        """It was trained on this language (BCP 47)."""
        return self._tokenizer.token_to_id(_mark(language)) is not None

    def _task(self, language: str) -> list[int]:
        """What tells it to write down what is said, in this language: it writes no other then."""
        marks = ("<|startoftranscript|>", _mark(language), "<|transcribe|>", "<|notimestamps|>")
        return [self._token(name) for name in marks]

    def _try_out(self) -> None:
        """A damaged model may load and fail, or be another size, at the first sound."""
        if self._model.n_mels != BANDS:
            raise ValueError(f"{self._model.n_mels} bands instead of {BANDS}")
        import numpy as np

        self.readings(np.zeros(1600, np.float32), (), beams=1)

    def readings(
        self,
        samples: Floats,
        hints: Sequence[str],
        *,
        beams: int,
        least_context_s: float = SHORTEST_CONTEXT_S,
        most_tokens: int = MOST_TOKENS,
        may_repeat: bool = False,
        language: str = "en",
    ) -> list[Reading]:
        """Best first. `samples`: 16 kHz, -1..1, at most LONGEST_S; `beams`: how many readings are followed at once;
        `least_context_s`: what the encoder sees of a shorter sound, with silence after it; `most_tokens`: the reading ends there;
        `may_repeat`: three tokens in a row may come again, as they do in texts, and where Whisper loses its way; `language`: the
        one that is spoken."""
        prompt = [*self._hinted(hints), *self._task(language)]
        try:
            result = self._model.generate(
                self._storage.from_array(log_mel(samples, _columns(len(samples), least_context_s))[None]),
                [prompt],
                beam_size=beams,
                num_hypotheses=min(beams, 3),
                no_repeat_ngram_size=0 if may_repeat else 3,
                max_length=len(prompt) + most_tokens,
                return_scores=True,
            )[0]
        except (RuntimeError, ValueError) as error:
            raise HearingError(f"Whisper could not decode: {error}") from error
        return [self._reading(ids, score) for ids, score in zip(result.sequences_ids, result.scores, strict=True)]

    def _hinted(self, hints: Sequence[str]) -> list[int]:
        if not hints:
            return []
        ids: list[int] = self._tokenizer.encode(f" {', '.join(hints)}.", add_special_tokens=False).ids
        return [self._before, *ids[:_MOST_HINT_TOKENS]]

    def _reading(self, ids: Sequence[int], score: float) -> Reading:
        """CTranslate2's score leaves the closing token out of the average."""
        text: str = self._tokenizer.decode(ids, skip_special_tokens=True)
        return Reading(" ".join(text.split()), score * len(ids) / (len(ids) + 1))


def _mark(language: str) -> str:
    return f"<|{base_of(language)}|>"


def trial(folder: Path) -> None:
    import numpy as np

    WhisperModel(folder).readings(np.zeros(2 * 16_000, np.float32), (), beams=1)


def require_files(folder: Path) -> None:
    lacking = [name for name in FILES if not (folder / name).is_file() or not (folder / name).stat().st_size]
    if lacking:
        raise HearingMissingError(
            f"There is no whole speech model in {folder} (no {lacking[0]}). Install it: {INSTALL}"
        )


def _columns(samples: int, least_s: float) -> int:
    """Hundredths of a second that the encoder sees; even, as it halves them."""
    wanted = max(least_s, samples / 16_000 + _PADDING_S)
    return min(int(WHOLE_CONTEXT_S * 100), int(wanted * 50) * 2)
