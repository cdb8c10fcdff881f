#!/usr/bin/env python3
"""Cost of an RSS feed beside the same text as JSON lines: seconds, CPU seconds and peak memory, and the ratio of the CPU
seconds of runs that follow each other.

    python3 benches/feeds.py --bin target/release/mtaudit --megabytes 100 --corpus clean.jsonl.gz --rounds 5

The text is that of a corpus (JSON lines with a field `text`, gzip or not), else samples/visit-clean.txt, over and over;
contents of the feed are HTML in CDATA sections. The seconds say something on a machine that does nothing else. `--keep`
leaves both files in a folder, for a profiler.
"""

import argparse
import gzip
import html
import itertools
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--bin", default="target/release/mtaudit")
arguments.add_argument("--megabytes", type=int, default=100)
arguments.add_argument("--corpus", type=pathlib.Path)
arguments.add_argument("--rounds", type=int, default=1)
arguments.add_argument("--keep", type=pathlib.Path)
options = arguments.parse_args()


def texts():
    """Texts of articles."""
    if options.corpus is None:
        yield (pathlib.Path(__file__).parent.parent / "samples/visit-clean.txt").read_text()
        return
    opened = gzip.open if options.corpus.suffix == ".gz" else open
    with opened(options.corpus, "rt") as lines:
        yield from (json.loads(line)["text"] for line in lines)


def article(text):
    """Title, text and HTML of an article."""
    title, *paragraphs = text.strip().split("\n\n") if "\n\n" in text else text.strip().split("\n")
    return title, "\n\n".join(paragraphs), "".join(f"<p>{html.escape(one)}</p>\n" for one in paragraphs)


def write(folder):
    """The feed and the lines."""
    feed, lines = folder / "a.rss", folder / "a.jsonl"
    with feed.open("w") as rss, lines.open("w") as jsonl:
        rss.write('<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><language>en</language>\n')
        for number, (title, text, body) in enumerate(itertools.cycle([article(text) for text in texts()])):
            if rss.tell() > options.megabytes * 1_000_000:
                break
            content = f"<content:encoded><![CDATA[{body.replace(']]>', ']]&gt;')}]]></content:encoded>"
            rss.write(f"<item><title>{html.escape(title)}</title><guid>g{number}</guid>{content}</item>\n")
            jsonl.write(json.dumps({"id": f"g{number}", "lang": "en", "title": title, "text": text}) + "\n")
        rss.write("</channel></rss>\n")
    return feed, lines


def run(file):
    """CPU seconds of an audit of a file."""
    command = [options.bin, "check", "--isolated", "--quiet", "--output-format", "jsonl", str(file)]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    size = file.stat().st_size / 1e6
    print(f"{file.suffix}: {size:.1f} MB, {seconds:.1f} s, {cpu:.2f} s of CPU, {memory:.0f} MB of memory", flush=True)
    return cpu


with tempfile.TemporaryDirectory() as folder:
    if options.keep:
        options.keep.mkdir(exist_ok=True)
    feed, lines = write(options.keep or pathlib.Path(folder))
    ratios = [run(feed) / run(lines) for _ in range(options.rounds)]
    print(f"CPU, feed / lines: median {statistics.median(ratios):.2f} of {', '.join(f'{ratio:.2f}' for ratio in ratios)}")
