"""Makes the PNG of a screen small, with at most 256 colors: pictures in the documents weigh on every clone."""

import struct
import zlib
from collections import Counter
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
Color = bytes


def shrink(source: Path, target: Path) -> int:
    """Writes `source` (8 bits a channel, not interlaced, as browsers make it) to `target`; returns its bytes."""
    width, height, depth, data = _read(source.read_bytes())
    rows = _unfiltered(data, width * depth, height, depth)
    pixels = [[bytes(row[i : i + 3]) for i in range(0, len(row), depth)] for row in rows]
    counted = Counter(color for row in pixels for color in row)
    palette = [color for color, _count in counted.most_common(256)]
    index = {color: number for number, color in enumerate(palette)}
    for color in counted.keys() - index.keys():
        index[color] = min(range(len(palette)), key=lambda number: _distance(palette[number], color))
    lines = b"".join(b"\0" + bytes([index[color] for color in row]) for row in pixels)
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": b"".join(palette),
        b"IDAT": zlib.compress(lines, 9),
        b"IEND": b"",
    }
    target.write_bytes(SIGNATURE + b"".join(_part(name, content) for name, content in parts.items()))
    return target.stat().st_size


def _read(png: bytes) -> tuple[int, int, int, bytes]:
    """Width, height, bytes a pixel, and the filtered rows."""
    place, packed = len(SIGNATURE), b""
    width = height = depth = 0
    while place < len(png):
        length, name = struct.unpack(">I4s", png[place : place + 8])
        content = png[place + 8 : place + 8 + length]
        if name == b"IHDR":
            width, height, kind = *struct.unpack(">II", content[:8]), content[9]
            depth = {2: 3, 6: 4}[kind]
        elif name == b"IDAT":
            packed += content
        place += 12 + length
    return width, height, depth, zlib.decompress(packed)


def _unfiltered(data: bytes, length: int, height: int, depth: int) -> list[bytearray]:
    """Rows without the five filters of PNG (specification, part 9)."""
    rows, above = [], bytearray(length)
    for number in range(height):
        kind, *rest = data[number * (length + 1) : (number + 1) * (length + 1)]
        row = bytearray(rest)
        for i in range(length if kind else 0):
            left = row[i - depth] if i >= depth else 0
            corner = above[i - depth] if i >= depth else 0
            row[i] = (row[i] + _predicted(kind, left, above[i], corner)) & 255
        rows.append(row)
        above = row
    return rows


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        guess = left + up - corner
        return min((left, up, corner), key=lambda one: abs(guess - one))
    return (0, left, up, (left + up) // 2)[kind]


def _distance(one: Color, other: Color) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
