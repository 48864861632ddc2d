"""`pack check | build | keygen | show`: the author's side. Needs no screen, no sound, and no kiosk."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

from kiosk import __version__, parts
from kiosk.authoring import Checked, Desk, sources
from kiosk.content import approvals, keys, notices
from kiosk.content.disk import replace_flushed, why
from kiosk.content.importing import markdown
from kiosk.content.pack import SUFFIX, open_pack
from kiosk.content.preview import page
from kiosk.context import Context
from kiosk.errors import PackRefusedError, UsageError
from kiosk.model import BlockKind
from kiosk.packs import Manifest, Refusal
from kiosk.refusals import line
from kiosk.sealing import sealed, version_for


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("pack", help="articles for a kiosk: check, sign, look into").add_subparsers(
        metavar="ACTION", required=True
    )
    checking = actions.add_parser("check", help="what was recognised in an article, and what is wrong with it")
    checking.add_argument(
        "source", nargs="+", type=Path, metavar="SOURCE", help=".txt, .md, .html, .docx, or a folder of them"
    )
    checking.add_argument("--json", action="store_true", help="for programs")
    checking.add_argument("--fix", action="store_true", help="write a Markdown copy beside it, to be edited")
    checking.add_argument("--preview", type=Path, metavar="FILE.html", help="the article as the kiosk will show it")
    checking.set_defaults(run=run)
    building = actions.add_parser("build", help="a signed pack of one or several articles")
    building.add_argument("source", nargs="*", type=Path, metavar="SOURCE")
    building.add_argument("-o", "--out", required=True, type=Path, metavar=f"FILE{SUFFIX}")
    building.add_argument("--key", required=True, type=Path, metavar="KEY", help="the private key, NAME.key")
    building.add_argument("--content-version", type=number, metavar="N", help="default: counted beside the key")
    building.add_argument("--valid-until", type=day, metavar="YYYY-MM-DD")
    building.add_argument("--minimum-kiosk", type=version, default="0.1.0", metavar="VERSION")
    building.add_argument(
        "--remove", action="append", default=[], metavar="ID", help="an article that goes; may be repeated"
    )
    building.add_argument(
        "--notices", type=Path, metavar="LANG.toml", help="the clinic's own notices (docs/authoring.md)"
    )
    building.set_defaults(run=run_build)
    making = actions.add_parser("keygen", help="a signing key pair: NAME.key to keep, NAME.pub for the kiosks")
    making.add_argument("folder", type=Path, metavar="DIR")
    making.add_argument("--name", default="clinic", help="what staff call whoever signs with it")
    making.set_defaults(run=run_keygen)
    showing = actions.add_parser("show", help="what a pack holds, and who signed it")
    showing.add_argument("file", type=Path, metavar="FILE")
    showing.add_argument("--json", action="store_true", help="for programs")
    showing.set_defaults(run=run_show)


def number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 2**53:
        raise ArgumentTypeError(f"{text!r} is not a version: a number from 1 on")
    return int(text)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a day like 2027-11-30") from error


def version(text: str) -> str:
    try:
        Version(text)
    except InvalidVersion as error:
        raise ArgumentTypeError(f"{text!r} is not a version like {__version__}") from error
    return text


# ---- check


def run(given: Namespace, context: Context) -> int:
    desk = Desk(context, datetime.now(UTC).date(), _told_to_wait)
    found = [desk.check(file) for file in sources(given.source)]
    if given.json:
        print(json.dumps([entry(each) for each in found], indent=1, ensure_ascii=False))
    else:
        print("\n\n".join("\n".join(told(each)) for each in found))
    if given.fix:
        for each in found:
            _fix(each)
    if given.preview:
        readable = [each.article for each in found if each.article]
        _write(given.preview, page(readable, parts.messages(context), context.assets).encode())
    wrong = [each for each in found if each.errors]
    if wrong:
        first = wrong[0]
        raise PackRefusedError(f"{first.file.name}: {first.errors[0]}")
    return 0


def entry(checked: Checked) -> dict[str, Any]:
    manuscript = checked.manuscript
    return {
        "file": str(checked.file),
        "id": checked.article.id if checked.article else None,
        "title": manuscript.title if manuscript else None,
        "based_on": manuscript.based_on if manuscript else None,
        "source_reviewed": str(manuscript.source_reviewed) if manuscript and manuscript.source_reviewed else None,
        "sections": [
            {
                "id": chapter.id,
                "title": chapter.title,
                "line": chapter.line,
                "paragraphs": sum(part.kind is BlockKind.PARAGRAPH for part in chapter.parts),
                "items": sum(part.kind is BlockKind.ITEM for part in chapter.parts),
            }
            for chapter in (manuscript.chapters if manuscript else ())
        ],
        "left_out": [
            {"line": each.line, "text": each.text, "why": each.why}
            for each in (manuscript.left_out if manuscript else ())
        ],
        "findings": [
            {
                "kind": each.kind,
                "weight": each.weight,
                "line": each.line,
                "section": each.section or None,
                "what": each.what,
                "remedy": each.remedy,
            }
            for each in checked.findings
        ],
    }


def told(checked: Checked) -> list[str]:
    manuscript = checked.manuscript
    if manuscript is None:
        return [f"{checked.file}: can't be read"]
    review = f", reviewed there {manuscript.source_reviewed}" if manuscript.source_reviewed else ""
    lines = [
        f"{checked.file}: {manuscript.title}",
        f"  based on {manuscript.based_on or 'no source that it names'}{review}",
    ]
    for chapter in manuscript.chapters:
        items = sum(part.kind is BlockKind.ITEM for part in chapter.parts)
        listed = f", {items} list entries" if items else ""
        lines.append(f"  line {chapter.line}: section {chapter.id}: {chapter.title}{listed}")
    lines += [f"  line {each.line}: left out: “{_short(each.text)}” ({each.why})" for each in manuscript.left_out]
    lines += [f"  {each}" for each in checked.findings]
    count = len(checked.findings)
    lines.append(f"  {len(manuscript.chapters)} sections, {count} finding{'s' * (count != 1)}")
    return lines


def _told_to_wait(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:69] + "…"


def _fix(checked: Checked) -> None:
    if checked.manuscript is None:
        return
    target = checked.file.with_suffix(".md")
    if target == checked.file:
        target = checked.file.with_name(f"{checked.file.stem}.fixed.md")
    if target.exists():
        raise PackRefusedError(f"{target} is there already, and may hold your work: move it away first.")
    _write(target, markdown(checked.manuscript).encode())
    print(f"Written to be edited: {target}")


def _write(file: Path, content: bytes) -> None:
    try:
        replace_flushed(file, content)
    except OSError as error:
        raise UsageError(f"{file} can't be written: {why(error)}.") from error


# ---- build


def run_build(given: Namespace, context: Context) -> int:
    if given.out.suffix != SUFFIX:
        raise UsageError(f"-o names the pack, and ends in {SUFFIX}, not {given.out.name!r}.")
    if not (given.source or given.remove or given.notices):
        raise UsageError("Name at least one article to pack (or --remove ID, or --notices FILE).")
    key = keys.load_private(given.key)
    today = datetime.now(UTC).date()
    desk = Desk(context, today, _told_to_wait)
    found = [desk.check(file) for file in sources(given.source)]
    for each in found:
        if each.errors:
            raise PackRefusedError(f"{each.file.name}: {each.errors[0]}")
    files = _files(desk, found, given.notices, context)
    rest = json.dumps([str(given.valid_until), given.minimum_kiosk, sorted(given.remove)])
    chosen = given.content_version or version_for(given.key, key, files, rest)
    made = max([_day_of(each, today) for each in found], default=date(2026, 11, 1))
    encoder = desk.fingerprint(found) if any(path.endswith(".npz") for path in files) else ""
    manifest = Manifest(
        chosen, made, (), tuple(given.remove), (), given.minimum_kiosk, given.valid_until, None, encoder
    )
    _write(given.out, sealed(manifest, files, key))
    warnings = sum(len(each.findings) for each in found)
    print(f"{given.out}: {len(found)} article{'s' * (len(found) != 1)}, version {chosen}.")
    print(f"{warnings} warnings; `pack check` lists them." if warnings else "No warnings.")
    return 0


def _files(desk: Desk, found: list[Checked], own: Path | None, context: Context) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for each in found:
        assert each.article is not None
        if f"articles/{each.article.id}.md" in files:
            raise PackRefusedError(f"{each.file}: its id {each.article.id!r} is another article's, too. Change one.")
        files.update(desk.files_of(each))
    if own is not None:
        try:
            content = own.read_bytes()
            notices.read(content)
        except OSError as error:
            raise PackRefusedError(f"{own}: can't be read: {why(error)}") from error
        except ValueError as error:
            raise PackRefusedError(f"{own}: {error}") from error
        if fault := parts.notice_fault(context, own.stem, notices.read(content).texts):
            raise PackRefusedError(f"{own}: {fault}")
        files[f"notices/{own.stem}.toml"] = notices.applied(
            content, approvals.records(context.home / "approvals.toml").get(approvals.NOTICES)
        )
    return files


def _day_of(checked: Checked, today: date) -> date:
    """The newest day that stands in it: the same content is made on the same day, whenever it is packed."""
    review = checked.article.review if checked.article else None
    days = [review.on if review else None, checked.manuscript.source_reviewed if checked.manuscript else None]
    return min(max((day for day in days if day), default=date(2026, 11, 1)), today)


# ---- keys, and looking in


def run_keygen(given: Namespace, context: Context) -> int:
    private, public, key = keys.write_pair(given.folder, given.name)
    print(f"{private}: sign with it, and keep it to yourself\n{public}: for the kiosks (`trust add`, or on a stick)")
    print(f"Its fingerprint, to be compared when it is added: {key.fingerprint}")
    return 0


def run_show(given: Namespace, context: Context) -> int:
    pack = open_pack(given.file, on_stick=True)
    if isinstance(pack, Refusal):
        raise PackRefusedError(line(pack, parts.messages(context)))
    with pack:
        manifest, mark = pack.manifest, keys.fingerprint(pack.public)
        if given.json:
            print(json.dumps(shown(manifest, mark), indent=1, ensure_ascii=False))
            return 0
        print(f"{given.file}: version {manifest.content_version}, made {manifest.created}")
        print(f"  for kiosk {manifest.minimum_kiosk} or later")
        print(f"  signed with the key {mark}")
        if manifest.valid_until:
            print(f"  to be used until {manifest.valid_until}")
        for each in manifest.articles:
            by = each.approval
            said = f"approved by {by.by}{f', {by.role}' if by.role else ''}, {by.on}" if by else "not approved"
            print(f"  {each.id}: {each.title} ({each.language}; {said})")
        for id in manifest.removes:
            print(f"  removes {id}")
        for file in manifest.files:
            print(f"  {file.size:>9,} bytes  {file.path}")
    return 0


def shown(manifest: Manifest, mark: str) -> dict[str, Any]:
    return {
        "content_version": manifest.content_version,
        "created": str(manifest.created),
        "minimum_kiosk": manifest.minimum_kiosk,
        "valid_until": str(manifest.valid_until) if manifest.valid_until else None,
        "fingerprint": mark,
        "articles": [
            {
                "id": each.id,
                "title": each.title,
                "language": each.language,
                "approved_by": each.approval.by if each.approval else None,
                "approved_on": str(each.approval.on) if each.approval else None,
            }
            for each in manifest.articles
        ],
        "removes": list(manifest.removes),
        "files": [{"path": each.path, "size": each.size, "sha256": each.sha256} for each in manifest.files],
    }
