/* The parser's state, shared by its files. */
#ifndef PIPELINE_PAGE_TEMPLATE_PARSER_H
#define PIPELINE_PAGE_TEMPLATE_PARSER_H

#include "pipeline/page/template_parse.h"

struct template_parser {
	const void *ctx;
	const struct template_source *source;
	size_t at, end;    /* the stretch being read */
	bool takes_blocks; /* fenced blocks are looked for */
	struct error *error;
};

/* Set the error at the source's OFFSET; returns -1. */
int parser_fault(struct template_parser *parser, size_t offset,
		 const char *remedy, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Text, values and directives of one stretch, without blocks. */
int parse_stretch(const struct template_parser *parser, size_t begin,
		  size_t end, struct template_nodes *nodes);

/* "name.column|filter ..." between BEGIN and END. */
int parse_expression(const struct template_parser *parser, size_t begin,
		     size_t end, struct expression **expression);

/* Does a fenced block with a name begin at the line start OFFSET? */
bool is_block_fence(const struct template_parser *parser, size_t offset);

/* Read the block at parser->at, and go behind it. */
int parse_block(struct template_parser *parser, struct template_block **block);

#endif
