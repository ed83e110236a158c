#include "pipeline/data/xml.h"

#include "pipeline/core/memory.h"

#include <expat.h>
#include <limits.h>
#include <string.h>

struct xml {
	XML_Parser parser;
	const char *path;
	struct xml_handlers handlers;
};

static const char *local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}

static void XMLCALL start(void *data, const XML_Char *name,
			  const XML_Char **attributes)
{
	struct xml *xml = data;

	if (xml->handlers.start)
		xml->handlers.start(xml->handlers.data, local_name(name),
				    attributes);
}

static void XMLCALL text(void *data, const XML_Char *text, int length)
{
	struct xml *xml = data;

	if (xml->handlers.text)
		xml->handlers.text(xml->handlers.data, text, (size_t)length);
}

static void XMLCALL end(void *data, const XML_Char *name)
{
	struct xml *xml = data;

	if (xml->handlers.end)
		xml->handlers.end(xml->handlers.data, local_name(name));
}

static int free_parser(struct xml *xml)
{
	XML_ParserFree(xml->parser);
	return 0;
}

struct xml *xml_new(const void *ctx, const char *path,
		    const struct xml_handlers *handlers)
{
	struct xml *xml = memory_new(ctx, struct xml);

	xml->path = path;
	xml->handlers = *handlers;
	xml->parser = XML_ParserCreate(NULL);
	if (!xml->parser)
		memory_exhausted();
	talloc_set_destructor(xml, free_parser);
	XML_SetUserData(xml->parser, xml);
	XML_SetElementHandler(xml->parser, start, end);
	XML_SetCharacterDataHandler(xml->parser, text);
	return xml;
}

int xml_line(const struct xml *xml)
{
	return (int)XML_GetCurrentLineNumber(xml->parser);
}

int xml_feed(struct xml *xml, const char *data, size_t length, bool is_last,
	     struct error *error)
{
	while (length > INT_MAX) {
		if (xml_feed(xml, data, INT_MAX, false, error) < 0)
			return -1;
		data += INT_MAX;
		length -= INT_MAX;
	}
	if (XML_Parse(xml->parser, data, (int)length, is_last) == XML_STATUS_OK)
		return 0;
	return error_set(
		error, ERROR_PROJECT,
		memory_format(xml, "%s:%d:%lu", xml->path, xml_line(xml),
			      XML_GetCurrentColumnNumber(xml->parser) + 1),
		"export the file again", "the XML is broken: %s",
		XML_ErrorString(XML_GetErrorCode(xml->parser)));
}

const char *xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (!strcmp(local_name(attributes[0]), name))
			return attributes[1];
	return NULL;
}
