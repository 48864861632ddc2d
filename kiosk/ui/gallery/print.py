"""A picture as a small PNG file: halved until it fits on a page, with as few colours as an eye needs. And back, for comparing."""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from kiosk.ui.gallery.scene import Pixels

LONGEST = 1300
"""Pixels of a picture's longer side on the page."""
COLOURS = 256
MAGIC = b"\x89PNG\r\n\x1a\n"


def shrunk(pixels: Pixels, longest: int = LONGEST) -> Pixels:
    """By a whole number, each pixel the mean of those it stands for."""
    by = -(-max(pixels.shape[:2]) // longest)
    if by == 1:
        return pixels
    high, wide = (side // by * by for side in pixels.shape[:2])
    total = np.zeros((high // by, wide // by, 3), np.uint16)
    for row in range(by):
        for column in range(by):
            total += pixels[row:high:by, column:wide:by]
    mean: Pixels = (total // (by * by)).astype(np.uint8)
    return mean


def png(pixels: Pixels) -> bytes:
    high, wide = pixels.shape[:2]
    palette, numbers = _indexed(pixels)
    rows = np.zeros((high, wide + 1), np.uint8)
    rows[:, 1:] = numbers
    header = struct.pack(">IIBBBBB", wide, high, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 7)),
        (b"IEND", b""),
    )
    return MAGIC + b"".join(_chunk(name, data) for name, data in chunks)


def read(picture: bytes) -> Pixels:
    """One of ours."""
    at, parts = len(MAGIC), {}
    while at < len(picture):
        size, name = struct.unpack(">I4s", picture[at : at + 8])
        parts[name] = picture[at + 8 : at + 8 + size]
        at += size + 12
    wide, high = struct.unpack(">II", parts[b"IHDR"][:8])
    palette = np.frombuffer(parts[b"PLTE"], np.uint8).reshape(-1, 3)
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(high, wide + 1)
    return palette[rows[:, 1:]]


def _indexed(pixels: Pixels) -> tuple[Pixels, NDArray[np.uint8]]:
    """The commonest colours, told apart to 1/32 of a channel; any other becomes the one of them that is nearest."""
    coarse = (pixels >> 3).astype(np.int32)
    codes = coarse[:, :, 0] << 10 | coarse[:, :, 1] << 5 | coarse[:, :, 2]
    counts = np.bincount(codes.ravel(), minlength=1 << 15)
    used = np.flatnonzero(counts)
    kept = used[np.argsort(-counts[used], kind="stable")[:COLOURS]]
    parts = np.stack([used >> 10, used >> 5 & 31, used & 31], axis=1)
    chosen = np.stack([kept >> 10, kept >> 5 & 31, kept & 31], axis=1)
    nearest = ((parts[:, None, :] - chosen[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    table = np.zeros(1 << 15, np.uint8)
    table[used] = nearest
    palette = np.zeros((len(kept), 3), np.int64)
    for channel in range(3):  # the mean of what it stands for
        total = np.bincount(codes.ravel(), pixels[:, :, channel].ravel(), minlength=1 << 15)
        palette[:, channel] = np.round(total[kept] / counts[kept])
    return palette.astype(np.uint8), table[codes]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
