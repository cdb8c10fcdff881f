#!/usr/bin/env bash
# What the action does: installs mtaudit if it is not there, audits, and leaves reports and the exit code.
# Everything it is told stands in environment variables; action.yml fills them.
set -euo pipefail

# One a line, without empty lines: appended to the array of this name.
lines_into() { # array, text
    local -n array=$1
    local line
    while IFS= read -r line; do
        line=${line%$'\r'}
        [ -z "$line" ] || array+=("$line")
    done <<<"$2"
}

install() {
    local wanted=${MTAUDIT_VERSION:-} venv=${RUNNER_TEMP:-${TMPDIR:-/tmp}}/mtaudit-venv python
    if [ -z "$wanted" ] && command -v mtaudit >/dev/null; then
        return
    fi
    if [[ ! $wanted =~ ^[0-9A-Za-z.+!-]*$ ]]; then
        echo "::error::mtaudit: the input version is no version"
        exit 2
    fi
    python=$(command -v python3 || command -v python) || {
        echo "::error::mtaudit: there is no Python to install the package with; run actions/setup-python first"
        exit 2
    }
    "$python" -m venv "$venv"
    PATH=$venv/bin:$venv/Scripts:$PATH
    if ! python -m pip install --quiet --disable-pip-version-check "mtaudit${wanted:+==$wanted}"; then
        echo "::error::mtaudit: the PyPI package mtaudit ${wanted:-(newest)} cannot be installed"
        exit 2
    fi
}

install
mtaudit --version
cd -- "${MTAUDIT_WORKING_DIRECTORY:-.}"

arguments=(--output-format github)
[ -z "${MTAUDIT_SARIF_FILE:-}" ] || arguments+=(--output-format "sarif=$MTAUDIT_SARIF_FILE")
[ -z "${MTAUDIT_HTML_FILE:-}" ] || arguments+=(--output-format "html=$MTAUDIT_HTML_FILE")
lines_into arguments "${MTAUDIT_ARGS:-}"
paths=()
lines_into paths "${MTAUDIT_PATHS:-.}"

status=0
mtaudit check "${arguments[@]}" -- "${paths[@]}" || status=$?
[ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$status" >>"$GITHUB_OUTPUT"
exit "$status"
