#include "pipeline/page/pdf_attribute.h"

/* A heading cell without a scope heads its column: readers need one. */
static void put_cell(struct pdf *pdf, HPDF_Dict element, const struct tag *tag)
{
	HPDF_Dict attributes;

	if (tag->type != TAG_TH && tag->column_span <= 1)
		return;
	attributes = pdf_put_dict(pdf, element, "A");
	pdf_put_name(pdf, attributes, "O", "Table");
	if (tag->type == TAG_TH)
		pdf_put_name(pdf, attributes, "Scope",
			     tag->scope == SCOPE_ROW ? "Row" : "Column");
	if (tag->column_span > 1)
		pdf_put_integer(pdf, attributes, "ColSpan",
				(size_t)tag->column_span);
}

static void put_box(struct pdf *pdf, HPDF_Dict element, const struct tag *tag,
		    const struct pages *pages)
{
	double left = (double)tag->box[0], width = (double)tag->box[2];
	double top, height = (double)tag->box[3];
	HPDF_Dict attributes;

	if (tag->box_page >= pages->n_pages || width <= 0 || height <= 0)
		return;
	top = pages->pages[tag->box_page].list->height - (double)tag->box[1];
	attributes = pdf_put_dict(pdf, element, "A");
	pdf_put_name(pdf, attributes, "O", "Layout");
	pdf_put_name(pdf, attributes, "Placement", "Block");
	pdf_append_numbers(pdf, pdf_put_array(pdf, attributes, "BBox"),
			   (double[]){ left, top - height, left + width, top },
			   4);
}

void pdf_attribute_put(struct pdf *pdf, HPDF_Dict element,
		       const struct tag *tag, const struct pages *pages)
{
	if (tag->type == TAG_TH || tag->type == TAG_TD)
		put_cell(pdf, element, tag);
	else if (tag->type == TAG_FIGURE)
		put_box(pdf, element, tag, pages);
}
