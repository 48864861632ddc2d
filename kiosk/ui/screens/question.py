"""The visitor's question as a screen shows it."""

from __future__ import annotations

from kiosk.messages import Messages
from kiosk.model import Question, Way


def asked(question: Question, messages: Messages) -> tuple[str, str]:
    """How it is shown where it was typed, and where it was spoken: one of them is empty."""
    if question.way is Way.SPOKEN:
        return "", messages.text("reading.asked_spoken", question=question.text)
    return messages.text("reading.asked_typed", question=question.text), ""
