#!/usr/bin/env bash
# run.sh BUILD SECONDS [TARGET...]: run libFuzzer on each target for so long, from
# its corpus and what earlier runs of this BUILD have found.  A finding ends up
# in BUILD/findings, and the run fails.  At the end of each the CPU time it
# took and the executions.
set -u
build=$1 seconds=$2; shift 2
cd "$(dirname "$(realpath "$0")")/../.." || exit 1
targets=${*:-$(ls tests/fuzz/fuzz_*.c | sed 's|.*/fuzz_||; s|\.c$||')}
mkdir -p "$build/findings"
bad=0
for target in $targets; do
	mkdir -p "$build/corpus/$target"
	log=$build/$target.log
	cpu=$( { TIMEFORMAT='%U'; time nice -n 19 "$build/fuzz/$target" \
		-max_total_time="$seconds" -max_len=6000 -timeout=20 -rss_limit_mb=2048 \
		-artifact_prefix="$build/findings/$target-" -print_final_stats=1 \
		"$build/corpus/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1 || echo failed >>"$log"; } 2>&1 )
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
	printf '%-12s %8s CPU seconds %10s executions' "$target" "$cpu" "${runs:-?}"
	if tail -1 "$log" | grep -q '^failed$'; then
		bad=1
		echo "  FINDING: see $log"
	else
		echo "  no finding"
	fi
done
exit $bad
