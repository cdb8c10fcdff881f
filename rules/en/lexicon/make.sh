#!/bin/sh
# Builds scowl-NN.txt, the English word list by commonness, from the word lists of Debian's package `scowl`.
#
#     apt-get install scowl && rules/en/lexicon/make.sh
#
# NN is the smallest SCOWL size that holds the word: 10 is the most common, 80 ("huge") the last one taken; size
# 95 holds too many misspellings. Taken are American, British, Canadian and Australian spellings with the
# variants in general use; left out are variants that "may not even be considered correct" (variant_3),
# possessives (the program strips 's itself), Roman numerals and hackers' jargon. Case is kept: names are
# capitalised. The package of SCOWL 2020.12.07 gives these files byte for byte.
set -eu

scowl=${SCOWL:-/usr/share/dict/scowl}
here=$(cd "$(dirname "$0")" && pwd)
export LC_ALL=C

rm -f "$here"/scowl-*.txt
for size in 10 20 35 40 50 55 60 70 80; do
    for list in "$scowl"/*."$size"; do
        case ${list##*/} in variant_3-* | special-*) continue ;; esac
        sed "s/\$/	$size/" "$list"
    done
done |
    grep -v "'s	" |
    sort -t '	' -k 1,1 -k 2,2n |
    awk -F '	' -v folder="$here" '$1 != last { print $1 > (folder "/scowl-" $2 ".txt"); last = $1 }'
