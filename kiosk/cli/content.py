"""`content approve | list | notices`: who answers for the words that visitors see."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import UTC, datetime
from pathlib import Path

from kiosk import parts
from kiosk.cli.pack import day
from kiosk.content import approvals, notices
from kiosk.content.approvals import Record
from kiosk.content.disk import replace_flushed, why
from kiosk.content.importing.manuscript import quoted
from kiosk.context import Context
from kiosk.errors import ContentError, UsageError
from kiosk.packs import Approval


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    actions = commands.add_parser("content", help="who answers for the words").add_subparsers(
        metavar="ACTION", required=True
    )
    approving = actions.add_parser("approve", help="record who approved a text, for the next signed pack")
    approving.add_argument(
        "article", metavar="ARTICLE", help="a .md file, an installed article's id, a notices file, or `notices`"
    )
    approving.add_argument("--by", required=True, metavar="NAME")
    approving.add_argument("--role", default="", metavar="ROLE")
    approving.add_argument("--on", type=day, metavar="YYYY-MM-DD", help="default: today")
    approving.set_defaults(run=run)
    listing = actions.add_parser("list", help="who approved what")
    listing.set_defaults(run=run_list)
    texts = actions.add_parser(
        "notices", help="the clinic's own notices as a file: to be read, changed, approved and packed"
    )
    texts.add_argument("-o", "--out", type=Path, required=True, metavar="LANG.toml")
    texts.set_defaults(run=run_notices)


def run(given: Namespace, context: Context) -> int:
    today = datetime.now(UTC).date()
    said = approvals.approval(given.by, given.role, given.on or today)
    file = Path(given.article)
    if file.suffix == ".md":
        text = _read(file)
        _write(file, approvals.stamped(text, file.name, said))
        print(f"{file}: approved by {said.by}, {said.on}. Pack it: pack build {file} ...")
        return 0
    if file.suffix == ".toml":
        _write(file, notices.stamped(_read(file), said))
        print(f"{file}: approved by {said.by}, {said.on}. Pack it: pack build ... --notices {file}")
        return 0
    library = parts.library(context)
    if given.article == approvals.NOTICES:
        approvals.record(
            _file(context), approvals.NOTICES, said, notices.digest(_notices(context, context.settings.screen.language))
        )
        print(f"The clinic's notices, as they are now: approved by {said.by}, {said.on}.")
        print("Pack them: content notices -o FILE, then pack build ... --notices FILE")
        return 0
    found = next((each for each in library.articles if each.id == given.article), None)
    if found is None:
        there = ", ".join(each.id for each in library.articles)
        raise ContentError(
            f"There is no article {given.article!r}, neither a .md file nor installed. Installed: {there}."
        )
    approvals.record(_file(context), found.id, said, approvals.digest(found))
    print(f"{found.id}: approved by {said.by}, {said.on}; the next pack of just these words says so.")
    return 0


def run_list(given: Namespace, context: Context) -> int:
    written = approvals.records(_file(context))
    for article in parts.library(context).articles:
        review = article.review
        own = Approval(review.by, review.role, review.on) if review else None
        print(f"{article.id}: {standing(own, written.get(article.id), approvals.digest(article))}")
    resting = context.settings.screen.language
    for language in sorted(parts.languages(context), key=lambda each: each != resting):
        brought = parts.notices_approval(context, parts.library(context), language)
        now, record = notices.digest(_notices(context, language)), written.get(approvals.NOTICES)
        if language != resting and record and record.of != now:
            record = None  # it is of another language's
        which = "notices" if language == resting else f"notices ({language})"
        print(f"{which}: {standing(brought, record, now)}")
    return 0


def standing(own: Approval | None, record: Record | None, digest: str) -> str:
    """Who answers for these words; and what was approved here since, or was and counts no more."""
    told = f"approved by {_named(own)}" if own else "not yet approved"
    if record is None or (own and own.on >= record.approval.on):
        return told
    if record.of != digest:
        return f"{told}; changed since {_named(record.approval)} approved it: approve it again"
    return f"{told}; approved by {_named(record.approval)}, not yet in a pack"


def _named(given: Approval) -> str:
    return ", ".join(filter(None, (given.by, given.role, str(given.on))))


def run_notices(given: Namespace, context: Context) -> int:
    language = _language_named(given.out, context)
    texts = _notices(context, language)
    lines = [
        "# The clinic's own notices. Change the words and keep what stands in {braces}; leave none out. Then `content approve`",
        "# this file, and give it to `pack build --notices`. Whoever changes it afterwards must have it approved again.",
        "",
        "[texts]",
        *(f"{quoted(key)} = {quoted(text)}" for key, text in texts.items()),
    ]
    if given.out.exists():
        raise UsageError(f"{given.out} is there already: name another file.")
    _write(given.out, "\n".join(lines) + "\n")
    print(f"{given.out}: {len(texts)} texts. The file's name must be the language: {language}.toml")
    return 0


def _language_named(file: Path, context: Context) -> str:
    """`es.toml` is Spanish; any other name, the language the kiosk rests in."""
    is_one = (context.assets / "messages" / f"{file.stem}.toml").is_file()
    return file.stem if is_one else context.settings.screen.language


def _notices(context: Context, language: str) -> dict[str, str]:
    """As they stand on this kiosk's screen now."""
    texts = parts.messages(context, parts.library(context), language)
    return {key: texts.raw(key) for key in texts.keys() if notices.is_notice(key)}  # noqa: SIM118  not a mapping


def _file(context: Context) -> Path:
    return context.home / "approvals.toml"


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise ContentError(f"{file}: can't be read: {why(error)}") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{file}: not UTF-8 text (byte {error.start}); save it as UTF-8") from error


def _write(file: Path, text: str) -> None:
    try:
        replace_flushed(file, text.encode())
    except OSError as error:
        raise UsageError(f"{file} can't be written: {why(error)}.") from error
