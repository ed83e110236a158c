#!/usr/bin/env bash
# valgrind.sh BUILD TEST...: each test program, then the sample project, with
# leaks and errors counted as failures.
set -u
build=$1; shift
bad=0
export DIVARIO_PROGRAM=$build/divario
check() {
	valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect \
		--errors-for-leak-kinds=definite,indirect "$@"
}
for test in "$@"; do
	check "$test" >/tmp/valgrind.$$ 2>&1
	# valgrind computes long double in 64 bits: a test of the last digits may
	# fail there (status 1).  What counts here is memory (status 99).
	if [ $? -eq 99 ]; then echo "$test"; tail -n 40 /tmp/valgrind.$$; bad=1; fi
done
out=$(mktemp -d)
check "$build/divario" run config/bwise --output "$out/reports" --work "$out/work" --quiet || bad=1
rm -rf "$out" /tmp/valgrind.$$
[ $bad -eq 0 ] && echo "valgrind: no error, no leak"
exit $bad
