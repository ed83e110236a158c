#include "pipeline/data/tabular_private.h"

#include "pipeline/core/memory.h"

int tabular_open(const void *ctx, const char *path,
		 const struct dialect_fixed *fixed, struct tabular **result,
		 struct error *error)
{
	static const struct dialect_fixed nothing = { .encoding = NULL };
	struct tabular *tabular = memory_new(ctx, struct tabular);
	const struct tabular_request request = {
		.path = path,
		.fixed = fixed ? fixed : &nothing,
	};

	tabular->path = memory_text(tabular, path);
	tabular->kind = &tabular_csv;
	if (tabular->kind->open(tabular, &request, error) < 0) {
		talloc_free(tabular);
		return -1;
	}
	*result = tabular;
	return 0;
}

const struct csv_header *tabular_header(const struct tabular *tabular)
{
	return tabular->header;
}

struct tabular_form tabular_form(const struct tabular *tabular)
{
	return tabular->form;
}

char *tabular_verdict(const void *ctx, const struct tabular *tabular)
{
	return tabular->kind->verdict(ctx, tabular->reader);
}

int tabular_distinguish(struct tabular *tabular, const char *const *accepted,
			size_t n, struct error *error)
{
	return tabular->kind->distinguish(tabular->reader, accepted, n, error);
}

int tabular_next(struct tabular *tabular, const struct csv_record **record,
		 struct error *error)
{
	return tabular->kind->next(tabular->reader, record, error);
}

struct tabular_notes tabular_notes(const struct tabular *tabular)
{
	return tabular->kind->notes(tabular->reader);
}

int tabular_digest(struct tabular *tabular, char digest[HASH_TEXT],
		   uint64_t *n_bytes, struct error *error)
{
	return tabular->kind->digest(tabular->reader, digest, n_bytes, error);
}
