"""The recipes of docs/ci.md as files: recipes.py OUT. Checks what can be checked of them without running them.

Writes github.yml, pre-commit.yml, pre-commit-repository.yml, gitlab.sh (its script), jenkins.sh (its sh step), watch-feed
and crontab.
"""

import re
import sys
from pathlib import Path

import yaml

out = Path(sys.argv[1])
blocks = re.findall(r"^```(\w+)\n(.*?)^```", Path("docs/ci.md").read_text(encoding="utf-8"), re.M | re.S)


def block(language, start):
    found = [text for kind, text in blocks if kind == language and text.startswith(start)]
    if not found:
        sys.exit(f"== recipes: FAILED: docs/ci.md has no {language} block that starts with {start!r}")
    return found


def write(name, text):
    (out / name).write_text(text, encoding="utf-8")


[github] = block("yaml", "# .github")
[gitlab] = block("yaml", "# .gitlab-ci.yml")
wheel, repository = block("yaml", "# .pre-commit")
[jenkins] = block("groovy", "// Jenkinsfile")
[watch] = block("sh", "#!/bin/sh")
[crontab] = block("crontab", "#")
write("github.yml", github)
write("pre-commit.yml", wheel)
write("pre-commit-repository.yml", repository)
write("gitlab.sh", "set -e\n" + "\n".join(yaml.safe_load(gitlab)["mtaudit"]["script"]) + "\n")
write("jenkins.sh", "set -e\n" + re.search(r"sh '''(.*?)'''", jenkins, re.S)[1])
write("watch-feed", watch)
write("crontab", crontab)

# The action: what the recipe gives is what it takes, and no input is pasted into the shell.
action = yaml.safe_load(Path("action.yml").read_text(encoding="utf-8"))
steps = yaml.safe_load(github)["jobs"]["audit"]["steps"]
[used] = [step["with"] for step in steps if step.get("uses", "").startswith("OWNER/mtaudit@")]
unknown = set(used) - set(action["inputs"])
pasted = [step["run"] for step in action["runs"]["steps"] if "${{" in step.get("run", "")]
given = {value for step in action["runs"]["steps"] for value in step["env"].values()}
lost = {name for name in action["inputs"] if f"${{{{ inputs.{name} }}}}" not in given}
if unknown or pasted or lost:
    sys.exit(f"== action: FAILED: unknown inputs {unknown}, pasted into the shell {pasted}, handed to nobody {lost}")

# The hook of the repository and the one of the page run the same program in the same way.
[hook] = yaml.safe_load(Path(".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
[local] = yaml.safe_load(wheel)["repos"][0]["hooks"]
[remote] = yaml.safe_load(repository)["repos"][0]["hooks"]
differ = [key for key in ("id", "entry", "language", "types", "require_serial") if hook[key] != local[key]]
if differ or remote["id"] != hook["id"]:
    sys.exit(f"== pre-commit: FAILED: the hooks differ in {differ or 'their ids'}")
print("== recipes: YAML is read; the action's inputs and the hooks fit")
