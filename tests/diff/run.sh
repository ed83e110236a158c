#!/usr/bin/env bash
# run.sh TRUTH [SEED]: make random answers, let R compute what divario computes,
# and compare, method by method.  Without R it says so and succeeds.
set -u
truth=$(realpath "$1") seed=${2:-$RANDOM}
here=$(dirname "$(realpath "$0")")
if ! command -v Rscript >/dev/null; then
	echo "diff: R is not installed (Debian: r-base-core r-recommended r-cran-psych r-cran-survey); nothing to compare"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "random answers of seed $seed (again: make diff SEED=$seed)"
if ! Rscript --vanilla "$here/recompute.R" "$work" "$seed" >"$work/log" 2>&1; then
	cat "$work/log"
	exit 1
fi
"$truth" --strict "$work"
