#include "pipeline/page/pdf.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_content.h"
#include "pipeline/page/pdf_link.h"
#include "pipeline/page/pdf_meta.h"
#include "pipeline/page/pdf_object.h"

#include <assert.h>

/* One document while it is written; freed as a whole. */
struct writer {
	const struct pages *pages;
	struct pdf *pdf;
	struct pdf_shared shared;
	HPDF_Dict *page_dicts;
	struct pdf_buffer **contents; /* by page */
};

static struct writer *writer_new(const struct pages *pages)
{
	struct writer *writer = memory_new(NULL, struct writer);

	writer->pages = pages;
	writer->pdf = pdf_new(writer);
	writer->shared.fonts = pdf_fonts_new(writer);
	writer->shared.resources = pdf_resources_new(writer);
	writer->shared.tags = pdf_tags_new(writer, pages);
	writer->page_dicts = memory_array(writer, HPDF_Dict, pages->n_pages);
	writer->contents =
		memory_array(writer, struct pdf_buffer *, pages->n_pages);
	return writer;
}

/* All pages come first: links and bookmarks point forward too. */
static void add_pages(struct writer *writer)
{
	struct pdf *pdf = writer->pdf;

	for (size_t i = 0; i < writer->pages->n_pages && !pdf_has_failed(pdf);
	     i++) {
		const struct display_list *list = writer->pages->pages[i].list;
		HPDF_Page page;

		pdf_doing(pdf, "page %zu", i + 1);
		page = HPDF_AddPage(pdf->document);
		if (!page)
			return;
		HPDF_Page_SetWidth(page, (HPDF_REAL)list->width);
		HPDF_Page_SetHeight(page, (HPDF_REAL)list->height);
		pdf_put_name(pdf, page, "Tabs", "S");
		writer->page_dicts[i] = page;
	}
}

static int draw_pages(struct writer *writer, struct error *error)
{
	for (size_t i = 0; i < writer->pages->n_pages; i++)
		if (pdf_content_draw(writer, &writer->shared,
				     writer->pages->pages[i].list, i,
				     &writer->contents[i], error) < 0)
			return -1;
	return 0;
}

static void write_contents(struct writer *writer)
{
	struct pdf *pdf = writer->pdf;

	pdf_tags_fill_cells(writer->shared.tags, writer->contents);
	for (size_t i = 0; i < writer->pages->n_pages && !pdf_has_failed(pdf);
	     i++) {
		HPDF_PageAttr page = writer->page_dicts[i]->attr;

		pdf_doing(pdf, "page %zu", i + 1);
		pdf_stream_fill(pdf, page->contents, writer->contents[i]->bytes,
				writer->contents[i]->length);
	}
}

/* One dictionary for all pages: each entry is written once. */
static int write_resources(struct writer *writer, struct error *error)
{
	struct pdf *pdf = writer->pdf;
	HPDF_Dict resources = pdf_dict_indirect(pdf);

	pdf_resources_write(pdf, writer->shared.resources, resources);
	for (size_t i = 0; i < writer->pages->n_pages; i++)
		pdf_put(pdf, writer->page_dicts[i], "Resources", resources);
	return pdf_fonts_embed(pdf, writer->shared.fonts,
			       pdf_put_dict(pdf, resources, "Font"), error);
}

static int write_document(struct writer *writer, struct error *error)
{
	struct pdf *pdf = writer->pdf;
	const struct pages *pages = writer->pages;

	add_pages(writer);
	if (draw_pages(writer, error) < 0)
		return -1;
	write_contents(writer);
	if (write_resources(writer, error) < 0)
		return -1;
	pdf_links_write(pdf, writer->shared.tags, pages, writer->page_dicts);
	pdf_links_write_bookmarks(pdf, pages, writer->page_dicts);
	pdf_tags_write(pdf, writer->shared.tags, writer->page_dicts);
	if (pdf_meta_write(pdf, pages, error) < 0)
		return -1;
	pdf_meta_write_labels(pdf, pages);
	pdf_meta_write_id(pdf, pages, writer->contents);
	pdf->document->pdf_version = HPDF_VER_17;
	return 0;
}

int pdf_write(const void *ctx, const struct pages *pages, uint8_t **data,
	      size_t *length, struct error *error)
{
	struct writer *writer;
	int result;

	assert(pages->n_pages > 0 && pages->root);
	writer = writer_new(pages);
	result = write_document(writer, error);
	if (result == 0)
		result = pdf_save(ctx, writer->pdf, data, length, error);
	talloc_free(writer);
	return result;
}
