"""Articles as JSON lines: so many invented ones with four findings each, or `hostile` ones that try to leave a page."""

import json
import random
import sys

BAD = [
    "He thanked the President of Foreign Affairs Kim Jong Un.",
    "The the delegation left the capital in the evening.",
    "She paid an honorary visit to the mayor of the city.",
]
WHO = ["The council", "The harbour office", "A teacher", "The mayor", "One farmer", "The school", "A spokesman", "The market", "The library", "Her brother"]
DID = ["opened", "repaired", "sold", "showed", "planned", "closed", "painted", "counted", "described", "moved"]
WHAT = ["the old bridge", "a new road", "twelve boats", "the winter budget", "its northern gate", "a small garden", "the city map", "two empty houses", "a report on water", "the ferry to the island"]
WHEN = ["in spring", "last week", "after the storm", "on Monday", "before noon", "in the rain", "without delay", "for a second time", "with some help", "during the holidays"]
HOSTILE = [
    "</script><script>globalThis.pwned = 1</script>",
    "<!-- <script>",
    "<img src=x onerror=globalThis.pwned=1>",
    "line\u2028separator\u2029here",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200b\u00ad\ufeff",
    "]]> &lt;b&gt; &amp; \\u003cscript>",
    "javascript:globalThis.pwned=1",
]


def sentence(number):
    who, did, what, when = (number // 10**place % 10 for place in range(4))
    return f"{WHO[who]} {DID[did]} {WHAT[what]} {WHEN[when]}."


def article(number, chance):
    sentences = [sentence(number) for number in chance.sample(range(10_000), 60)]
    for bad in chance.choices(BAD, k=4):
        sentences.insert(chance.randrange(len(sentences)), bad)
    text = "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))
    return {"id": f"article-{number}", "lang": "en", "title": f"Report number {number} from the harbour", "text": text}


def main(what):
    chance = random.Random(7)
    if what == "hostile":
        for number, text in enumerate(HOSTILE):
            bad = f"{text} He thanked the President of Foreign Affairs Kim Jong Un. The the {text} end."
            yield {"id": f"{text}-{number}", "lang": "en", "title": text, "url": text, "text": f"{bad}\n\n{text}"}
        return
    for number in range(int(what)):
        yield article(number, chance)


for one in main(sys.argv[1]):
    print(json.dumps(one, ensure_ascii=False))
