#!/usr/bin/env python3
"""How many planted name variants mtaudit finds, and how often it speaks where none was planted.

    python3 benches/inject_names.py --bin target/release/mtaudit ../shared/gold/dev/clean.jsonl.gz

Every document of the JSON lines (plain or gzip; `id`, `text`) is audited as it is; then, for each kind of variant, one
name in each document is changed in one of its places. Eligible is every name of two words or more that stands twice or
more outside headlines; which of them, and which of its places, comes from --seed. A variant is found if a finding of a
rule under --select covers it, with its own place or a related one. A document that has an eligible name and no finding
there counts as a miss. Names are told by a regular expression of capitals; nothing of the detector is used.
Needs only the Python standard library."""
import argparse, collections, gzip, json, os, random, re, subprocess, sys, tempfile

WORD = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-Za-zÀ-ÿ][a-zß-öø-ÿ]+)?"
RUN = re.compile(rf"(?<![\w'’-]){WORD}(?: {WORD})+(?![\w-])")
# What stands before a name, or is no name: the detector takes these off, and so may a reader.
NO_NAME = set(
    """Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady President Prime Premier Minister Chancellor Secretary Senator
    Governor General Colonel Captain Lieutenant Sergeant Major Admiral King Queen Prince Princess Pope Chairman Chief
    Director Judge Justice Ambassador Mayor Speaker Deputy Vice Foreign First Crown Federal State The A An In On At For
    And But Of To From With Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May
    June July August September October November December""".split()
)
KINDS = ("hyphen", "join", "diacritic", "vowel", "dropped", "order", "ending")
ACCENTS = dict(zip("aeiouAEIOU", "áéíóúÁÉÍÓÚ"))
ENDINGS = ("a", "u", "om", "em", "ovi", "ou", "y", "e")


def is_headline(line):
    words = [w for w in re.findall(r"\w+", line) if len(w) >= 4 and w[0].isalpha()]
    return len(words) >= 3 and sum(w[0].isupper() for w in words) / len(words) > 0.65


def names(text):
    """{name: [start, ...]} of the names that stand twice or more outside headlines."""
    places = collections.defaultdict(list)
    offset = 0
    for line in text.split("\n"):
        if not is_headline(line):
            for run in RUN.finditer(line):
                start, words = run.start(), run.group().split(" ")
                sentence_start = start == 0 or line[:start].rstrip()[-1:] in ".!?:;\"“”'’()—–-"
                while words and (words[0] in NO_NAME or sentence_start and len(words) > 2):
                    start += len(words.pop(0)) + 1
                    sentence_start = False
                if len(words) >= 2 and not NO_NAME & set(words) and not (sentence_start):
                    places[" ".join(words)].append(offset + start)
        offset += len(line) + 1
    return {name: found for name, found in places.items() if len(found) >= 2}


def change(name, kind, rng):
    words = name.split(" ")
    longest = max(range(len(words)), key=lambda i: len(words[i]))
    if kind == "hyphen":
        return " ".join(words[:-2] + [words[-2] + "-" + words[-1]])
    if kind == "join":
        return " ".join(words[:-2] + [words[-2] + words[-1].lower()])
    if kind == "diacritic":
        at = [i for i, c in enumerate(name) if c in ACCENTS]
        if not at:
            return None
        i = rng.choice(at)
        return name[:i] + ACCENTS[name[i]] + name[i + 1 :]
    word = words[longest]
    if kind == "vowel":
        at = [i for i, c in enumerate(word) if i and c in "aeiou"]
        if not at:
            return None
        i = rng.choice(at)
        words[longest] = word[:i] + rng.choice([v for v in "aeiou" if v != word[i]]) + word[i + 1 :]
    elif kind == "dropped":
        i = rng.randrange(1, len(word))
        words[longest] = word[:i] + word[i + 1 :]
    elif kind == "order":
        words = words[-1:] + words[:-1]
        return None if " ".join(words) == name else " ".join(words)
    elif kind == "ending":
        last = words[-1]
        stem = last[:-1] if last[-1] in "aeiouy" else last
        words[-1] = stem + rng.choice([e for e in ENDINGS if stem + e != last])
    return " ".join(words)


def audit(binary, select, docs):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "docs.jsonl")
        with open(path, "w", encoding="utf8") as f:
            for doc in docs:
                f.write(json.dumps({"id": doc["id"], "text": doc["text"], "lang": "en"}, ensure_ascii=False) + "\n")
        command = [binary, "check", "--isolated", "--format", "jsonl", "--output-format", "jsonl", "--min-severity",
                   "warning", "--fail-on", "never", "--select", select, path]
        run = subprocess.run(command, capture_output=True, text=True, encoding="utf8")
    if run.returncode:
        sys.exit(f"{' '.join(command)}\nexit {run.returncode}\n{run.stderr[-2000:]}")
    found = collections.defaultdict(list)
    for line in run.stdout.splitlines():
        finding = json.loads(line)
        found[finding["document"]].append(finding)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--bin", default="target/release/mtaudit")
    parser.add_argument("--select", default="en/names/")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0, help="print so many misses of each kind")
    o = parser.parse_args()
    opener = gzip.open if o.corpus.endswith(".gz") else open
    with opener(o.corpus, "rt", encoding="utf8") as f:
        docs = [json.loads(line) for line in f]
    before = audit(o.bin, o.select, docs)
    print(f"{len(docs)} documents; {len(before)} with a finding before anything is planted:")
    for doc, findings in sorted(before.items()):
        print(f"  {doc}: " + ", ".join(f"{f['rule']} {f['fingerprint']}" for f in findings))
    eligible = {doc["id"]: names(doc["text"]) for doc in docs}
    print(f"{sum(bool(n) for n in eligible.values())} documents with an eligible name\n")
    print(f"{'kind':10}{'planted':>8}{'found':>8}{'recall':>8}")
    for kind in KINDS:
        rng = random.Random(f"{o.seed} {kind}")
        planted, places = [], {}
        for doc in docs:
            choices = sorted(eligible[doc["id"]])
            rng.shuffle(choices)
            for name in choices:
                variant = change(name, kind, rng)
                if variant and variant != name and variant not in doc["text"]:
                    start = rng.choice(eligible[doc["id"]][name])
                    text = doc["text"][:start] + variant + doc["text"][start + len(name) :]
                    planted.append({"id": doc["id"], "text": text})
                    places[doc["id"]] = (start, start + len(variant), name, variant)
                    break
        found = audit(o.bin, o.select, planted)
        missed = []
        for doc, (start, end, name, variant) in places.items():
            covers = lambda f: f["start"] < end and start < f["end"]
            if not any(covers(f) or any(covers(r) for r in f["related"]) for f in found[doc]):
                missed.append(f"{name} -> {variant}  ({doc})")
        n = len(planted)
        print(f"{kind:10}{n:8}{n - len(missed):8}{(n - len(missed)) / max(n, 1):8.3f}")
        for line in missed[: o.misses]:
            print("    " + line)


if __name__ == "__main__":
    main()
