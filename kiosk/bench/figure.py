"""The list of all that can be measured, and how one figure is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from kiosk.bench import (
    app_figures,
    install_figures,
    library_figures,
    question_figures,
    recovery_figures,
    sound_figures,
    stick_figures,
)
from kiosk.bench.measured import Figure
from kiosk.context import Context


@dataclass(frozen=True, slots=True)
class Benchmark:
    unit: str
    run: Callable[[Context], Sequence[float]]
    better: Literal["lower", "higher"] = "lower"


BENCHMARKS = {
    "start.first_frame_s": Benchmark("s", app_figures.first_frame),
    "start.typed_answer_s": Benchmark("s", app_figures.typed_answer),
    "idle.cpu_percent": Benchmark("%", app_figures.idle_cpu),
    "memory.rss_mb": Benchmark("MB", app_figures.memory),
    "ui.tap_ms": Benchmark("ms", app_figures.taps),
    "ui.long_article_open_ms": Benchmark("ms", app_figures.long_article("open_ms")),
    "ui.long_article_longest_frame_ms": Benchmark("ms", app_figures.long_article("longest_frame_ms")),
    "ui.long_article_scroll_frame_ms": Benchmark("ms", app_figures.long_article("frame_ms")),
    "ui.long_article_scroll_mb": Benchmark("MB", app_figures.long_article("grown_mb")),
    "ui.long_article_widgets": Benchmark("", app_figures.long_article("widgets")),
    "ui.long_list_open_ms": Benchmark("ms", app_figures.long_list("open_ms")),
    "ui.long_list_longest_frame_ms": Benchmark("ms", app_figures.long_list("longest_frame_ms")),
    "ui.long_list_scroll_frame_ms": Benchmark("ms", app_figures.long_list("frame_ms")),
    "ui.long_list_scroll_mb": Benchmark("MB", app_figures.long_list("grown_mb")),
    "ui.long_list_widgets": Benchmark("", app_figures.long_list("widgets")),
    "ask.typed_ms": Benchmark("ms", question_figures.typed),
    "ask.silence_to_endpoint_ms": Benchmark("ms", question_figures.endpoint),
    "ask.speech_end_to_answer_ms": Benchmark("ms", question_figures.spoken),
    "read.first_sound_ms": Benchmark("ms", sound_figures.first_sound),
    "read.stop_ms": Benchmark("ms", sound_figures.stop),
    "library.search_10000_ms": Benchmark("ms", library_figures.search),
    "library.search_10000_mb": Benchmark("MB", library_figures.size),
    "install.article_s": Benchmark("s", install_figures.one_article),
    "install.articles_1000_s": Benchmark("s", install_figures.thousand_articles),
    "start.articles_1000_s": Benchmark("s", install_figures.start_with_thousand),
    "sticks.noticed_ms": Benchmark("ms", stick_figures.noticed),
    "recover.killed_s": Benchmark("s", recovery_figures.killed),
}


def measure(name: str, context: Context) -> Figure:
    benchmark = BENCHMARKS[name]
    runs = tuple(round(run, 3) for run in benchmark.run(context))
    return Figure(name, round(median(runs), 3), benchmark.unit, benchmark.better, runs)
