#!/usr/bin/env bash
# pollock.sh PROGRAM DATA: 'divario csv' on the polluted files of the Pollock
# benchmark that stand in DATA/pollock, scored by the scorer there, once with the
# dialect given and once found by looking.  Fails below the floors.  Where the
# data are absent it says so and succeeds.
set -u
program=$(realpath "$1") data=$2/pollock
if [ ! -f "$data/polluted_files.tar.xz" ]; then
	echo "pollock: $data is not here; nothing to check"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar xf "$data/polluted_files.tar.xz" -C "$work" || exit 1
bad=0

# score NAME SIMPLE WEIGHTED OPTIONS: the scores, and whether they are as high
score() {
	/usr/bin/python3 "$data/score.py" --data "$work/polluted_files" --worst 5 \
		--cmd "$program csv --quiet {in} $4" >"$work/score.txt" || { bad=1; return; }
	awk -v name="$1" -v simple="$2" -v weighted="$3" '
		/^pollock_simple/ { s = $2 }
		/^pollock_weighted/ { w = $2 }
		END {
			printf "pollock, %s: %s simple, %s weighted (floors %s, %s)\n", name, s, w, simple, weighted
			exit !(s >= simple && w >= weighted)
		}' "$work/score.txt" || { bad=1; tail -6 "$work/score.txt"; }
}

score "dialect given" 9.97 9.80 \
	"--delimiter {delimiter} --quote {quotechar} --escape {escapechar} --encoding {encoding} --header-lines {header_lines} --preamble-lines {preamble_lines}"
score "found by looking" 9.95 9.75 ""
exit $bad
