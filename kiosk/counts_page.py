"""The counts as one page for whoever gets the export: no script, no link, nothing from a network; made to be printed."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from kiosk.charts import Bar, Chart, Names, charts, since
from kiosk.messages import Messages
from kiosk.sources import day
from kiosk.tally import Tallies

PERIODS = (30, 7, 365)
"""Days: first the one that tells most."""
LOOKS = """
:root { color-scheme: light; --ink: #0f1f2a; --muted: #3f4d58; --bar: #095366; --line: #d5dce2; }
* { box-sizing: border-box; }
body { font: 1rem/1.45 system-ui, sans-serif; color: var(--ink); background: #fff; }
body { margin: 0 auto; padding: 2rem; max-width: 60rem; }
h1 { font-size: 1.9rem; margin: 0 0 .4rem; }
h2 { font-size: 1.4rem; margin: 2.4rem 0 .4rem; border-bottom: 3px solid var(--bar); padding-bottom: .3rem; }
h3 { font-size: 1.1rem; margin: 0; }
p { margin: .2rem 0 .6rem; color: var(--muted); }
section { break-inside: avoid; margin: 1.2rem 0; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; }
th, td { text-align: left; font-weight: normal; vertical-align: middle; }
th, td { padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
thead th { font-weight: bold; color: var(--muted); font-size: .85rem; }
.text { width: 42%; overflow-wrap: anywhere; }
.bar { width: 40%; }
.bar svg { display: block; width: 100%; height: 1.1rem; }
.number { text-align: right; white-space: nowrap; padding-right: 0; }
.few { color: var(--muted); }
@media print { body { padding: 0; max-width: none; } h2 { break-before: page; } h2:first-of-type { break-before: auto; } }
"""


def page(tallies: Tallies, names: Names, messages: Messages) -> str:
    """HTML, UTF-8."""
    say = messages.text
    return "".join(
        [
            f'<!doctype html>\n<html lang="{escape(messages.language)}">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width">\n',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
            f"<title>{escape(say('counts.title'))}</title>\n<style>{LOOKS}</style>\n</head>\n<body>\n",
            f"<h1>{escape(say('counts.title'))}</h1>\n",
            f"<p>{escape(say('counts.page_made', on=day(tallies.today, messages)))} ",
            f"{escape(since(tallies, messages))}</p>\n<p>{escape(say('counts.note'))}</p>\n",
            *(part for last in PERIODS if tallies.days for part in _period(tallies, last, names, messages)),
            "</body>\n</html>\n",
        ]
    )


def _period(tallies: Tallies, last: int, names: Names, messages: Messages) -> Iterator[str]:
    told = messages.text("counts.period", days=last, on=day(tallies.today, messages))
    yield f"<h2>{escape(told)}</h2>\n"
    for chart in charts(tallies, last, names, messages):
        yield "<section>\n"
        yield from _chart(chart, messages) if chart.bars else _empty(chart)
        yield "</section>\n"


def _empty(chart: Chart) -> Iterator[str]:
    yield f"<h3>{escape(chart.title)}</h3>\n<p>{escape(chart.none)}</p>\n"


def _chart(chart: Chart, messages: Messages) -> Iterator[str]:
    """A table whose middle column is drawn: who can't see the bars has the numbers."""
    number = messages.text("counts.page_number") if chart.is_of_visits else messages.text("counts.page_times")
    below = f"<p>{escape(chart.below)}</p>" if chart.below else ""
    yield f"<table>\n<caption><h3>{escape(chart.title)}</h3>{below}</caption>\n"
    yield f'<thead><tr><th scope="col" class="text">{escape(messages.text("counts.page_line"))}</th>'
    yield f'<td class="bar"></td><th scope="col" class="number">{escape(number)}</th></tr></thead>\n<tbody>\n'
    yield from (_row(bar, chart.longest) for bar in chart.bars)
    yield "</tbody>\n</table>\n"


def _row(bar: Bar, longest: int) -> str:
    share = 100 * bar.number / longest if longest else 0.0
    drawn = f'<rect width="{share:.1f}" height="10" rx="1" fill="#095366"/>' if bar.number else ""
    return (
        f'<tr><th scope="row" class="text">{escape(bar.text)}</th><td class="bar" aria-hidden="true">'
        f'<svg viewBox="0 0 100 10" preserveAspectRatio="none">{drawn}</svg></td>'
        f'<td class="number{"" if bar.number else " few"}">{escape(bar.told)}</td></tr>\n'
    )
