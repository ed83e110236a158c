#!/usr/bin/env bash
# Who may include whom (pipeline/README.md).  Prints every breach; exit 1 if any.
set -u
bad=0

# room: rooms it may include
allowed() {
	case $1 in
	core) echo "core" ;;
	data) echo "core data" ;;
	stat) echo "core stat" ;;
	draw) echo "core data stat draw" ;;
	page) echo "core data stat draw page" ;;
	run) echo "core data stat draw page run" ;;
	esac
}

for room in core data stat draw page run; do
	for file in pipeline/$room/*.[ch]; do
		for seen in $(sed -n 's|^#include "pipeline/\([a-z]*\)/.*|\1|p' "$file"); do
			case " $(allowed $room) " in
			*" $seen "*) ;;
			*) echo "$file includes from $seen/"; bad=1 ;;
			esac
		done
		if grep -Hn '^#include "stages/' "$file"; then bad=1; fi
	done
done

# Foreign headers that one room alone may see.
confined() { # header-regex room...
	local header=$1 file; shift
	for file in $(grep -lE "^#include <$header" pipeline/*/*.[ch] pipeline/*.c stages/*.[ch] 2>/dev/null); do
		for room in "$@"; do
			case $file in pipeline/$room/*) continue 2 ;; esac
		done
		echo "$file includes <$header>: only $* may"; bad=1
	done
}
confined 'csv\.h' data
confined 'zip\.h' data
confined 'expat\.h' data
confined 'readstat\.h' data
confined 'sqlite3\.h' data
confined 'cairo' draw
confined 'hpdf' page
confined 'gsl/' stat
confined 'igraph' stat
confined 'geodesic\.h' stat
exit $bad
