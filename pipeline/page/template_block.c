#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/draw/chart.h"
#include "pipeline/page/template_filler.h"

#include <string.h>

enum { SLUG_LENGTH = 40 };

static void add_block(struct template_filler *filler, struct block block)
{
	memory_append(filler->ctx, filler->blocks->items, struct block,
		      filler->blocks->n, block);
}

int filler_field(struct template_filler *filler,
		 const struct template_block *block, const char *key,
		 const char **text)
{
	const struct block_field *field = template_field(block, key);

	*text = NULL;
	return field ? filler_plain(filler, &field->value, text) : 0;
}

static int field_spans(struct template_filler *filler,
		       const struct template_block *block, const char *key,
		       struct spans *spans)
{
	const struct block_field *field = template_field(block, key);

	return field ? filler_spans(filler, &field->value, spans) : 0;
}

/* ---- exhibits ---- */

/* A name as a file has it, not longer than a file list can show. */
static char *short_slug(const void *ctx, const char *text)
{
	char *slug = text_slug(ctx, text);
	char *hyphen;

	if (strlen(slug) > SLUG_LENGTH) {
		slug[SLUG_LENGTH] = '\0';
		hyphen = strrchr(slug, '-');
		if (hyphen)
			*hyphen = '\0';
	}
	return slug;
}

int filler_exhibit(struct template_filler *filler,
		   const struct template_block *block, const struct table *data,
		   struct block *made)
{
	struct exhibit exhibit = { .figure = made->figure };
	const char *name, *slug;

	if (field_spans(filler, block, "caption", &made->caption) < 0 ||
	    filler_field(filler, block, "name", &name) < 0)
		return -1;
	exhibit.caption = spans_text(filler->ctx, &made->caption);
	if (!name && !*exhibit.caption && made->figure && made->figure->title)
		exhibit.caption = made->figure->title;
	slug = short_slug(filler->ctx, name ? name : exhibit.caption);
	if (!*slug)
		slug = block->form->name;
	made->anchor = markdown_anchor(filler->index, slug);
	exhibit.slug = memory_format(filler->ctx, "%02zu-%s",
				     filler->n_exhibits + 1, slug);
	exhibit.data = label_table_both(filler->ctx, filler->labels, data);
	memory_append(filler->ctx, filler->exhibits, struct exhibit,
		      filler->n_exhibits, exhibit);
	return 0;
}

/* ---- charts ---- */

static int find_chart(struct template_filler *filler,
		      const struct template_block *block, size_t at,
		      const struct chart **chart)
{
	const char *names[32];
	size_t n = 0;

	*chart = chart_find(block->argument);
	if (*chart)
		return 0;
	for (; charts[n] && n < sizeof names / sizeof *names; n++)
		names[n] = charts[n]->name;
	return filler_fault(filler, at,
			    filler_nearest(filler, block->argument, names, n,
					   "see divario chart --help"),
			    "there is no chart '%s'", block->argument);
}

static bool is_option(const struct block_form *form, const char *key)
{
	for (size_t i = 0; form->keys[i]; i++)
		if (strcmp(form->keys[i], key) == 0)
			return false;
	return true;
}

static int read_options(struct template_filler *filler,
			const struct template_block *block,
			struct chart_request *request)
{
	struct chart_option *options =
		memory_array(filler->ctx, struct chart_option, block->n_fields);

	for (size_t i = 0; i < block->n_fields; i++) {
		const struct block_field *field = &block->fields[i];
		struct chart_option *option = &options[request->n_options];

		if (!is_option(block->form, field->key))
			continue;
		option->key = field->key;
		if (filler_plain(filler, &field->value, &option->value) < 0)
			return -1;
		request->n_options++;
	}
	request->options = options;
	return 0;
}

/* The height that BLOCK asks for, below that of every figure. */
static double wanted_height(const struct template_filler *filler,
			    const struct template_block *block)
{
	const struct block_field *field = template_field(block, "height");
	double usual = filler->request->figure_height_wanted;
	double height = field ? template_height(field) : 0;

	return height > 0 && (height < usual || usual <= 0) ? height : usual;
}

/* At the height wanted, or else at any that fits a page. */
static int draw_chart(struct template_filler *filler,
		      const struct template_block *block,
		      const struct chart *chart, struct chart_request *request,
		      struct display_list **list)
{
	struct error too_high = { 0 };

	request->maximum_height = wanted_height(filler, block);
	if (request->maximum_height > 0 &&
	    chart_draw(filler->ctx, chart, request, list, &too_high) == 0)
		return 0;
	request->maximum_height = filler->request->figure_height;
	return chart_draw(filler->ctx, chart, request, list, filler->error);
}

/* The rows of "edges", with and without labels, where the block has any. */
static int read_edges(struct template_filler *filler,
		      const struct template_block *block,
		      struct chart_request *request)
{
	const struct block_field *field = template_field(block, "edges");
	struct table *data;

	if (!field)
		return 0;
	if (filler_query(filler, &field->value, field->at, &data) < 0)
		return -1;
	request->edge_codes = data;
	request->edges = label_table(filler->ctx, filler->labels, data);
	return 0;
}

/* The figure of EXHIBIT, and the rows of its second query. */
static int draw(struct template_filler *filler,
		const struct template_block *block, const struct table *data,
		size_t at, struct exhibit *exhibit)
{
	const struct template_request *from = filler->request;
	struct chart_request request = {
		.table = label_table(filler->ctx, filler->labels, data),
		.codes = data,
		.phrases = from->phrases,
		.fonts = from->fonts,
		.width = from->figure_width,
		.folder = from->folder,
		.boundaries = from->boundaries,
		.where = template_place(filler->ctx, filler->source, at),
	};
	const struct chart *chart;
	struct display_list *list;

	if (find_chart(filler, block, at, &chart) < 0 ||
	    filler_field(filler, block, "title", &request.title) < 0 ||
	    filler_field(filler, block, "subtitle", &request.subtitle) < 0 ||
	    read_options(filler, block, &request) < 0 ||
	    read_edges(filler, block, &request) < 0 ||
	    draw_chart(filler, block, chart, &request, &list) < 0)
		return -1;
	exhibit->figure = list;
	if (request.edge_codes)
		exhibit->edges = label_table_both(filler->ctx, filler->labels,
						  request.edge_codes);
	return 0;
}

/* ---- chart and table blocks ---- */

static int make_exhibit(struct template_filler *filler,
			const struct template_block *block,
			const struct table *data, size_t at)
{
	struct block made = { .kind = BLOCK_TABLE };
	struct exhibit drawn = { 0 };

	if (block->form->takes_options) {
		made.kind = BLOCK_FIGURE;
		if (draw(filler, block, data, at, &drawn) < 0)
			return -1;
		made.figure = drawn.figure;
	}
	if (filler_exhibit(filler, block, data, &made) < 0 ||
	    field_spans(filler, block, "note", &made.note) < 0)
		return -1;
	filler->exhibits[filler->n_exhibits - 1].edges = drawn.edges;
	if (made.kind == BLOCK_TABLE &&
	    filler_table(filler, block, data, &made) < 0)
		return -1;
	add_block(filler, made);
	return 0;
}

static int make_empty(struct template_filler *filler,
		      const struct template_block *block)
{
	struct block made = { .kind = BLOCK_PARAGRAPH };

	if (field_spans(filler, block, "empty", &made.text) < 0)
		return -1;
	if (made.text.n)
		add_block(filler, made);
	return 0;
}

static int block_exhibit(struct template_filler *filler,
			 const struct template_block *block, size_t at)
{
	const struct block_field *from = template_field(block, "from");
	struct table *data;

	if (filler_query(filler, &from->value, from->at, &data) < 0)
		return -1;
	return data->n_rows ? make_exhibit(filler, block, data, at)
			    : make_empty(filler, block);
}

/* ---- numbers, callout ---- */

/* The next part of a "value | label | detail" line, trimmed. */
static const char *next_part(const void *ctx, char **line)
{
	char *part = strsep(line, "|");

	return part ? text_trim(ctx, part) : "";
}

static int block_numbers(struct template_filler *filler,
			 const struct template_block *block)
{
	struct block made = { .kind = BLOCK_NUMBERS };
	const char *text;
	char *rest;

	if (filler_plain(filler, &block->body, &text) < 0)
		return -1;
	rest = memory_text(filler->ctx, text);
	for (char *line = strsep(&rest, "\n"); line;
	     line = strsep(&rest, "\n")) {
		struct number_item item = { 0 };

		item.value = next_part(filler->ctx, &line);
		item.label = next_part(filler->ctx, &line);
		item.detail = next_part(filler->ctx, &line);
		if (*item.value)
			memory_append(filler->ctx, made.numbers,
				      struct number_item, made.n_numbers, item);
	}
	if (made.n_numbers)
		add_block(filler, made);
	return 0;
}

static int block_callout(struct template_filler *filler,
			 const struct template_block *block)
{
	struct block made = { .kind = BLOCK_CALLOUT };

	if (field_spans(filler, block, "title", &made.text) < 0 ||
	    filler_blocks(filler, &block->body, &made.body) < 0)
		return -1;
	add_block(filler, made);
	return 0;
}

static void block_contents(struct template_filler *filler,
			   struct template_levels levels)
{
	add_block(filler,
		  (struct block){ .kind = BLOCK_CONTENTS,
				  .level = levels.usual,
				  .unnumbered_level = levels.unnumbered });
}

int filler_block(struct template_filler *filler,
		 const struct template_block *block, size_t at)
{
	const char *name = block->form->name;

	if (template_field(block, "from"))
		return block_exhibit(filler, block, at);
	if (strcmp(name, "numbers") == 0)
		return block_numbers(filler, block);
	if (strcmp(name, "callout") == 0)
		return block_callout(filler, block);
	if (strcmp(name, "contents") == 0)
		block_contents(filler, template_levels(block));
	else
		add_block(filler, (struct block){ .kind = BLOCK_PAGE_BREAK });
	return 0;
}
