#!/usr/bin/env python3
"""Cost of an RSS feed beside the same text as JSON lines: seconds, CPU seconds and peak memory of one run each.

    python3 benches/feeds.py --bin target/release/mtaudit --megabytes 100 --corpus clean.jsonl.gz

The text is that of a corpus (JSON lines with a field `text`, gzip or not), else samples/visit-clean.txt, over and over;
contents of the feed are HTML in CDATA sections. The seconds say something on a machine that does nothing else.
"""

import argparse
import gzip
import html
import itertools
import json
import os
import pathlib
import subprocess
import tempfile
import time

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--bin", default="target/release/mtaudit")
arguments.add_argument("--megabytes", type=int, default=100)
arguments.add_argument("--corpus", type=pathlib.Path)
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


with tempfile.TemporaryDirectory() as folder:
    feed, lines = pathlib.Path(folder, "a.rss"), pathlib.Path(folder, "a.jsonl")
    with feed.open("w") as rss, lines.open("w") as jsonl:
        rss.write('<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><language>en</language>\n')
        for number, (title, text, body) in enumerate(itertools.cycle([article(text) for text in texts()])):
            if rss.tell() > options.megabytes * 1_000_000:
                break
            content = f"<content:encoded><![CDATA[{body.replace(']]>', ']]&gt;')}]]></content:encoded>"
            rss.write(f"<item><title>{html.escape(title)}</title><guid>g{number}</guid>{content}</item>\n")
            jsonl.write(json.dumps({"id": f"g{number}", "lang": "en", "title": title, "text": text}) + "\n")
        rss.write("</channel></rss>\n")
    for file in (feed, lines):
        command = [options.bin, "check", "--isolated", "--quiet", "--output-format", "jsonl", str(file)]
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        print(f"{file.suffix}: {file.stat().st_size / 1e6:.1f} MB, {seconds:.1f} s, {cpu:.1f} s of CPU, {memory:.0f} MB of memory")
