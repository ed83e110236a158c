/*
 * KoboToolbox: semicolons, every cell quoted, group/question headers in the
 * labels of one language; the Polish team exported XML names instead, the
 * Spanish and the Czech file went through Excel.
 */
#include "pipeline/core/memory.h"
#include "samples/generator/elastic/elastic.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

struct writer {
	struct world *world;
	const char *language;
	bool is_xml; /* names in place of labels */
	FILE *out;
	int n_cells;
};

static void put_cell(struct writer *w, const char *text)
{
	if (w->n_cells++)
		fputc(';', w->out);
	fputc('"', w->out);
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			fputc('"', w->out);
		fputc(*c, w->out);
	}
	fputc('"', w->out);
}

static void end_record(struct writer *w)
{
	fputc('\n', w->out);
	w->n_cells = 0;
}

static const char *title(const struct writer *w, const struct question *q)
{
	return w->is_xml ? q->name
			 : translation_get(q->labels, q->n_labels, w->language,
					   q->name);
}

static const char *choice_title(const struct writer *w,
				const struct choice *choice)
{
	return w->is_xml ? choice->name
			 : translation_get(choice->labels, choice->n_labels,
					   w->language, choice->name);
}

/* The questions up to the inventory were asked of people. */
static bool is_last(const struct question *q)
{
	return strcmp(q->name, "entry") == 0;
}

static void put_question_header(struct writer *w, const char *group,
				const struct question *q)
{
	const char *name =
		memory_format(w->world->memory, "%s/%s", group, title(w, q));

	put_cell(w, name);
	if (q->type != QUESTION_SELECT_MULTIPLE)
		return;
	for (size_t i = 0; i < q->list->n_choices; i++)
		put_cell(w,
			 memory_format(w->world->memory, "%s/%s", name,
				       choice_title(w, &q->list->choices[i])));
}

static void put_header(struct writer *w)
{
	static const char *const last[] = { "token", "_id", "_uuid",
					    "_submission_time", "_index" };
	const struct codebook *codebook = w->world->codebook;
	const char *group = "";

	put_cell(w, "start");
	put_cell(w, "end");
	for (size_t i = 0; !is_last(&codebook->questions[i]); i++) {
		const struct question *q = &codebook->questions[i];

		if (q->type != QUESTION_NOTE)
			put_question_header(w, group, q);
		else if (q->n_labels > 0 && *q->labels[0].text)
			group = title(w, q);
	}
	for (size_t i = 0; i < sizeof last / sizeof *last; i++)
		put_cell(w, last[i]);
	end_record(w);
}

static void put_choice(struct writer *w, const struct question *q, int index)
{
	if (index < 0)
		put_cell(w, "");
	else
		put_cell(w, chance_mess(
				    w->world->memory, w->world->chance,
				    choice_title(w, &q->list->choices[index])));
}

static void put_set(struct writer *w, const struct question *q, unsigned set)
{
	char *joined = memory_text(w->world->memory, "");

	for (size_t i = 0; i < q->list->n_choices; i++)
		if (set >> i & 1)
			joined = memory_format(
				w->world->memory, "%s%s%s", joined,
				*joined ? " " : "",
				choice_title(w, &q->list->choices[i]));
	put_cell(w, joined);
	for (size_t i = 0; i < q->list->n_choices; i++)
		put_cell(w, set >> i & 1 ? "1" : "0");
}

/* Now and then the year of the first job instead of the years since. */
static void put_years(struct writer *w, int years)
{
	if (years < 0)
		put_cell(w, "");
	else
		put_cell(w, memory_format(w->world->memory, "%d",
					  chance_of(w->world->chance, .015)
						  ? 2018 - years
						  : years));
}

/* "cur_2_4": the levels stand in the order of the framework. */
static int level_of(const struct writer *w, const struct person *person,
		    const struct question *q)
{
	const struct codebook *codebook = w->world->codebook;
	int is_current = strncmp(q->name, "cur_", 4) == 0, at = 0;

	for (const struct question *other = codebook->questions; other != q;
	     other++)
		at += other->type == QUESTION_SELECT_ONE &&
		      strncmp(other->name, q->name, 4) == 0;
	return is_current ? person->current[at] : person->required[at];
}

static void put_answer(struct writer *w, const struct question *q,
		       const struct person *person)
{
	const struct organisation *at =
		&w->world->organisations[person->organisation];

	if (strcmp(q->name, "years") == 0)
		put_years(w, person->years);
	else if (strcmp(q->name, "organisation") == 0)
		put_choice(w, q, person->organisation);
	else if (strcmp(q->name, "country") == 0)
		put_choice(w, q, at->country);
	else if (strcmp(q->name, "role") == 0)
		put_choice(w, q, person->role);
	else if (strcmp(q->name, "age") == 0)
		put_choice(w, q, person->age);
	else if (strcmp(q->name, "need") == 0)
		put_set(w, q, person->needs);
	else if (strcmp(q->name, "use") == 0)
		put_set(w, q, person->uses);
	else if (strcmp(q->name, "obstacle") == 0)
		put_set(w, q, person->obstacles);
	else
		put_choice(w, q, level_of(w, person, q) - 1);
}

static const char *moment(const struct writer *w, int number, int shift)
{
	int minute = number * 7919 % (57 * 600) + shift;
	int day = minute / 600;

	return memory_format(
		w->world->memory, "2018-%02d-%02dT%02d:%02d:00.000+02:00",
		4 + day / 30, 1 + day % 30, 8 + minute / 60 % 10, minute % 60);
}

static void put_record(struct writer *w, const struct person *person, int index)
{
	const struct codebook *codebook = w->world->codebook;
	void *memory = w->world->memory;

	put_cell(w, moment(w, person->number, 0));
	put_cell(w, moment(w, person->number, 14 + person->number % 17));
	for (size_t i = 0; !is_last(&codebook->questions[i]); i++)
		if (codebook->questions[i].type != QUESTION_NOTE)
			put_answer(w, &codebook->questions[i], person);
	put_cell(w, memory_format(memory, "E%06d",
				  (person->number * 7877 + 104729) % 999983));
	put_cell(w, memory_format(memory, "%d", 61200 + 3 * person->number));
	put_cell(w, memory_format(memory, "%08x-%04x-4000-8000-%012x",
				  (unsigned)person->number * 2654435761u,
				  (unsigned)person->number, (unsigned)index));
	put_cell(w, moment(w, person->number, 45));
	put_cell(w, memory_format(memory, "%d", index));
	end_record(w);
}

static void put_records(struct writer *w)
{
	int index = 0;

	for (size_t i = 0; i < w->world->n_people; i++) {
		const struct person *person = &w->world->people[i];
		const struct organisation *at =
			&w->world->organisations[person->organisation];

		if (strcmp(at->language, w->language) != 0)
			continue;
		put_record(w, person, ++index);
		/* Sent twice when the tablet came back on line. */
		if (chance_of(w->world->chance, .03))
			put_record(w, person, ++index);
	}
}

/* TEXT in another encoding, NULL when it has letters that this lacks. */
static char *encode(const struct world *world, const char *encoding, char *text,
		    size_t *length)
{
	char *converted = memory_array(world->memory, char, *length),
	     *in = text, *out = converted;
	size_t left = *length, room = *length;
	iconv_t convert = iconv_open(encoding, "UTF-8");
	size_t failed = convert == (iconv_t)-1
				? (size_t)-1
				: iconv(convert, &in, &left, &out, &room);

	if (convert != (iconv_t)-1)
		iconv_close(convert);
	*length -= room;
	return failed == (size_t)-1 ? NULL : converted;
}

static int save(const struct writer *w, const char *path, char *text,
		size_t length)
{
	static const char *const encodings[][2] = { { "es", "WINDOWS-1252" },
						    { "cs", "WINDOWS-1250" } };
	FILE *file = fopen(path, "wb");
	bool is_written;

	for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
		if (text && strcmp(w->language, encodings[i][0]) == 0)
			text = encode(w->world, encodings[i][1], text, &length);
	if (!file)
		return -1;
	is_written = text && fwrite(text, 1, length, file) == length;
	return fclose(file) == 0 && is_written ? 0 : -1;
}

int kobo_write(struct world *world, const char *folder, const char *language)
{
	char *text = NULL;
	size_t length = 0;
	struct writer w = { world, language, strcmp(language, "pl") == 0,
			    open_memstream(&text, &length), 0 };
	int result;

	put_header(&w);
	put_records(&w);
	if (strcmp(language, "en") == 0) /* cut off by a copy and paste */
		fputs("\"2018-05-12T10:15:00.000+02:00\";\"\";\"Pont S\"\n",
		      w.out);
	fclose(w.out);
	result = save(&w,
		      memory_format(world->memory, "%s/competences-%s.csv",
				    folder, language),
		      text, length);
	free(text);
	return result;
}
