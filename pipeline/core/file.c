#include "pipeline/core/file.h"

#include "pipeline/core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_for_reading(const char *path, struct stat *status,
			    struct error *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_system(error, path, "check the path and rights",
				    "cannot open the file");
	if (fstat(fd, status) < 0 || S_ISDIR(status->st_mode)) {
		close(fd);
		return error_set(error, ERROR_FAILED, path, "name a file",
				 "this is a folder, not a file");
	}
	return fd;
}

int file_read(const void *ctx, const char *path, char **data, size_t *length,
	      struct error *error)
{
	struct stat status;
	size_t used = 0, size;
	ssize_t got;
	char *buffer;
	int fd = open_for_reading(path, &status, error);

	if (fd < 0)
		return -1;
	size = (size_t)status.st_size + 1;
	buffer = memory_grow(ctx, NULL, char, size);
	/* Until read() says end: the file may grow, or be a pipe. */
	while ((got = read(fd, buffer + used, size - used)) > 0) {
		used += (size_t)got;
		if (used == size)
			buffer = memory_grow(ctx, buffer, char, size *= 2);
	}
	close(fd);
	if (got < 0) {
		talloc_free(buffer);
		return error_system(error, path, NULL, "cannot read the file");
	}
	buffer[used] = '\0';
	*data = buffer;
	if (length)
		*length = used;
	return 0;
}

int file_make_folder(const char *path, struct error *error)
{
	char *copy = memory_text(NULL, path);
	int result = 0;

	for (char *at = copy + 1; *copy && result == 0; at++) {
		char saved = *at;

		if (saved != '/' && saved != '\0')
			continue;
		*at = '\0';
		if (mkdir(copy, 0777) < 0 && !file_is_folder(copy))
			result = error_system(error, copy,
					      "check the path and rights",
					      "cannot make the folder");
		*at = saved;
		if (saved == '\0')
			break;
	}
	talloc_free(copy);
	return result;
}

static bool has_content(const char *path, const void *data, size_t length)
{
	struct error ignored = { .code = ERROR_NONE };
	struct stat status;
	bool is_same = false;
	char *present;

	/* The size first: most changes need no read. */
	if (stat(path, &status) < 0 || (size_t)status.st_size != length)
		return false;
	if (file_read(NULL, path, &present, NULL, &ignored) == 0) {
		is_same = !memcmp(present, data, length);
		talloc_free(present);
	}
	return is_same;
}

static int write_all(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t put = write(fd, data, length);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		length -= (size_t)put;
	}
	return fsync(fd);
}

static int write_temporary(const char *temporary, const char *path,
			   const void *data, size_t length, struct error *error)
{
	int result, saved;
	int fd =
		open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		return error_system(error, path, "check the folder's rights",
				    "cannot write the file");
	result = write_all(fd, data, length);
	saved = errno;
	close(fd); /* flushed above: nothing is left to fail */
	if (result == 0)
		return 0;
	unlink(temporary);
	errno = saved;
	return error_system(error, path, "free some space on the disk",
			    "cannot write the file");
}

/* Folder of PATH on CTX; "." when it has none. */
static char *folder_of(const void *ctx, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return memory_text(ctx, ".");
	return memory_text_n(ctx, path,
			     slash == path ? 1 : (size_t)(slash - path));
}

/* A rename lasts only once its folder is on disk. */
static void flush_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	/* Some file systems refuse to flush a folder: nothing more to do. */
	(void)fsync(fd);
	close(fd);
}

int file_write(const char *path, const void *data, size_t length,
	       struct error *error)
{
	char *folder = folder_of(NULL, path);
	char *temporary = memory_format(folder, "%s.tmp", path);
	int result = 0;

	if (has_content(path, data, length))
		goto out;
	result = file_make_folder(folder, error);
	if (result == 0)
		result = write_temporary(temporary, path, data, length, error);
	if (result == 0 && rename(temporary, path) < 0) {
		result = error_system(error, path, "check the folder's rights",
				      "cannot put the file in place");
		unlink(temporary);
	}
	if (result == 0)
		flush_folder(folder);
out:
	talloc_free(folder);
	return result;
}

size_t file_head(const char *path, void *head, size_t length)
{
	FILE *file = fopen(path, "rbe");
	size_t n = file ? fread(head, 1, length, file) : 0;

	if (file)
		fclose(file);
	return n;
}

bool file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

bool file_is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* FOLDER with what glob() would take for a pattern escaped. */
static char *glob_escape(const void *ctx, const char *folder)
{
	char *escaped = memory_array(ctx, char, 2 * strlen(folder) + 1);
	char *to = escaped;

	for (; *folder; folder++) {
		if (strchr("*?[]\\{}", *folder))
			*to++ = '\\';
		*to++ = *folder;
	}
	return escaped;
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_files(const void *ctx, const glob_t *found,
		       struct file_list *list)
{
	list->paths = memory_array(ctx, char *, found->gl_pathc);
	list->n = 0;
	for (size_t i = 0; i < found->gl_pathc; i++)
		if (!file_is_folder(found->gl_pathv[i]))
			list->paths[list->n++] =
				memory_text(list->paths, found->gl_pathv[i]);
	qsort(list->paths, list->n, sizeof *list->paths, compare_paths);
}

int file_glob(const void *ctx, const char *folder, const char *pattern,
	      struct file_list *list, struct error *error)
{
	char *escaped = glob_escape(NULL, folder);
	char *whole = file_join(escaped, escaped, pattern);
	glob_t found = { .gl_pathc = 0 };
	int result = 0;

	switch (glob(whole, GLOB_NOSORT, NULL, &found)) {
	case 0:
	case GLOB_NOMATCH:
		list_files(ctx, &found, list);
		break;
	case GLOB_NOSPACE:
		memory_exhausted();
	default:
		result = error_system(error, pattern,
				      "check the folder's rights",
				      "cannot list the files");
	}
	globfree(&found);
	talloc_free(escaped);
	return result;
}

char *file_join(const void *ctx, const char *folder, const char *name)
{
	size_t length = strlen(folder);

	if (name[0] == '/' || length == 0)
		return memory_text(ctx, name);
	return memory_format(ctx, "%s%s%s", folder,
			     folder[length - 1] == '/' ? "" : "/", name);
}

char *file_climb(const void *ctx, const char *folder, const char *name)
{
	char *base = memory_text(NULL, folder);
	char *path;

	for (; strncmp(name, "../", 3) == 0; name += 3)
		if (*base)
			*strrchr(base, '/') = '\0';
	path = name[0] == '/' ? memory_text(ctx, name)
			      : memory_format(ctx, "%s/%s", base, name);
	talloc_free(base);
	return path;
}

const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool file_stamp(const char *path, struct file_stamp *stamp)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return false;
	stamp->size = status.st_size;
	stamp->mtime_ns = (int64_t)status.st_mtim.tv_sec * 1000000000 +
			  status.st_mtim.tv_nsec;
	stamp->inode = (int64_t)status.st_ino;
	return true;
}
