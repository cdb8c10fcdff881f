#!/usr/bin/env python3
"""Counts what the built-in rules find in marked translations and clean text, as the tables of docs/accuracy.md.

    python3 benches/accuracy.py ../shared/gold/dev [--bin target/release/mtaudit]

The folder holds docs, spans, words, clean and clean_other as gzip JSON lines with `text`, `is_human`, `dataset`,
`system`, `doc`, `seg`, `tier`, `lang`. Segments of one document and system are joined by line breaks, so that rules
that compare a document with itself see it. Prints Markdown: findings by group, then by rule (errors and warnings).
"""
import argparse, collections, gzip, json, os, subprocess, tempfile

COLUMNS = ["mt", "docs", "words", "bio", "human, refs", "clean", "other"]


def read(folder, name):
    with gzip.open(os.path.join(folder, name + ".jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def documents(folder):
    """Texts by column."""
    sets = collections.defaultdict(list)
    joined = collections.defaultdict(list)
    for row in read(folder, "spans"):
        joined[(row["dataset"], row["lang_pair"], row["system"], row["doc"], row["is_human"])].append(row)
    for (dataset, *_, is_human), rows in joined.items():
        text = "\n".join(row["text"] for row in sorted(rows, key=lambda row: row["seg"]))
        column = "human, refs" if is_human else "bio" if dataset == "bio_mqm" else "mt"
        sets[column].append((text, "en"))
    sets["docs"] = [(row["text"], "en") for row in read(folder, "docs") if not row["is_human"]]
    sets["words"] = [(row["text"], "en") for row in read(folder, "words")]
    for row in read(folder, "clean"):
        sets["clean" if row.get("tier") == "original" else "human, refs"].append((row["text"], "en"))
    sets["other"] = [(row["text"], row["lang"]) for row in read(folder, "clean_other")]
    return sets


def audit(binary, texts):
    """Findings of all texts."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "texts.jsonl")
        with open(path, "w", encoding="utf-8") as out:
            for number, (text, lang) in enumerate(texts):
                out.write(json.dumps({"id": str(number), "text": text, "lang": lang}) + "\n")
        run = [binary, "check", "--isolated", "--output-format", "jsonl", "--fail-on", "never", path]
        lines = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def table(head, rows):
    print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    print()


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("folder")
    options.add_argument("--bin", default="target/release/mtaudit")
    options = options.parse_args()
    groups, rules = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
    severity = {}
    for column, texts in documents(options.folder).items():
        for finding in audit(options.bin, texts):
            rule = finding["rule"].split("#")[0]
            groups[rule.rsplit("/", 1)[0]][column] += 1
            if finding["kind"] == "finding" and finding["severity"] != "info":
                rules[rule][column] += 1
                severity[rule] = min(severity.get(rule, "warning"), finding["severity"])
    count = lambda counter: [counter[column] for column in COLUMNS]
    table(["group"] + COLUMNS, [[name] + count(groups[name]) for name in sorted(groups)])
    table(["rule", "severity"] + COLUMNS, [[name, severity[name]] + count(rules[name]) for name in sorted(rules)])


main()
