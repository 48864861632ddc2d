"""All pictures on one page that any browser opens without a network: by moment, to be narrowed down, faults in red below each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from kiosk.ui.gallery.plan import Shown
from kiosk.ui.gallery.scene import Finding

FILTERS = ("theme", "scale", "size", "language")

STYLE = """
body { font: 16px/1.4 sans-serif; margin: 0; background: #f4f6f8; color: #0f1f2a }
header { position: sticky; top: 0; z-index: 2; background: #fff; border-bottom: 1px solid #74838f; padding: .6em 1em }
header label { margin-right: .8em; white-space: nowrap }
header span { margin-right: 1.6em }
h1 { font-size: 1.2em; display: inline; margin-right: 1em }
h2 { margin: 1.2em 1rem .3em }
section > div { display: flex; flex-wrap: wrap; gap: 1em; padding: 0 1em; align-items: flex-start }
figure { margin: 0; max-width: 380px }
figure.across { max-width: 560px }
figure > div { position: relative; border: 1px solid #74838f; line-height: 0 }
figure.bad > div { border: 3px solid #a3161c }
img { width: 100% }
i { position: absolute; border: 3px solid #d00; box-shadow: 0 0 0 2px #fff }
figcaption { font-size: .85em }
li.fault { color: #a3161c; font-weight: bold }
ul { margin: .2em 0; padding-left: 1.2em }
.hidden { display: none }
"""
SCRIPT = """
const boxes = [...document.querySelectorAll('header input')];
function narrow() {
  const off = boxes.filter(b => !b.checked && b.name !== 'bad'), bad = document.querySelector('[name=bad]').checked;
  for (const f of document.querySelectorAll('figure'))
    f.classList.toggle('hidden', off.some(b => f.dataset[b.name] === b.value) || (bad && !f.classList.contains('bad')));
  for (const s of document.querySelectorAll('section'))
    s.classList.toggle('hidden', !s.querySelector('figure:not(.hidden)'));
}
boxes.forEach(b => b.addEventListener('change', narrow));
"""


def page(pictures: Sequence[Shown], summary: str) -> str:
    by_moment = {moment: list(shown) for moment, shown in groupby(sorted(pictures, key=_moment), _moment)}
    moments = dict.fromkeys(shown.moment for shown in pictures)  # in the order of a visit
    sections = "".join(_section(moment, by_moment[moment]) for moment in moments)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Every moment of the kiosk</title>'
        f"<style>{STYLE}</style><header><h1>{escape(summary)}</h1>{_filters(pictures)}</header>{sections}"
        f"<script>{SCRIPT}</script></html>\n"
    )


def _moment(shown: Shown) -> str:
    return shown.moment


def _filters(pictures: Iterable[Shown]) -> str:
    known = [_told(shown) for shown in pictures]
    groups = []
    for name in FILTERS:
        values = dict.fromkeys(told[name] for told in known)
        boxes = "".join(
            f'<label><input type="checkbox" checked name="{name}" value="{escape(value)}"> {escape(value)}</label>'
            for value in values
        )
        groups.append(f"<span>{boxes}</span>")
    return f'{"".join(groups)}<label><input type="checkbox" name="bad"> only with faults</label>'


def _section(moment: str, pictures: Iterable[Shown]) -> str:
    return f"<section><h2>{escape(moment)}</h2><div>{''.join(_figure(shown) for shown in pictures)}</div></section>"


def _figure(shown: Shown) -> str:
    told = _told(shown)
    data = " ".join(f'data-{name}="{escape(value)}"' for name, value in told.items())
    kinds = " ".join(filter(None, ("bad" if shown.faults else "", "across" if shown.size[0] > shown.size[1] else "")))
    marks = "".join(_mark(finding, shown) for finding in shown.faults)
    listed = "".join(_line(finding) for finding in shown.findings)
    name = escape(shown.picture)
    return (
        f'<figure class="{kinds}" {data}><div><a href="{name}"><img loading="lazy" src="{name}" alt="{name}"></a>{marks}</div>'
        f"<figcaption>{escape(' · '.join(told.values()))}<ul>{listed}</ul></figcaption></figure>"
    )


def _told(shown: Shown) -> dict[str, str]:
    return {
        "theme": shown.theme,
        "scale": f"{shown.scale:g}",
        "size": f"{shown.size[0]}x{shown.size[1]}",
        "language": shown.language,
    }


def _mark(finding: Finding, shown: Shown) -> str:
    """A frame around it, in shares of the picture; only where it is in the picture."""
    wide, high = shown.size
    left, right = (min(max(edge, 0.0), wide) / wide * 100 for edge in (finding.where[0], finding.where[2]))
    low, top = (min(max(edge, 0.0), high) / high * 100 for edge in (finding.where[1], finding.where[3]))
    if right <= left or top <= low:
        return ""
    return f'<i style="left:{left:.1f}%;top:{100 - top:.1f}%;width:{right - left:.1f}%;height:{top - low:.1f}%"></i>'


def _line(finding: Finding) -> str:
    kind = ' class="fault"' if finding.is_fault else ""
    return f"<li{kind}>{escape(finding.check)}: {escape(finding.what)}</li>"
