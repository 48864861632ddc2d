"""What a generation is to hold once a pack is in it: the pack's articles, and everything else as it was. Refused as a whole for the
first thing in it that isn't fit to be shown. Or once an article is taken away."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from kiosk.content import tables
from kiosk.content.container import RefusedPack
from kiosk.content.generation import Shelf, parsed
from kiosk.content.ledger import Ledger, seal_of
from kiosk.content.names import id_of, kind_of
from kiosk.content.notices import fault_in_notices
from kiosk.content.pack import OpenPack
from kiosk.content.trust import NOTICES, Mark, digests_of, marked_as
from kiosk.errors import ContentError, LibraryError
from kiosk.model import Article
from kiosk.packs import Approval, Key, Origin, PackProblem, Refusal

MOST_SHOWN = 12
"""Letters that are named as missing."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Other rooms' judgement, handed in."""

    undrawn: Callable[[str], str] = lambda text: ""
    """The letters of a text that the screen can't draw."""
    companion: Callable[[str, str, bytes], str] = lambda kind, path, content: ""
    """What is wrong with the example questions, calibration, spoken forms or vectors beside an article; empty: nothing."""
    notice: Callable[[str, Mapping[str, str]], str] = lambda language, texts: ""
    """What is wrong with the clinic's own texts; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Draft:
    files: Mapping[str, bytes]
    """By path in the generation."""
    articles: Mapping[str, Article]
    """By the path of their file."""
    ledger: Ledger = field(default_factory=Ledger)


def drafted(
    pack: OpenPack,
    signer: Key,
    taken: Collection[str] | None,
    now: Shelf,
    checks: Checks,
    on_progress: Callable[[int, int], object] = lambda done, total: None,
    latest: date = date.max,
    read: Mapping[str, Article] | None = None,
) -> Draft | Refusal:
    """`taken`: ids of articles (and removals) of the pack, notices by `notices/LANGUAGE`; None: all. `latest`: as far as the day
    counts that the manifest says it was made on. `read`: articles that were read before, by the SHA-256 of their files. Raises
    OSError."""
    manifest = pack.manifest
    wanted = [each.id for each in manifest.articles if taken is None or each.id in taken]
    gone = [id for id in manifest.removes if taken is None or id in taken]
    try:
        files, articles = _brought(pack, wanted, taken, checks, on_progress, read or {})
        if not wanted and not gone and not files:
            return Refusal(PackProblem.BAD_MANIFEST, pack.name, detail="nothing of it is wanted")
    except RefusedPack as refused:
        return refused.of(pack.name)
    replaced = {*wanted, *gone}
    brought = [path for path in files if path.startswith(NOTICES)]
    kept = [path for path in now.paths() if _stays(path, replaced, files)]
    known = {article.id: article for article in now.articles}
    files = {**{path: now.content(path) for path in kept}, **files}
    articles = {**{path: known[id_of(path)] for path in kept if path.endswith(".md")}, **articles}
    if not articles:
        return Refusal(PackProblem.BAD_MANIFEST, pack.name, detail="it would leave no article for visitors")
    ledger = _ledger(pack, signer, [*wanted, *map(marked_as, brought)], gone, now.ledger, articles)
    return Draft(files, articles, replace(ledger, newest=max(now.ledger.newest, min(manifest.created, latest))))


def without(article: str, now: Shelf) -> Draft:
    """Everything as it was, but for this one. Raises LibraryError where it isn't installed or is the last, and OSError."""
    known = {each.id: each for each in now.articles}
    if article not in known:
        raise LibraryError(f"There is no article {article!r} here. There are: {', '.join(known)}.")
    if len(known) == 1:
        raise LibraryError(
            f"{article!r} is the only article: install another one first, so that visitors find something."
        )
    origins = {id: each for id, each in now.ledger.origins.items() if id != article}
    kept = [path for path in now.paths() if _stays(path, {article}, {})]
    articles = {path: known[id_of(path)] for path in kept if path.endswith(".md")}
    ledger = replace(now.ledger.changed((), (article,)), origins=origins, files={})
    return Draft({path: now.content(path) for path in kept}, articles, ledger)


def _stays(path: str, replaced: Collection[str], brought: Mapping[str, bytes]) -> bool:
    return path not in brought and not (path.startswith("articles/") and id_of(path) in replaced)


def _brought(
    pack: OpenPack,
    wanted: Collection[str],
    taken: Collection[str] | None,
    checks: Checks,
    on_progress: Callable[[int, int], object],
    read: Mapping[str, Article],
) -> tuple[dict[str, bytes], dict[str, Article]]:
    """Raises RefusedPack."""
    said = {each.id: each for each in pack.manifest.articles}
    files: dict[str, bytes] = {}
    articles: dict[str, Article] = {}
    notes = [path for path in pack.paths if path.startswith(NOTICES) and (taken is None or marked_as(path) in taken)]
    paths = [*notes, *(path for path in pack.paths if not path.startswith(NOTICES) and id_of(path) in wanted)]
    for done, path in enumerate(paths):
        on_progress(done, 2 * len(paths))
        content = files[path] = pack.read(path)
        match kind_of(path):
            case "md":
                article = articles[path] = _article(path, content, checks, read)
                claim = said[id_of(path)]
                if (article.id, article.title, article.language) != (claim.id, claim.title, claim.language):
                    raise RefusedPack(PackProblem.BAD_MANIFEST, path, "the manifest and the article differ")
                if approval_of(article) != claim.approval:
                    raise RefusedPack(
                        PackProblem.BAD_MANIFEST, path, "the manifest and the article name other approvals"
                    )
            case "toml":
                if fault := fault_in_notices(content, id_of(path), pack.manifest.notices, checks.notice):
                    raise RefusedPack(PackProblem.BAD_ARTICLE, path, fault)
            case kind:
                _companion(kind or "", path, content, checks)
    return files, articles


def _article(path: str, content: bytes, checks: Checks, read: Mapping[str, Article]) -> Article:
    try:
        article = read.get(seal_of(content)[1]) or parsed(content, Path(path).name)
    except ContentError as error:
        problem = PackProblem.BAD_TEXT if "not UTF-8" in str(error) else PackProblem.BAD_ARTICLE
        raise RefusedPack(problem, path, " ".join(str(error).split())) from error
    review = article.review
    signs = (article.based_on or "", *((review.by, review.role) if review else ()))
    shown = "".join(
        (article.title, *article.aliases, *signs, *(section.title + section.text for section in article.sections))
    )
    if undrawn := checks.undrawn(shown):
        named = " ".join(map(_named, undrawn[:MOST_SHOWN]))
        raise RefusedPack(PackProblem.MISSING_GLYPHS, path, named)
    if backwards := next((letter for letter in shown if unicodedata.bidirectional(letter) in ("R", "AL")), ""):
        detail = f"{_named(backwards)}, written from right to left"
        raise RefusedPack(PackProblem.MISSING_GLYPHS, path, detail)
    return article


def _named(letter: str) -> str:
    """One without a shape would turn this line around, too."""
    return f"{letter} (U+{ord(letter):04X})" if letter.isprintable() else f"U+{ord(letter):04X}"


def _companion(kind: str, path: str, content: bytes, checks: Checks) -> None:
    if kind.endswith(".toml"):
        try:
            tables.loaded(content)
        except UnicodeDecodeError as error:
            raise RefusedPack(PackProblem.BAD_TEXT, path, f"byte {error.start}") from error
        except ValueError as error:
            raise RefusedPack(
                PackProblem.BAD_ARTICLE, path, f"not valid TOML: {' '.join(str(error).split())[:100]}"
            ) from error
    if fault := checks.companion(kind, path, content):
        raise RefusedPack(PackProblem.BAD_ARTICLE, path, fault)


def approval_of(article: Article) -> Approval | None:
    review = article.review
    return Approval(review.by, review.role, review.on) if review else None


def _ledger(
    pack: OpenPack,
    signer: Key,
    wanted: Collection[str],
    gone: Collection[str],
    before: Ledger,
    articles: Mapping[str, Article],
) -> Ledger:
    """`wanted`: ids of articles, and notices by `notices/LANGUAGE`."""
    manifest = pack.manifest
    origin = Origin(signer.name, signer.fingerprint, manifest.content_version, manifest.valid_until)
    origins = {**{id: each for id, each in before.origins.items() if id not in gone}, **dict.fromkeys(wanted, origin)}
    ledger = replace(before.changed(wanted, gone), origins=origins, files={})
    digests = digests_of(manifest)
    for id in (*wanted, *gone):
        ledger = ledger.marked(signer.fingerprint, id, Mark(manifest.content_version, digests.get(id, "")))
    there = {article.id for article in articles.values()}
    return replace(ledger, origins={id: each for id, each in ledger.origins.items() if id in there})
