#include "pipeline/data/csv_input.h"

#include "pipeline/core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int close_input(struct csv_input *input)
{
	if (input->fd >= 0)
		close(input->fd);
	return 0;
}

static int open_file(struct csv_input *input, struct error *error)
{
	struct stat status;

	input->fd = open(input->path, O_RDONLY | O_CLOEXEC);
	if (input->fd < 0)
		return error_system(error, input->path,
				    "check the path and rights",
				    "cannot open the file");
	if (fstat(input->fd, &status) < 0)
		return error_system(error, input->path, NULL,
				    "cannot read the file");
	if (S_ISDIR(status.st_mode))
		return error_set(error, ERROR_FAILED, input->path,
				 "name a file", "this is a folder, not a file");
	if (S_ISREG(status.st_mode) && status.st_size == 0)
		return error_set(error, ERROR_DATA, input->path,
				 "export the answers again",
				 "the file is empty");
	return 0;
}

/* What people hand in instead of a CSV file, by its first bytes. */
static int refuse_binary(const struct csv_input *input, struct error *error)
{
	char head[4] = "";

	if (pread(input->fd, head, sizeof head, 0) < 0)
		return error_system(error, input->path, NULL,
				    "cannot read the file");
	if (!memcmp(head, "PK\x03\x04", 4) ||
	    !memcmp(head, "\xD0\xCF\x11\xE0", 4))
		return error_set(
			error, ERROR_DATA, input->path,
			"save the sheet as CSV (UTF-8) and name that",
			"this is a workbook or archive, not a CSV file");
	return error_set(error, ERROR_DATA, input->path,
			 "name a CSV file of text",
			 "this is a binary file, not a CSV file");
}

static int choose_encoding(const struct csv_input *input, const char *forced,
			   struct encoding *encoding, struct error *error)
{
	if (encoding_detect(input->fd, input->path, encoding, error) < 0)
		return -1;
	if (forced && !encoding_named(forced, encoding))
		return error_set(error, ERROR_PROJECT, input->path,
				 "write utf-8, windows-1252 or another name "
				 "that iconv knows",
				 "there is no encoding '%s'", forced);
	if (encoding->is_binary && encoding->kind != ENCODING_OTHER)
		return refuse_binary(input, error);
	return 0;
}

/* The file is open and its encoding known: be ready to read. */
static void start(struct csv_input *input, const struct encoding *encoding)
{
	hash_start(&input->hash);
	input->skip = encoding->mark;
	if (encoding->kind == ENCODING_UTF8)
		return;
	input->converter = converter_new(input, encoding);
	input->raw = memory_array(input, char, 2 * CSV_BLOCK);
}

static struct csv_input *new_input(const void *ctx, const char *path)
{
	struct csv_input *input = memory_new(ctx, struct csv_input);

	input->path = memory_text(input, path);
	input->fd = -1;
	talloc_set_destructor(input, close_input);
	return input;
}

int csv_input_open(const void *ctx, const char *path, const char *forced,
		   struct csv_input **input, struct encoding *encoding,
		   struct error *error)
{
	struct csv_input *made = new_input(ctx, path);

	if (open_file(made, error) < 0 ||
	    choose_encoding(made, forced, encoding, error) < 0) {
		talloc_free(made);
		return -1;
	}
	made->is_digested = true;
	start(made, encoding);
	*input = made;
	return 0;
}

int csv_input_open_again(const void *ctx, const char *path,
			 const struct encoding *encoding,
			 struct csv_input **input, struct error *error)
{
	struct csv_input *made = new_input(ctx, path);

	if (open_file(made, error) < 0) {
		talloc_free(made);
		return -1;
	}
	start(made, encoding);
	*input = made;
	return 0;
}

/* Room for N bytes and the padding behind the text. */
static void make_room(struct csv_input *input, size_t n)
{
	size_t kept = input->end - input->start;
	size_t wanted = kept + n + CSV_PADDING;

	if (input->start > 0)
		memmove(input->window, input->window + input->start, kept);
	input->start = 0;
	input->end = kept;
	if (wanted <= input->capacity)
		return;
	input->capacity =
		wanted > 2 * input->capacity ? wanted : 2 * input->capacity;
	input->window =
		memory_grow(input, input->window, char, input->capacity);
}

/* One block of the file to TO, digested; its length without the mark. */
static ssize_t read_raw(struct csv_input *input, char *to, struct error *error)
{
	ssize_t got;
	size_t skip;

	do {
		got = pread(input->fd, to, CSV_BLOCK, (off_t)input->n_bytes);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		error_system(error, input->path, NULL, "cannot read the file");
		return -1;
	}
	if (input->is_digested)
		hash_add(&input->hash, to, (size_t)got);
	input->n_bytes += (size_t)got;
	input->is_end = got == 0;
	skip = input->skip < (size_t)got ? input->skip : (size_t)got;
	input->skip -= skip;
	if (skip)
		memmove(to, to + skip, (size_t)got - skip);
	return got - (ssize_t)skip;
}

static int fill_converted(struct csv_input *input, struct error *error)
{
	ssize_t got = read_raw(input, input->raw + input->n_raw, error);
	size_t written, used;

	if (got < 0)
		return -1;
	input->n_raw += (size_t)got;
	make_room(input, input->n_raw * CONVERTER_GROWTH + 1);
	used = converter_run(input->converter, input->raw, input->n_raw,
			     input->window + input->end, &written);
	input->end += written;
	input->n_raw -= used;
	memmove(input->raw, input->raw + used, input->n_raw);
	/* A character cut off by the end of the file is a broken one. */
	if (input->is_end && input->n_raw > 0) {
		input->window[input->end++] = '\xFF';
		input->n_raw = 0;
	}
	return 0;
}

static int fill_plain(struct csv_input *input, struct error *error)
{
	ssize_t got;

	make_room(input, CSV_BLOCK);
	got = read_raw(input, input->window + input->end, error);
	if (got < 0)
		return -1;
	input->end += (size_t)got;
	return 0;
}

static void end_last_line(struct csv_input *input)
{
	char last;

	if (input->end == input->start)
		return;
	last = input->window[input->end - 1];
	if (last == '\n' || last == '\r')
		return;
	make_room(input, 1);
	input->window[input->end++] = '\n';
}

int csv_input_fill(struct csv_input *input, struct error *error)
{
	int result;

	if (input->is_end)
		return 0;
	result = input->converter ? fill_converted(input, error)
				  : fill_plain(input, error);
	if (result < 0)
		return -1;
	if (input->is_end)
		end_last_line(input);
	memset(input->window + input->end, 0, CSV_PADDING);
	return 1;
}

void csv_input_digest(struct csv_input *input, char digest[HASH_TEXT])
{
	hash_finish(&input->hash, digest);
}
