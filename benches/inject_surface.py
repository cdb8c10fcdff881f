#!/usr/bin/env python3
"""Plants slips of which the development set holds no example in clean English text; counts how many mtaudit finds.

  python3 benches/inject_surface.py clean.jsonl.gz [--bin target/release/mtaudit] [--count 200] [--seed 1] [--missed 10]

The path names articles as JSON lines (gzip or not) with the key `text`; where a record has a `tier`, only those of the
tier `original` are read. The generator uses nothing of the detector: a kind is a pattern of ordinary English and what
is put in its place. One slip is planted in an article (for lost apostrophes all of them are taken out of it), at a
place that is drawn; an article may be used by several kinds. It counts as found if a finding of the kind's group that
the untouched article does not have overlaps it. Python standard library only; the same seed plants the same slips.
"""

import argparse, collections, json, random, re, subprocess, tempfile

from inject_words import read

SHORT = "April June September November".split()
MONTHS = "January February March April May June July August September October November December".split()
NEGATED = r"\b(do|does|did|is|was|are|were|has|have|had|would|could|should)n['’]t\b"


def no_such_day(match, rng):
    return f"31 {rng.choice(SHORT)}" if rng.random() < .5 else f"February {rng.choice((30, 31))}"


# kind: (group of rules, pattern of ordinary English, what is put in its place)
KINDS = {
    "no-such-day": ("en/dates", re.compile(r"\b(?:[12]?\d (?:%s)|(?:%s) [12]?\d)\b(?![\d:.-])" % ("|".join(MONTHS), "|".join(MONTHS))), no_such_day),
    "no-such-time": ("en/dates", re.compile(r"\b\d?\d(?::\d\d)? ?(?:a\.m\.|p\.m\.|am|pm)(?!\w)"), lambda match, rng: f"{rng.randint(1, 11)}:{rng.randint(60, 99)} p.m."),
    "broken-number": ("en/dates", re.compile(r"\b\d{1,3}\.\d{1,2} (?:per cent|percent|million|billion)\b"), lambda match, rng: match[0].replace(".", rng.choice((". ", " .", ",,", ".,")), 1)),
    "percent-twice": ("en/dates", re.compile(r"\b\d{1,3} (?:per cent|percent)\b"), lambda match, rng: match[0].replace(" ", "% ", 1)),
    "pronoun-and-verb": ("en/agreement", re.compile(r"\b(?:they|we) (?:are|were|have)\b|\b(?:he|she) (?:is|has)\b"), lambda match, rng: {"are": "{} is", "were": "{} was", "have": "{} has", "is": "{} are", "has": "{} have"}[match[0].split()[1]].format(match[0].split()[0])),
    "article-before-plural": ("en/agreement", re.compile(r"\b(?:many|several|these|those|two|three) (?:children|farmers|countries|women|men|states|companies|students|workers|prices|families|jobs|schools)\b"), lambda match, rng: "a " + match[0].split()[1]),
    "apostrophe-as-space": ("en/typography", re.compile(NEGATED + r"|\b(?:that|there|what)['’]s\b"), lambda match, rng: re.sub("['’]", " ", match[0])),
    "lost-apostrophe": ("en/typography", None, None),
    "no-prime-minister": ("en/offices", re.compile(r"\b(?:US|U\.S\.|American|United States|Mexican|Brazilian|Argentine|Indonesian) [Pp]resident\b"), lambda match, rng: re.sub("[Pp]resident", "Prime Minister", match[0])),
    "no-secretary-of-state": ("en/offices", re.compile(r"\b(?:Russian|Japanese|Chinese|German|Iranian|Israeli|Indian|Turkish|Ukrainian|Australian) [Ff]oreign [Mm]inister\b"), lambda match, rng: match[0].split()[0] + " secretary of state"),
    "wrong-pronoun": ("en/consistency", re.compile(r"\b(?:Mr|Mrs|Ms) [A-Z][\w'-]+ (?:says|said|believes|thinks) (?:he|she)\b"), lambda match, rng: match[0].rsplit(" ", 1)[0] + (" he" if match[0].endswith("she") else " she")),
    "escape-sequence": ("any/debris", re.compile(r"['’\"“”]"), lambda match, rng: "\\u%04x" % ord(match[0])),
}


def audit(binary, texts):
    """The findings of each text, as (rule, start, end)."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": str(number), "text": text, "lang": "en"}) + "\n")
        out.flush()
        run = [binary, "check", "--isolated", "--output-format", "jsonl", "--min-severity", "info", "--fail-on", "never", out.name]
        lines = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()
    found = collections.defaultdict(list)
    for finding in map(json.loads, lines):
        found[int(finding["document"])].append((finding["rule"], finding["start"], finding["end"], finding["text"]))
    return found


def plant(kind, texts, count, rng):
    """(article, text with the slip, start, end) of up to `count` articles that have a place for it."""
    _, pattern, replace = KINDS[kind]
    planted = []
    for number in rng.sample(range(len(texts)), len(texts)):
        text = texts[number]
        if kind == "lost-apostrophe":
            bare = re.sub(NEGATED, lambda match: re.sub("['’]", "", match[0]), text)
            if len(text) - len(bare) >= 2:
                planted.append((number, bare, 0, len(bare)))
        else:
            places = list(pattern.finditer(text))
            if places:
                match = rng.choice(places)
                slip = replace(match, rng)
                planted.append((number, text[:match.start()] + slip + text[match.end():], match.start(), match.start() + len(slip)))
        if len(planted) == count:
            break
    return planted


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("path")
    options.add_argument("--bin", default="target/release/mtaudit")
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--missed", type=int, default=0)
    options = options.parse_args()
    texts = read(options.path)
    before = audit(options.bin, texts)
    print("| kind | planted | found | recall |\n| --- | --- | --- | --- |")
    missed = []
    for kind, (group, *_) in KINDS.items():
        planted = plant(kind, texts, options.count, random.Random(options.seed))
        found = audit(options.bin, [text for _, text, _, _ in planted])
        hits = 0
        for index, (number, text, start, end) in enumerate(planted):
            known = collections.Counter((rule, words) for rule, _, _, words in before[number])
            new = [f for f in found[index] if f[0].startswith(group) and f[1] < end and f[2] > start and not known[(f[0], f[3])]]
            hits += bool(new)
            if not new:
                missed.append((kind, text[max(0, start - 40):end + 40].replace("\n", " ") if end - start < 99 else "(whole article)"))
        print(f"| {kind} | {len(planted)} | {hits} | {hits / max(1, len(planted)):.3f} |")
    for kind in KINDS:
        for _, words in [one for one in missed if one[0] == kind][:options.missed]:
            print(f"missed {kind}: {words}")


main()
