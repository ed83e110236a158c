#include "pipeline/page/template.h"

#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/page/reference.h"
#include "pipeline/page/template_filler.h"
#include "pipeline/page/template_front.h"

#include <string.h>

static const char *project_value(const struct template_request *request,
				 const char *name)
{
	const char *const *pairs = request->values;

	for (; pairs && pairs[0]; pairs += 2)
		if (strcmp(pairs[0], name) == 0)
			return pairs[1];
	return NULL;
}

/* ---- the document's own data ---- */

static void set_dates(struct document *document,
		      const struct template_request *request)
{
	const struct phrases *phrases = request->phrases;
	const char *wave = project_value(request, "wave");

	document->date = project_value(request, "date");
	if (document->date)
		document->date_line = text_date(document, document->date,
						phrases_locale(phrases));
	if (wave)
		document->wave_line = memory_format(
			document, "%s %s", phrases_get(phrases, "report.wave"),
			wave);
}

static struct document *new_document(const void *ctx,
				     const struct template_request *request)
{
	struct document *document = memory_new(ctx, struct document);

	document->title = project_value(request, "title");
	document->subtitle = project_value(request, "subtitle");
	document->organisation = project_value(request, "organisation");
	document->author = project_value(request, "author");
	document->funding = project_value(request, "funding");
	if (project_value(request, "synthetic"))
		document->notice =
			phrases_get(request->phrases, "report.synthetic");
	document->phrases = request->phrases;
	document->fonts = request->fonts;
	set_dates(document, request);
	return document;
}

static const char **front_target(struct document *document, const char *key)
{
	if (strcmp(key, "title") == 0)
		return &document->title;
	if (strcmp(key, "subtitle") == 0)
		return &document->subtitle;
	if (strcmp(key, "organisation") == 0)
		return &document->organisation;
	if (strcmp(key, "author") == 0)
		return &document->author;
	return &document->keywords;
}

/* The text of one front matter key, with its values. */
static int expand_front(struct template_filler *filler,
			const struct front_field *field, const char **text)
{
	const struct template_source *body = filler->source;
	struct template_nodes nodes = { 0 };
	int result;

	filler->source = field->text;
	result =
		template_parse(filler->ctx, field->text, &nodes, filler->error);
	if (result == 0)
		result = filler_plain(filler, &nodes, text);
	filler->source = body;
	return result;
}

static int load_emblem(struct template_filler *filler,
		       struct document *document)
{
	const char *path = project_value(filler->request, "emblem");
	struct picture *picture;

	if (!path)
		return 0;
	if (picture_load(filler->ctx, path, &picture, filler->error) < 0)
		return -1;
	document->emblem = picture;
	return 0;
}

static int fill_front(struct template_filler *filler,
		      const struct template_front *front,
		      struct document *document)
{
	for (size_t i = 0; i < front->n_fields; i++)
		if (expand_front(filler, &front->fields[i],
				 front_target(document, front->fields[i].key)) <
		    0)
			return -1;
	document->running_title = document->title;
	document->has_chapters_run_on = front->has_chapters_run_on;
	document->has_band = front->cover == COVER_BAND;
	return load_emblem(filler, document);
}

/* ---- the body ---- */

static int check_target(struct template_filler *filler,
			const struct markdown_link *link)
{
	const struct markdown_index *index = filler->index;

	for (size_t i = 0; i < index->n_anchors; i++)
		if (strcmp(index->anchors[i], link->anchor) == 0)
			return 0;
	return error_set(filler->error, ERROR_PROJECT, link->where,
			 filler_nearest(filler, link->anchor, index->anchors,
					index->n_anchors,
					"give the heading {#name}, or "
					"the block 'name:'"),
			 "there is no '#%s' in this report", link->anchor);
}

static int check_name(struct template_filler *filler,
		      const struct references *references,
		      const struct markdown_link *link)
{
	if (references_find(references, link->anchor, link->reference))
		return 0;
	return error_set(filler->error, ERROR_PROJECT, link->where,
			 memory_format(filler->ctx,
				       "give it a caption or a number, or "
				       "write [text](#%s)",
				       link->anchor),
			 "'#%s' has no number that this link could print",
			 link->anchor);
}

static int resolve_links(struct template_filler *filler,
			 struct document *document)
{
	const struct markdown_index *index = filler->index;
	struct references *references = NULL;

	for (size_t i = 0; i < index->n_links; i++) {
		const struct markdown_link *link = &index->links[i];

		if (check_target(filler, link) < 0)
			return -1;
		if (link->reference && !references)
			references = references_new(filler->ctx, document);
		if (link->reference && check_name(filler, references, link) < 0)
			return -1;
	}
	if (references)
		references_fill(references, &document->body);
	return 0;
}

static int fill_body(struct template_filler *filler,
		     const struct template_nodes *body,
		     struct document *document)
{
	if (filler_expand(filler, body, NULL) < 0 || filler_flush(filler) < 0)
		return -1;
	return resolve_links(filler, document);
}

int template_fill_sheet(const void *ctx, struct template_opened *opened,
			size_t sheet, struct filled_template **filled,
			struct error *error)
{
	struct filled_template *made = memory_new(ctx, struct filled_template);
	struct template_filler filler = filler_new(made, opened, error);

	made->document = new_document(made, opened->request);
	filler.blocks = &made->document->body;
	if (opened->sheets) {
		filler_push(&filler, "sheet", opened->sheets);
		filler.variables->row = sheet;
	}
	if (fill_front(&filler, &opened->front, made->document) < 0 ||
	    fill_body(&filler, &opened->body, made->document) < 0)
		return -1;
	made->exhibits = filler.exhibits;
	made->n_exhibits = filler.n_exhibits;
	*filled = made;
	return 0;
}

int template_fill(const void *ctx, const struct template_request *request,
		  struct filled_template **filled, struct error *error)
{
	struct template_opened *opened;
	int result;

	if (template_open(ctx, request, &opened, error) < 0)
		return -1;
	result = template_fill_sheet(ctx, opened, 0, filled, error);
	template_close(opened);
	return result;
}
