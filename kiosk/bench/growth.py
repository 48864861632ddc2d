"""`python -m kiosk.bench.growth PART HOME ARTICLES`: what a library of so many articles costs. Each part in a process
of its own, so that none pays for another's memory.

`install`: seconds from a signed pack to a matcher that answers. `open`: seconds to open library and matcher again, milliseconds a
question, megabytes of both.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from kiosk.bench.alone import alone
from kiosk.context import Context

SIZES = (1, 10, 100, 1_000, 10_000)
"""Articles."""
PATIENCE_S = 3600.0
TIMES = 3


@dataclass(frozen=True, slots=True)
class Cost:
    articles: int
    open_s: float
    search_ms: float
    """A typed question, urgent check included."""
    memory_mb: float
    """Library and matcher, with the encoder, resident."""
    install_s: float


def grown(sizes: Sequence[int] = SIZES) -> Iterator[Cost]:
    for articles in sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = str(Path(folder) / "home")
            installed = _alone("install", home, articles)
            opened = _alone("open", home, articles)
        yield Cost(articles, **opened, **installed)


def _alone(part: str, home: str, articles: int) -> dict[str, float]:
    command = [sys.executable, "-m", "kiosk.bench.growth", part, home, str(articles)]
    return alone(command, f"A library of {articles} articles ({part})", PATIENCE_S)


def install(context: Context, articles: int) -> dict[str, float]:
    from kiosk.bench import made_up
    from kiosk.bench.install_figures import installed

    texts = [made_up.article(number) for number in range(articles)]
    return {"install_s": installed(context, texts, with_clips=False)}


def open_again(context: Context, articles: int) -> dict[str, float]:
    from kiosk import parts
    from kiosk.bench.question_figures import QUESTIONS
    from kiosk.model import Question, Way

    before, began = psutil.Process().memory_info().rss, time.perf_counter()
    library = parts.library(context)
    matcher = parts.matcher(context, library)
    opened_s = time.perf_counter() - began
    assert len(library.articles) >= articles
    took_ms = []
    for text in QUESTIONS * TIMES:
        began = time.perf_counter()
        matcher.match(Question(text, Way.TYPED))
        took_ms.append((time.perf_counter() - began) * 1000)
    gc.collect()
    megabytes = (psutil.Process().memory_info().rss - before) / 1e6
    return {"open_s": opened_s, "search_ms": median(took_ms), "memory_mb": megabytes}


PARTS = {"install": install, "open": open_again}

if __name__ == "__main__":
    print(json.dumps(PARTS[sys.argv[1]](Context.of(Path(sys.argv[2]), None), int(sys.argv[3]))))
