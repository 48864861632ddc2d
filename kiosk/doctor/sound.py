"""What speaks and what hears, each by itself; `echo` looks whether the one hears the other."""

from __future__ import annotations

import time
from contextlib import closing

from kiosk import parts, sound_parts
from kiosk.command import COMMAND
from kiosk.doctor.finding import Check, Finding, Scene, good, less
from kiosk.errors import HearingMissingError, SpeechMissingError
from kiosk.hearing import Microphone
from kiosk.speech.headphones import Jack, ask_pactl, jack_of

INSTALL = f"{COMMAND} models install"
LISTENED_S = 2.0
"""Sound cards take their time to begin; a room is never perfectly silent for so long."""


def microphone(scene: Scene) -> Finding:
    found = sound_parts.microphone(scene.context)
    try:
        if scene.running:
            return good(found.name) if found.is_there() else _no_microphone("there is no microphone")
        return _listened(found)
    except HearingMissingError as error:
        return _no_microphone(str(error).partition(". ")[0])
    finally:
        found.close()


def _no_microphone(detail: str) -> Finding:
    return less("none", detail, "plug a microphone in, or name another in kiosk.toml under [hearing] microphone")


def _listened(microphone: Microphone) -> Finding:
    loudest = _Loudest()
    microphone.open(loudest.hear)
    deadline = time.monotonic() + LISTENED_S
    while loudest.exact_silence and time.monotonic() < deadline:
        time.sleep(0.05)
    if loudest.blocks == 0:
        detail = f"{microphone.name}: no sound comes"
        return less("no_sound", detail, "check its cable, then `[hearing] microphone` in kiosk.toml")
    if loudest.exact_silence:
        detail = f"{microphone.name}: perfectly silent, perhaps muted"
        return less("muted", detail, "unmute it in the system's sound settings")
    return good(microphone.name)


class _Loudest:
    """Whether sound comes at all, and whether it is more than zeros."""

    def __init__(self) -> None:
        self.blocks = 0
        self.exact_silence = True

    def hear(self, pcm: bytes) -> None:
        self.blocks += 1
        self.exact_silence = self.exact_silence and not any(pcm)


def speaker(scene: Scene) -> Finding:
    if scene.running:
        return good("the kiosk can be heard") if scene.running.speaks() else _no_speaker()
    with closing(sound_parts.speaker(scene.context)) as found:
        return good(found.name) if found.is_audible else _no_speaker()


def _no_speaker() -> Finding:
    detail = "no loudspeaker: texts are shown, not spoken"
    return less("none", detail, "plug one in, then `[voice] speaker` in kiosk.toml")


def headphones(scene: Scene) -> Finding:
    """Some that were left behind take the sound from the loudspeaker, and nobody hears why."""
    match jack_of(ask_pactl() or ""):
        case Jack.PLUGGED:
            return less("plugged", "headphones are plugged in: the loudspeaker may be silent", "pull them out")
        case Jack.EMPTY:
            return good("nothing is plugged into the jack")
        case Jack.UNKNOWN:
            return good("no jack that can tell")


def voice(scene: Scene) -> Finding:
    context = scene.context
    try:
        opened = sound_parts.voice_alone(context)
    except SpeechMissingError as error:
        with closing(sound_parts.voice(context)) as stand_in:
            return less("stands_in", f"{stand_in.name} stands in", " ".join(str(error).split()))
    with closing(opened):
        clip = opened.render("Wash your hands.")
        if any(clip.pcm):
            return good(f"{opened.name}, {clip.rate} Hz")
        return less("silent", f"{opened.name}: no voice", "change [voice] engine in kiosk.toml")


def recogniser(scene: Scene) -> Finding:
    context = scene.context
    if context.settings.hearing.engine == "none":
        return less("off", "set to hear nothing: visitors type instead", "change `[hearing] engine` in kiosk.toml")
    name = _running(scene) if scene.running else _opened(scene)
    if name is None:
        return less("none", "no recogniser: visitors type instead", f"{INSTALL} {sound_parts.WHISPER}")
    unheard = sound_parts.unheard(context)
    if lost_s := unheard.seconds:
        detail = f"{name}: {lost_s:.0f} s of questions came faster than this machine could hear them"
        return less("slow", detail, f"a faster machine, or a smaller model; then delete {unheard.file}")
    return good(name)


def _opened(scene: Scene) -> str | None:
    found = sound_parts.recogniser(scene.context)
    if found is None:
        return None
    found.close()
    return found.name


def _running(scene: Scene) -> str | None:
    """Without a microphone the kiosk doesn't tell whether it could hear: then its model is looked for."""
    if scene.running is not None and scene.running.hears():
        return "hears"
    with closing(sound_parts.microphone(scene.context)) as found:
        if found.is_there():
            return None
    lies = sound_parts.vosk_folder(scene.context) or parts.weights(scene.context).folder_of(sound_parts.WHISPER)
    return "installed; not heard with, as there is no microphone" if lies else None


CHECKS = (
    Check("microphone", microphone, ("none", "no_sound", "muted")),
    Check("speaker", speaker, ("none",)),
    Check("headphones", headphones, ("plugged",)),
    Check("voice", voice, ("stands_in", "silent")),
    Check("recogniser", recogniser, ("none", "off", "slow")),
)
