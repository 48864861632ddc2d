"""Looks at every part as it really is on this machine: what works, what doesn't, what to do."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kiosk import parts, sound_parts
from kiosk.clock import BUILT
from kiosk.content import care
from kiosk.context import Context
from kiosk.errors import KioskError, LibraryError, SpeechMissingError
from kiosk.hearing import RATE
from kiosk.hearing.loopback import delay_s, sweep
from kiosk.model import Clip, Level, Part
from kiosk.ui import has_display

INSTALL = ".venv/bin/python main.py models install"
PLENTY = 500_000_000
"""Bytes of free disk below which a clip cache and a content update get tight."""
LISTENED_S = 2.0
"""Sound cards take their time to begin; a room is never perfectly silent for so long."""
ECHO_S = 0.7
"""So long after its end the last of a sound may still be on its way through two sound cards."""


def examine(context: Context) -> Iterator[Part]:
    """One part after the other, in the order in which a visitor needs them. Never raises."""
    for name, check in _CHECKS.items():
        try:
            level, detail, remedy = check(context)
        except KioskError as error:
            level = Level.MISSING if name in _NEEDED else Level.LESS
            detail, _, remedy = " ".join(str(error).split()).partition(". ")
        except Exception as error:
            level, detail, remedy = Level.MISSING, f"a fault of the kiosk: {error!r}", "tell the kiosk's makers"
        yield Part(name, level, " ".join(detail.split()), remedy)


Finding = tuple[Level, str, str]


def _display(context: Context) -> Finding:
    if has_display():
        return Level.GOOD, "a display is there", ""
    return Level.MISSING, "no display", "start it where a screen is; `script/run --demo` works without one"


def _touch(context: Context) -> Finding:
    """Touch panels announce themselves with the property bit INPUT_PROP_DIRECT (1) in /proc/bus/input/devices."""
    try:
        listed = Path("/proc/bus/input/devices").read_text(encoding="utf-8", errors="replace")
    except OSError:
        listed = ""
    for device in listed.split("\n\n"):
        lines = dict(line.partition(": ")[::2] for line in device.splitlines())
        properties = next((line[8:] for line in device.splitlines() if line.startswith("B: PROP=")), "0")
        if int(properties.split()[-1], 16) & 0b10:
            return Level.GOOD, lines.get("N", "touch panel").removeprefix("Name=").strip('"'), ""
    return Level.LESS, "no touch panel found: a mouse or a keyboard works too", "plug in the touch panel's USB cable"


def _microphone(context: Context) -> Finding:
    microphone = sound_parts.microphone(context)
    loudest = _Loudest()
    try:
        microphone.open(loudest.hear)
        deadline = time.monotonic() + LISTENED_S
        while loudest.exact_silence and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        microphone.close()
    if loudest.blocks == 0:
        return (
            Level.LESS,
            f"{microphone.name}: no sound comes",
            "check its cable, then `[hearing] microphone` in kiosk.toml",
        )
    if loudest.exact_silence:
        return (
            Level.LESS,
            f"{microphone.name}: perfectly silent, perhaps muted",
            "unmute it in the system's sound settings",
        )
    return Level.GOOD, microphone.name, ""


class _Loudest:
    """Whether sound comes at all, and whether it is more than zeros."""

    def __init__(self) -> None:
        self.blocks = 0
        self.exact_silence = True

    def hear(self, pcm: bytes) -> None:
        self.blocks += 1
        self.exact_silence = self.exact_silence and not any(pcm)


def _speaker(context: Context) -> Finding:
    speaker = sound_parts.speaker(context)
    try:
        if speaker.is_audible:
            return Level.GOOD, speaker.name, ""
    finally:
        speaker.close()
    return (
        Level.LESS,
        "no loudspeaker: texts are shown, not spoken",
        "plug one in, then `[voice] speaker` in kiosk.toml",
    )


def _voice(context: Context) -> Finding:
    try:
        voice = sound_parts.voice_alone(context)
    except SpeechMissingError as error:
        with closing(sound_parts.voice(context)) as stand_in:
            return Level.LESS, f"{stand_in.name} stands in", str(error)
    with closing(voice):
        clip = voice.render("Wash your hands.")
    if any(clip.pcm):
        return Level.GOOD, f"{voice.name}, {clip.rate} Hz", ""
    return Level.LESS, f"{voice.name}: no voice", "change [voice] engine in kiosk.toml"


def _loopback(context: Context) -> Finding:
    """Plays a rising tone, and listens for it."""
    microphone, speaker, heard = sound_parts.microphone(context), sound_parts.speaker(context), bytearray()
    try:
        if not speaker.is_audible or not microphone.is_there():
            return Level.LESS, "not tried: it takes a microphone and a loudspeaker", "see above"
        microphone.open(heard.extend)
        speaker.play(Clip(sweep(), RATE))
        time.sleep(ECHO_S)
    finally:
        microphone.close()
        speaker.close()
    if delay_s(bytes(heard)) is None:
        return (
            Level.LESS,
            "the microphone does not hear the loudspeaker",
            "turn both up in the system's sound settings, and look whether they are this kiosk's",
        )
    return Level.GOOD, "the microphone hears the loudspeaker", ""


def _recogniser(context: Context) -> Finding:
    recogniser = sound_parts.recogniser(context)
    if recogniser is None:
        if context.settings.hearing.engine == "none":
            return Level.LESS, "set to hear nothing: visitors type instead", "change `[hearing] engine` in kiosk.toml"
        return Level.LESS, "no recogniser: visitors type instead", f"{INSTALL} {sound_parts.WHISPER}"
    recogniser.close()
    if lost_s := sound_parts.unheard(context).seconds:
        detail = f"{recogniser.name}: {lost_s:.0f} s of questions came faster than this machine could hear them"
        return (
            Level.LESS,
            detail,
            f"a faster machine, or a smaller model; then delete {sound_parts.unheard(context).file}",
        )
    return Level.GOOD, recogniser.name, ""


def _matcher(context: Context) -> Finding:
    matcher = parts.matcher(context, parts.library(context))
    if not matcher.reads_meaning:
        return Level.LESS, f"{matcher.name}: finds sections by their words alone", f"put back {parts.encoder(context)}"
    return Level.GOOD, matcher.name, ""


def _content(context: Context) -> Finding:
    library = parts.library(context)
    if fault := library.fault or library.damage:
        raise LibraryError(str(fault))
    articles = library.articles
    waiting = sum(article.review is None for article in articles)
    today = parts.days(context).today(datetime.now(UTC), library.newest)
    past = len(care.expired(library.installed, today))
    due = sum(article.review is not None and care.is_due(article.review, today) for article in articles)
    detail = f"{len(articles)} article{'s' * (len(articles) != 1)}"
    told = [
        (past, "past their date", "bring a newer pack"),
        (waiting, "not yet approved by this clinic", "have a clinician approve the text"),
        (due, "to be reviewed again", "ask who approved them"),
    ]
    if wanting := [(f"{count} {what}", remedy) for count, what, remedy in told if count]:
        return Level.LESS, ", ".join([detail, *(what for what, _ in wanting)]), wanting[0][1]
    return Level.GOOD, detail, ""


def _disk(context: Context) -> Finding:
    place = next(folder for folder in (context.home, *context.home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if not place.is_dir() or not os.access(place, os.W_OK):
        return Level.MISSING, f"{place} can't be written to", "make it writable for the kiosk's user, or set KIOSK_HOME"
    detail = f"{free / 1e9:.1f} GB free at {place}"
    return (Level.GOOD, detail, "") if free >= PLENTY else (Level.LESS, detail, "make room on the disk")


def _clock(context: Context) -> Finding:
    now, known = datetime.now(UTC), parts.library(context).newest
    shown = now.astimezone().strftime("%Y-%m-%d %H:%M")
    days = parts.days(context)
    today = days.today(now, known)
    if not days.is_wrong(now, known):
        return Level.GOOD, shown, ""
    remedy = "set the date: sudo date -s 'YYYY-MM-DD HH:MM'"
    if now.date() < BUILT:
        return Level.LESS, f"{shown}: before this kiosk was built", remedy
    if now.date() < today:
        detail = f"{shown}: behind {today}, the latest day that it has seen"
        return Level.LESS, detail, f"{remedy}; if the clock is right, delete {days.file}"
    return Level.LESS, f"{shown}: far ahead of {today}, the latest day that it has seen", remedy


def _languages(context: Context) -> Finding:
    offered = parts.languages(context)
    lacking = [why for each in context.settings.screen.offered if (why := parts.why_not_offered(context, each))]
    if lacking:
        detail, _, remedy = lacking[0].partition(". ")
        return Level.LESS, f"{', '.join(offered)}; {detail}", remedy or "see docs/languages.md"
    return Level.GOOD, ", ".join(offered), ""


_NEEDED = {"display", "matcher", "content", "disk"}
"""Without any of these there is no kiosk; without another it is narrower: people type, and read."""

_CHECKS: dict[str, Callable[[Context], Finding]] = {
    "display": _display,
    "touch": _touch,
    "microphone": _microphone,
    "speaker": _speaker,
    "voice": _voice,
    "loopback": _loopback,
    "recogniser": _recogniser,
    "matcher": _matcher,
    "languages": _languages,
    "content": _content,
    "disk": _disk,
    "clock": _clock,
}
