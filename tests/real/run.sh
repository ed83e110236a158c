#!/usr/bin/env bash
# run.sh PROGRAM DATA: run each project of this folder on the real survey that
# stands in DATA, and check its figures against check.py.  Where the data are
# absent it says so and succeeds.
set -u
program=$(realpath "$1") data=$2
here=$(dirname "$(realpath "$0")")
if [ ! -d "$data" ]; then
	echo "real: $data is not here; nothing to check"
	exit 0
fi
data=$(realpath "$data")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=reports/real
bad=0

# one PROJECT FILE: FILE stands in $work/data
one() {
	local project=$1 file=$2
	mkdir -p "$work/$project" && cp -r "$here/$project/." "$work/$project/" && ln -sfn "$work/data" "$work/$project/data"
	local start=$EPOCHREALTIME
	if ! "$program" run "$work/$project" --quiet --output "$out"; then bad=1; return; fi
	echo "$project: $(ls $out/$project/*.pdf | tr '\n' ' ')in $(echo "$EPOCHREALTIME $start" | awk '{ printf "%.2f s", $1 - $2 }')"
	/usr/bin/python3 "$here/check.py" "$project" "$work/data/$file" "$out/$project/published.db" || bad=1
}

mkdir -p "$work/data"
if [ -f "$data/s10_stackoverflow_2019_large/so2019_survey_results_public.zip" ]; then
	/usr/bin/python3 -m zipfile -e "$data/s10_stackoverflow_2019_large/so2019_survey_results_public.zip" "$work/data"
	one stackoverflow survey_results_public.csv
fi
if [ -f "$data/s12_psych_bfi/bfi.csv" ]; then
	cp "$data/s12_psych_bfi/bfi.csv" "$work/data/"
	one bfi bfi.csv
fi
if [ -f "$data/s03_carpentries_skills/longterm_2017_crlf.csv" ]; then
	cp "$data/s03_carpentries_skills/longterm_2017_crlf.csv" "$work/data/"
	one carpentries longterm_2017_crlf.csv
fi
# Registers of services: their municipalities, matched twice.
registers=(t03_consultori/consultori.csv t07_rsa_lombardia/rsa_cp1252_semicolon.csv
	t04_punti_vaccinali/punti-somministrazione-latest.csv)
if [ -d "$data/t01_istat_comuni" ] && (cd "$data" && ls "${registers[@]}") >/dev/null 2>&1; then
	mkdir -p "$work/places/data" && cp "$here/places/project.yaml" "$work/places/"
	(cd "$data" && cp "${registers[@]}" "$work/places/data/")
	"$program" places "$work/places" --quiet &&
		"$here/check_places.py" "$program" "$work/places" "$data/t01_istat_comuni" || bad=1
fi
# Care homes of Lombardy between municipalities and local health units, computed twice.
if [ -f "$data/${registers[1]}" ] && [ -f "$data/t01_istat_comuni/dimensioni_comuni_situas.csv" ] && [ -d "$data/t02_geojson_lombardia" ]; then
	mkdir -p "$work/lombardia/data" && cp -r "$here/lombardia/." "$work/lombardia/"
	cp "$data/${registers[1]}" "$data"/t02_geojson_lombardia/limits_P_*.geojson "$work/lombardia/data/"
	"$here/lombardia/prepare.py" "$data/t01_istat_comuni/dimensioni_comuni_situas.csv" "$work/lombardia/data" &&
		"$program" run "$work/lombardia" --quiet --output "$out" &&
		"$here/lombardia/check.py" "$work/lombardia/data" "$data/t01_istat_comuni/dimensioni_comuni_situas.csv" \
			"$out/lombardia/published.db" || bad=1
fi
# A project drafted from each survey, run unchanged.
/usr/bin/python3 "$here/drafts.py" "$program" "$data" || bad=1
"$here/pollock.sh" "$program" "$data" || bad=1
/usr/bin/python3 "$here/csv_spectrum.py" "$program" "$data" || bad=1
"$here/boundaries.py" "$program" "$data" || bad=1
/usr/bin/python3 "$here/malformed.py" "$program" "$data" || bad=1
exit $bad
