#!/usr/bin/env python3
"""Makes docs/report.svg: the terminal report of samples/visit.txt as a picture.

  python3 docs/make-report-picture.py [--bin target/release/mtaudit] [--output docs/report.svg] [--lines 60]
  some-command --color always | python3 docs/make-report-picture.py --stdin --output picture.svg

The colours of the real output (ANSI SGR: 16 colours, 256 colours, RGB, bold, dim, italic, underline, inverse)
become a self-contained SVG: text stays text, nothing is loaded from elsewhere. Any other escape sequence is
dropped. Python standard library only.
"""

import argparse
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass, replace
from typing import Optional
from xml.sax.saxutils import escape

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLE = "samples/visit.txt"

BACKGROUND, FOREGROUND = "#16181d", "#d7dae0"
NORMAL = ["#3f4451", "#e05561", "#8cc265", "#d18f52", "#4aa5f0", "#c162de", "#42b3c2", "#d7dae0"]
BRIGHT = ["#6b7280", "#ff616e", "#a5e075", "#f0a45d", "#4dc4ff", "#de73ff", "#4cd1e0", "#ffffff"]
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
CELL, LINE, SIZE, MARGIN = 8.43, 19, 14, 18  # width of a character, line height, font size, border (pixels)

ESCAPE = re.compile(r"\x1b\[([0-9;:]*)([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")


@dataclass(frozen=True)
class Style:
    colour: Optional[str] = None
    ground: Optional[str] = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    inverse: bool = False


SWITCHES = {1: {"bold": True}, 2: {"dim": True}, 3: {"italic": True}, 4: {"underline": True}, 7: {"inverse": True},
            22: {"bold": False, "dim": False}, 23: {"italic": False}, 24: {"underline": False},
            27: {"inverse": False}, 39: {"colour": None}, 49: {"ground": None}}


def indexed(number):
    """One of the 256 colours."""
    if number < 16:
        return (NORMAL + BRIGHT)[number]
    if number < 232:
        number -= 16
        red, green, blue = (0 if step == 0 else 55 + 40 * step for step in (number // 36, number // 6 % 6, number % 6))
    else:
        red = green = blue = 8 + 10 * (number - 232)
    return f"#{red:02x}{green:02x}{blue:02x}"


def styled(style, parameters):
    """The style after one SGR sequence."""
    codes = [int(code or 0) for code in parameters.replace(":", ";").split(";")]
    while codes:
        code = codes.pop(0)
        if code == 0:
            style = Style()
        elif code in SWITCHES:
            style = replace(style, **SWITCHES[code])
        elif code in (38, 48):
            colour = None
            if codes[:1] == [5] and len(codes) >= 2:
                colour, codes = indexed(min(codes[1], 255)), codes[2:]
            elif codes[:1] == [2] and len(codes) >= 4:
                colour, codes = "#" + "".join(f"{min(part, 255):02x}" for part in codes[1:4]), codes[4:]
            style = replace(style, **{"colour" if code == 38 else "ground": colour})
        elif 30 <= code <= 37 or 90 <= code <= 97:
            style = replace(style, colour=(NORMAL if code < 90 else BRIGHT)[code % 10])
        elif 40 <= code <= 47 or 100 <= code <= 107:
            style = replace(style, ground=(NORMAL if code < 100 else BRIGHT)[code % 10])
    return style


def width(character):
    """Columns that a character takes in a terminal."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def lines_of(text):
    """The lines of a terminal's text, each a list of (style, column, text)."""
    lines, style = [], Style()
    for line in text.expandtabs(8).split("\n"):
        runs, column, position = [], 0, 0

        def put(part):
            nonlocal column
            part = "".join(c for c in part if c.isprintable())
            if part:
                runs.append((style, column, part))
                column += sum(map(width, part))

        for sequence in ESCAPE.finditer(line):
            put(line[position : sequence.start()])
            position = sequence.end()
            if sequence.group(2) == "m":
                style = styled(style, sequence.group(1))
        put(line[position:])
        lines.append(runs)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def columns(runs):
    return max((column + sum(map(width, part)) for _, column, part in runs), default=0)


def run_to_svg(style, column, part, baseline):
    colour, ground = style.colour or FOREGROUND, style.ground
    if style.inverse:
        colour, ground = ground or BACKGROUND, colour
    x, length = MARGIN + column * CELL, sum(map(width, part)) * CELL
    out = []
    if ground:
        out.append(f'<rect x="{x:.1f}" y="{baseline - SIZE:.1f}" width="{length:.1f}" height="{LINE}" fill="{ground}"/>')
    if part.strip():
        look = f' fill="{colour}"' if colour != FOREGROUND else ""
        look += ' font-weight="bold"' if style.bold else ""
        look += ' opacity="0.65"' if style.dim else ""
        look += ' font-style="italic"' if style.italic else ""
        look += ' text-decoration="underline"' if style.underline else ""
        # textLength keeps the columns aligned whatever monospace font the reader has.
        out.append(f'<text x="{x:.1f}" y="{baseline:.1f}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
                   f'{look}>{escape(part)}</text>')
    return out


def picture(text, title):
    lines = lines_of(text)
    wide = 2 * MARGIN + max(map(columns, lines), default=0) * CELL
    high = 2 * MARGIN + len(lines) * LINE
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" '
           f'height="{high:.0f}" role="img" font-family="{FONT}" font-size="{SIZE}" fill="{FOREGROUND}" '
           'xml:space="preserve">',
           f"<title>{escape(title)}</title>",
           f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>']
    for number, runs in enumerate(lines):
        for run in runs:
            out += run_to_svg(*run, MARGIN + number * LINE + SIZE)
    return "\n".join(out + ["</svg>", ""])


def report(binary):
    """The report of the sample, run from the project's folder, so that the path in it is short."""
    command = [os.path.abspath(binary), "check", "--isolated", "--color", "always", "--fail-on", "never", SAMPLE]
    if not os.path.exists(command[0]):
        sys.exit(f"{binary} is not there; build it first: cargo build --release")
    run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)}\nexit {run.returncode}\n{run.stderr}")
    return run.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=os.path.join(ROOT, "target", "release", "mtaudit"))
    parser.add_argument("--stdin", action="store_true", help="draw standard input instead of running the program")
    parser.add_argument("--output", default=os.path.join(ROOT, "docs", "report.svg"), help="- for standard output")
    parser.add_argument("--lines", type=int, help="draw only the first lines")
    parser.add_argument("--title", default=f"mtaudit check {SAMPLE}")
    arguments = parser.parse_args()
    text = sys.stdin.buffer.read().decode("utf-8", "replace") if arguments.stdin else report(arguments.bin)
    if arguments.lines:
        text = "\n".join(text.split("\n")[: arguments.lines]) + "\n"
    drawn = picture(text, arguments.title)
    if arguments.output == "-":
        sys.stdout.write(drawn)
    else:
        with open(arguments.output, "w", encoding="utf-8") as file:
            file.write(drawn)


if __name__ == "__main__":
    main()
