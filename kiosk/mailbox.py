"""The only thing that threads share: any thread posts, the UI thread drains."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from kiosk.events import Event


class Mailbox:
    """Events from device threads, in the order in which they were posted.

    `wake` is called from the posting thread after each post; it must be safe there and return at once
    (Kivy's Clock trigger is both).
    """

    def __init__(self, wake: Callable[[], object] = lambda: None) -> None:
        self._letters: deque[Event] = deque()
        self._wake = wake

    def on_post(self, wake: Callable[[], object]) -> None:
        """Names who is to be woken from now on."""
        self._wake = wake

    def post(self, event: Event) -> None:
        self._letters.append(event)
        self._wake()

    def drain(self) -> Iterator[Event]:
        """Everything posted so far, each letter once. What is posted meanwhile waits for the next drain."""
        for _ in range(len(self._letters)):
            yield self._letters.popleft()
