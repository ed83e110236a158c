#include "tests/support/tables.h"

#include "pipeline/core/memory.h"

#include <fcntl.h>
#include <readstat.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

enum { TEXT_WIDTH = 80 };

static void add_part(zip_t *archive, const char *name, const char *text)
{
	zip_source_t *source =
		zip_source_buffer(archive, text, strlen(text), 0);

	if (zip_file_add(archive, name, source, ZIP_FL_OVERWRITE) < 0)
		abort();
}

char *tables_workbook(const void *ctx, const char *folder, const char *name,
		      const char *sheet, const char *styles)
{
	char *path = memory_format(ctx, "%s/%s", folder, name);
	zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	char *whole = memory_format(path, "<worksheet>%s</worksheet>", sheet);
	char *style =
		memory_format(path, "<styleSheet>%s</styleSheet>", styles);

	add_part(archive, "xl/_rels/workbook.xml.rels",
		 "<Relationships><Relationship Id=\"r1\" "
		 "Target=\"worksheets/sheet1.xml\"/></Relationships>");
	add_part(archive, "xl/workbook.xml",
		 "<workbook><sheets><sheet name=\"Answers\" id=\"r1\"/>"
		 "</sheets></workbook>");
	add_part(archive, "xl/worksheets/sheet1.xml", whole);
	add_part(archive, "xl/styles.xml", style);
	if (zip_close(archive) < 0)
		abort();
	return path;
}

char *tables_sheet(const void *ctx, const char *const *cells, size_t n_columns,
		   size_t n_rows)
{
	char *text = memory_text(ctx, "<sheetData>");

	for (size_t i = 0; i <= n_rows; i++) {
		text = talloc_asprintf_append(text, "<row r=\"%zu\">", i + 1);
		for (size_t j = 0; j < n_columns; j++) {
			const char *cell = cells[i * n_columns + j];
			bool is_number = i > 0 && *cells[j] == 'n';

			if (is_number && !*cell)
				text = talloc_strdup_append(text, "<c/>");
			else if (is_number)
				text = talloc_asprintf_append(
					text, "<c><v>%s</v></c>", cell);
			else
				text = talloc_asprintf_append(
					text,
					"<c t=\"inlineStr\"><is><t>%s</t>"
					"</is></c>",
					cell);
		}
		text = talloc_strdup_append(text, "</row>");
	}
	return talloc_strdup_append(text, "</sheetData>");
}

static ssize_t write_bytes(const void *data, size_t length, void *file)
{
	return write(*(int *)file, data, length);
}

static void write_row(readstat_writer_t *writer, const char *const *names,
		      const char *const *row, size_t n)
{
	readstat_begin_row(writer);
	for (size_t i = 0; i < n; i++) {
		readstat_variable_t *variable =
			readstat_get_variable(writer, (int)i);

		if (*names[i] != 'n')
			readstat_insert_string_value(writer, variable, row[i]);
		else if (*row[i])
			readstat_insert_double_value(writer, variable,
						     strtod(row[i], NULL));
		else
			readstat_insert_missing_value(writer, variable);
	}
	readstat_end_row(writer);
}

char *tables_spss(const void *ctx, const char *folder, const char *name,
		  const char *const *cells, size_t n_columns, size_t n_rows,
		  int how)
{
	char *path = memory_format(ctx, "%s/%s", folder, name);
	int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0644);
	readstat_writer_t *writer = readstat_writer_init();

	readstat_set_data_writer(writer, write_bytes);
	readstat_writer_set_compression(writer, (readstat_compress_t)how);
	for (size_t i = 0; i < n_columns; i++)
		readstat_add_variable(writer, cells[i],
				      *cells[i] == 'n' ? READSTAT_TYPE_DOUBLE
						       : READSTAT_TYPE_STRING,
				      TEXT_WIDTH);
	readstat_begin_writing_sav(writer, &file, (long)n_rows);
	for (size_t i = 1; i <= n_rows; i++)
		write_row(writer, cells, cells + i * n_columns, n_columns);
	if (readstat_end_writing(writer) != READSTAT_OK)
		abort();
	readstat_writer_free(writer);
	close(file);
	return path;
}
