#include "pipeline/run/outputs.h"

#include "pipeline/core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Beside the files it will replace, so that rename() never crosses disks. */
#define STAGING ".divario-new"

static const char space_remedy[] =
	"free some space on the disk and run again; the earlier reports are "
	"untouched";

struct outputs {
	const char *folder, *staging;
	struct output_records records;
	bool *is_staged;      /* false: the same content is in place already */
	pthread_mutex_t lock; /* of the records and this object's memory */
};

struct outputs *outputs_new(const void *ctx, const char *folder)
{
	struct outputs *outputs = memory_new(ctx, struct outputs);

	outputs->folder = memory_text(outputs, folder);
	outputs->staging = file_join(outputs, folder, STAGING);
	pthread_mutex_init(&outputs->lock, NULL);
	return outputs;
}

static int make_parent(const char *path, struct error *error)
{
	char *folder = memory_text(NULL, path);
	int result = 0;

	*strrchr(folder, '/') = '\0';
	if (!file_is_folder(folder))
		result = file_make_folder(folder, error);
	talloc_free(folder);
	return result;
}

static bool is_below(const char *name)
{
	return *name && *name != '/' && *name != '.' && !strstr(name, "/.");
}

static int check_name(const struct outputs *outputs, const char *name,
		      struct error *error)
{
	if (!is_below(name))
		return error_set(error, ERROR_FAILED, name, NULL,
				 "a stage may not write outside the output "
				 "folder");
	for (size_t i = 0; i < outputs->records.n; i++)
		if (strcmp(outputs->records.items[i].name, name) == 0)
			return error_set(error, ERROR_FAILED, name,
					 "give the figures and tables of the "
					 "reports different names",
					 "two outputs have the same name");
	return 0;
}

static void add_record(struct outputs *outputs,
		       const struct output_record *record, bool is_staged)
{
	size_t n = outputs->records.n;

	memory_append(outputs, outputs->is_staged, bool, n, is_staged);
	memory_append(outputs, outputs->records.items, struct output_record,
		      outputs->records.n, *record);
}

/* Is there a file with that digest and size already?  Then its stamp. */
static bool is_in_place(const struct outputs *outputs,
			struct output_record *record, int64_t size)
{
	char *path = file_join(NULL, outputs->folder, record->name);
	char digest[HASH_TEXT];
	struct error ignored = { 0 };
	bool is_same = file_stamp(path, &record->stamp) &&
		       record->stamp.size == size &&
		       hash_file(path, digest, &ignored) == 0 &&
		       strcmp(digest, record->digest) == 0;

	talloc_free(path);
	return is_same;
}

static int write_file(const char *path, const void *data, size_t length,
		      struct error *error)
{
	FILE *file = fopen(path, "wbx");

	if (!file)
		return error_system(error, path, "check the folder's rights",
				    "cannot write the file");
	bool is_whole = fwrite(data, 1, length, file) == length;
	int reason = errno;
	if (fclose(file) != 0 && is_whole) {
		is_whole = false;
		reason = errno;
	}
	errno = reason;
	if (!is_whole)
		return error_system(error, path, space_remedy,
				    "cannot write the file");
	return 0;
}

static int stage_file(struct outputs *outputs, const char *name,
		      const void *data, size_t length, struct error *error)
{
	char *path = file_join(NULL, outputs->staging, name);
	int result = make_parent(path, error);

	if (result == 0)
		result = write_file(path, data, length, error);
	talloc_free(path);
	return result;
}

/* The name is taken first: of two threads with one name the second fails. */
static int take_name(struct outputs *outputs, const char *name, size_t *i,
		     struct error *error)
{
	int result;

	pthread_mutex_lock(&outputs->lock);
	result = check_name(outputs, name, error);
	*i = outputs->records.n;
	if (result == 0)
		add_record(outputs,
			   &(struct output_record){
				   .name = memory_text(outputs, name) },
			   false);
	pthread_mutex_unlock(&outputs->lock);
	return result;
}

int outputs_put(struct outputs *outputs, const char *name, const void *data,
		size_t length, struct error *error)
{
	struct output_record record = { .name = name };
	bool is_staged;
	size_t i;

	if (take_name(outputs, name, &i, error) < 0)
		return -1;
	hash_bytes(data, length, record.digest);
	is_staged = !is_in_place(outputs, &record, (int64_t)length);
	if (is_staged) {
		if (stage_file(outputs, name, data, length, error) < 0)
			return -1;
		char *path = file_join(NULL, outputs->staging, name);
		file_stamp(path, &record.stamp);
		talloc_free(path);
	}
	pthread_mutex_lock(&outputs->lock);
	record.name = outputs->records.items[i].name;
	outputs->records.items[i] = record;
	outputs->is_staged[i] = is_staged;
	pthread_mutex_unlock(&outputs->lock);
	return 0;
}

int outputs_reserve(const void *ctx, struct outputs *outputs, const char *name,
		    char **path, struct error *error)
{
	if (check_name(outputs, name, error) < 0)
		return -1;
	*path = file_join(ctx, outputs->staging, name);
	return make_parent(*path, error);
}

int outputs_adopt(struct outputs *outputs, const char *name,
		  struct error *error)
{
	struct output_record record = { .name = memory_text(outputs, name) };
	struct file_stamp written = { 0 };
	char *path = file_join(outputs, outputs->staging, name);

	if (hash_file(path, record.digest, error) < 0)
		return -1;
	file_stamp(path, &written);
	bool is_staged = !is_in_place(outputs, &record, written.size);
	if (is_staged)
		record.stamp = written;
	add_record(outputs, &record, is_staged);
	return 0;
}

const struct output_records *outputs_list(const struct outputs *outputs)
{
	return &outputs->records;
}

static int flush_file(const char *path, struct error *error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int result = file < 0 ? -1 : fdatasync(file);
	int reason = errno;

	if (file >= 0)
		close(file);
	errno = reason;
	if (result < 0)
		return error_system(error, path, space_remedy,
				    "cannot write the file to disk");
	return 0;
}

/*
 * The documents are few and cannot be done without.  Of the hundreds of
 * figures and tables in the folders below, a power failure may take the last:
 * the next run sees it by size and digest and makes them again.
 */
int outputs_flush(struct outputs *outputs, struct error *error)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < outputs->records.n; i++) {
		const char *name = outputs->records.items[i].name;
		char *path;

		if (!outputs->is_staged[i] || strchr(name, '/'))
			continue;
		path = file_join(NULL, outputs->staging, name);
		result = flush_file(path, error);
		talloc_free(path);
	}
	return result;
}

static int place(const struct outputs *outputs, const char *name,
		 struct error *error)
{
	char *from = file_join(NULL, outputs->staging, name);
	char *to = file_join(from, outputs->folder, name);
	int result = make_parent(to, error);

	if (result == 0 && rename(from, to) < 0)
		result = error_system(error, to, "check the folder's rights",
				      "cannot put the file in place");
	talloc_free(from);
	return result;
}

int outputs_place(struct outputs *outputs, struct error *error)
{
	int result = 0;

	for (size_t i = 0; result == 0 && i < outputs->records.n; i++)
		if (outputs->is_staged[i])
			result = place(outputs, outputs->records.items[i].name,
				       error);
	outputs_clear(outputs->folder);
	return result;
}

static int remove_entry(const char *path, const struct stat *status, int type,
			struct FTW *level)
{
	(void)status;
	(void)type;
	(void)level;
	/* What cannot go now is tried again by the next run. */
	(void)remove(path);
	return 0;
}

void outputs_clear(const char *folder)
{
	char *staging = file_join(NULL, folder, STAGING);

	if (file_is_folder(staging))
		nftw(staging, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	talloc_free(staging);
}

bool outputs_is_intact(const char *folder, const struct output_record *record)
{
	char *path = file_join(NULL, folder, record->name);
	char digest[HASH_TEXT];
	struct file_stamp stamp = { 0 };
	struct error ignored = { 0 };
	bool is_there = file_stamp(path, &stamp), is_intact;

	if (!*record->digest || !is_there)
		is_intact = !*record->digest && !is_there;
	else if (stamp.size != record->stamp.size)
		is_intact = false;
	else
		is_intact = (stamp.mtime_ns == record->stamp.mtime_ns &&
			     stamp.inode == record->stamp.inode) ||
			    (hash_file(path, digest, &ignored) == 0 &&
			     strcmp(digest, record->digest) == 0);
	talloc_free(path);
	return is_intact;
}
