#include "pipeline/page/pdf_meta.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/pdf_colour.h"

#include <ctype.h>
#include <nettle/md5.h>
#include <stdio.h>
#include <string.h>

static const char creator[] = "divario";

/* PDF/A does not know the PDF/UA property, so its schema is described before
 * it is used. */
static const char xmp_head[] =
	"<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
	"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	"<rdf:Description rdf:about=\"\"\n"
	" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
	" xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
	" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
	"<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
	"<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
	"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/"
	"</pdfaSchema:namespaceURI>\n"
	"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
	"<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
	"<pdfaProperty:name>part</pdfaProperty:name>\n"
	"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
	"<pdfaProperty:category>internal</pdfaProperty:category>\n"
	"<pdfaProperty:description>Part of ISO 14289 the file conforms to"
	"</pdfaProperty:description>\n"
	"</rdf:li></rdf:Seq></pdfaSchema:property>\n"
	"</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
	"</rdf:Description>\n"
	"<rdf:Description rdf:about=\"\"\n"
	" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
	" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n"
	" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n"
	" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
	" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
	"<pdfaid:part>2</pdfaid:part>\n"
	"<pdfaid:conformance>A</pdfaid:conformance>\n"
	"<pdfuaid:part>1</pdfuaid:part>\n"
	"<dc:format>application/pdf</dc:format>\n";
static const char xmp_foot[] = "</rdf:Description>\n"
			       "</rdf:RDF>\n"
			       "</x:xmpmeta>\n"
			       "<?xpacket end=\"w\"?>";

static void add_escaped(struct pdf_buffer *xmp, const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			pdf_buffer_text(xmp, "&amp;");
		else if (*text == '<')
			pdf_buffer_text(xmp, "&lt;");
		else if (*text == '>')
			pdf_buffer_text(xmp, "&gt;");
		else
			pdf_buffer_add(xmp, text, 1);
	}
}

/* TAG stands for both tags: "dc:title>" with what comes before and after. */
static void add_property(struct pdf_buffer *xmp, const char *before,
			 const char *text, const char *after)
{
	if (!text || !*text)
		return;
	pdf_buffer_text(xmp, before);
	add_escaped(xmp, text);
	pdf_buffer_text(xmp, after);
	pdf_buffer_text(xmp, "\n");
}

struct pdf_buffer *pdf_meta_xmp(const void *ctx, const struct pages *pages,
				const char *producer, const char *date)
{
	struct pdf_buffer *xmp = pdf_buffer_new(ctx);

	pdf_buffer_text(xmp, xmp_head);
	add_property(xmp, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		     pages->title, "</rdf:li></rdf:Alt></dc:title>");
	add_property(xmp, "<dc:creator><rdf:Seq><rdf:li>", pages->author,
		     "</rdf:li></rdf:Seq></dc:creator>");
	add_property(xmp,
		     "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
		     pages->subject, "</rdf:li></rdf:Alt></dc:description>");
	add_property(xmp, "<dc:language><rdf:Bag><rdf:li>", pages->language,
		     "</rdf:li></rdf:Bag></dc:language>");
	add_property(xmp, "<pdf:Keywords>", pages->keywords, "</pdf:Keywords>");
	add_property(xmp, "<pdf:Producer>", producer, "</pdf:Producer>");
	add_property(xmp, "<xmp:CreatorTool>", creator, "</xmp:CreatorTool>");
	add_property(xmp, "<xmp:CreateDate>", date, "</xmp:CreateDate>");
	add_property(xmp, "<xmp:ModifyDate>", date, "</xmp:ModifyDate>");
	pdf_buffer_text(xmp, xmp_foot);
	return xmp;
}

static bool has_shape(const char *text, const char *shape)
{
	for (; *shape; text++, shape++)
		if (*shape == '0' ? !isdigit((unsigned char)*text)
				  : *text != *shape)
			return false;
	return !*text;
}

/* DATE as XMP wants it, complete; NULL if it is not a date. */
static char *complete_date(const void *ctx, const char *date)
{
	if (has_shape(date, "0000-00-00"))
		return memory_format(ctx, "%sT00:00:00Z", date);
	if (has_shape(date, "0000-00-00T00:00:00Z"))
		return memory_text(ctx, date);
	return NULL;
}

/* "D:20261122083000Z": the digits of the complete date. */
static void put_dates(struct pdf *pdf, const char *date)
{
	char text[32] = "D:";
	size_t length = 2;

	for (; *date; date++)
		if (isdigit((unsigned char)*date))
			text[length++] = *date;
	memcpy(text + length, "Z", 2);
	pdf_put_text(pdf, pdf->document->info, "CreationDate", text);
	pdf_put_text(pdf, pdf->document->info, "ModDate", text);
}

static void put_info(struct pdf *pdf, const struct pages *pages,
		     const char *producer)
{
	HPDF_Dict info = pdf->document->info;

	pdf_put_text(pdf, info, "Title", pages->title);
	pdf_put_text(pdf, info, "Author", pages->author);
	pdf_put_text(pdf, info, "Subject", pages->subject);
	pdf_put_text(pdf, info, "Keywords", pages->keywords);
	pdf_put_text(pdf, info, "Creator", creator);
	pdf_put_text(pdf, info, "Producer", producer);
}

static void put_catalog(struct pdf *pdf, const struct pages *pages)
{
	HPDF_Dict catalog = pdf->document->catalog;

	pdf_put_text(pdf, catalog, "Lang", pages->language);
	pdf_put_true(pdf, pdf_put_dict(pdf, catalog, "MarkInfo"), "Marked");
	pdf_put_true(pdf, pdf_put_dict(pdf, catalog, "ViewerPreferences"),
		     "DisplayDocTitle");
	if (pages->n_bookmarks)
		pdf_put_name(pdf, catalog, "PageMode", "UseOutlines");
}

static void put_xmp(struct pdf *pdf, const struct pages *pages,
		    const char *producer, const char *date)
{
	struct pdf_buffer *xmp = pdf_meta_xmp(NULL, pages, producer, date);
	HPDF_Dict stream = pdf_stream_plain(pdf, xmp->bytes, xmp->length);

	talloc_free(xmp);
	pdf_put_name(pdf, stream, "Type", "Metadata");
	pdf_put_name(pdf, stream, "Subtype", "XML");
	pdf_put(pdf, pdf->document->catalog, "Metadata", stream);
}

int pdf_meta_write(struct pdf *pdf, const struct pages *pages,
		   struct error *error)
{
	void *scratch = talloc_new(NULL);
	char *producer =
		memory_format(scratch, "libharu %s", HPDF_GetVersion());
	char *date = NULL;
	int result = 0;

	pdf_doing(pdf, "the metadata");
	if (pages->date)
		date = complete_date(scratch, pages->date);
	if (pages->date && !date)
		result = error_set(error, ERROR_FAILED, NULL,
				   "write the date as 2026-11-22",
				   "'%s' is no ISO 8601 date in UTC",
				   pages->date);
	put_info(pdf, pages, producer);
	put_catalog(pdf, pages);
	put_xmp(pdf, pages, producer, date);
	pdf_colour_put_intent(pdf);
	if (date)
		put_dates(pdf, date);
	talloc_free(scratch);
	return result;
}

static bool is_decimal(const char *label, size_t *number)
{
	*number = 0;
	for (const char *digit = label; *digit; digit++) {
		if (!isdigit((unsigned char)*digit) || *number > 99999)
			return false;
		*number = *number * 10 + (size_t)(*digit - '0');
	}
	return *label && *label != '0';
}

void pdf_meta_write_labels(struct pdf *pdf, const struct pages *pages)
{
	HPDF_Dict labels = pdf_dict_indirect(pdf);
	HPDF_Array ranges = pdf_put_array(pdf, labels, "Nums");
	size_t expected =
		0; /* the number a running range would give; 0: none */

	for (size_t i = 0; i < pages->n_pages; i++) {
		const char *label = pages->pages[i].label;
		size_t number = i + 1;
		bool has_number = !label || is_decimal(label, &number);

		if (!has_number || number != expected) {
			HPDF_Dict range = pdf_dict(pdf);

			pdf_append_integer(pdf, ranges, i);
			pdf_append(pdf, ranges, range);
			if (has_number) {
				pdf_put_name(pdf, range, "S", "D");
				pdf_put_integer(pdf, range, "St", number);
			} else {
				pdf_put_text(pdf, range, "P", label);
			}
		}
		expected = has_number ? number + 1 : 0;
	}
	pdf_put(pdf, pdf->document->catalog, "PageLabels", labels);
}

static void digest_text(struct md5_ctx *md5, const char *text)
{
	if (text)
		md5_update(md5, strlen(text) + 1, (const uint8_t *)text);
}

void pdf_meta_write_id(struct pdf *pdf, const struct pages *pages,
		       struct pdf_buffer *const *contents)
{
	uint8_t digest[MD5_DIGEST_SIZE];
	struct md5_ctx md5;
	HPDF_Array id;

	md5_init(&md5);
	digest_text(&md5, pages->title);
	digest_text(&md5, pages->author);
	digest_text(&md5, pages->language);
	digest_text(&md5, pages->date);
	for (size_t i = 0; i < pages->n_pages; i++)
		if (contents[i]->length)
			md5_update(&md5, contents[i]->length,
				   contents[i]->bytes);
	md5_digest(&md5, sizeof digest, digest);
	id = pdf_put_array(pdf, pdf->document->trailer, "ID");
	pdf_append_bytes(pdf, id, digest, sizeof digest);
	pdf_append_bytes(pdf, id, digest, sizeof digest);
}
