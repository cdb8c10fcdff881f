#!/usr/bin/env python3
"""Makes places.csv: names of countries in English and in their own languages from the Unicode CLDR (npm packages
cldr-core and cldr-localenames-full, Unicode Licence version 3, see docs/licences/Unicode.txt), house names, demonyms
and capitals from by-hand.csv, which is our own.

    npm pack cldr-core@48.2.0 cldr-localenames-full@48.2.0    # and unpack each into a folder
    python3 rules/en/countries/make.py CLDR-CORE-FOLDER CLDR-LOCALENAMES-FULL-FOLDER
"""

import csv
import json
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent


def names(localenames, locale):
    """The territory names of a locale, or none."""
    file = localenames / "main" / locale / "territories.json"
    if not file.is_file():
        return {}
    content = json.loads(file.read_text(encoding="utf-8"))
    return content["main"][locale]["localeDisplayNames"]["territories"]


def main_language(info):
    """The official language that most people of a territory speak."""
    official = {"official", "de_facto_official"}
    languages = [
        (float(language["_populationPercent"]), code)
        for code, language in info.get("languagePopulation", {}).items()
        if language.get("_officialStatus") in official
    ]
    return max(languages, default=(0, ""))[1].replace("_", "-")


def slug(name):
    """The name as an id."""
    letters = unicodedata.normalize("NFKD", name.lower().replace("'", ""))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def main():
    core, localenames = (Path(folder) for folder in sys.argv[1:3])
    info = json.loads((core / "supplemental" / "territoryInfo.json").read_text(encoding="utf-8"))
    info = info["supplemental"]["territoryInfo"]
    english = names(localenames, "en")
    with open(HERE / "by-hand.csv", encoding="utf-8", newline="") as file:
        by_hand = list(csv.DictReader(file))
    columns = ["id", "name", "variants", "native", "language", "country", "capital", "demonyms"]
    rows = []
    for row in by_hand:
        code = row["code"].upper()
        of_cldr = [name for key, name in sorted(english.items()) if key.split("-")[0] == code]
        # Brackets and dashes are CLDR's way to tell countries apart; in a text the parts stand alone.
        spelled = [form for name in of_cldr for form in (name, name.replace(" & ", " and ")) if " (" not in name]
        spelled = [form.replace("’", "'") for form in spelled if " - " not in form]
        name = row["name"] or next(form for form in spelled if "&" not in form)
        variants = [form for form in spelled + row["variants"].split(" | ") if form and form != name]
        language = main_language(info.get(code, {}))
        native = "" if language in ("", "en") else names(localenames, language).get(code, "")
        if native in [name, *variants] or " - " in native:
            native = ""
        rows.append({
            "id": slug(name),
            "name": name,
            "variants": " | ".join(dict.fromkeys(variants)),
            "native": native,
            "language": language if native else "",
            "country": row["code"],
            "capital": row["capital"],
            "demonyms": row["demonyms"],
        })
    taken = {row["id"] for row in rows} | {row["name"] for row in rows}
    for row in by_hand:
        if slug(row["capital"]) in taken:
            continue
        plain = "".join(c for c in unicodedata.normalize("NFKD", row["capital"]) if not unicodedata.combining(c))
        variants = [form for form in [plain, *row["capital_variants"].split(" | ")] if form and form != row["capital"]]
        rows.append({
            "id": slug(row["capital"]),
            "name": row["capital"],
            "variants": " | ".join(dict.fromkeys(variants)),
            "country": row["code"],
        })
    with open(HERE / "places.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
