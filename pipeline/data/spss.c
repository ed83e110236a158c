#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/data/spss_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A label as it comes: its variables are known in the end only. */
struct set_label {
	const char *set;
	struct spss_label label;
};

struct reading {
	struct spss_file *file;
	struct set_label *labels;
	size_t n_labels;
	char message[SPSS_FAULT];
};

readstat_parser_t *spss_parser_new(const char *encoding,
				   readstat_error_handler note)
{
	readstat_parser_t *parser = memory_check(readstat_parser_init());

	readstat_set_error_handler(parser, note);
	if (encoding)
		readstat_set_file_character_encoding(parser, encoding);
	return parser;
}

int spss_fault(const char *path, readstat_error_t code, const char *message,
	       struct error *error)
{
	if (code == READSTAT_ERROR_OPEN)
		return error_system(error, path, "check the path and rights",
				    "cannot open the file");
	if (code == READSTAT_ERROR_CONVERT_BAD_STRING ||
	    code == READSTAT_ERROR_CONVERT ||
	    code == READSTAT_ERROR_UNSUPPORTED_CHARSET)
		return error_set(error, ERROR_DATA, path,
				 "say which it is in: encoding: windows-1252",
				 "its texts are not in the encoding that the "
				 "file names");
	return error_set(error, ERROR_DATA, path, "export the file again",
			 "the SPSS file is damaged: %s",
			 *message ? message : readstat_error_message(code));
}

/* ---- numbers ------------------------------------------------------------- */

void spss_number(double number, enum moment_kind kind, char text[SPSS_NUMBER])
{
	const double most = 1e15;
	char *exact;

	if (kind != MOMENT_NONE && moment_of_spss(number, kind, text))
		return;
	if (fabs(number) < most && number == trunc(number)) {
		snprintf(text, SPSS_NUMBER, "%lld", (long long)number);
		return;
	}
	exact = text_number_exact(NULL, number);
	snprintf(text, SPSS_NUMBER, "%s", exact);
	talloc_free(exact);
}

/* By the name of SPSS's format: "DATE11", "DATETIME20", "F8.2". */
static enum moment_kind kind_of(const char *format)
{
	static const struct {
		const char *name;
		enum moment_kind kind;
	} kinds[] = {
		{ "DATE", MOMENT_DAY },      { "ADATE", MOMENT_DAY },
		{ "EDATE", MOMENT_DAY },     { "JDATE", MOMENT_DAY },
		{ "SDATE", MOMENT_DAY },     { "QYR", MOMENT_DAY },
		{ "MOYR", MOMENT_DAY },      { "WKYR", MOMENT_DAY },
		{ "DATETIME", MOMENT_BOTH }, { "YMDHMS", MOMENT_BOTH },
		{ "TIME", MOMENT_TIME },     { "DTIME", MOMENT_TIME },
		{ "MTIME", MOMENT_TIME },
	};
	size_t length = strcspn(format, "0123456789.");

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strlen(kinds[i].name) == length &&
		    !strncasecmp(kinds[i].name, format, length))
			return kinds[i].kind;
	return MOMENT_NONE;
}

/* ---- what the file says -------------------------------------------------- */

static double number_of(readstat_value_t value)
{
	return readstat_value_type_class(value) == READSTAT_TYPE_CLASS_NUMERIC
		       ? readstat_double_value(value)
		       : (double)NAN;
}

static const char *text_of(const void *ctx, readstat_value_t value)
{
	char text[SPSS_NUMBER];

	if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
		return memory_text(ctx, readstat_string_value(value)
						? readstat_string_value(value)
						: "");
	spss_number(readstat_double_value(value), MOMENT_NONE, text);
	return memory_text(ctx, text);
}

static int take_metadata(readstat_metadata_t *metadata, void *data)
{
	struct reading *reading = data;
	struct spss_file *file = reading->file;
	const char *encoding = readstat_get_file_encoding(metadata);
	const char *title = readstat_get_file_label(metadata);

	file->encoding = memory_text(file, encoding ? encoding : "UTF-8");
	file->title = memory_text(file, title ? title : "");
	file->n_cases = readstat_get_row_count(metadata);
	file->is_compressed =
		readstat_get_compression(metadata) != READSTAT_COMPRESS_NONE;
	return READSTAT_HANDLER_OK;
}

static void take_missing(struct spss_file *file, struct spss_variable *variable,
			 const readstat_variable_t *from)
{
	int n = readstat_variable_get_missing_ranges_count(from);

	for (int i = 0; i < n; i++) {
		readstat_value_t low =
			readstat_variable_get_missing_range_lo(from, i);
		readstat_value_t high =
			readstat_variable_get_missing_range_hi(from, i);
		struct spss_missing missing = {
			.low = number_of(low),
			.high = number_of(high),
			.text = text_of(file, low),
		};

		memory_append(file, variable->missing, struct spss_missing,
			      variable->n_missing, missing);
	}
}

static int decimals_of(const char *format)
{
	const char *point = strchr(format, '.');

	return point ? atoi(point + 1) : 0;
}

static int take_variable(int index, readstat_variable_t *from,
			 const char *label_set, void *data)
{
	struct reading *reading = data;
	struct spss_file *file = reading->file;
	const char *label = readstat_variable_get_label(from);
	const char *format = readstat_variable_get_format(from);
	struct spss_variable variable = {
		.name = memory_text(file, readstat_variable_get_name(from)),
		.label = memory_text(file, label ? label : ""),
		.is_text = readstat_variable_get_type_class(from) ==
			   READSTAT_TYPE_CLASS_STRING,
		.label_set = memory_text(file, label_set),
	};

	(void)index;
	if (!variable.is_text && format) {
		variable.kind = kind_of(format);
		variable.decimals = decimals_of(format);
	}
	take_missing(file, &variable, from);
	memory_append(file, file->variables, struct spss_variable,
		      file->n_variables, variable);
	return READSTAT_HANDLER_OK;
}

static int take_label(const char *set, readstat_value_t value,
		      const char *label, void *data)
{
	struct reading *reading = data;
	struct set_label item = {
		.set = memory_text(reading->file, set),
		.label = { .value = text_of(reading->file, value),
			   .text = memory_text(reading->file,
					       label ? label : ""),
			   .number = number_of(value) },
	};

	memory_append(reading->file, reading->labels, struct set_label,
		      reading->n_labels, item);
	return READSTAT_HANDLER_OK;
}

static void note(const char *message, void *data)
{
	struct reading *reading = data;

	snprintf(reading->message, sizeof reading->message, "%s", message);
	reading->message[strcspn(reading->message, "\n")] = '\0';
}

static void give_labels(struct reading *reading, struct spss_variable *variable)
{
	if (!variable->label_set || !*variable->label_set)
		return;
	for (size_t i = 0; i < reading->n_labels; i++)
		if (!strcmp(reading->labels[i].set, variable->label_set))
			memory_append(reading->file, variable->labels,
				      struct spss_label, variable->n_labels,
				      reading->labels[i].label);
}

bool spss_is_valid(const char *text)
{
	size_t length = text ? strlen(text) : 0;

	return !length || text_valid_prefix(text, length) == length;
}

static bool is_valid_variable(const struct spss_variable *variable)
{
	bool is_valid =
		spss_is_valid(variable->name) && spss_is_valid(variable->label);

	for (size_t i = 0; i < variable->n_labels && is_valid; i++)
		is_valid = spss_is_valid(variable->labels[i].value) &&
			   spss_is_valid(variable->labels[i].text);
	for (size_t i = 0; i < variable->n_missing && is_valid; i++)
		is_valid = spss_is_valid(variable->missing[i].text);
	return is_valid;
}

/* What ReadStat lets pass. */
static int check(const struct spss_file *file, struct error *error)
{
	bool is_valid = spss_is_valid(file->title);

	for (size_t i = 0; i < file->n_variables; i++) {
		const struct spss_variable *variable = &file->variables[i];

		if (!variable->name || !*variable->name)
			return spss_fault(file->path, READSTAT_ERROR_PARSE,
					  "a variable has no name", error);
		is_valid = is_valid && is_valid_variable(variable);
	}
	return is_valid ? 0
			: spss_fault(file->path,
				     READSTAT_ERROR_CONVERT_BAD_STRING, "",
				     error);
}

int spss_open(const void *ctx, const char *path, const char *encoding,
	      struct spss_file **result, struct error *error)
{
	struct reading reading = { .file = memory_new(ctx, struct spss_file) };
	readstat_parser_t *parser = spss_parser_new(encoding, note);
	readstat_error_t code;

	reading.file->path = memory_text(reading.file, path);
	readstat_set_metadata_handler(parser, take_metadata);
	readstat_set_variable_handler(parser, take_variable);
	readstat_set_value_label_handler(parser, take_label);
	code = readstat_parse_sav(parser, path, &reading);
	readstat_parser_free(parser);
	if (code != READSTAT_OK)
		spss_fault(path, code, reading.message, error);
	for (size_t i = 0; i < reading.file->n_variables; i++)
		give_labels(&reading, &reading.file->variables[i]);
	if (code != READSTAT_OK || check(reading.file, error) < 0) {
		talloc_free(reading.file);
		return -1;
	}
	reading.file->n_sets = spss_count_sets(reading.file, path);
	*result = reading.file;
	return 0;
}

bool spss_is_missing(const struct spss_variable *variable,
		     const struct spss_label *label)
{
	for (size_t i = 0; i < variable->n_missing; i++) {
		const struct spss_missing *missing = &variable->missing[i];

		if (isnan(label->number)
			    ? !strcmp(missing->text, label->value)
			    : label->number >= missing->low &&
				      label->number <= missing->high)
			return true;
	}
	return false;
}
