#!/usr/bin/env python3
"""Plants stutters and lost spaces in clean English text and counts how many of them mtaudit finds.

  python3 benches/inject_words.py clean.jsonl.gz [--bin target/release/mtaudit] [--count 2000] [--seed 1]
                                  [--json FILE] [--missed 20]

The path names articles as JSON lines (gzip or not) with the key `text`; where a record has a `tier`, only those of
the tier `original` are read. The generator uses nothing of the detector: words are taken from the articles themselves,
"no word" is what occurs in none of them and in no list of /usr/share/dict that is there, and the function words are
the ones below. One slip is planted in a sentence that had none:

  stutter   a piece of two to seven letters of a common word is written twice or three times: at its start, at its
            end or inside it; or a function word of three letters or more is doubled
  glued     the space between a function word and a common word, or between two function words, is taken out

A common word occurs in at least five articles in lower case and has five letters or more (a glued one four). A slip
counts as found if a finding of en/garbled overlaps it. The untouched articles are audited too: findings of
en/garbled/stutter there are false alarms. Python standard library only; the same seed plants the same slips.
"""

import argparse
import collections
import glob
import gzip
import json
import os
import random
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BEFORE = "the of and with that this from their which for to".split()
AFTER = "the of and with that this from their which".split()
FUNCTION = "the of to in on at by for from with and that this which is are was were be have has had will would their its his they she he not as it".split()
DOUBLED = "the and that this with from for not was are were have has had his her its their they them which who will would been but".split()
WORD = re.compile(r"(?<![\w'’@#/.&=-])[a-z]+(?![\w'’@/=(-]|\.\w)")


def read(path):
    """Texts of the articles, in their order."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return [record["text"] for record in records if record.get("tier", "original") == "original"]


def audit(binary, texts):
    """For every text its findings of en/garbled: (rule, start, end)."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "texts.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for index, text in enumerate(texts):
                file.write(json.dumps({"id": str(index), "text": text, "lang": "en"}) + "\n")
        run = subprocess.run(
            [binary, "check", "--isolated", "--format", "jsonl", "--output-format", "jsonl", "--select", "en/garbled",
             "--min-severity", "info", "--fail-on", "never", "--quiet", path],
            capture_output=True, text=True, encoding="utf-8")
    if run.returncode != 0:
        sys.exit(run.stderr[-2000:])
    found = collections.defaultdict(list)
    for line in run.stdout.split("\n"):
        if line:
            finding = json.loads(line)
            found[int(finding["document"])].append((finding["rule"], finding["start"], finding["end"]))
    return found


def stutter(word, rng):
    """The word with a piece of it repeated."""
    length = rng.randint(2, min(7, len(word) - 1))
    start = {0: 0, 1: len(word) - length, 2: rng.randint(0, len(word) - length)}[rng.randrange(3)]
    piece = word[start:start + length]
    return word[:start] + piece * rng.choice((2, 2, 3)) + word[start + length:]


def plant(text, kind, common, known, rng):
    """(text, start, end) with one slip, or None where no place for one is found."""
    places = list(WORD.finditer(text))
    for _ in range(40):
        if len(places) < 2:
            return None
        index = rng.randrange(len(places) - 1)
        one, two = places[index], places[index + 1]
        if kind == "stutter":
            if one.group() in DOUBLED and rng.random() < .2:
                slip = one.group() * 2
            elif one.group() in common and len(one.group()) >= 5:
                slip = stutter(one.group(), rng)
            else:
                continue
            end = one.end()
        else:
            first, second = one.group(), two.group()
            fits = (first in BEFORE and second in common or second in AFTER and first in common
                    or first in FUNCTION and second in FUNCTION and first != second)
            if text[one.end():two.start()] != " " or not fits or len(first + second) < 5:
                continue
            slip, end = first + second, two.end()
        if slip not in known:
            return text[:one.start()] + slip + text[end:], one.start(), one.start() + len(slip), slip
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles")
    parser.add_argument("--bin", default=os.path.join(ROOT, "target", "release", "mtaudit"))
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=int, default=20)
    parser.add_argument("--json")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    articles = read(options.articles)
    spread = collections.Counter()
    for text in articles:
        spread.update(set(re.findall(r"[a-z]+", text.lower())))
    known = set(spread)
    for path in sorted(glob.glob("/usr/share/dict/*")):
        if os.path.isfile(path):
            with open(path, encoding="utf-8", errors="ignore") as file:
                known.update(line.strip().lower() for line in file)
    common = {word for word, count in spread.items() if count >= 5 and len(word) >= 4 and word not in FUNCTION}
    sentences = [part for text in articles for part in re.split(r"(?<=[.!?])\s+|\n+", text) if 40 <= len(part) <= 400]
    result = {}
    for kind in ("stutter", "glued"):
        planted = []
        while len(planted) < options.count:
            slip = plant(rng.choice(sentences), kind, common, known, rng)
            if slip:
                planted.append(slip)
        found = audit(options.bin, [text for text, *_ in planted])
        hit = [any(start < e and s < end for _, s, e in found[index])
               for index, (_, start, end, _) in enumerate(planted)]
        missed = [slip for (*_, slip), one in zip(planted, hit) if not one]
        result[kind] = {"planted": len(planted), "found": sum(hit), "recall": round(sum(hit) / len(planted), 4)}
        print(f"{kind}: {sum(hit)} of {len(planted)} found, recall {sum(hit) / len(planted):.4f}")
        if missed and options.missed:
            print("  missed: " + " ".join(missed[:options.missed]))
    clean = collections.Counter(rule for findings in audit(options.bin, articles).values() for rule, *_ in findings)
    result["clean"] = {"articles": len(articles), "findings": dict(sorted(clean.items()))}
    print(f"clean: {clean['en/garbled/stutter']} stutters, {sum(clean.values())} findings in {len(articles)} articles")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)


if __name__ == "__main__":
    main()
