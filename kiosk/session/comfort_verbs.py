"""The verbs of who needs larger letters, another language, or a voice that guides. `Session` has them all."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.model import Said, Utterance
from kiosk.session import comfort, guidance, visit
from kiosk.session.step import Step
from kiosk.state import Look, State


class ComfortVerbs:
    """Each is one tap or one key."""

    def _do(self, verb: Callable[[State], Step]) -> None:
        raise NotImplementedError

    def open_comfort(self, language: str | None = None) -> None:
        """Letters, colours, language, voice."""
        self._do(lambda state: visit.woken(state, language).then(comfort.opened))

    def choose_language(self, language: str) -> None:
        self._do(lambda state: comfort.language_chosen(state, language))

    def choose_look(self, look: Look) -> None:
        self._do(lambda state: comfort.look_chosen(state, look))

    def choose_text_scale(self, scale: float) -> None:
        self._do(lambda state: comfort.text_scale_chosen(state, scale))

    def guide(self, on: bool, language: str | None = None) -> None:
        """A voice tells what the screen shows."""
        self._do(lambda state: guidance.begun(state, language) if on else guidance.ended(state))

    def tell(self, *lines: Said | Utterance) -> None:
        """What has been reached by keys, or lies under a finger that explores."""
        self._do(lambda state: guidance.told(state, lines))

    def hush(self) -> None:
        """The visitor does something: the guide falls silent."""
        self._do(lambda state: guidance.interrupted(state) if state.guided else Step(state))

    def tell_again(self) -> None:
        self._do(guidance.told_again)

    def hold(self) -> None:
        """Pause what is being said, or go on with it."""
        self._do(guidance.held)
