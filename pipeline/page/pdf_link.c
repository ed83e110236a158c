#include "pipeline/page/pdf_link.h"

#include "pipeline/core/memory.h"

#include <assert.h>

/* A little air above the target, so that its line is not at the very edge. */
static const double air = 14;

static double page_height(const struct pages *pages, size_t page)
{
	return pages->pages[page].list->height;
}

static HPDF_Array new_destination(struct pdf *pdf, const struct pages *pages,
				  const HPDF_Dict *page_dicts, size_t page,
				  double y)
{
	HPDF_Array destination = pdf_array(pdf);
	double height = page_height(pages, page);
	double top = height - (y > air ? y - air : 0);

	pdf_append(pdf, destination, page_dicts[page]);
	pdf_append_name(pdf, destination, "XYZ");
	pdf_append_integer(pdf, destination, 0);
	pdf_append_number(pdf, destination, top);
	pdf_append_null(pdf, destination);
	return destination;
}

/* URIs are ASCII; what is not is percent-encoded as RFC 3987 says. */
static char *ascii_uri(const void *ctx, const char *uri)
{
	struct pdf_buffer *out = pdf_buffer_new(ctx);

	for (; *uri; uri++) {
		unsigned char byte = (unsigned char)*uri;

		if (byte > ' ' && byte < 0x7F) {
			pdf_buffer_add(out, uri, 1);
		} else {
			pdf_buffer_text(out, "%");
			pdf_buffer_hex(out, byte, 2);
		}
	}
	pdf_buffer_add(out, "", 1);
	return (char *)out->bytes;
}

static void put_uri(struct pdf *pdf, HPDF_Dict annotation, const char *uri)
{
	HPDF_Dict action = pdf_put_dict(pdf, annotation, "A");
	char *ascii = ascii_uri(NULL, uri);

	pdf_put_name(pdf, action, "S", "URI");
	pdf_put_text(pdf, action, "URI", ascii);
	talloc_free(talloc_parent(ascii));
}

static HPDF_Dict new_annotation(struct pdf *pdf, const struct page_link *link,
				double height)
{
	enum { PRINTED = 4 };
	double left = (double)link->box[0], top = height - (double)link->box[1];
	double right = left + (double)link->box[2];
	double bottom = top - (double)link->box[3];
	HPDF_Dict annotation = pdf_dict_indirect(pdf);

	pdf_put_name(pdf, annotation, "Type", "Annot");
	pdf_put_name(pdf, annotation, "Subtype", "Link");
	pdf_append_numbers(pdf, pdf_put_array(pdf, annotation, "Rect"),
			   (double[]){ left, bottom, right, top }, 4);
	pdf_append_numbers(pdf, pdf_put_array(pdf, annotation, "Border"),
			   (double[]){ 0, 0, 0 }, 3);
	pdf_put_integer(pdf, annotation, "F", PRINTED);
	pdf_put_text(pdf, annotation, "Contents",
		     link->contents ? link->contents : link->uri);
	return annotation;
}

static HPDF_Dict new_link(struct pdf *pdf, const struct pages *pages,
			  const HPDF_Dict *page_dicts, size_t page,
			  const struct page_link *link)
{
	HPDF_Dict annotation =
		new_annotation(pdf, link, page_height(pages, page));

	if (link->uri) {
		put_uri(pdf, annotation, link->uri);
	} else {
		assert(link->target_page < pages->n_pages);
		pdf_put(pdf, annotation, "Dest",
			new_destination(pdf, pages, page_dicts,
					link->target_page,
					(double)link->target_y));
	}
	return annotation;
}

void pdf_links_write(struct pdf *pdf, struct pdf_tags *tags,
		     const struct pages *pages, const HPDF_Dict *page_dicts)
{
	for (size_t i = 0; i < pages->n_pages; i++) {
		const struct page *page = &pages->pages[i];
		HPDF_Array annotations = NULL;

		pdf_doing(pdf, "a link on page %zu", i + 1);
		if (page->n_links)
			annotations =
				pdf_put_array(pdf, page_dicts[i], "Annots");
		for (size_t j = 0; j < page->n_links; j++) {
			HPDF_Dict link = new_link(pdf, pages, page_dicts, i,
						  &page->links[j]);

			pdf_tags_link(pdf, tags, page->links[j].tag, i, link);
			pdf_append(pdf, annotations, link);
		}
	}
}

/* An outline item while its kids are being added. */
struct outline_item {
	HPDF_Dict dict, first, last;
	int level;
	size_t n_kids;
};

enum { DEEPEST_OUTLINE = 16 };

static void finish_item(struct pdf *pdf, const struct outline_item *item,
			bool is_open)
{
	double n = (double)item->n_kids;

	if (!item->n_kids)
		return;
	pdf_put(pdf, item->dict, "First", item->first);
	pdf_put(pdf, item->dict, "Last", item->last);
	/* A negative count says: closed, with so many below. */
	pdf_put_number(pdf, item->dict, "Count", is_open ? n : -n);
}

static HPDF_Dict add_item(struct pdf *pdf, struct outline_item *parent,
			  const char *title)
{
	HPDF_Dict dict = pdf_dict_indirect(pdf);

	pdf_put_text(pdf, dict, "Title", title);
	pdf_put(pdf, dict, "Parent", parent->dict);
	if (parent->last) {
		pdf_put(pdf, parent->last, "Next", dict);
		pdf_put(pdf, dict, "Prev", parent->last);
	} else {
		parent->first = dict;
	}
	parent->last = dict;
	parent->n_kids++;
	return dict;
}

void pdf_links_write_bookmarks(struct pdf *pdf, const struct pages *pages,
			       const HPDF_Dict *page_dicts)
{
	struct outline_item path[DEEPEST_OUTLINE] = { 0 };
	size_t depth = 0;

	if (!pages->n_bookmarks)
		return;
	pdf_doing(pdf, "the bookmarks");
	path[0].dict = pdf_dict_indirect(pdf);
	for (size_t i = 0; i < pages->n_bookmarks; i++) {
		const struct bookmark *mark = &pages->bookmarks[i];
		HPDF_Dict dict;

		while (depth > 0 && (path[depth].level >= mark->level ||
				     depth == DEEPEST_OUTLINE - 1))
			finish_item(pdf, &path[depth--], false);
		dict = add_item(pdf, &path[depth], mark->title);
		pdf_put(pdf, dict, "Dest",
			new_destination(pdf, pages, page_dicts, mark->page,
					(double)mark->y));
		path[++depth] = (struct outline_item){ .dict = dict,
						       .level = mark->level };
	}
	while (depth > 0)
		finish_item(pdf, &path[depth--], false);
	finish_item(pdf, &path[0], true);
	pdf_put(pdf, pdf->document->catalog, "Outlines", path[0].dict);
}
