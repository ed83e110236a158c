/* Codes by any of their names, and lists of codes. */
#ifndef STAGES_NETWORK_NAMES_H
#define STAGES_NETWORK_NAMES_H

#include <stddef.h>

/* Codes, each once, in bytewise order; "" is "not said" and comes first. */
struct network_codes {
	const char **codes;
	size_t n;
};

/* Add CODE, which must live as long as CTX; then sort, then find. */
void network_codes_add(const void *ctx, struct network_codes *codes,
		       const char *code);
void network_codes_sort(struct network_codes *codes);

/* Where CODE stands; n when it is none of them. */
size_t network_code(const struct network_codes *codes, const char *code);

struct network_name {
	const char *key, *code;
	size_t order;
};

/* Spellings meet as text_key() says; of one spelling for several codes the
 * first added holds. */
struct network_names {
	struct network_name *items;
	size_t n;
};

void network_names_add(const void *ctx, struct network_names *names,
		       const char *name, const char *code);
void network_names_sort(struct network_names *names);

/* NULL when nothing is called so. */
const char *network_names_find(const struct network_names *names,
			       const char *name);

#endif
