"""Fails if a SARIF validator's own report has errors or warnings; prints them."""

import json
import sys

ACCEPTED = {
    # Files are named relative to the folder of the run, which has no address in the report.
    "SARIF1004",
    # The tool has no address of its own (informationUri).
    "SARIF2005",
}

run = json.load(open(sys.argv[1], encoding="utf-8"))["runs"][0]
bad = [r for r in run.get("results", []) if r.get("level", "warning") in ("error", "warning") and r["ruleId"] not in ACCEPTED]
for result in bad[:20]:
    print(result["ruleId"], result.get("level", "warning"), result["message"].get("text") or result["message"].get("arguments"))
if bad:
    sys.exit(f"== sarif: FAILED: {len(bad)} errors and warnings")
