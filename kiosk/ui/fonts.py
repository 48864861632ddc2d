"""Letters and icons by the names that the kv files use."""

from __future__ import annotations

from pathlib import Path

from kivy.core.text import LabelBase


def register_fonts(assets: Path) -> None:
    LabelBase.register(
        "Hyperlegible",
        str(assets / "fonts" / "AtkinsonHyperlegibleNext_400Regular.ttf"),
        fn_bold=str(assets / "fonts" / "AtkinsonHyperlegibleNext_700Bold.ttf"),
    )
    LabelBase.register("Icons", str(assets / "icons" / "MaterialSymbolsRounded-subset.ttf"))
