#include "pipeline/data/geojson_private.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"

#include <stdlib.h>
#include <string.h>

const char *const geojson_key_names[] = {
	"com_istat_code",
	"pro_com_t",
	"pro_com",
	"PRO_COM_T",
	"PRO_COM",
	"istat_code",
	"codice_istat",
	"prov_istat_code",
	"cod_prov",
	"COD_PROV",
	"reg_istat_code",
	"cod_reg",
	"COD_REG",
	"code",
	"codice",
	"key",
	"id",
	"name",
	"nome",
	NULL,
};

static const char *const display_names[] = {
	"name",    "nome",    "comune",    "COMUNE",   "den_uts", "DEN_UTS",
	"den_reg", "DEN_REG", "prov_name", "reg_name", "label",   NULL,
};

const char *geojson_property(const void *ctx, const json_t *feature,
			     const char *name)
{
	const json_t *value =
		json_object_get(json_object_get(feature, "properties"), name);

	if (!value && strcmp(name, "id") == 0)
		value = json_object_get(feature, "id");
	if (json_is_string(value) && *json_string_value(value))
		return memory_text(ctx, json_string_value(value));
	if (json_is_integer(value))
		return memory_format(ctx, "%lld",
				     (long long)json_integer_value(value));
	if (json_is_real(value))
		return memory_format(ctx, "%.0f", json_real_value(value));
	return NULL;
}

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Does every feature have it, no two the same? */
static bool identifies(const struct geojson_file *file, const char *name)
{
	const char **values =
		memory_array(NULL, const char *, file->n_features);
	bool is_good = true;

	for (size_t i = 0; i < file->n_features && is_good; i++) {
		values[i] = geojson_property(
			values, json_array_get(file->features, i), name);
		is_good = values[i] != NULL;
	}
	if (is_good)
		qsort(values, file->n_features, sizeof *values, compare_texts);
	for (size_t i = 1; i < file->n_features && is_good; i++)
		is_good = strcmp(values[i - 1], values[i]) != 0;
	talloc_free(values);
	return is_good;
}

static const char *first_property(const struct geojson_file *file,
				  const char *const *names)
{
	const json_t *properties = json_object_get(
		json_array_get(file->features, 0), "properties");

	for (; *names; names++)
		if (json_object_get(properties, *names))
			return *names;
	return NULL;
}

static char *properties_text(const struct geojson_file *file)
{
	json_t *properties = json_object_get(json_array_get(file->features, 0),
					     "properties");
	char *text = memory_text(file->ctx, "");
	const char *name;
	json_t *value;

	json_object_foreach(properties, name, value) text = memory_check(
		talloc_asprintf_append(text, "%s%s", *text ? ", " : "", name));
	return text;
}

int geojson_choose_names(struct geojson_file *file,
			 const struct geojson_request *request,
			 struct error *error)
{
	file->key = request->key;
	file->name = request->name ? request->name
				   : first_property(file, display_names);
	for (size_t i = 0; !file->key && geojson_key_names[i]; i++)
		if (identifies(file, geojson_key_names[i]))
			file->key = geojson_key_names[i];
	if (file->key)
		return 0;
	return error_set(
		error, ERROR_PROJECT, file->path,
		memory_format(file->ctx,
			      "name the property that identifies a "
			      "territory; the first feature has: %.200s",
			      properties_text(file)),
		"no known property identifies the features");
}

/* ---- looking up ---- */

static const char *without_zeros(const char *text)
{
	while (*text == '0' && text[1])
		text++;
	return text;
}

static bool is_code(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

static bool is_same_key(const char *a, const char *b)
{
	if (is_code(a) && is_code(b))
		return strcmp(without_zeros(a), without_zeros(b)) == 0;
	return strcmp(a, b) == 0;
}

size_t boundaries_find(const struct boundaries *boundaries, const char *key)
{
	for (size_t i = 0; i < boundaries->n_regions; i++)
		if (is_same_key(boundaries->regions[i].key, key))
			return i;
	for (size_t i = 0; i < boundaries->n_regions; i++)
		if (strcmp(boundaries->regions[i].name, key) == 0)
			return i;
	return boundaries->n_regions;
}

/* ---- finding files ---- */

/* Of one name or pattern: those of FOLDER, else the one shipped. */
static int find_one(const void *ctx, const char *folder, const char *name,
		    struct file_list *list, struct error *error)
{
	char *shipped;

	if (file_glob(ctx, folder, name, list, error) < 0)
		return -1;
	if (list->n > 0)
		return 0;
	shipped =
		file_resource(ctx, memory_format(ctx, "territories/%s", name));
	if (!shipped)
		return 0;
	list->paths = memory_array(ctx, char *, 1);
	list->paths[0] = shipped;
	list->n = 1;
	return 0;
}

int geojson_find(const void *ctx, const char *folder, const char *names,
		 const char *where, char ***paths, size_t *n_paths,
		 struct error *error)
{
	char *rest = memory_text(ctx, names);

	*paths = NULL;
	*n_paths = 0;
	for (char *name = strsep(&rest, ","); name; name = strsep(&rest, ",")) {
		struct file_list list = { 0 };

		name = text_trim(ctx, name);
		if (find_one(ctx, folder, name, &list, error) < 0)
			return -1;
		if (list.n == 0)
			return error_set(error, ERROR_PROJECT, where,
					 "name a GeoJSON file by its path from "
					 "the project folder",
					 "no boundaries file matches '%s'",
					 name);
		for (size_t i = 0; i < list.n; i++)
			memory_append(ctx, *paths, char *, *n_paths,
				      list.paths[i]);
	}
	return 0;
}
