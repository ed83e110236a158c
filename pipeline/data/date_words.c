#include "pipeline/data/date_words.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <string.h>

/*
 * English, Italian, Spanish, French, German, Portuguese, Dutch, Polish, Czech,
 * Slovak, Slovene, Romanian, Hungarian, Swedish, Danish, Norwegian, Finnish;
 * where the language bends them also as they stand in a date.  Without accents.
 * Croatian is left out: its lipanj and listopad are other months than the
 * Polish and Czech ones.
 */
static const char *const months[12] = {
	"january gennaio enero janvier januar janner janeiro januari styczen "
	"stycznia leden ledna januara ianuarie tammikuu tammikuuta",
	"february febbraio febrero fevrier februar fevereiro februari luty "
	"lutego unor unora februara februarie helmikuu helmikuuta",
	"mar march marzo mars marz marco maart mrt marzec marca brezen brezna "
	"marec martie marcius maaliskuu maaliskuuta",
	"april aprile abril avril kwiecien kwietnia duben dubna aprila "
	"aprilie aprilis huhtikuu huhtikuuta",
	"may maggio mayo mai maio mei maj maja kveten kvetna majus toukokuu "
	"toukokuuta",
	"june giugno junio juin juni junho czerwiec czerwca cerven cervna jun "
	"juna junij junija iunie junius kesakuu kesakuuta",
	"july luglio julio juillet juli julho lipiec lipca cervenec cervence "
	"jul jula julij julija iulie julius heinakuu heinakuuta",
	"august agosto aout augustus sierpien sierpnia srpen srpna augusta "
	"avgust avgusta augusti augusztus elokuu elokuuta",
	"september settembre septiembre setiembre septembre setembro "
	"wrzesien wrzesnia zari septembra septembrie szeptember syyskuu "
	"syyskuuta",
	"october ottobre octubre octobre oktober outubro pazdziernik "
	"pazdziernika rijen rijna oktobra octombrie lokakuu lokakuuta",
	"november novembre noviembre novembro listopad listopada listopadu "
	"novembra noiembrie marraskuu marraskuuta",
	"december dicembre diciembre decembre dezember dezembro grudzien "
	"grudnia prosinec prosince decembra decembrie joulukuu joulukuuta",
};

enum fit { NO_FIT, BEGINS, EQUAL };

static enum fit fit(const char *names, const char *word, size_t length)
{
	enum fit best = NO_FIT;

	for (const char *name = names; *name;) {
		size_t n = strcspn(name, " ");

		if (n == length && !strncmp(name, word, n))
			return EQUAL;
		if (n > length && length >= 3 && !strncmp(name, word, length))
			best = BEGINS;
		name += n + (name[n] == ' ');
	}
	return best;
}

/* "cerven" is June, though July begins with it; "jui" is either. */
static int find(const char *word, size_t length)
{
	int month = 0, n = 0;

	for (int i = 0; i < 12; i++) {
		enum fit found = fit(months[i], word, length);

		if (found == EQUAL)
			return i + 1;
		if (found == BEGINS) {
			month = i + 1;
			n++;
		}
	}
	return n == 1 ? month : 0;
}

int date_month(const char *text, size_t length)
{
	enum { LONGEST = 40 };
	char *word, *slug;
	int month;

	if (length < 3 || length > LONGEST)
		return 0;
	word = memory_text_n(NULL, text, length);
	slug = text_slug(word, word);
	month = find(slug, strlen(slug));
	talloc_free(word);
	return month;
}
