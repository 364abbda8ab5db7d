"""A line chart as SVG without any package: readable in light and dark, with its numbers at the points."""

from collections.abc import Callable, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 130, 50, 55
Scale = Callable[[float], float]
COLORS = ("#1f77b4", "#d95f02", "#1b9e77", "#7570b3")


class Line(NamedTuple):
    name: str
    points: Sequence[tuple[float, float]]


def chart(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """Both axes logarithmic; every point says its value."""
    xs = [x for line in lines for x, _ in line.points]
    ys = [max(y, 0.001) for line in lines for _, y in line.points]
    low, high = floor(log10(min(ys))), ceil(log10(max(ys)))
    scale_x = _scale(log10(min(xs)), log10(max(xs)), LEFT + 10, WIDTH - RIGHT)
    scale_y = _scale(low, max(high, low + 1), HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{title}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="26" font-size="16">{title}</text>',
        f'<text x="{(LEFT + WIDTH - RIGHT) // 2}" y="{HEIGHT - 12}" text-anchor="middle">{across}</text>',
        f'<text x="16" y="{HEIGHT // 2}" transform="rotate(-90 16 {HEIGHT // 2})" text-anchor="middle">{up}</text>',
    ]
    for power in range(low, high + 1):
        y = scale_y(power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for x in sorted(set(xs)):
        parts.append(f'<text x="{scale_x(log10(x)):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{x:g}</text>')
    for color, line in zip(COLORS, lines, strict=False):
        parts += _drawn(line, color, scale_x, scale_y)
    return "\n".join([*parts, "</svg>", ""])


def _drawn(line: Line, color: str, scale_x: Scale, scale_y: Scale) -> list[str]:
    at = [(scale_x(log10(x)), scale_y(log10(max(y, 0.001))), y) for x, y in line.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in at)
    parts = [f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2"/>']
    for x, y, value in at:
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 9:.1f}" text-anchor="middle" fill="{color}">{value:.2g}</text>')
    parts.append(f'<text x="{at[-1][0] + 22:.1f}" y="{at[-1][1] + 4:.1f}" fill="{color}">{line.name}</text>')
    return parts


def _scale(low: float, high: float, first: float, last: float) -> Scale:
    width = (high - low) or 1.0
    return lambda value: first + (value - low) / width * (last - first)
