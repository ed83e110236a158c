#include "pipeline/data/withdrawn.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct withdrawn {
	char (*list)[PSEUDONYM_LENGTH + 1]; /* sorted */
	size_t n;
};

static int compare(const void *a, const void *b)
{
	return memcmp(a, b, PSEUDONYM_LENGTH);
}

static int read_lines(struct withdrawn *withdrawn, const char *path, char *text,
		      struct error *error)
{
	size_t most = strlen(text) / PSEUDONYM_LENGTH;
	char *next;

	withdrawn->list = talloc_zero_size(
		withdrawn, (most + 1) * sizeof *withdrawn->list);
	memory_check(withdrawn->list);
	for (char *line = strtok_r(text, "\r\n", &next); line;
	     line = strtok_r(NULL, "\r\n", &next)) {
		if (strlen(line) != PSEUDONYM_LENGTH)
			return error_set(error, ERROR_PROJECT, path,
					 "bring the file back from a copy; "
					 "'divario erase' writes it",
					 "'%s' is no pseudonym", line);
		memcpy(withdrawn->list[withdrawn->n++], line, PSEUDONYM_LENGTH);
	}
	if (withdrawn->n)
		qsort(withdrawn->list, withdrawn->n, sizeof *withdrawn->list,
		      compare);
	return 0;
}

int withdrawn_load(const void *ctx, const char *path, struct withdrawn **result,
		   struct error *error)
{
	struct withdrawn *withdrawn = memory_new(ctx, struct withdrawn);
	size_t length;
	char *text;
	int outcome;

	*result = withdrawn;
	if (!path || !file_exists(path))
		return 0;
	if (file_read(withdrawn, path, &text, &length, error) < 0)
		return -1;
	outcome = read_lines(withdrawn, path, text, error);
	talloc_free(text);
	return outcome;
}

bool withdrawn_is_empty(const struct withdrawn *withdrawn)
{
	return withdrawn->n == 0;
}

bool withdrawn_has(const struct withdrawn *withdrawn, const char *text,
		   size_t length)
{
	return length == PSEUDONYM_LENGTH && withdrawn->n &&
	       bsearch(text, withdrawn->list, withdrawn->n,
		       sizeof *withdrawn->list, compare) != NULL;
}

int withdrawn_add(const char *path, const char *pseudonym, struct error *error)
{
	char line[PSEUDONYM_LENGTH + 2];
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	int result = 0;

	if (fd < 0)
		return error_system(error, path, "check the path and rights",
				    "cannot write who has withdrawn");
	memcpy(line, pseudonym, PSEUDONYM_LENGTH);
	line[PSEUDONYM_LENGTH] = '\n';
	line[PSEUDONYM_LENGTH + 1] = '\0';
	if (write(fd, line, sizeof line - 1) != sizeof line - 1 ||
	    fsync(fd) < 0)
		result = error_system(error, path, "make room on the disk",
				      "cannot write who has withdrawn");
	close(fd);
	return result;
}
