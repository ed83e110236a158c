#include "pipeline/data/tabular_private.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/data/csv_distinguish.h"

#include <string.h>
#include <strings.h>

enum { MARK = 4 /* bytes that tell a format */ };

static bool ends_with(const char *path, const char *ending)
{
	size_t length = strlen(path), n = strlen(ending);

	return length > n && !strcasecmp(path + length - n, ending);
}

/*
 * By the first bytes: exports are often named for what they were to be.  A file
 * that is damaged from its first byte on is told by its name.
 */
static const struct tabular_kind *kind_of(const char *path)
{
	static const struct {
		const char *mark, *ending;
		const struct tabular_kind *kind;
	} known[] = {
		{ "PK\3\4", ".xlsx", &tabular_workbook },
		{ "\xD0\xCF\x11\xE0", ".xlsm", &tabular_workbook },
		{ "$FL2", ".sav", &tabular_spss },
		{ "$FL3", ".zsav", &tabular_spss },
	};
	char head[MARK];
	size_t n = file_head(path, head, MARK);

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (n == MARK && !memcmp(head, known[i].mark, MARK))
			return known[i].kind;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (ends_with(path, known[i].ending))
			return known[i].kind;
	return &tabular_csv;
}

static int open_as(const void *ctx, const struct tabular_kind *kind,
		   const struct tabular_request *request,
		   struct tabular **result, struct error *error)
{
	struct tabular *tabular = memory_new(ctx, struct tabular);

	tabular->path = memory_text(tabular, request->path);
	tabular->kind = kind;
	if (kind->open(tabular, request, error) < 0) {
		talloc_free(tabular);
		return -1;
	}
	*result = tabular;
	return 0;
}

bool tabular_is_spss(const char *path)
{
	return kind_of(path) == &tabular_spss;
}

int tabular_open(const void *ctx, const char *path,
		 const struct dialect_fixed *fixed, struct tabular **result,
		 struct error *error)
{
	static const struct dialect_fixed nothing = { .encoding = NULL };
	const struct tabular_request request = {
		.path = path,
		.fixed = fixed ? fixed : &nothing,
	};

	return open_as(ctx,
		       request.fixed->is_vertical ? &tabular_vertical
						  : kind_of(path),
		       &request, result, error);
}

int tabular_open_again(const void *ctx, const struct tabular *opened,
		       const struct dialect_fixed *fixed,
		       struct tabular **again, struct error *error)
{
	const struct tabular_request request = {
		.path = opened->path,
		.fixed = fixed,
		.opened = opened->reader,
	};

	return open_as(ctx, opened->kind, &request, again, error);
}

const struct csv_header *tabular_header(const struct tabular *tabular)
{
	return tabular->header;
}

const char *tabular_path(const struct tabular *tabular)
{
	return tabular->path;
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
	if (tabular->kind->distinguish)
		return tabular->kind->distinguish(tabular->reader, accepted, n,
						  error);
	return csv_header_distinguish(tabular, tabular->path,
				      tabular->own_header, accepted, n, error);
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
	struct file_stamp stamp;

	if (tabular->kind->digest)
		return tabular->kind->digest(tabular->reader, digest, n_bytes,
					     error);
	if (!file_stamp(tabular->path, &stamp))
		return error_system(error, tabular->path,
				    "check the path and rights",
				    "cannot read the file");
	*n_bytes = (uint64_t)stamp.size;
	return hash_file(tabular->path, digest, error);
}
