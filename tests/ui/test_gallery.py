"""Every moment, upright and across, in normal and in the largest letters: each check of the gallery looks at what was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kiosk.cli.main import main
from kiosk.ui.gallery.exhibition import paint
from kiosk.ui.gallery.plan import SCALES, SIZES, THEMES, Job, Shown, languages, moments_of
from kiosk.ui.gallery.visitor_moments import moments, starter

HELP = "I need help now"
USUAL, BOLDEST = ("light", 1.0), ("high_contrast", 2.0)
EXTREME_SIZES = ((1080, 1920), (1280, 800))
LONG = ("review-of-many", "changed-long")
"""Hundreds of pieces: seconds each, and nothing that others don't show."""
MOMENTS = tuple(name for name in moments_of("en") if name not in LONG)
VISITORS = tuple(moments(starter()))


@pytest.fixture(scope="module")
def shown() -> list[Shown]:
    """What is for staff only, in one look: pictures take time."""
    usual = [Job(size, "en", (USUAL,), VISITORS) for size in EXTREME_SIZES]
    return paint([*(Job(size, "en", (BOLDEST,), MOMENTS) for size in EXTREME_SIZES), *usual])


def faults(pictures: Sequence[Shown]) -> list[str]:
    return [f"{s.picture}: {f.check}: {f.what}" for s in pictures for f in s.faults]


def said(pictures: Sequence[Shown], moment: str) -> list[str]:
    """In the largest letters: who sees least must learn as much."""
    return [text for s in pictures if s.moment == moment and s.scale == 2.0 for text in (*s.words, *s.controls)]


def test_nothing_is_wrong_with_any_moment_at_the_extremes(shown: list[Shown]) -> None:
    assert len(shown) == len(EXTREME_SIZES) * (len(MOMENTS) + len(VISITORS))
    assert faults(shown) == []


def test_nothing_is_wrong_in_the_other_language_where_room_is_least() -> None:
    assert faults(paint([Job((1280, 800), "es", (BOLDEST,), VISITORS)])) == []


@pytest.mark.slow
def test_nothing_is_wrong_with_any_moment_in_any_look() -> None:
    every = tuple((theme, scale) for scale in SCALES for theme in THEMES)
    pictures = paint(Job(size, tongue, every, tuple(moments_of("en"))) for size in SIZES for tongue in languages())
    assert faults(pictures) == []


def test_help_is_one_touch_away_wherever_one_is(shown: list[Shown]) -> None:
    without = {s.moment for s in shown if HELP not in s.controls}
    assert without == {
        "urgent", "urgent-alerted", "urgent-absent", "urgent-quiet", "urgent-notices", "still-here"
    }  # fmt: skip


def test_there_is_always_a_way_on(shown: list[Shown]) -> None:
    stuck = {s.moment for s in shown if not any(words != HELP for words in s.controls)}
    assert stuck == {"installing", "undoing", "exporting"}, "it is waited for: nothing may be left half done"


def test_the_command_hangs_every_picture_on_one_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "sheet"
    code = main(
        [
            "gallery",
            str(out),
            "--size",
            "540x960",
            "--theme",
            "dark",
            "--scale",
            "1",
            "--language",
            "en",
            "--moment",
            "urgent",
            "pin",
        ]
    )
    pictures = sorted(path.name for path in out.glob("*.png"))
    page = (out / "index.html").read_text(encoding="utf-8")
    assert pictures == ["pin--dark-1-en-540x960.png", "urgent--dark-1-en-540x960.png"]
    assert all(f'src="{name}"' in page for name in pictures)
    assert "http" not in page, "it must open without a network"
    told = capsys.readouterr().out.splitlines()
    assert told[-1].startswith("2 pictures of 2 moments: ")
    assert code == (0 if "nothing wrong" in told[-1] else 1)


@pytest.mark.parametrize(
    "wrong",
    [["--moment", "nowhere"], ["--theme", "pink"], ["--language", "xx"], ["--size", "huge"], ["--scale", "0"]],
    ids=lambda wrong: wrong[0],
)
def test_what_there_is_not_is_refused_and_what_there_is_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    assert main(["gallery", str(tmp_path / "out"), *wrong]) == 2
    assert wrong[1] in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("attract-stick", "For staff: new content on the stick CLINIC"),
        ("attract-key", "For staff: a key on the stick CLINIC"),
        ("home-expired", "This text is past its date"),
        ("home-expired", "Approved by Dr Ana Ruiz, head of haematology, 20 November 2026"),
        ("reading-expired", "This text is past its date"),
        ("urgent", "These words: not yet approved by this clinic"),
        ("urgent-notices", "These words: approved by Dr Ana Ruiz, director, 2 November 2026"),
        ("pin-wait", "27 seconds"),
        ("pin-wait-long", "15 minutes"),
        ("pin-not-set", "Ask whoever looks after the kiosk"),
        ("pin-choose", "whoever looks after the kiosk must set a PIN first"),
        ("room", "2 packs on CLINIC"),
        ("room", "Past its date: it was valid until 31 October 2026"),
        ("shelf-mixed", "Format it as FAT32 or exFAT"),
        ("bringing", "Please leave the stick in"),
        ("bringing-free", "You may take the stick out now"),
        ("turned-away", "This file was changed after it was signed"),
        ("turned-away", "Nothing has changed"),
        ("review", "Changed: 1 new part, 1 changed part, 1 part goes"),
        ("review", "Approval now: nobody yet. Then: Dr Ana Ruiz"),
        ("review-same", "There is nothing to do"),
        ("review-words", "Install the new words"),
        ("changed", "in a blood test that was done for another reason."),
        ("changed", "by chance."),
        ("key-offer", "0048"),
    ],
)
def test_it_says_what_staff_and_visitors_must_know(shown: list[Shown], name: str, words: str) -> None:
    assert any(words in text for text in said(shown, name))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("attract", "Staff only"),
        ("home", "Staff only"),
        ("home", "past its date"),
        ("bringing", "take the stick out"),
        ("urgent-quiet", "These words"),
        ("installing", "Leave"),
    ],
)
def test_it_does_not_say_what_is_not_so(shown: list[Shown], name: str, words: str) -> None:
    """Where there is no door, none is shown; the discreet screen stays discreet."""
    assert not any(words in text for text in said(shown, name))
