"""What can break, one error a room. Expected refusals are values, not errors.

Each message is one line for the person who must act: what is wrong, where, what to do.
"""

from __future__ import annotations


class KioskError(Exception):
    """Anything the kiosk itself reports. `exit_code` is CONTRACT.md's."""

    exit_code = 1


class UsageError(KioskError):
    """The command or the settings were used wrongly."""

    exit_code = 2


class RefusedError(KioskError):
    """Content or sound that can't be accepted."""

    exit_code = 3


class MissingError(KioskError):
    """A component that isn't there: a model, a device, a display."""

    exit_code = 4


class SettingsError(UsageError):
    """kiosk.toml holds something unknown or impossible."""


class MessagesError(KioskError):
    """A text for people is missing from assets/messages."""


class ContentError(RefusedError):
    """An article can't be read."""


class LibraryError(KioskError):
    """The installed content can't be read or written."""


class PackRefusedError(RefusedError):
    """A pack doesn't come in, told as one line; `kiosk.packs.Refusal` is the same as a value."""


class KeyFileError(RefusedError):
    """A signing key, or the ring of those that count, can't be read or written."""


class StaffError(KioskError):
    """The PIN, the counts or an export can't be read or written."""


class MatchingError(KioskError):
    """The matcher broke."""


class SpeechError(KioskError):
    """A voice or a loudspeaker broke."""


class SpeechMissingError(SpeechError):
    """A voice or a loudspeaker isn't there."""

    exit_code = 4


class HearingError(KioskError):
    """A recogniser or a microphone broke."""


class HearingMissingError(HearingError):
    """A recogniser's model or a microphone isn't there, or can't be used as it is."""

    exit_code = 4


class SoundFileError(RefusedError):
    """A sound file can't be read."""


class WeightsError(KioskError):
    """A model could not be fetched, checked or put in place."""


class WeightsMissingError(WeightsError):
    """A model isn't there, isn't whole any more, or can't be fetched now."""

    exit_code = 4


class WeightsRefusedError(WeightsError):
    """An archive isn't the one that the manifest means, or is damaged."""

    exit_code = 3


class DisplayMissingError(MissingError):
    """There is no screen to draw on."""
