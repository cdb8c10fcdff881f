"""Articles that a spreadsheet may change (`articles`), tables compared (`same`), decisions written (`decide`)."""

import csv
import json
import sys

TITLES = [
    "=1+1", "+49 30 123", "-5", "@SUM(A1)", "007", "1/2", "3-4", "1e5", "TRUE", "12:30", "2024-05-14", "14.5.2024", "1,5", "50%",
    "'quoted'", '"quoted"', "a;b,c\td", " leading", "trailing ", "http://example.org/x", "名前", "שלום", "naïve", "",
]


def articles():
    for number, title in enumerate(TITLES):
        text = f"{title} He thanked the President of Foreign Affairs Kim Jong Un.\nThe {title} the end."
        print(json.dumps({"id": f"{number}", "lang": "en", "title": title, "text": text}))


def rows(path, delimiter):
    with open(path, encoding="utf-8-sig", newline="") as table:
        return list(csv.reader(table, delimiter=delimiter))


def same(before, after, delimiter):
    before, after = rows(before, delimiter), rows(after, delimiter)
    if len(before) != len(after):
        sys.exit(f"== spreadsheet: FAILED: {len(before)} rows became {len(after)}")
    for number, (old, new) in enumerate(zip(before, after), 1):
        for name, one, other in zip(before[0], old, new):
            if one != other:
                sys.exit(f"== spreadsheet: FAILED: row {number}, {name}: {one!r} became {other!r}")
    print(f"== spreadsheet: {len(before) - 1} rows by {delimiter!r}: every cell is the same")


def decide(table, decided):
    found = rows(table, ";")
    status = found[0].index("status")
    found[1][status], found[-1][status] = "later", "dismissed"
    with open(decided, "w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows(found)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
