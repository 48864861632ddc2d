"""The kiosk hears itself: a rising tone, and a sentence that its recogniser must understand."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from kiosk import parts, sound_parts
from kiosk.doctor.finding import Check, Finding, Scene, good, less
from kiosk.hearing import RATE, transcribe
from kiosk.hearing.level import loudest_db
from kiosk.hearing.loopback import delay_s, sweep
from kiosk.hearing.said_back import SaidBack, judged
from kiosk.model import Clip
from kiosk.speech import Speaker

ECHO_S = 0.7
"""So long after its end the last of a sound may still be on its way through two sound cards."""
ROOM_S = 1.0
"""So long is the room listened to before the voice speaks."""
SETTINGS = "turn both up in the system's sound settings, and look whether they are this kiosk's"
REMEDIES = {
    SaidBack.SILENT: "unmute the microphone in the system's sound settings, and check its cable",
    SaidBack.UNHEARD: "turn the loudspeaker up, and look whether it is this kiosk's and stands near the microphone",
    SaidBack.NOISY: "try again when the room is quieter",
    SaidBack.SOFT: "turn the loudspeaker and the microphone up in the system's sound settings",
    SaidBack.MISUNDERSTOOD: "look whether the loudspeaker crackles and nothing covers the microphone, then try again",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """Sound of the microphone at RATE, before the voice began and after."""

    room: bytes
    voice: bytes


def loopback(scene: Scene) -> Finding:
    """Plays a rising tone, and listens for it."""
    with _devices(scene) as speaker:
        if speaker is None:
            return _untried()
        heard = _heard(scene, speaker, Clip(sweep(), RATE))
    if (delay := delay_s(heard.room + heard.voice)) is None:
        return less("deaf", "the microphone does not hear the loudspeaker", SETTINGS)
    after_ms = 1000 * (delay - len(heard.room) / 2 / RATE)
    return good(f"the microphone hears the loudspeaker, {after_ms:.0f} ms after it is asked to play")


def self_test(scene: Scene) -> Finding:
    """Says a sentence with the kiosk's voice, and has its recogniser write down what the microphone hears of it."""
    with _devices(scene) as speaker:
        if speaker is None:
            return _untried()
        recogniser = sound_parts.recogniser(scene.context)
        if recogniser is None:
            return less("untried", "not tried: it takes a recogniser", "see above")
        sentence = parts.messages(scene.context).text("checkup.sentence")
        with closing(recogniser):
            heard = _heard(scene, speaker, _spoken(scene, sentence))
            transcript = transcribe(recogniser, heard.voice, ())
    return _told(sentence, transcript.text or transcript.ungated, loudest_db(heard.room), loudest_db(heard.voice))


def _told(sentence: str, text: str, room_db: float, voice_db: float) -> Finding:
    levels = f"room {room_db:.0f} dB, voice {voice_db:.0f} dB"
    match verdict := judged(sentence, text, room_db, voice_db):
        case SaidBack.UNDERSTOOD:
            return good(f"said a sentence and understood it ({levels})")
        case SaidBack.SILENT:
            what = f"nothing came back: the microphone is perfectly silent ({levels})"
        case SaidBack.UNHEARD:
            what = f"nothing came back: the microphone hears the room, not the voice ({levels})"
        case SaidBack.NOISY:
            what = f"the room is as loud as the voice ({levels})"
        case SaidBack.SOFT:
            what = f"the voice came back too soft ({levels})"
        case SaidBack.MISUNDERSTOOD:
            what = f"the voice came back and wasn't understood: {text or 'no words'!r} ({levels})"
    return less(verdict, what, REMEDIES[verdict])


def _untried() -> Finding:
    return less("untried", "not tried: it takes a microphone and a loudspeaker", "see above")


@contextmanager
def _devices(scene: Scene) -> Iterator[Speaker | None]:
    """The loudspeaker, where there is a microphone too."""
    with closing(sound_parts.speaker(scene.context)) as speaker, closing(sound_parts.microphone(scene.context)) as ear:
        yield speaker if speaker.is_audible and ear.is_there() else None


def _spoken(scene: Scene, sentence: str) -> Clip:
    with closing(sound_parts.voice(scene.context)) as voice:
        return voice.render(sound_parts.lexicon(scene.context).spoken(sentence).text)


def _heard(scene: Scene, speaker: Speaker, clip: Clip) -> Heard:
    """The microphone is open before the first sound and until after the last."""
    sound = bytearray()
    with closing(sound_parts.microphone(scene.context)) as microphone:
        microphone.open(sound.extend)
        time.sleep(ROOM_S)
        before = len(sound) // 2 * 2
        speaker.play(clip)
        time.sleep(ECHO_S)
    return Heard(bytes(sound[:before]), bytes(sound[before : len(sound) // 2 * 2]))


CHECKS = (
    Check("loopback", loopback, ("untried", "deaf"), is_loud=True),
    Check("self-test", self_test, ("untried", *(each for each in SaidBack if each in REMEDIES)), is_loud=True),
)
