#include "pipeline/run/file_digests.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/run/stage.h"

#include <string.h>
#include <time.h>

static const int64_t SETTLED_NS = 2000000000; /* FAT keeps even seconds */

struct entry {
	const char *path;
	struct file_stamp stamp;
	char digest[HASH_TEXT];
	bool is_new;
};

struct file_digests {
	struct entry *entries;
	size_t n, n_new;
	struct parts *parts;
	const char *folder;
};

static int load(struct file_digests *digests, struct database *store,
		struct error *error)
{
	struct statement *row;
	int more;

	if (!database_has(store, "file_digest"))
		return 0;
	if (statement_prepare(store,
			      "select path, size, mtime_ns, inode, sha256 "
			      "from file_digest",
			      &row, error) < 0)
		return -1;
	while ((more = statement_step(row, error)) > 0) {
		struct entry entry = {
			.path = memory_text(digests, statement_text(row, 0)),
			.stamp = { .size = statement_integer(row, 1),
				   .mtime_ns = statement_integer(row, 2),
				   .inode = statement_integer(row, 3) }
		};
		strncpy(entry.digest, statement_text(row, 4), HASH_TEXT - 1);
		memory_append(digests, digests->entries, struct entry,
			      digests->n, entry);
	}
	talloc_free(row);
	return more;
}

int file_digests_open(const void *ctx, struct database *store,
		      struct file_digests **digests, struct error *error)
{
	*digests = memory_new(ctx, struct file_digests);
	return store ? load(*digests, store, error) : 0;
}

static struct entry *find(struct file_digests *digests, const char *path)
{
	for (size_t i = 0; i < digests->n; i++)
		if (strcmp(digests->entries[i].path, path) == 0)
			return &digests->entries[i];
	return NULL;
}

static bool same_stamp(const struct file_stamp *a, const struct file_stamp *b)
{
	return a->size == b->size && a->mtime_ns == b->mtime_ns &&
	       a->inode == b->inode;
}

static bool is_settled(const struct file_stamp *stamp)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return stamp->mtime_ns <
	       (int64_t)now.tv_sec * 1000000000 + now.tv_nsec - SETTLED_NS;
}

static void remember(struct file_digests *digests, const char *path,
		     const struct file_stamp *stamp, const char *digest)
{
	struct entry *entry = find(digests, path);

	if (!entry) {
		struct entry blank = { .path = memory_text(digests, path) };
		memory_append(digests, digests->entries, struct entry,
			      digests->n, blank);
		entry = &digests->entries[digests->n - 1];
	}
	entry->stamp = *stamp;
	memcpy(entry->digest, digest, HASH_TEXT);
	digests->n_new += !entry->is_new;
	entry->is_new = true;
}

static void note(struct file_digests *digests, const char *path,
		 const char *digest)
{
	size_t length = digests->folder ? strlen(digests->folder) : 0;

	if (!digests->parts)
		return;
	if (length && strncmp(path, digests->folder, length) == 0 &&
	    path[length] == '/')
		path += length + 1;
	char *name = memory_format(NULL, "file %s", path);
	parts_add(digests->parts, name, digest);
	talloc_free(name);
}

int file_digests_get(struct file_digests *digests, const char *path,
		     char digest[HASH_TEXT], struct error *error)
{
	struct file_stamp stamp = { 0 };
	bool is_there = file_stamp(path, &stamp);
	const struct entry *known = find(digests, path);

	if (!is_there)
		return error_set(error, ERROR_PROJECT, path,
				 "put the file there, or correct its name in "
				 "project.yaml",
				 "no such file");
	if (known && same_stamp(&known->stamp, &stamp)) {
		memcpy(digest, known->digest, HASH_TEXT);
	} else {
		/* The stamp is older than the content read: never newer. */
		if (hash_file(path, digest, error) < 0)
			return -1;
		if (is_settled(&stamp))
			remember(digests, path, &stamp, digest);
	}
	note(digests, path, digest);
	return 0;
}

void file_digests_note(struct file_digests *digests, struct parts *parts,
		       const char *folder)
{
	digests->parts = parts;
	digests->folder = folder;
}

static int save_entry(struct statement *insert, const struct entry *entry,
		      struct error *error)
{
	statement_bind(insert, 1, value_text(entry->path));
	statement_bind(insert, 2, value_integer(entry->stamp.size));
	statement_bind(insert, 3, value_integer(entry->stamp.mtime_ns));
	statement_bind(insert, 4, value_integer(entry->stamp.inode));
	statement_bind(insert, 5, value_text(entry->digest));
	return statement_run(insert, error);
}

static int save_all(struct file_digests *digests, struct database *store,
		    struct error *error)
{
	struct statement *insert;
	int result = 0;

	if (statement_prepare(store,
			      "insert or replace into file_digest(path, size, "
			      "mtime_ns, inode, sha256) values (?1, ?2, ?3, "
			      "?4, ?5)",
			      &insert, error) < 0)
		return -1;
	for (size_t i = 0; result == 0 && i < digests->n; i++)
		if (digests->entries[i].is_new)
			result =
				save_entry(insert, &digests->entries[i], error);
	talloc_free(insert);
	return result;
}

int file_digests_save(struct file_digests *digests, struct database *store,
		      struct error *error)
{
	if (!digests->n_new)
		return 0;
	if (database_begin(store, error) < 0)
		return -1;
	if (save_all(digests, store, error) < 0 ||
	    database_commit(store, error) < 0) {
		database_rollback(store);
		return -1;
	}
	for (size_t i = 0; i < digests->n; i++)
		digests->entries[i].is_new = false;
	digests->n_new = 0;
	return 0;
}

int stage_hash_file(const struct project *project, struct hash *hash,
		    const char *path, struct error *error)
{
	struct file_digests *digests = project->digests, *once = NULL;
	char digest[HASH_TEXT];

	if (!digests) {
		if (file_digests_open(NULL, NULL, &once, error) < 0)
			return -1;
		digests = once;
	}
	int result = file_digests_get(digests, path, digest, error);
	if (result == 0)
		hash_add_text(hash, digest);
	talloc_free(once);
	return result;
}
