"""The library of thousands that the benches install: made up, and taken by the same doors as a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.bench import made_up
from kiosk.bench.install_figures import installed
from kiosk.context import Context


@pytest.mark.models
@pytest.mark.parametrize("articles", [1, 3])
def test_made_up_articles_are_packed_installed_and_asked_of(tmp_path: Path, articles: int) -> None:
    context = Context.of(tmp_path / "home", None)
    texts = [made_up.article(number) for number in range(articles)]
    assert installed(context, texts, with_clips=False) > 0.0
