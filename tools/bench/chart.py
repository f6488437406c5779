#!/usr/bin/python3.11
"""Draws the results of run_bench.py as bars: how many times as fast as the reference.

    run_bench.py --json results.json && chart.py results.json benchmarks.svg

Bars have a logarithmic scale, so that half and double are equally far from the
line of the reference at 1.
"""

import html
import json
import math
import sys

BAR = 7
ROW = 20
LEFT = 130
WIDTH = 520
RIGHT = 60
TOP = 44
COLOURS = ("#2166ac", "#b2abd2", "#fdb863", "#999999")
TICKS = (0.25, 0.5, 1, 2, 4, 8, 16)


def ratios(document):
    """{interpreter: {program: times as fast}} for all but the reference."""
    reference = document["reference"]
    found = {}
    for program, values in document["results"].items():
        base = (values.get(reference) or {}).get("value")
        for name, one in values.items():
            if name != reference and base and one["value"]:
                found.setdefault(name, {})[program] = base / one["value"]
    return found


def svg(document):
    found = ratios(document)
    programs = list(document["results"])
    values = [value for one in found.values() for value in one.values()]
    if not values:
        sys.exit("chart: nothing to compare")
    low = min(0.5, min(values)) / 1.05
    high = max(2.0, max(values)) * 1.05

    def x(value):
        return LEFT + WIDTH * math.log(value / low) / math.log(high / low)

    row = max(ROW, BAR * len(found) + 6)
    height = TOP + row * len(programs) + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + RIGHT}" '
        f'height="{height}" font-family="sans-serif" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>']
    for tick in TICKS:
        if low <= tick <= high:
            weight = 1.5 if tick == 1 else 0.5
            lines.append(
                f'<line x1="{x(tick):.1f}" y1="{TOP - 6}" x2="{x(tick):.1f}" '
                f'y2="{height - 8}" stroke="#666" stroke-width="{weight}"/>'
                f'<text x="{x(tick):.1f}" y="{TOP - 10}" text-anchor="middle">{tick:g}x</text>')
    for number, (name, colour) in enumerate(zip(found, COLOURS)):
        at = LEFT + number * 120
        lines.append(f'<rect x="{at}" y="8" width="10" height="10" fill="{colour}"/>'
                     f'<text x="{at + 15}" y="17">{html.escape(name)}</text>')
    lines.append(f'<text x="{LEFT + len(found) * 120}" y="17">'
                 f'times as fast as {html.escape(document["reference"])}</text>')
    for position, program in enumerate(programs):
        y = TOP + position * row
        lines.append(f'<text x="{LEFT - 8}" y="{y + row / 2 + 2:.0f}" '
                     f'text-anchor="end">{html.escape(program)}</text>')
        for number, (name, colour) in enumerate(zip(found, COLOURS)):
            value = found[name].get(program)
            if value is None:
                continue
            start, end = sorted((x(1), x(value)))
            lines.append(
                f'<rect x="{start:.1f}" y="{y + number * BAR + 2}" '
                f'width="{max(end - start, 0.5):.1f}" height="{BAR - 1}" fill="{colour}">'
                f'<title>{html.escape(name)}: {value:.2f}x</title></rect>')
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8") as file:
        document = json.load(file)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write(svg(document))


if __name__ == "__main__":
    main()
