"""A Word file, by way of mammoth: its headings and lists, and its paragraphs counted, since it has no lines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import mammoth

from kiosk.content.importing.html import Page
from kiosk.content.importing.piece import Piece
from kiosk.errors import ContentError

LARGEST = 100_000_000
"""Bytes, unpacked."""
MOST_MEMBERS = 5000


def page_of(raw: bytes, name: str) -> list[Piece]:
    """Raises ContentError for what Word would not open either."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as inside:
            members = inside.infolist()
        if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > LARGEST:
            raise ContentError(f"{name}: it unpacks to more than a document holds; save its text anew")
        done = mammoth.convert_to_html(
            io.BytesIO(raw), convert_image=mammoth.images.img_element(lambda image: {"src": ""})
        )
    except ContentError:
        raise
    except Exception as error:  # whatever a damaged archive makes zipfile, the XML parser or mammoth raise
        raise ContentError(f"{name}: this is no Word file that can be read; save it anew as .docx") from error
    return list(_counted(Page(f"<body>{done.value}</body>").pieces()))


def _counted(pieces: Iterator[Piece]) -> Iterator[Piece]:
    for number, each in enumerate(pieces, 1):
        yield replace(each, line=number)
