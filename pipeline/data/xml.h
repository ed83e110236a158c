/*
 * XML as a stream of elements, by expat, for the parts of workbooks and for
 * survey structures.  Names come without their prefix ("x:row" is "row").
 */
#ifndef PIPELINE_DATA_XML_H
#define PIPELINE_DATA_XML_H

#include "pipeline/core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct xml; /* talloc object */

/* Any may be NULL.  ATTRIBUTES are names and values in turn, then NULL. */
struct xml_handlers {
	void (*start)(void *data, const char *name, const char **attributes);
	void (*text)(void *data, const char *text, size_t length);
	void (*end)(void *data, const char *name);
	void *data;
};

/* PATH names the document in messages. */
struct xml *xml_new(const void *ctx, const char *path,
		    const struct xml_handlers *handlers);

/*
 * The next LENGTH bytes of the document, or its last.  XML that is not well
 * formed is ERROR_PROJECT at "path:line:column".
 */
int xml_feed(struct xml *xml, const char *data, size_t length, bool is_last,
	     struct error *error);

/* Where the handler at work is called for, in lines from 1. */
int xml_line(const struct xml *xml);

/* The attribute's value, or NULL. */
const char *xml_attribute(const char **attributes, const char *name);

#endif
