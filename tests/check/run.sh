#!/usr/bin/env bash
# run.sh BUILD TEST...: run every test program, then the truth cases; close with
# the counts.  A test prints its own lines only when it fails.
set -u
build=$1; shift
passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DIVARIO_PROGRAM=$build/divario
for test in "$@"; do
	"$test" >"$log" 2>&1
	status=$?
	p=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test(s)\.$/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
	f=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test(s).*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
	s=$(sed -n 's/^\[  SKIPPED \] \([0-9]*\) test(s).*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
	# A crash prints no summary: it is one failure all the same.
	if [ $status -ne 0 ] && [ "$f" -eq 0 ]; then f=1; fi
	if [ "$f" -gt 0 ]; then cat "$log"; fi
	printf '%-44s %4d passed %3d failed %3d skipped\n' "${test#"$build"/tests/}" "$p" "$f" "$s"
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
if [ -x "$build/truth" ]; then
	echo
	"$build/truth" tests/truth || failed=$((failed + 1))
fi
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
