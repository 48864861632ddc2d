"""The offline bundle, on a machine that has never seen a network: made, carried over, installed, used, taken off."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from installer import bundle
from installer.bundle import Target
from installer.debs import packages_in, sources_of
from installer.files import ENABLED
from installer.wheels import platforms
from tests.setup.bare_machine import RELEASE, BareMachine, debootstrap
from tests.setup.trees import ROOT


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    out = tmp_path_factory.mktemp("bundles")
    yield bundle.make(ROOT, Target(RELEASE, "amd64"), sources_of(RELEASE), out)
    shutil.rmtree(out)  # half a gigabyte


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, packed: Path) -> Iterator[BareMachine]:
    root = tmp_path_factory.mktemp("machine") / "root"
    debootstrap(root)
    yield BareMachine(root, packed)
    shutil.rmtree(root)


@pytest.fixture(scope="module")
def installed(machine: BareMachine) -> BareMachine:
    assert machine.does("command -v python3").returncode != 0, "a bare machine has not even Python"
    assert machine.does("cat /proc/net/dev").stdout.count(":") == 1, "its own loop, and no other way out"
    done = machine.does("sh /srv/bundle/install")
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-1500:]
    return machine


def test_every_tag_that_wheels_for_arm_may_have_is_asked_for() -> None:
    """With one of them alone, pip takes versions that are years old, and says nothing."""
    tags = platforms("bookworm", "arm64")
    assert {
        "manylinux2014_aarch64",
        "manylinux_2_17_aarch64",
        "manylinux_2_27_aarch64",
        "manylinux_2_28_aarch64",
    } <= set(tags)
    assert "manylinux_2_41_aarch64" not in tags, "made for a newer C library than Debian 12 has"


def test_a_source_of_another_name_or_version_than_its_package_is_found_in_the_index() -> None:
    index = "Package: libsonic0\nSource: sonic (0.2.0-12)\nVersion: 0.2.0-12+b1\nDescription: x\n y: z\n\nPackage: a\nVersion: 1\n"
    assert [(each.name, each.source, each.source_version) for each in packages_in(index)] == [
        ("libsonic0", "sonic", "0.2.0-12"),
        ("a", "a", "1"),
    ]


@pytest.mark.slow
def test_a_bundle_tells_what_is_in_it_and_whose_it_is(packed: Path) -> None:
    subprocess.run(["sha256sum", "--quiet", "--check", "SHA256SUMS"], cwd=packed, check=True)
    listed = {line.split("  ./")[1] for line in (packed / "SHA256SUMS").read_text().splitlines()}
    assert listed == {str(path.relative_to(packed)) for path in packed.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    notice = (packed / "NOTICE").read_text()
    assert re.search(r"^  espeak-ng \S+$", notice, re.MULTILINE), "its source, by version"
    assert {"espeak-ng", "libespeak-ng1"} <= set(notice.split("name the GPL or LGPL")[1].split())
    assert "vosk-ko" not in notice
    assert not (packed / "models" / "vosk-ko").exists()


@pytest.mark.slow
def test_one_tar_of_the_same_folder_is_the_same_whoever_packs_it_and_when(packed: Path, tmp_path: Path) -> None:
    small = tmp_path / "here" / packed.name
    for part in ("install", "target", "NOTICE"):
        small.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packed / part, small / part)
    first = bundle.packed(small).read_bytes()
    (small / "target").touch()
    assert bundle.packed(small).read_bytes() == first


@pytest.mark.slow
def test_a_damaged_bundle_changes_nothing(machine: BareMachine, packed: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt"
    shutil.copytree(packed, spoilt, copy_function=lambda here, there: Path(there).hardlink_to(here), symlinks=True)
    victim = spoilt / "program" / "main.py"
    victim.unlink()
    victim.write_text("print('not ours')\n")
    done = BareMachine(machine.root, spoilt).does("sh /srv/bundle/install --dry-run")
    assert done.returncode == 3
    assert "The bundle is damaged: copy it again. Nothing was changed." in done.stderr


@pytest.mark.slow
def test_a_bundle_for_another_machine_is_refused(machine: BareMachine, packed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(packed, other, copy_function=lambda here, there: Path(there).hardlink_to(here), symlinks=True)
    (other / "target").unlink()
    (other / "target").write_text("release=bookworm\narchitecture=arm64\n")
    done = BareMachine(machine.root, other).does("sh /srv/bundle/install")
    assert (done.returncode, done.stderr) == (3, "This bundle is for arm64, and this machine is amd64.\n")


@pytest.mark.slow
@pytest.mark.models
def test_a_machine_that_never_saw_a_network_becomes_a_kiosk(installed: BareMachine) -> None:
    """Doctor finds every part that a folder can have, and a question is answered from the article."""
    looked = json.loads(installed.does("kiosk doctor --json").stdout)
    told = {part["name"]: part["level"] for part in looked} if isinstance(looked, list) else looked
    assert {name: told[name] for name in ("voice", "recogniser", "matcher", "languages", "disk")} == dict.fromkeys(
        ("voice", "recogniser", "matcher", "languages", "disk"), "good"
    )
    answer = json.loads(installed.does('kiosk ask --json "what can i do so i dont get sick"').stdout)
    assert (answer["kind"], answer["article"], answer["section"]) == ("answer", "leukopenia", "prevention")


@pytest.mark.slow
@pytest.mark.models
def test_a_visitor_uses_it(installed: BareMachine) -> None:
    """As the kiosk's own user, which can write nowhere but in its own folders."""
    done = installed.does(
        "SDL_VIDEODRIVER=offscreen DISPLAY= kiosk run --demo --shots /tmp/shots && ls /tmp/shots", 600
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert "The visit is over." in done.stdout


@pytest.mark.slow
def test_systemd_has_nothing_to_say_against_what_was_installed(installed: BareMachine) -> None:
    """With the real programs in their real places."""
    units = [*ENABLED, "health-kiosk-again.service", "kiosk-stick@sdb1.service", "kiosk-export-stick@sdb1.service"]
    done = installed.does(f"for unit in {' '.join(units)}; do systemd-analyze verify $unit; done")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_second_installation_finds_everything_done(installed: BareMachine) -> None:
    done = installed.does("sh /srv/bundle/install")
    assert done.returncode == 0, done.stderr
    assert "  now  " not in done.stdout


@pytest.mark.slow
def test_it_goes_as_it_came(installed: BareMachine) -> None:
    """Last in this file. The data stay."""
    done = installed.does("sh /srv/bundle/install --uninstall; ls -A /opt /var/lib/health-kiosk")
    assert done.returncode == 0, done.stderr
    assert "health-kiosk\n" not in done.stdout.split("/var/lib/health-kiosk:")[0].split("/opt:")[1]
    assert "library" in done.stdout.split("/var/lib/health-kiosk:")[1]
