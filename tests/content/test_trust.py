"""Whose pack is wanted: the rules, one by one, without a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.trust import Mark, Marks, digests_of, judge
from kiosk.packs import Key, Manifest, PackedFile, PackProblem, Refusal
from tests.packs import CLINIC_KEY, STRANGER_KEY, TODAY, files_of, manifest_of


def a_pack(version: int = 1, words: str = "a", **changes: object) -> Manifest:
    file = PackedFile("articles/hiccups.md", 1, words * 64)
    return replace(manifest_of(files_of("hiccups"), version, **changes), files=(file,))


def judged(
    manifest: Manifest,
    *,
    public: bytes = CLINIC_KEY.public,
    keys: Sequence[Key] = (CLINIC_KEY,),
    revoked: Sequence[Key] = (),
    marks: Marks | None = None,
    today: date = TODAY,
    kiosk_version: str = "0.1.0",
) -> Key | PackProblem:
    found = judge(
        "a.kioskpack",
        manifest,
        public,
        keys=keys,
        revoked=revoked,
        marks=marks or {},
        today=today,
        kiosk_version=kiosk_version,
    )
    return found.problem if isinstance(found, Refusal) else found


def had(version: int, words: str = "a", id: str = "hiccups", key: Key = CLINIC_KEY) -> Marks:
    return {key.fingerprint: {id: Mark(version, words * 64)}}


def test_a_pack_of_a_key_that_staff_have_added_counts() -> None:
    assert judged(a_pack()) == CLINIC_KEY


def test_a_key_that_was_taken_away_is_told_from_one_that_was_never_there() -> None:
    assert judged(a_pack(), keys=()) is PackProblem.UNKNOWN_SIGNER
    assert judged(a_pack(), keys=(), revoked=(CLINIC_KEY,)) is PackProblem.REVOKED_SIGNER
    assert judged(a_pack(), public=STRANGER_KEY.public) is PackProblem.UNKNOWN_SIGNER


@pytest.mark.parametrize(
    ("minimum", "kiosk", "counts"), [("0.2", "0.1.9", False), ("0.10", "0.9", False), ("0.1", "0.1.0", True)]
)
def test_a_pack_may_ask_for_a_newer_kiosk(minimum: str, kiosk: str, counts: bool) -> None:
    found = judged(a_pack(minimum_kiosk=minimum), kiosk_version=kiosk)
    assert found == (CLINIC_KEY if counts else PackProblem.NEEDS_NEWER_KIOSK)


def test_a_pack_counts_on_its_last_day_and_not_after_it() -> None:
    assert judged(a_pack(valid_until=TODAY)) == CLINIC_KEY
    assert judged(a_pack(valid_until=date(2026, 11, 26))) is PackProblem.EXPIRED


def test_an_older_version_never_replaces_a_newer_one_of_the_same_signer() -> None:
    assert judged(a_pack(2), marks=had(3)) is PackProblem.OLDER_THAN_INSTALLED
    assert judged(a_pack(4), marks=had(3)) == CLINIC_KEY


def test_the_same_version_with_the_same_words_is_no_news_and_with_others_is_refused() -> None:
    assert judged(a_pack(3), marks=had(3)) == CLINIC_KEY
    assert judged(a_pack(3, "b"), marks=had(3)) is PackProblem.VERSION_REUSED


def test_what_other_signers_have_brought_says_nothing_about_versions() -> None:
    assert judged(a_pack(1), marks=had(9, key=STRANGER_KEY)) == CLINIC_KEY


def test_other_articles_of_the_signer_say_nothing_about_this_one() -> None:
    assert judged(a_pack(1), marks=had(9, id="yawning")) == CLINIC_KEY


def test_a_removal_is_not_undone_by_an_older_pack() -> None:
    removed = {CLINIC_KEY.fingerprint: {"hiccups": Mark(5, "")}}
    assert judged(a_pack(4), marks=removed) is PackProblem.OLDER_THAN_INSTALLED
    older = manifest_of({}, 4, removes=("hiccups",))
    assert judged(older, marks=had(5)) is PackProblem.OLDER_THAN_INSTALLED


@pytest.mark.parametrize(
    ("problem", "detail", "given"),
    [
        (PackProblem.REVOKED_SIGNER, CLINIC_KEY.name, {"revoked": (CLINIC_KEY,)}),
        (PackProblem.UNKNOWN_SIGNER, STRANGER_KEY.fingerprint, {"public": STRANGER_KEY.public}),
        (PackProblem.NEEDS_NEWER_KIOSK, "9.1", {"manifest": a_pack(minimum_kiosk="9.1")}),
        (PackProblem.MADE_LATER, "2028-01-02", {"manifest": a_pack(created=date(2028, 1, 2))}),
        (PackProblem.EXPIRED, "2026-11-26", {"manifest": a_pack(valid_until=date(2026, 11, 26))}),
        (PackProblem.OLDER_THAN_INSTALLED, "2 < 3", {"manifest": a_pack(2), "marks": had(3)}),
        (PackProblem.VERSION_REUSED, "3", {"manifest": a_pack(3, "b"), "marks": had(3)}),
    ],
)
def test_each_refusal_names_the_pack_and_what_staff_need_to_know(
    problem: PackProblem, detail: str, given: dict[str, Any]
) -> None:
    usual: dict[str, Any] = {"keys": (CLINIC_KEY,), "revoked": (), "marks": {}, "manifest": a_pack()}
    told = {"public": CLINIC_KEY.public, "today": TODAY, "kiosk_version": "0.1.0", **usual, **given}
    assert judge("a.kioskpack", told.pop("manifest"), told.pop("public"), **told) == Refusal(
        problem, "a.kioskpack", detail=detail
    )


def test_a_pack_may_be_made_as_far_ahead_as_a_clock_may_leap_and_no_day_further() -> None:
    assert judged(a_pack(created=TODAY + timedelta(days=400))) == CLINIC_KEY
    assert judged(a_pack(created=TODAY + timedelta(days=401))) is PackProblem.MADE_LATER


def test_a_removal_in_the_same_version_is_no_news_once_it_is_done_and_contradicts_words_of_that_version() -> None:
    removal = manifest_of({}, 5, removes=("hiccups",))
    removed = {CLINIC_KEY.fingerprint: {"hiccups": Mark(5, "")}}
    assert judged(removal, marks=removed) == CLINIC_KEY
    assert judged(removal, marks=had(5)) is PackProblem.VERSION_REUSED
    assert judged(a_pack(5), marks=removed) is PackProblem.VERSION_REUSED


def test_one_outdated_article_among_others_keeps_the_whole_pack_out() -> None:
    both = manifest_of(files_of("hiccups", "yawning"), 2)
    assert judged(both, marks=had(3, id="yawning")) is PackProblem.OLDER_THAN_INSTALLED
    assert judged(both, marks=had(2, id="yawning")) is PackProblem.VERSION_REUSED


@given(st.lists(st.tuples(st.integers(1, 6), st.sampled_from("ab")), max_size=12))
def test_whatever_comes_in_whatever_order_versions_only_count_up(packs: list[tuple[int, str]]) -> None:
    marks: dict[str, Mark] = {}
    highest = 0
    for version, words in packs:
        manifest = a_pack(version, words)
        if judged(manifest, marks={CLINIC_KEY.fingerprint: marks}) == CLINIC_KEY:
            assert version >= highest
            if version == highest:
                assert marks["hiccups"].digest == digests_of(manifest)["hiccups"]
            highest = version
            marks["hiccups"] = Mark(version, digests_of(manifest)["hiccups"])


# ---- the clinic's notices count versions as articles do


def notices(version: int, words: str = "a", language: str = "en") -> Manifest:
    file = PackedFile(f"notices/{language}.toml", 1, words * 64)
    return replace(manifest_of({}, version), files=(file,))


def test_older_notices_never_replace_newer_ones() -> None:
    marks = {CLINIC_KEY.fingerprint: {"notices/en": Mark(3, "a" * 64)}}
    assert judged(notices(2), marks=marks) is PackProblem.OLDER_THAN_INSTALLED
    assert judged(notices(3, "b"), marks=marks) is PackProblem.VERSION_REUSED
    assert judged(notices(3), marks=marks) == CLINIC_KEY
    assert judged(notices(4, "b"), marks=marks) == CLINIC_KEY
    assert judged(notices(2, language="fr"), marks=marks) == CLINIC_KEY


def test_an_article_that_is_called_like_a_language_is_not_its_notices() -> None:
    article = PackedFile("articles/en.md", 1, "c" * 64)
    both = replace(manifest_of(files_of("en"), 3), files=(article, *notices(3).files))
    assert digests_of(both) == {"en": "c" * 64, "notices/en": "a" * 64}


def test_a_pack_made_long_after_today_would_carry_the_calendar_along() -> None:
    assert judged(a_pack(created=date(2027, 12, 30))) == CLINIC_KEY, "a kiosk may have stood in a cupboard for a year"
    assert judged(a_pack(created=date(2028, 1, 2))) is PackProblem.MADE_LATER
    assert judged(a_pack(created=date.max)) is PackProblem.MADE_LATER
    assert judged(a_pack(created=date.min)) == CLINIC_KEY
