#!/usr/bin/env python3
"""Throughput of mtaudit beside typos and codespell, in CPU seconds.

  python3 benches/compare.py [--bin target/release/mtaudit] [--corpus clean.jsonl.gz] [--rounds 5]
                             [--size-mb 10] [--tools mtaudit,typos,codespell] [--json FILE] [--markdown]

A corpus of clean text is repeated to the size asked for, once as files of 25 KB and once as a single text
file, in a temporary folder. The tools run in turn (A B C A B C ...) after one warm-up round that is not
counted, and the user and system time of each child process is read from the kernel, so that other load on the
machine disturbs the figures less than wall-clock time would. Ratios compare two runs of the same round.
Measured:

  files      all the 25 KB files, default threads
  single     one file of the full size, default threads
  thread     mtaudit with one thread: 25 KB files beside one single file (CPU per byte)
  growth     mtaudit with one thread: single files of 1, 2, 5 and 10 MB
  rules      mtaudit with its own packs alone, with 2,000 patterns and with 20,000 phrases of a user on top
  names      mtaudit with one thread: with and without the checks of names, offices, acronyms and quotations
  article    one article, and an empty file, from process start to exit: wall-clock time

The peak memory of a run is the kernel's figure, too.

Nothing here is an assertion: a figure depends on the machine. Python standard library only.
"""

import argparse
import collections
import copy
import gzip
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DEFAULT_CORPUS = os.path.join(ROOT, "..", "shared", "gold", "dev", "clean.jsonl.gz")
SAMPLES = os.path.join(ROOT, "samples")
FILE_BYTES = 25_000
MEGABYTE = 1_000_000
GROWTH_MB = (1, 2, 5, 10)
ARTICLE_RUNS = 20
SEED_ARTICLE = os.path.join(ROOT, "..", "shared", "gold", "seed", "article.txt")
# What one article says about one entity.
NAME_PACKS = ("en/names", "en/offices", "en/organisations", "en/people", "en/consistency")
USER_PATTERNS, USER_PHRASES = 2_000, 20_000


# --- corpus

def read_texts(path):
    """Texts of a JSONL file (gzip or not), in its order."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines if line.strip()]


def sample_texts():
    """The text of samples/, for a machine without a larger corpus."""
    texts = []
    for name in sorted(os.listdir(SAMPLES)):
        path = os.path.join(SAMPLES, name)
        if name.endswith(".txt"):
            with open(path, encoding="utf-8") as file:
                texts.append(file.read())
        elif name.endswith(".jsonl"):
            texts += read_texts(path)
    return texts


def repeated(texts, size):
    """Texts joined by a blank line and repeated to `size` bytes, cut at a line break."""
    block = ("\n\n".join(text.strip() for text in texts) + "\n\n").encode("utf-8")
    data = block * (size // len(block) + 1)
    return data[: data.rindex(b"\n", 0, size) + 1]


def in_files(data, folder):
    """Writes `data` as files of about 25 KB, cut at line breaks; returns how many."""
    os.makedirs(folder)
    start = count = 0
    while start < len(data):
        end = min(start + FILE_BYTES, len(data))
        if end < len(data):
            cut = data.rfind(b"\n", start, end)
            end = cut + 1 if cut > start else end
            while end < len(data) and data[end] & 0xC0 == 0x80:  # not inside a character
                end += 1
        with open(os.path.join(folder, f"{count:05}.txt"), "wb") as file:
            file.write(data[start:end])
        start, count = end, count + 1
    return count


def write(folder, name, data):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(data)
    return path


# --- rules of a user

def user_words(texts, random_):
    """Words of the corpus in lower case, the common and the rare alike, in random order."""
    words = sorted({word for text in texts for word in re.findall(r"\b[a-z]{5,12}\b", text)})
    random_.shuffle(words)
    return words


def user_pattern(words, number):
    """(pattern, a text that it matches), in one of the shapes in which people write them."""
    a, b, c = (words[(3 * number + i) % len(words)] for i in range(3))
    shapes = [
        (rf"\b{a}s? (?:of|for|in) (?:the )?{b}\b", f"{a} of the {b}"),
        (rf"\b(?:{a}|{b}) \w+ {c}\b", f"{a} very {c}"),
        (rf"(?i)\b{a}\w* {b}(?:s|ed|ing)?\b", f"{a} {b}ed"),
        (rf"\b[A-Z]\w+ {a},? (?:who|which) (?:is|was) {b}\b", f"Someone {a}, who was {b}"),
        (rf"\b{a} (?P<count>[0-9]{{1,3}}) {b}s?\b", f"{a} 12 {b}s"),
    ]
    return shapes[number % len(shapes)]


def user_pack(folder, name, kind, words):
    """A pack of one file: `USER_PATTERNS` rules with a pattern each, or one with `USER_PHRASES` in a table."""
    path = os.path.join(folder, name)
    os.makedirs(path)
    head = f'[pack]\nname = "{name}"\ndescription = "Rules of a benchmark"\ntarget-language = "en"\n'
    common = ('message = "{match} is looked for"\nseverity = "info"\ncategory = "terminology/wrong-term"\n'
              'explanation = "A rule of the benchmark."\n')
    rules = [head]
    if kind == "patterns":
        for number in range(USER_PATTERNS):
            pattern, text = user_pattern(words, number)
            rules.append(f'[[rule]]\nid = "p{number}"\ncheck = "pattern"\npattern = \'{pattern}\'\n{common}'
                         f'[[rule.example]]\nbad = "They saw [[{text}]] there."\n')
    else:
        rules.append(f'[[rule]]\nid = "table"\ncheck = "lexicon"\nfile = "phrases.csv"\n{common}')
        pairs = (f"{words[i % len(words)]} {words[(i * 7 + 1 + i // len(words)) % len(words)]}" for i in range(10 ** 9))
        rows = []
        for phrase in dict.fromkeys(pair for pair, _ in zip(pairs, range(2 * USER_PHRASES))):
            rows.append(f"{phrase}\n")
            if len(rows) == USER_PHRASES:
                break
        write(path, "phrases.csv", ("wrong\n" + "".join(rows)).encode())
    write(path, "pack.toml", "\n".join(rules).encode())
    return path


# --- tools

class Tool:
    def __init__(self, name, program, arguments, install, accepted):
        self.name, self.arguments, self.install, self.accepted = name, arguments, install, accepted
        self.path = shutil.which(program)

    def command(self, path, threads=None):
        command = [self.path, *self.arguments]
        if threads:
            command += ["--threads", str(threads)]
        return command + [path]

    def with_arguments(self, arguments):
        other = copy.copy(self)
        other.arguments = arguments
        return other

    def with_config(self, path):
        return self.with_arguments([one for one in self.arguments if one != "--isolated"] + ["--config", path])

    def version(self):
        run = subprocess.run([self.path, "--version"], capture_output=True, text=True)
        return f"{self.name} {(run.stdout.split() or ['?'])[-1]}"


def known_tools(arguments):
    check = ["check", "--isolated", "--output-format", "concise", "--fail-on", "never"]
    return [
        Tool("mtaudit", os.path.abspath(arguments.bin), check, "cargo build --release", {0}),
        Tool("typos", arguments.typos, ["--isolated", "--format", "brief"],
             "cargo install typos-cli   (or: pip install typos)", {0, 2}),
        Tool("codespell", arguments.codespell, [], "pip install codespell", {0, 65}),
    ]


def user_rules(mtaudit, texts, single, folder):
    """Jobs over one file: without rules of a user, and with two packs of them, which are loaded in the run."""
    random_ = random.Random(1)
    words = user_words(texts, random_)
    jobs = {"built-in": (mtaudit, single, 1)}
    for kind, count in (("patterns", USER_PATTERNS), ("phrases", USER_PHRASES)):
        pack = user_pack(folder, f"user-{kind}", kind, words)
        config = write(folder, f"{kind}.toml", f'packs = ["{pack}"]\n'.encode())
        jobs[f"and {count:,} {kind}"] = (mtaudit.with_config(config), single, 1)
    return jobs


class Failed(Exception):
    """A tool ended in a way that makes its time worthless."""


Measured = collections.namedtuple("Measured", "cpu wall peak_mb")


def run(tool, path, folder, threads=None):
    """Seconds and peak memory of one run; output goes to a file, so that no pipe slows it down."""
    with open(os.path.join(folder, "stdout"), "wb") as out, open(os.path.join(folder, "stderr"), "wb") as err:
        started = time.perf_counter()
        child = subprocess.Popen(tool.command(path, threads), stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                 cwd=folder)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in tool.accepted:
        with open(os.path.join(folder, "stderr"), encoding="utf-8", errors="replace") as file:
            tail = file.read()[-500:].strip()
        raise Failed(f"{tool.name} ended with {child.returncode}: {tail or '(no message)'}")
    return Measured(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024 / MEGABYTE)


# --- measuring

def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def alternate(jobs, rounds, folder):
    """Runs the jobs {name: (tool, path, threads)} in turn; {name: [what each counted round measured]}.

    A job whose tool fails is left out, loudly."""
    jobs, times = dict(jobs), {name: [] for name in jobs}
    for number in range(rounds + 1):
        for name, (tool, path, threads) in list(jobs.items()):
            try:
                measured = run(tool, path, folder, threads)
            except Failed as failure:
                print(f"LEFT OUT: {name}: {failure}", file=sys.stderr)
                del jobs[name], times[name]
                continue
            if number:  # round 0 warms the caches
                times[name].append(measured)
    return times


def throughput(times, sizes):
    """MB per CPU second of each job, and the ratio of each pair within the same round."""
    rates = {name: [sizes[name] / MEGABYTE / max(one.cpu, 1e-6) for one in runs] for name, runs in times.items()}
    names = list(rates)
    ratios = {f"{a} / {b}": spread([x / y for x, y in zip(rates[a], rates[b])])
              for i, a in enumerate(names) for b in names[i + 1:]}
    return {"mb_per_cpu_second": {name: spread(values) for name, values in rates.items()},
            "wall_seconds": {name: spread([one.wall for one in runs]) for name, runs in times.items()},
            "peak_mb": {name: spread([one.peak_mb for one in runs]) for name, runs in times.items()},
            "ratio": ratios}


def measure(arguments, tools, texts, folder):
    size = int(arguments.size_mb * MEGABYTE)
    data = repeated(texts, size)
    files = os.path.join(folder, "files")
    count = in_files(data, files)
    single = write(folder, "single.txt", data)
    result = {"size_bytes": len(data), "files_count": count}

    mtaudit = next((tool for tool in tools if tool.name == "mtaudit"), None)
    if mtaudit and arguments.only in (None, "rules"):
        note("rules: the packs of mtaudit, and with rules of a user on top")
        times = alternate(user_rules(mtaudit, texts, single, folder), arguments.rounds, folder)
        if "built-in" in times:
            result["rules"] = compared_to_built_in(times)
    if arguments.only:
        return result

    for name, path in (("files", files), ("single", single)):
        note(f"{name}: {', '.join(tool.name for tool in tools)}")
        jobs = {tool.name: (tool, path, None) for tool in tools}
        result[name] = throughput(alternate(jobs, arguments.rounds, folder), {t.name: len(data) for t in tools})

    if mtaudit is None:
        return result

    note("thread: 25 KB files and one file, one thread")
    jobs = {"25 KB files": (mtaudit, files, 1), "one file": (mtaudit, single, 1)}
    times = alternate(jobs, arguments.rounds, folder)
    if len(times) == 2:
        result["thread"] = throughput(times, dict.fromkeys(jobs, len(data)))
        pairs = zip(times["one file"], times["25 KB files"])
        result["thread"]["cpu_per_byte_one_file_to_files"] = spread([one.cpu / many.cpu for one, many in pairs])

    note("growth: one file of 1, 2, 5, 10 MB, one thread")
    grown = {f"{mb} MB": repeated(texts, mb * MEGABYTE) for mb in GROWTH_MB}
    jobs = {name: (mtaudit, write(folder, f"grown-{name.split()[0]}.txt", text), 1) for name, text in grown.items()}
    times = alternate(jobs, arguments.rounds, folder)
    result["growth"] = {"cpu_seconds_per_mb": {
        name: spread([one.cpu / (len(grown[name]) / MEGABYTE) for one in runs]) for name, runs in times.items()}}

    note("names: one thread, 25 KB files, with and without the checks of names")
    without = mtaudit.with_arguments(mtaudit.arguments + [f"--ignore={','.join(NAME_PACKS)}"])
    jobs = {"all checks": (mtaudit, files, 1), "without names": (without, files, 1)}
    times = alternate(jobs, arguments.rounds, folder)
    if len(times) == 2:
        result["names"] = throughput(times, dict.fromkeys(jobs, len(data)))

    note("article: from start to exit")
    articles = {"samples/visit.txt": os.path.join(SAMPLES, "visit.txt"), "the seed article": os.path.abspath(SEED_ARTICLE),
                "an empty file": write(folder, "empty.txt", b"")}
    jobs = {name: (mtaudit, path, None) for name, path in articles.items() if os.path.exists(path)}
    result["article"] = {name: {"wall_milliseconds": spread([1000 * one.wall for one in runs]),
                                "cpu_milliseconds": spread([1000 * one.cpu for one in runs])}
                         for name, runs in alternate(jobs, ARTICLE_RUNS, folder).items()}
    return result


def compared_to_built_in(times):
    ratios = {name: spread([one.cpu / base.cpu for one, base in zip(runs, times["built-in"])])
              for name, runs in times.items() if name != "built-in"}
    return {"cpu_seconds": {name: spread([one.cpu for one in runs]) for name, runs in times.items()}, "ratio": ratios}


def note(text):
    print(text, file=sys.stderr, flush=True)


# --- output

def tables(result):
    """The result as [(heading, columns, rows)]."""
    def figures(values, digits=2):
        return [f"{values[key]:.{digits}f}" for key in ("median", "min", "max")]

    spread_columns = ["median", "min", "max"]
    found = []
    for key, heading in (("files", f"{result['files_count']} files of 25 KB, default threads"),
                         ("single", "one file, default threads"), ("thread", "mtaudit, one thread"),
                         ("names", "one thread, with and without the checks of names")):
        if key in result:
            rows = [[name, *figures(v)] for name, v in result[key]["mb_per_cpu_second"].items()]
            found.append((f"{heading}: MB per CPU second", ["", *spread_columns], rows))
        if key != "thread" and result.get(key, {}).get("ratio"):
            rows = [[name, *figures(v)] for name, v in result[key]["ratio"].items()]
            found.append((f"{heading}: ratio within a round", ["", *spread_columns], rows))
        if key == "single" and key in result:
            rows = [[name, *figures(v, 1)] for name, v in result[key]["peak_mb"].items()]
            found.append((f"{heading}: peak memory in MB", ["", *spread_columns], rows))
    if "thread" in result:
        found.append(("CPU per byte, one file / 25 KB files (one thread)", ["", *spread_columns],
                      [["ratio", *figures(result["thread"]["cpu_per_byte_one_file_to_files"])]]))
    if "growth" in result:
        rows = [[name, *figures(v, 4)] for name, v in result["growth"]["cpu_seconds_per_mb"].items()]
        found.append(("growth over length, one thread: CPU seconds per MB", ["", *spread_columns], rows))
    if "rules" in result:
        rows = [[name, *figures(v)] for name, v in result["rules"]["cpu_seconds"].items()]
        found.append(("rules of a user, one file, one thread: CPU seconds, loading included", ["", *spread_columns], rows))
        rows = [[f"{name} / built-in", *figures(v)] for name, v in result["rules"]["ratio"].items()]
        found.append(("rules of a user: ratio within a round", ["", *spread_columns], rows))
    if "article" in result:
        rows = [[f"{name}, {kind}", *figures(measured[f"{key}_milliseconds"], 1)]
                for name, measured in result["article"].items() for kind, key in (("wall", "wall"), ("CPU", "cpu"))]
        found.append(("one article, start to exit: milliseconds", ["", *spread_columns], rows))
    return [table for table in found if table[2]]


def render(result, markdown):
    lines = [f"Corpus: {result['corpus']}, {result['size_bytes'] / MEGABYTE:.1f} MB; {result['rounds']} rounds, "
             f"alternating; {result['machine']}; {', '.join(result['versions'])}."]
    for heading, columns, rows in tables(result):
        lines += ["", heading if not markdown else f"**{heading}**", ""]
        if markdown:
            lines += ["| " + " | ".join(columns) + " |", "| --- |" + " ---: |" * (len(columns) - 1)]
            lines += ["| " + " | ".join(row) + " |" for row in rows]
        else:
            width = max(len(row[0]) for row in rows)
            lines += [f"  {columns[0]:{width}}" + "".join(f"{c:>10}" for c in columns[1:])]
            lines += [f"  {row[0]:{width}}" + "".join(f"{c:>10}" for c in row[1:]) for row in rows]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=os.path.join(ROOT, "target", "release", "mtaudit"))
    parser.add_argument("--typos", default="typos", help="program or path")
    parser.add_argument("--codespell", default="codespell", help="program or path")
    parser.add_argument("--tools", default="mtaudit,typos,codespell")
    parser.add_argument("--corpus", help="JSONL with a field `text`, gzip or not (default: the clean gold texts, "
                                         "else samples/)")
    parser.add_argument("--only", choices=["rules"], help="measure this alone")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size-mb", type=float, default=10)
    parser.add_argument("--json", metavar="FILE", help="also write the figures there")
    parser.add_argument("--markdown", action="store_true", help="print tables for docs/performance.md")
    arguments = parser.parse_args()
    if arguments.rounds < 1 or arguments.size_mb <= 0:
        parser.error("--rounds and --size-mb must be positive")

    wanted = arguments.tools.split(",")
    tools = []
    for tool in known_tools(arguments):
        if tool.name not in wanted:
            continue
        if tool.path:
            tools.append(tool)
        else:
            note(f"SKIPPED: {tool.name} was not found; install it with: {tool.install}")
    if not tools:
        sys.exit("no tool to measure")

    corpus = arguments.corpus or (DEFAULT_CORPUS if os.path.exists(DEFAULT_CORPUS) else None)
    texts = read_texts(corpus) if corpus else sample_texts()
    if not corpus:
        note("No corpus given or found: repeating samples/, which is full of artifacts and so slower than news.")
    with tempfile.TemporaryDirectory(prefix="mtaudit-bench-") as folder:
        measured = measure(arguments, tools, texts, folder)
    result = {"corpus": os.path.basename(corpus) if corpus else "samples/", "rounds": arguments.rounds,
              "machine": f"{platform.machine()}, {os.cpu_count()} CPUs", "versions": [t.version() for t in tools]} | measured
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)
            file.write("\n")
    print(render(result, arguments.markdown))


if __name__ == "__main__":
    main()
