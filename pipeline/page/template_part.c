#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/nearest.h"
#include "pipeline/page/template_file.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/* A part as a line asks for it. */
struct part_use {
	const char *name;
	const char *where; /* path:line:column of the name */
	const struct part_user *user;
};

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t\r");
}

static size_t name_length(const char *text)
{
	size_t n = 0;

	while (isalnum((unsigned char)text[n]) || text[n] == '_' ||
	       text[n] == '-')
		n++;
	return n;
}

/* Is LINE "{{part NAME}}" and nothing else?  The length of the name, or 0. */
static size_t find_part(const struct template_line *line, const char **name)
{
	const char *at = skip_blanks(line->text), *end;
	size_t n;

	if (strncmp(at, "{{", 2) != 0)
		return 0;
	at = skip_blanks(at + 2);
	if (strncmp(at, "part", 4) != 0 || skip_blanks(at + 4) == at + 4)
		return 0;
	*name = skip_blanks(at + 4);
	n = name_length(*name);
	end = skip_blanks(*name + n);
	if (strncmp(end, "}}", 2) != 0)
		return 0;
	end = skip_blanks(end + 2);
	return *end == '\n' || *end == '\0' ? n : 0;
}

/* ---- the part's file ---- */

/* The project's own, else the shipped one; NULL = there is none. */
static const char *find_file(const struct template_reader *reader,
			     const char *name)
{
	char *file = memory_format(reader->file, "templates/parts/%s.md", name);
	char *own = reader->folder
			    ? file_join(reader->file, reader->folder, file)
			    : NULL;

	return own && file_exists(own) ? own
				       : file_resource(reader->file, file);
}

static void add_names(const void *ctx, const char *folder, const char ***names,
		      size_t *n)
{
	struct file_list list = { 0 };
	struct error ignored = { 0 };

	if (!folder || file_glob(ctx, folder, "*.md", &list, &ignored) < 0)
		return;
	for (size_t i = 0; i < list.n; i++) {
		const char *name = file_name(list.paths[i]);

		memory_append(ctx, *names, const char *, *n,
			      memory_text_n(ctx, name, strlen(name) - 3));
	}
}

static int missing_part(const struct template_reader *reader,
			const struct part_use *use)
{
	const void *ctx = reader->file;
	const char **names = NULL, *near;
	size_t n = 0;

	if (reader->folder)
		add_names(ctx,
			  file_join(ctx, reader->folder, "templates/parts"),
			  &names, &n);
	add_names(ctx, file_resource(ctx, "templates/parts"), &names, &n);
	near = nearest_word(use->name, names, n);
	return error_set(
		reader->error, ERROR_PROJECT, use->where,
		near ? memory_format(ctx, "write '%s'", near)
		     : memory_format(ctx,
				     "put templates/parts/%s.md into the "
				     "project folder",
				     use->name),
		"there is no part '%s'", use->name);
}

/* ---- a part in its place ---- */

/* The way is told from the outer to the inner: "a.md > b.md > a.md". */
static int refuse_cycle(const struct template_reader *reader,
			const struct part_use *use, const char *path)
{
	const char *way = file_name(path);
	const struct part_user *user = use->user;

	for (; strcmp(user->path, path) != 0; user = user->outer)
		way = memory_format(reader->file, "%s > %s",
				    file_name(user->path), way);
	return error_set(reader->error, ERROR_PROJECT, use->where,
			 "take this line out, or put what both need into a "
			 "part of its own",
			 "the part '%s' puts itself in: %s > %s", use->name,
			 file_name(path), way);
}

static bool is_open(const struct part_user *user, const char *path)
{
	for (; user; user = user->outer)
		if (strcmp(user->path, path) == 0)
			return true;
	return false;
}

static int put_in(const struct template_reader *reader,
		  const struct part_use *use)
{
	struct template_file *file = reader->file;
	struct part_user inner = { find_file(reader, use->name), use->user };
	const char *text;

	if (!inner.path)
		return missing_part(reader, use);
	if (is_open(use->user, inner.path))
		return refuse_cycle(reader, use, inner.path);
	if (template_text_read(reader, inner.path, &text) < 0)
		return -1;
	if (strncmp(text, "---\n", 4) == 0)
		return error_set(reader->error, ERROR_PROJECT,
				 memory_format(file, "%s:1:1", inner.path),
				 "take it out: the template's own counts",
				 "a part has no front matter");
	memory_append(file, file->parts, const char *, file->n_parts,
		      inner.path);
	return template_lines_add(reader, &inner, text, 1);
}

static int put_in_line(const struct template_reader *reader,
		       const struct part_user *user,
		       const struct template_line *line, const char *name,
		       size_t length)
{
	struct part_use use = {
		.name = memory_text_n(reader->file, name, length),
		.where = memory_format(reader->file, "%s:%zu:%zu", line->path,
				       line->number,
				       (size_t)(name - line->text) + 1),
		.user = user,
	};

	return put_in(reader, &use);
}

int template_lines_add(const struct template_reader *reader,
		       const struct part_user *user, const char *text,
		       size_t number)
{
	struct template_file *file = reader->file;

	while (*text) {
		struct template_line line = { user->path, number++, text,
					      strcspn(text, "\n") };
		const char *name;
		size_t length = find_part(&line, &name);

		if (!length)
			memory_append(file, file->lines, struct template_line,
				      file->n_lines, line);
		else if (put_in_line(reader, user, &line, name, length) < 0)
			return -1;
		text += line.length;
		text += *text == '\n';
	}
	return 0;
}
