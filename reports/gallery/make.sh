#!/bin/sh
# Makes the pictures that the README shows from the sample projects' reports:
#     make demo && reports/gallery/make.sh
# Needs poppler-utils and imagemagick.  A page is found by words that stand on it.
set -eu
reports=${1:-reports}
gallery=${2:-reports/gallery}
aside=$(mktemp -d)
trap 'rm -rf "$aside"' EXIT

# page REPORT WORDS: its number
page() {
	n=1
	while pdftotext -f $n -l $n "$1" "$aside/text" 2>/dev/null; do
		if tr -s '\n' ' ' <"$aside/text" | grep -q -e "$2"; then
			echo $n
			return
		fi
		n=$((n + 1))
	done
	echo "$1: no page says '$2'" >&2
	exit 1
}

# picture NAME REPORT WORDS ...: the pages with these words, side by side
picture() {
	name=$1 report=$reports/$2.pdf i=0
	shift 2
	rm -f "$aside"/page-*
	for words; do
		i=$((i + 1))
		n=$(page "$report" "$words")
		pdftoppm -r 48 -png -singlefile -f "$n" -l "$n" "$report" "$aside/page-$i"
	done
	montage "$aside"/page-*.png -tile x1 -geometry +5+5 -background '#cbd5dc' \
		-strip +dither -colors 64 -define png:compression-level=9 "PNG8:$gallery/$name.png"
}

picture bwise bwise-blueprint/skill-gap-en 'people rated 34 skills' \
	'Figure [0-9]*. Current, required and future' 'Importance and performance of skills'
picture anci anci/regional-survey-it 'Comuni rispondenti' \
	'Tutti i servizi, da uno stato' 'fra prima e oggi, per provincia'
picture welab welab/territorial-programming-it 'Da dove cominciare' \
	'Dove ciascun gruppo ha' 'La rete degli enti'
picture elastic elastic/vademecum-en 'Number of tools by purpose' \
	'Current and required level by area' 'How it is used'
picture sern sern/mid-term-en 'This report looks at the programme' \
	'Participations by type of activity:' 'Participations by host country'
