"""The ring of the keys that count on a kiosk: it never trusts by mistake, whatever became of its file."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.content.keyring import Keyring
from kiosk.errors import KeyFileError
from kiosk.packs import Key
from tests.faults import NOTHING_FAILED, at_every_step
from tests.packs import CLINIC_KEY, STRANGER_KEY, key_of


def test_a_ring_holds_who_was_added_and_remembers_who_was_taken_away(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    assert (ring.keys, ring.revoked) == ((), ())
    ring.add(CLINIC_KEY)
    ring.add(STRANGER_KEY, "Our other office")
    assert [key.name for key in Keyring(tmp_path).keys] == ["Riverside Clinic", "Our other office"]
    ring.revoke("Riverside Clinic")
    assert [key.name for key in ring.keys] == ["Our other office"]
    assert ring.revoked == (CLINIC_KEY,)
    assert ring.was_revoked(CLINIC_KEY)
    with pytest.raises(KeyFileError, match="was removed here before"):
        ring.add(CLINIC_KEY)
    ring.add(CLINIC_KEY, again=True)
    assert ring.revoked == ()


def test_two_keys_never_have_one_name(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    with pytest.raises(KeyFileError, match="a name of its own"):
        ring.add(STRANGER_KEY, "riverside clinic")
    ring.add(key_of(1, "A new name")[1])
    assert [key.name for key in ring.keys] == ["A new name"]


def test_taking_away_who_isn_t_there_names_who_is(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    with pytest.raises(KeyFileError, match="There are: Riverside Clinic"):
        ring.revoke("Somebody")


@given(
    st.one_of(
        st.binary(max_size=200),
        st.sampled_from([b"{}", b'{"keys": 1}', b'{"keys": [{"name": "x", "key": "eA=="}]}', b"["]),
    )
)
@settings(max_examples=100, deadline=None)
def test_a_damaged_ring_trusts_nobody_and_says_what_to_do(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "ring"
    folder.mkdir(exist_ok=True)
    (folder / "keys.json").write_bytes(raw)
    with pytest.raises(KeyFileError) as refused:
        _ = Keyring(folder).keys
    assert "\n" not in str(refused.value)
    assert "trust add" in str(refused.value)


def test_a_key_taken_away_twice_or_under_an_old_name_is_said_not_to_be_there(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    ring.revoke("  Riverside   Clinic ")
    with pytest.raises(KeyFileError, match="There are: none"):
        ring.revoke("Riverside Clinic")


def test_a_clinic_may_give_its_name_to_its_next_key(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    ring.revoke(CLINIC_KEY.name)
    successor = key_of(7, CLINIC_KEY.name)[1]
    ring.add(successor)
    assert (ring.keys, ring.revoked) == ((successor,), (CLINIC_KEY,))


def test_what_is_found_is_a_key_that_counts(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    ring.add(STRANGER_KEY)
    ring.revoke(STRANGER_KEY.name)
    assert CLINIC_KEY in ring.keys
    assert STRANGER_KEY not in ring.keys


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry: entry.pop("key"),
        lambda entry: entry.pop("name"),
        lambda entry: entry.update(key=""),
        lambda entry: entry.update(key=entry["key"][:-4]),
        lambda entry: entry.update(name=""),
        lambda entry: entry.update(name="a\nb\0"),
        lambda entry: entry.update(revoked="no"),
        lambda entry: entry.update(trusted=True),
    ],
)
def test_one_damaged_key_is_enough_to_trust_nobody(
    tmp_path: Path, spoil: Callable[[dict[str, object]], object]
) -> None:
    """A revocation might be what was lost."""
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    ring.add(STRANGER_KEY)
    file = tmp_path / "keys.json"
    tree = json.loads(file.read_bytes())
    spoil(tree["keys"][1])
    file.write_text(json.dumps(tree))
    for ask in (
        lambda: ring.keys,
        lambda: ring.revoked,
        lambda: ring.add(CLINIC_KEY),
        lambda: ring.revoke("A Stranger"),
    ):
        with pytest.raises(KeyFileError, match="damaged"):
            ask()
    assert json.loads(file.read_bytes()) == tree


def test_stray_letters_in_a_key_are_damage_and_not_passed_over(tmp_path: Path) -> None:
    ring = Keyring(tmp_path)
    ring.add(CLINIC_KEY)
    file = tmp_path / "keys.json"
    tree = json.loads(file.read_bytes())
    tree["keys"][0]["key"] = "\N{SNOWMAN}!" + tree["keys"][0]["key"]
    file.write_text(json.dumps(tree))
    with pytest.raises(KeyFileError, match="damaged"):
        _ = ring.keys
    tree["keys"][0]["key"] = "!" + tree["keys"][0]["key"][2:]
    file.write_text(json.dumps(tree))
    with pytest.raises(KeyFileError, match="damaged"):
        _ = ring.keys


def test_a_folder_in_place_of_the_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir()
    with pytest.raises(KeyFileError, match=r"can't be read: Is a directory\.$"):
        _ = Keyring(tmp_path).keys


def revokes(place: Path) -> None:
    Keyring(place / "trust").revoke(STRANGER_KEY.name)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_fails_anywhere_leaves_the_ring_of_before_or_after(tmp_path: Path, error: int) -> None:
    before = tmp_path / "before"
    ring = Keyring(before / "trust")
    ring.add(CLINIC_KEY)
    ring.add(STRANGER_KEY)
    ends = at_every_step(revokes, before, tmp_path / "ends", error)
    assert len(ends) > 3
    for place, said in ends:
        left = Keyring(place / "trust")
        gone = STRANGER_KEY in left.revoked
        assert CLINIC_KEY in left.keys
        assert gone != (STRANGER_KEY in left.keys)
        assert said.startswith("KeyFileError: ") or (gone and said in ("", NOTHING_FAILED)), said
        assert {file.name for file in (place / "trust").iterdir()} <= {"keys.json", "lock"}
    assert ends[-1][1] == NOTHING_FAILED


def test_two_who_change_the_ring_at_once_undo_nothing_of_each_other(tmp_path: Path) -> None:
    """Staff at the screen, and a command at the keyboard."""
    others = [key_of(seed, f"Office {seed}")[1] for seed in range(10, 30)]

    def add(each: Key) -> None:
        Keyring(tmp_path).add(each)

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(add, others))
    assert set(Keyring(tmp_path).keys) == set(others)
