# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""A picture of how cost grows with the work: both scales logarithmic, a line for each kind of work."""
import math

WIDTH, HEIGHT = 800, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 280, 50, 50
COLOURS = ["#0b6e4f", "#b5541c", "#3b5ba5", "#7a3e8e"]


def law(sizes, costs):
    """The exponent k of cost ~ size^k, by least squares on the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def number(value):
    for scale, unit in ((1e6, "million"), (1e3, "thousand")):
        if value >= scale:
            return f"{value / scale:g} {unit}"
    return f"{value:g}"


def cost_words(milliseconds):
    return f"{milliseconds:g} ms" if milliseconds >= 1 else f"{milliseconds * 1e3:g} µs"


def draw(sizes, series, caption):
    """An SVG. `series`: name -> milliseconds at each of the sizes."""
    values = [cost for costs in series.values() for cost in costs]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(sizes[0]), math.log10(sizes[-1])

    def x(size):
        return LEFT + (math.log10(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(cost):
        return HEIGHT - BOTTOM - (math.log10(cost) - low) / max(high - low, 1) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
             f'font-family="sans-serif" font-size="12" role="img">',
             f"<title>{caption}</title>",
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
             f'<text x="{LEFT}" y="24" font-size="15">{caption}</text>']
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{cost_words(10.0**power)}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{number(size)}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">events</text>')
    labels = []  # from the bottom up, none nearer than a line of text to the one below
    for (name, costs), colour in zip(series.items(), COLOURS):
        points = " ".join(f"{x(size):.1f},{y(cost):.1f}" for size, cost in zip(sizes, costs))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for size, cost in zip(sizes, costs):
            parts.append(f'<circle cx="{x(size):.1f}" cy="{y(cost):.1f}" r="3.5" fill="{colour}"/>')
        labels.append((y(costs[-1]), f"{name}, ~ n^{law(sizes, costs):.2f}", colour))
    below = HEIGHT
    for at, text, colour in sorted(labels, reverse=True):
        below = min(at, below - 15)
        parts.append(f'<text x="{WIDTH - RIGHT + 10}" y="{below + 4:.1f}" fill="{colour}">{text}</text>')
    return "\n".join([*parts, "</svg>", ""])
