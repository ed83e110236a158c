#include "pipeline/core/memory.h"
#include "pipeline/page/template_filler.h"

struct template_filler filler_new(const void *ctx,
				  const struct template_opened *opened,
				  struct error *error)
{
	struct template_filler filler = {
		.ctx = ctx,
		.request = opened->request,
		.source = opened->source,
		.facts = opened->facts,
		.labels = opened->labels,
		.index = memory_new(ctx, struct markdown_index),
		.pending =
			template_text_new(ctx, TEXT_MARKDOWN, opened->source),
		.error = error,
	};

	return filler;
}

static int load_facts(struct template_opened *opened, struct error *error)
{
	struct database *published = opened->request->published;
	struct table *facts;

	if (!database_has(published, "fact")) {
		opened->facts = memory_new(opened, struct table);
		return 0;
	}
	if (database_query(opened, published,
			   "select name, value, text from fact", NULL, 0, NULL,
			   &facts, error) < 0)
		return -1;
	opened->facts = facts;
	return 0;
}

/* The rows of "each". */
static int load_sheets(struct template_opened *opened, struct error *error)
{
	struct template_filler filler = filler_new(opened, opened, error);
	struct template_nodes select = { 0 };

	if (!opened->front.each)
		return 0;
	filler.source = opened->front.each;
	if (template_parse(opened, filler.source, &select, error) < 0)
		return -1;
	return filler_query(&filler, &select, 0, &opened->sheets);
}

static int read_template(struct template_opened *opened, struct error *error)
{
	const struct template_request *request = opened->request;
	const char *language = phrases_language(request->phrases);
	struct template_file *file;

	if (template_file_read(opened, request->path, request->folder, &file,
			       error) < 0 ||
	    template_front_read(opened, file, language, &opened->front, error) <
		    0)
		return -1;
	opened->source = template_source_new(opened, file, language);
	return template_parse(opened, opened->source, &opened->body, error);
}

int template_open(const void *ctx, const struct template_request *request,
		  struct template_opened **opened, struct error *error)
{
	struct template_opened *made = memory_new(ctx, struct template_opened);

	made->request = request;
	if (read_template(made, error) < 0 || load_facts(made, error) < 0 ||
	    label_book_open(made, request->published, request->phrases,
			    &made->labels, error) < 0 ||
	    load_sheets(made, error) < 0)
		return -1;
	*opened = made;
	return 0;
}

const struct table *template_sheets(const struct template_opened *opened)
{
	return opened->sheets;
}

const char *template_sheets_place(const struct template_opened *opened)
{
	return template_place(opened, opened->front.each, 0);
}

void template_close(struct template_opened *opened)
{
	label_book_close(opened->labels);
}
