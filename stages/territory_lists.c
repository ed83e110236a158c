/* What there is and where, and what it is called. */
#include "pipeline/core/memory.h"
#include "pipeline/data/translation.h"
#include "stages/territory.h"

#include <math.h>
#include <string.h>

/* ---- organisations ---- */

/* What services call an organisation: its id or its name. */
struct organisations {
	struct territory_names spellings;
	const char **ids, **names, **types; /* by spelling; type or NULL */
};

static void add_spelling(struct organisations *all, const char *spelling,
			 const struct table *rows, size_t row)
{
	size_t at = territory_names_find(&all->spellings, spelling);

	if (at == TERRITORY_NONE || all->ids[at])
		return;
	all->ids[at] = table_text(rows, row, 0);
	all->names[at] = table_text(rows, row, 1);
	all->types[at] = table_cell(rows, row, 2)->text;
}

static int read_organisations(struct territory *territory,
			      struct organisations **made, struct error *error)
{
	struct organisations *all = memory_new(territory, struct organisations);
	struct table *rows;

	if (database_query(all, territory->context->store,
			   "select coalesce(id, name), coalesce(name, id),"
			   " type from organisation order by 1, rowid",
			   NULL, 0, NULL, &rows, error) < 0)
		return -1;
	for (size_t i = 0; i < rows->n_rows; i++)
		for (int c = 0; c < 2; c++)
			territory_names_add(all, &all->spellings,
					    table_text(rows, i, c));
	territory_names_settle(all, &all->spellings);
	all->ids = memory_array(all, const char *, all->spellings.n);
	all->names = memory_array(all, const char *, all->spellings.n);
	all->types = memory_array(all, const char *, all->spellings.n);
	/* ids go before names that look like one */
	for (int c = 0; c < 2; c++)
		for (size_t i = 0; i < rows->n_rows; i++)
			add_spelling(all, table_text(rows, i, c), rows, i);
	*made = all;
	return 0;
}

static const char *organisation_of(const struct territory *territory,
				   const struct organisations *all,
				   const struct site *site)
{
	size_t at;

	if (!site->organisation)
		return NULL;
	at = territory_names_find(&all->spellings, site->organisation);
	return at != TERRITORY_NONE ? all->ids[at]
				    : territory->owners.texts[site->owner];
}

static const char *organisation_type(const struct organisations *all,
				     const struct site *site)
{
	size_t at = site->organisation
			    ? territory_names_find(&all->spellings,
						   site->organisation)
			    : TERRITORY_NONE;

	return at != TERRITORY_NONE ? all->types[at] : NULL;
}

/* ---- services ---- */

static int write_site(const struct territory *territory,
		      const struct organisations *organisations,
		      const struct site *site, struct error *error)
{
	struct table_writer *writer = territory->writers[TERRITORY_REGISTER];
	struct position nowhere = { (double)NAN, (double)NAN };
	struct position at = site->has_own_place ? site->at : nowhere;

	table_writer_text(writer, site->id);
	table_writer_text(writer, site->name);
	table_writer_text(writer, site->type == TERRITORY_NONE
					  ? NULL
					  : territory->types.texts[site->type]);
	table_writer_text(writer, site->target_text);
	table_writer_text(writer,
			  organisation_of(territory, organisations, site));
	table_writer_text(writer, organisation_type(organisations, site));
	table_writer_text(writer, site->area == TERRITORY_NONE
					  ? NULL
					  : territory->areas[site->area].code);
	table_writer_real(writer, site->capacity);
	table_writer_real(writer, site->users);
	table_writer_real(writer, site->staff);
	table_writer_real(writer, site->cost);
	table_writer_text(writer, site->opening);
	table_writer_real(writer, at.longitude);
	table_writer_real(writer, at.latitude);
	table_writer_text(writer, site->wave);
	return table_writer_row(writer, error);
}

static int write_register(const struct territory *territory,
			  const struct organisations *organisations,
			  struct error *error)
{
	for (size_t i = 0; i < territory->n_sites; i++)
		if (territory->sites[i].is_now &&
		    write_site(territory, organisations, &territory->sites[i],
			       error) < 0)
			return -1;
	return 0;
}

/* ---- territories ---- */

static int write_area(const struct territory *territory, size_t at,
		      struct error *error)
{
	struct table_writer *writer = territory->writers[TERRITORY_LIST];
	const struct area *area = &territory->areas[at];

	table_writer_text(writer, area->code);
	table_writer_text(writer, area->name);
	table_writer_text(writer, area->level);
	table_writer_text(writer,
			  area->parent == TERRITORY_NONE
				  ? NULL
				  : territory->areas[area->parent].code);
	table_writer_real(writer,
			  territory_people_of(territory, at, TERRITORY_NONE));
	table_writer_real(writer, area->at.longitude);
	table_writer_real(writer, area->at.latitude);
	return table_writer_row(writer, error);
}

static int write_areas(const struct territory *territory, struct error *error)
{
	for (size_t i = 0; i < territory->n_areas; i++)
		if (write_area(territory, i, error) < 0)
			return -1;
	return 0;
}

/* ---- how municipalities were found ---- */

static int write_matches(const struct territory *territory, struct error *error)
{
	struct table_writer *writer = territory->writers[TERRITORY_MATCHES];
	struct table *rows;

	if (database_query(territory, territory->context->store,
			   "select source, how, count(*), sum(n) from"
			   " place_match group by source, how"
			   " order by source, how",
			   NULL, 0, NULL, &rows, error) < 0)
		return -1;
	for (size_t i = 0; i < rows->n_rows; i++) {
		table_writer_text(writer, table_text(rows, i, 0));
		table_writer_text(writer, table_text(rows, i, 1));
		table_writer_integer(writer, table_cell(rows, i, 2)->integer);
		table_writer_integer(writer, table_cell(rows, i, 3)->integer);
		if (table_writer_row(writer, error) < 0)
			return -1;
	}
	return 0;
}

/* ---- labels ---- */

/* The project's own words, from its sheet. */
struct words {
	const struct sheet *sheet; /* NULL: there is none */
	struct translation_columns columns;
	int domain, code;
};

static int read_words(struct territory *territory, struct words *words,
		      struct error *error)
{
	const char *path = territory->settings->labels;
	struct sheet *sheet;

	if (!path)
		return 0;
	if (sheet_read(territory, path, &sheet, error) < 0)
		return -1;
	words->domain = sheet_need(sheet, "domain", error);
	words->code = sheet_need(sheet, "code", error);
	if (words->domain < 0 || words->code < 0)
		return -1;
	words->columns = translation_find(territory, sheet, "label", NULL);
	words->sheet = sheet;
	return 0;
}

static int put_label(const struct territory *territory, const char *domain,
		     const char *code, const struct translation *text,
		     struct error *error)
{
	table_writer_text(territory->labels, domain);
	table_writer_text(territory->labels, code);
	table_writer_text(territory->labels, text->language);
	table_writer_text(territory->labels, text->text);
	table_writer_null(territory->labels);
	return table_writer_row(territory->labels, error);
}

/* As the sheet says, else NAME in the project's first language. */
static int write_label(const struct territory *territory,
		       const struct words *words, const char *domain,
		       const char *code, const char *name, struct error *error)
{
	const struct project *project = territory->context->project;
	struct translation plain = {
		.language = project->n_languages ? project->languages[0] : "en",
		.text = name,
	};
	struct translation *said = NULL;
	size_t n = 0;

	for (size_t i = 0; words->sheet && i < words->sheet->n_rows && !n; i++)
		if (!strcmp(sheet_cell(words->sheet, i, words->domain),
			    domain) &&
		    !strcmp(sheet_cell(words->sheet, i, words->code), code))
			said = translation_read(territory, words->sheet, i,
						&words->columns, &n);
	for (size_t i = 0; i < n; i++)
		if (put_label(territory, domain, code, &said[i], error) < 0)
			return -1;
	return n ? 0 : put_label(territory, domain, code, &plain, error);
}

static int write_texts(const struct territory *territory,
		       const struct words *words, const char *domain,
		       const struct territory_names *texts, struct error *error)
{
	for (size_t i = 0; i < texts->n; i++)
		if (write_label(territory, words, domain, texts->texts[i],
				texts->texts[i], error) < 0)
			return -1;
	return 0;
}

static int write_owners(const struct territory *territory,
			const struct words *words,
			const struct organisations *all, struct error *error)
{
	const char *last = "";

	for (size_t i = 0; i < all->spellings.n; i++) {
		bool is_id = !strcmp(all->spellings.texts[i], all->ids[i]);

		if (is_id && strcmp(last, all->ids[i]) != 0 &&
		    write_label(territory, words, "organisation", all->ids[i],
				all->names[i], error) < 0)
			return -1;
		last = is_id ? all->ids[i] : last;
	}
	for (size_t i = 0; i < territory->owners.n; i++) {
		const char *name = territory->owners.texts[i];

		if (territory_names_find(&all->spellings, name) ==
			    TERRITORY_NONE &&
		    write_label(territory, words, "organisation", name, name,
				error) < 0)
			return -1;
	}
	return 0;
}

static int write_labels(struct territory *territory,
			const struct organisations *organisations,
			struct error *error)
{
	struct words words = { 0 };

	if (read_words(territory, &words, error) < 0 ||
	    write_texts(territory, &words, "type", &territory->types, error) <
		    0 ||
	    write_texts(territory, &words, "target", &territory->targets,
			error) < 0 ||
	    write_owners(territory, &words, organisations, error) < 0)
		return -1;
	for (size_t i = 0; i < territory->n_areas; i++)
		if (write_label(territory, &words, "territory",
				territory->areas[i].code,
				territory->areas[i].name, error) < 0)
			return -1;
	return 0;
}

int territory_write_lists(struct territory *territory, struct error *error)
{
	struct organisations *organisations;

	if (read_organisations(territory, &organisations, error) < 0 ||
	    write_register(territory, organisations, error) < 0 ||
	    write_areas(territory, error) < 0 ||
	    write_matches(territory, error) < 0)
		return -1;
	return write_labels(territory, organisations, error);
}
