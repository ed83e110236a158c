#!/usr/bin/env bash
# Every header compiles alone.  The compiler and flags come as arguments.
set -u
bad=0
for header in $(git ls-files '*.h'); do
	"$@" -fsyntax-only -x c "$header" || { echo "$header does not compile alone"; bad=1; }
done
exit $bad
