#!/usr/bin/env python3
"""Cost of an RSS feed beside the same text as JSON lines: CPU seconds and peak memory of one run each.

    python3 benches/feeds.py --bin target/release/mtaudit --megabytes 100

The text is samples/visit-clean.txt over and over; contents of the feed are HTML in CDATA sections.
"""

import argparse
import html
import json
import os
import pathlib
import subprocess
import tempfile

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--bin", default="target/release/mtaudit")
arguments.add_argument("--megabytes", type=int, default=100)
options = arguments.parse_args()

samples = pathlib.Path(__file__).parent.parent / "samples"
title, *paragraphs = (samples / "visit-clean.txt").read_text().strip().split("\n\n")
text = "\n\n".join(paragraphs)
body = "".join(f"<p>{html.escape(paragraph)}</p>\n" for paragraph in paragraphs)

with tempfile.TemporaryDirectory() as folder:
    feed, lines = pathlib.Path(folder, "a.rss"), pathlib.Path(folder, "a.jsonl")
    with feed.open("w") as rss, lines.open("w") as jsonl:
        rss.write('<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><language>en</language>\n')
        for number in range(options.megabytes * 1_000_000 // len(body)):
            content = f"<content:encoded><![CDATA[{body}]]></content:encoded>"
            rss.write(f"<item><title>{title}</title><guid>g{number}</guid>{content}</item>\n")
            jsonl.write(json.dumps({"id": f"g{number}", "lang": "en", "title": title, "text": text}) + "\n")
        rss.write("</channel></rss>\n")
    for file in (feed, lines):
        command = [options.bin, "check", "--isolated", "--quiet", "--output-format", "jsonl", str(file)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        print(f"{file.suffix}: {file.stat().st_size / 1e6:.1f} MB, {cpu:.1f} s of CPU, {memory:.0f} MB of memory")
