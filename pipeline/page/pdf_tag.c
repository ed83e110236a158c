#include "pipeline/page/pdf_tag.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_attribute.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* A marked content or a link of an element. */
struct item {
	size_t page, content_id;
	HPDF_Dict annotation; /* NULL: marked content */
	size_t kids_before;   /* kids of the element that stand before it */
};

struct node {
	struct pdf_tags *tags;
	const struct tag *tag;
	size_t parent, index; /* node of the parent, place among its kids */
	bool is_live;         /* it or a descendant has content */
	size_t first_page;    /* where that is */
	size_t kids_before;   /* kids up to the last live one */
	struct item *items;
	size_t n_items;
};

/* Keys of the parent tree: pages first, then links. */
struct pdf_tags {
	const struct pages *pages;
	struct node *nodes; /* document order, the root first */
	size_t n_nodes;
	size_t **owners; /* per page: nodes by marked-content id */
	size_t *n_owners;
	size_t *link_owners;
	size_t n_links;
	/* for writing: by node, NULL where there is nothing to write; by page;
	 * one element */
	HPDF_Dict *dicts;
	const HPDF_Dict *page_dicts;
	struct pdf_buffer *text;
};

static void add_nodes(struct pdf_tags *tags, struct tag *tag, size_t parent,
		      size_t index)
{
	struct node node = {
		.tags = tags, .tag = tag, .parent = parent, .index = index
	};

	tag->number = tags->n_nodes;
	memory_append(tags, tags->nodes, struct node, tags->n_nodes, node);
	for (size_t i = 0; i < tag->n_kids; i++)
		add_nodes(tags, tag->kids[i], tag->number, i);
}

struct pdf_tags *pdf_tags_new(const void *ctx, const struct pages *pages)
{
	struct pdf_tags *tags = memory_new(ctx, struct pdf_tags);

	tags->pages = pages;
	tags->owners = memory_array(tags, size_t *, pages->n_pages);
	tags->n_owners = memory_array(tags, size_t, pages->n_pages);
	add_nodes(tags, pages->root, 0, 0);
	return tags;
}

static struct node *node_of(const struct pdf_tags *tags, const struct tag *tag)
{
	assert(tag->number < tags->n_nodes &&
	       tags->nodes[tag->number].tag == tag);
	return &tags->nodes[tag->number];
}

/* The elements on the way to the root are needed too, in the tree's order. */
static void enliven(struct pdf_tags *tags, struct node *node, size_t page)
{
	while (!node->is_live) {
		struct node *parent = &tags->nodes[node->parent];

		node->is_live = true;
		node->first_page = page;
		if (node != parent && parent->kids_before <= node->index)
			parent->kids_before = node->index + 1;
		node = parent;
	}
}

static void add_item(struct pdf_tags *tags, struct node *node, struct item item)
{
	enliven(tags, node, item.page);
	item.kids_before = node->kids_before;
	memory_append(tags, node->items, struct item, node->n_items, item);
}

static size_t add_content(struct pdf_tags *tags, struct node *node, size_t page)
{
	size_t content_id = tags->n_owners[page];
	struct item item = { .page = page, .content_id = content_id };

	add_item(tags, node, item);
	memory_append(tags, tags->owners[page], size_t, tags->n_owners[page],
		      (size_t)(node - tags->nodes));
	return content_id;
}

size_t pdf_tags_content(struct pdf_tags *tags, const struct tag *tag,
			size_t page)
{
	return add_content(tags, node_of(tags, tag), page);
}

void pdf_tags_link(struct pdf *pdf, struct pdf_tags *tags,
		   const struct tag *tag, size_t page, HPDF_Dict annotation)
{
	struct node *node = node_of(tags, tag);
	struct item item = { .page = page, .annotation = annotation };

	pdf_put_integer(pdf, annotation, "StructParent",
			tags->pages->n_pages + tags->n_links);
	add_item(tags, node, item);
	memory_append(tags, tags->link_owners, size_t, tags->n_links,
		      (size_t)(node - tags->nodes));
}

static bool is_cell(enum tag_type type)
{
	return type == TAG_TH || type == TAG_TD;
}

void pdf_tags_begin(struct pdf_buffer *content, const struct tag *tag,
		    size_t content_id)
{
	const char *text = tag->actual_text;

	pdf_buffer_text(content, "/");
	pdf_buffer_text(content, tag_name(tag->type));
	pdf_buffer_text(content, " <</MCID ");
	pdf_buffer_number(content, (double)content_id, 0);
	if (text) {
		pdf_buffer_text(content, "/ActualText <FEFF");
		pdf_buffer_utf16(content, text, strlen(text));
		pdf_buffer_text(content, ">");
	}
	pdf_buffer_text(content, ">> BDC\n");
}

void pdf_tags_fill_cells(struct pdf_tags *tags,
			 struct pdf_buffer *const *contents)
{
	for (size_t i = 0; i < tags->n_nodes; i++) {
		struct node *node = &tags->nodes[i];
		const struct node *row = &tags->nodes[node->parent];

		if (node->is_live || !is_cell(node->tag->type) || !row->is_live)
			continue;
		pdf_tags_begin(contents[row->first_page], node->tag,
			       add_content(tags, node, row->first_page));
		pdf_buffer_text(contents[row->first_page], "EMC\n");
	}
}

/*
 * ---- writing ----
 * Type, parent and kids of an element are most of the tree.  libharu would
 * keep each as an object of a hundred bytes and more until the end: so they
 * are written when the element is.
 */

static void add_reference(struct pdf_buffer *text, HPDF_Dict dict)
{
	char reference[32];

	snprintf(reference, sizeof reference, "%u %u R",
		 dict->header.obj_id & 0xFFFFFF, dict->header.gen_no);
	pdf_buffer_text(text, reference);
}

static void write_item(const struct pdf_tags *tags, const struct item *item)
{
	struct pdf_buffer *text = tags->text;
	char number[24];

	pdf_buffer_text(text, item->annotation ? "<<\n/Type /OBJR\n/Pg "
					       : "<<\n/Type /MCR\n/Pg ");
	add_reference(text, tags->page_dicts[item->page]);
	if (item->annotation) {
		pdf_buffer_text(text, "\n/Obj ");
		add_reference(text, item->annotation);
	} else {
		snprintf(number, sizeof number, "\n/MCID %zu",
			 item->content_id);
		pdf_buffer_text(text, number);
	}
	pdf_buffer_text(text, "\n>>");
}

/* Table rows always get an array, which is what table readers expect; other
 * elements with a single kid do without. */
static bool has_kid_array(const struct pdf_tags *tags, const struct node *node)
{
	enum tag_type type = node->tag->type;
	size_t n = node->n_items;

	for (size_t i = 0; i < node->tag->n_kids; i++)
		n += tags->dicts[node->tag->kids[i]->number] != NULL;
	return n != 1 || type == TAG_TABLE || type == TAG_THEAD ||
	       type == TAG_TBODY || type == TAG_TR;
}

/* Kids in the tree's order, each content where it was drawn between them. */
static void write_kids(const struct pdf_tags *tags, const struct node *node)
{
	bool is_array = has_kid_array(tags, node);
	size_t item = 0, i = 0;

	pdf_buffer_text(tags->text, is_array ? "/K [ " : "/K ");
	while (item < node->n_items || i < node->tag->n_kids) {
		if (item < node->n_items &&
		    node->items[item].kids_before == i) {
			write_item(tags, &node->items[item++]);
		} else {
			HPDF_Dict kid =
				tags->dicts[node->tag->kids[i++]->number];

			if (!kid)
				continue;
			add_reference(tags->text, kid);
		}
		pdf_buffer_text(tags->text, is_array ? " " : "");
	}
	pdf_buffer_text(tags->text, is_array ? "]\n" : "\n");
}

/* Called by libharu behind the entries that the dictionary has. */
static HPDF_STATUS write_element(HPDF_Dict dict, HPDF_Stream stream)
{
	const struct node *node = dict->attr;
	const struct pdf_tags *tags = node->tags;
	struct pdf_buffer *text = tags->text;

	text->length = 0;
	pdf_buffer_text(text, "/S /");
	pdf_buffer_text(text, tag_name(node->tag->type));
	if (node->tag->number) {
		pdf_buffer_text(text, "\n/P ");
		add_reference(text, tags->dicts[node->parent]);
	}
	pdf_buffer_text(text, "\n");
	write_kids(tags, node);
	return HPDF_Stream_Write(stream, text->bytes, (HPDF_UINT)text->length);
}

static void put_element(struct pdf *pdf, const struct pdf_tags *tags,
			struct node *node)
{
	const struct tag *tag = node->tag;
	HPDF_Dict dict = tags->dicts[tag->number];

	pdf_put_text(pdf, dict, "Alt", tag->alternative);
	pdf_put_text(pdf, dict, "ActualText", tag->actual_text);
	pdf_put_text(pdf, dict, "Lang", tag->language);
	pdf_attribute_put(pdf, dict, tag, tags->pages);
	dict->attr = node;
	dict->write_fn = write_element;
}

static HPDF_Array new_owners(struct pdf *pdf, const struct pdf_tags *tags,
			     const size_t *owners, size_t n)
{
	HPDF_Array array = pdf_array_indirect(pdf);

	for (size_t i = 0; i < n; i++)
		pdf_append(pdf, array, tags->dicts[owners[i]]);
	return array;
}

static HPDF_Dict new_parent_tree(struct pdf *pdf, const struct pdf_tags *tags)
{
	HPDF_Dict tree = pdf_dict_indirect(pdf);
	HPDF_Array numbers = pdf_put_array(pdf, tree, "Nums");
	size_t n_pages = tags->pages->n_pages;

	for (size_t i = 0; i < n_pages; i++) {
		pdf_put_integer(pdf, tags->page_dicts[i], "StructParents", i);
		pdf_append_integer(pdf, numbers, i);
		pdf_append(pdf, numbers,
			   new_owners(pdf, tags, tags->owners[i],
				      tags->n_owners[i]));
	}
	for (size_t i = 0; i < tags->n_links; i++) {
		pdf_append_integer(pdf, numbers, n_pages + i);
		pdf_append(pdf, numbers, tags->dicts[tags->link_owners[i]]);
	}
	return tree;
}

/* Notes need an id, and ids a tree of names in their order. */
static void write_note_ids(struct pdf *pdf, const struct pdf_tags *tags,
			   HPDF_Dict root)
{
	HPDF_Array names = NULL;
	char id[32];

	for (size_t i = 0; i < tags->n_nodes; i++) {
		if (tags->nodes[i].tag->type != TAG_NOTE || !tags->dicts[i])
			continue;
		if (!names)
			names = pdf_put_array(pdf,
					      pdf_put_dict(pdf, root, "IDTree"),
					      "Names");
		snprintf(id, sizeof id, "note%08zu", i);
		pdf_put_text(pdf, tags->dicts[i], "ID", id);
		pdf_append_text(pdf, names, id);
		pdf_append(pdf, names, tags->dicts[i]);
	}
}

void pdf_tags_write(struct pdf *pdf, struct pdf_tags *tags,
		    const HPDF_Dict *page_dicts)
{
	HPDF_Dict root = pdf_dict_indirect(pdf);

	pdf_doing(pdf, "the structure tree");
	tags->dicts = memory_array(tags, HPDF_Dict, tags->n_nodes);
	tags->page_dicts = page_dicts;
	tags->text = pdf_buffer_new(tags);
	/* libharu refuses a second reference to what was not made indirect
	 * first, and the tree refers both ways: so all dictionaries first. */
	for (size_t i = 0; i < tags->n_nodes; i++)
		if (tags->nodes[i].is_live || i == 0)
			tags->dicts[i] = pdf_dict_indirect(pdf);
	for (size_t i = 0; i < tags->n_nodes; i++)
		if (tags->dicts[i])
			put_element(pdf, tags, &tags->nodes[i]);
	pdf_put_name(pdf, root, "Type", "StructTreeRoot");
	pdf_put(pdf, root, "K", tags->dicts[0]);
	pdf_put(pdf, tags->dicts[0], "P", root);
	pdf_put(pdf, root, "ParentTree", new_parent_tree(pdf, tags));
	pdf_put_integer(pdf, root, "ParentTreeNextKey",
			tags->pages->n_pages + tags->n_links);
	write_note_ids(pdf, tags, root);
	pdf_put(pdf, pdf->document->catalog, "StructTreeRoot", root);
}
