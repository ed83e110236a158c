#!/usr/bin/env bash
# Sizes: functions (ceiling 60 lines), files (500 .c, 200 .h).  Exit 1 on a breach.
set -u
sources=$(git ls-files 'pipeline/*.[ch]' 'stages/*.[ch]' 'samples/*.[ch]')
ctags -x --_xformat='%n %{end} %F %N' --c-kinds=f $sources 2>/dev/null |
	awk '$2 ~ /^[0-9]+$/ { d = $2 - $1 + 1; len[n++] = d
		if (d > 60) { printf "%s:%s %s has %d lines (ceiling 60)\n", $3, $1, $4, d; bad = 1 } }
	END { asort_n = n; for (i = 0; i < n; i++) for (j = i; j > 0 && len[j-1] > len[j]; j--) { t = len[j]; len[j] = len[j-1]; len[j-1] = t }
		printf "%d functions: median %d, p90 %d, longest %d lines\n", n, len[int(n/2)], len[int(n*.9)], len[n-1]; exit bad }'
bad=$?
for file in $sources; do
	lines=$(wc -l <"$file")
	case $file in
	*.c) [ "$lines" -le 500 ] || { echo "$file has $lines lines (ceiling 500)"; bad=1; } ;;
	*.h) [ "$lines" -le 200 ] || { echo "$file has $lines lines (ceiling 200)"; bad=1; } ;;
	esac
done
exit $bad
