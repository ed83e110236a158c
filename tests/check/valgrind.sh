#!/usr/bin/env bash
# valgrind.sh BUILD TEST...: each test program, then the sample project, with
# leaks and errors counted as failures.
set -u
build=$1; shift
bad=0
export DIVARIO_PROGRAM=$build/divario
check() {
	valgrind -q --error-exitcode=99 \
		--suppressions=tests/check/valgrind.supp --leak-check=full --show-leak-kinds=definite,indirect \
		--errors-for-leak-kinds=definite,indirect "$@"
}
# valgrind computes long double in 64 bits, so the tests of the last digits
# cannot pass there: left out by name.
for test in "$@"; do
	case $test in
	*/test_stat_qr | */test_stat_nist_linear | */property/test_stat_counts)
		echo "${test##*/}: left out, needs 80-bit long double"
		continue ;;
	esac
	check "$test" >/tmp/valgrind.$$ 2>&1 || { echo "$test"; tail -n 40 /tmp/valgrind.$$; bad=1; }
done
out=$(mktemp -d)
check "$build/divario" run config/bwise --output "$out/reports" --work "$out/work" --quiet || bad=1
rm -rf "$out" /tmp/valgrind.$$
[ $bad -eq 0 ] && echo "valgrind: no error, no leak"
exit $bad
