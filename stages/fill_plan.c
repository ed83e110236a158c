#include "pipeline/core/memory.h"
#include "pipeline/core/text.h"
#include "pipeline/page/template_front.h"
#include "stages/fill_private.h"

#include <string.h>

/* The sheets of a report in one language are shared out between so many jobs,
 * whatever the threads: the stage behind takes the same jobs over. */
enum { SHEET_JOBS = 2, SHEET_NAME = 60 };

struct planner {
	struct stage_context *context;
	struct fill_phrases *phrases;
	struct fill_plan *plan;
	struct database *published; /* opened for the first sheets */
	void *scratch;
	struct error *error;
};

/* ---- names ---- */

static bool is_taken(const struct fill_plan *plan, const char *stem)
{
	for (size_t i = 0; i < plan->n_fills; i++)
		if (strcmp(plan->fills[i].stem, stem) == 0)
			return true;
	return false;
}

/* "country-it-en"; "country-it-2-en" where that is another's already. */
static const char *sheet_stem(struct planner *planner,
			      const struct fill_job *job, const char *name)
{
	const void *ctx = planner->context->memory;
	const char *template = job->report->template_name;
	const char *stem =
		memory_format(ctx, "%s-%s-%s", template, name, job->language);

	for (int n = 2; is_taken(planner->plan, stem); n++)
		stem = memory_format(ctx, "%s-%s-%d-%s", template, name, n,
				     job->language);
	return stem;
}

/* The value as a file may be called; letters that ASCII lacks may leave
 * nothing. */
static const char *sheet_name(const void *ctx, const struct value *value)
{
	const char *text =
		value->kind == VALUE_TEXT
			? value->text
			: text_number_exact(ctx, value_number(value));
	char *name = text_slug(ctx, text);

	if (strlen(name) > SHEET_NAME) {
		name[SHEET_NAME] = '\0';
		name = text_slug(ctx, name);
	}
	return *name ? name : "sheet";
}

/* ---- jobs ---- */

static struct fill *add_fill(struct planner *planner,
			     const struct fill_job *job, const char *stem)
{
	struct fill_plan *plan = planner->plan;
	struct fill fill = { .stem = stem,
			     .has_no_files = job->has_no_files,
			     .context = planner->context };

	memory_append(planner->context->memory, plan->fills, struct fill,
		      plan->n_fills, fill);
	return &plan->fills[plan->n_fills - 1];
}

/* For the N fills from FIRST on. */
static void add_job(struct planner *planner, const struct fill_job *like,
		    size_t first, size_t n)
{
	struct fill_plan *plan = planner->plan;
	struct fill_job job = *like;

	job.first_fill = first;
	job.n_fills = n;
	/* No parent: a talloc tree belongs to one thread. */
	job.memory = talloc_new(NULL);
	memory_append(planner->context->memory, plan->jobs, struct fill_job,
		      plan->n_jobs, job);
}

static void plan_document(struct planner *planner, const struct fill_job *job)
{
	const void *ctx = planner->context->memory;
	size_t first = planner->plan->n_fills;
	struct fill *fill =
		add_fill(planner, job,
			 memory_format(ctx, "%s-%s", job->report->template_name,
				       job->language));

	fill->exhibits = memory_format(ctx, "%s-", fill->stem);
	add_job(planner, job, first, 1);
}

/* ---- sheets ---- */

static int check_names(struct planner *planner,
		       const struct template_opened *opened)
{
	const struct table *rows = template_sheets(opened);

	for (size_t r = 0; r < rows->n_rows; r++)
		if (table_cell(rows, r, 0)->kind == VALUE_NULL)
			return error_set(
				planner->error, ERROR_PROJECT,
				memory_text(planner->context->memory,
					    template_sheets_place(opened)),
				"leave such rows out (where ... is not null), "
				"or select another column first",
				"row %zu of 'each' has nothing in its first "
				"column, which names the file",
				r + 1);
	return 0;
}

static void add_sheets(struct planner *planner, const struct fill_job *job,
		       const struct table *rows)
{
	const void *ctx = planner->context->memory;
	size_t first = planner->plan->n_fills;
	const char *group = memory_format(
		ctx, "%s-*-%s", job->report->template_name, job->language);

	for (size_t r = 0; r < rows->n_rows; r++) {
		const char *name =
			sheet_name(planner->scratch, table_cell(rows, r, 0));
		struct fill *fill =
			add_fill(planner, job, sheet_stem(planner, job, name));

		fill->group = group;
		/* A folder of its own: names cannot meet there. */
		fill->exhibits = memory_format(ctx, "%s/", fill->stem);
	}
	planner->plan->n_sheets += rows->n_rows;
	if (!rows->n_rows)
		add_fill(planner, job, group)->is_none = true;
	for (size_t j = 0; j < SHEET_JOBS; j++) {
		struct fill_job some = *job;
		size_t begin = rows->n_rows * j / SHEET_JOBS;
		size_t end = rows->n_rows * (j + 1) / SHEET_JOBS;

		some.is_sheets = true;
		some.first_sheet = begin;
		if (end > begin)
			add_job(planner, &some, first + begin, end - begin);
	}
}

static int plan_sheets(struct planner *planner, const struct fill_job *job)
{
	const struct stage_context *context = planner->context;
	struct template_request *request;
	struct template_opened *opened;

	if (!planner->published &&
	    database_open(planner->scratch, database_path(context->published),
			  DATABASE_READ, &planner->published,
			  planner->error) < 0)
		return -1;
	if (fill_request(planner->scratch, context->project, job,
			 planner->published, &request, planner->error) < 0 ||
	    template_open(planner->scratch, request, &opened, planner->error) <
		    0 ||
	    check_names(planner, opened) < 0)
		return -1;
	add_sheets(planner, job, template_sheets(opened));
	template_close(opened);
	return 0;
}

/* ---- the plan ---- */

static int set_language(struct planner *planner, struct fill_job *job,
			const char *language)
{
	struct fill_phrases *all = planner->phrases;
	struct phrases *made;

	job->language = language;
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(phrases_language(all->items[i]), language) == 0) {
			job->phrases = all->items[i];
			return 0;
		}
	if (phrases_load(all, language, planner->context->project->folder,
			 &made, planner->error) < 0)
		return -1;
	memory_append(all, all->items, struct phrases *, all->n, made);
	job->phrases = made;
	return 0;
}

static int plan_report(struct planner *planner,
		       const struct project_report *report)
{
	const char *folder = planner->context->project->folder;
	struct template_file *file;
	struct template_front front;
	struct fill_job job = { .report = report };

	if (template_file_read(planner->scratch, report->template_path, folder,
			       &file, planner->error) < 0 ||
	    template_front_read(planner->scratch, file, "", &front,
				planner->error) < 0)
		return -1;
	job.has_no_files = front.has_no_exhibit_files;
	for (size_t l = 0; l < report->n_languages; l++) {
		if (set_language(planner, &job, report->languages[l]) < 0)
			return -1;
		if (!front.each)
			plan_document(planner, &job);
		else if (plan_sheets(planner, &job) < 0)
			return -1;
	}
	return 0;
}

/* Jobs of sheets behind all others, else in their order. */
static void put_documents_first(struct fill_plan *plan)
{
	struct fill_job *ordered;
	size_t n = 0;

	if (!plan->n_jobs)
		return;
	ordered = memory_array(plan->jobs, struct fill_job, plan->n_jobs);
	for (int is_sheets = 0; is_sheets < 2; is_sheets++)
		for (size_t j = 0; j < plan->n_jobs; j++)
			if (plan->jobs[j].is_sheets == is_sheets)
				ordered[n++] = plan->jobs[j];
	memcpy(plan->jobs, ordered, n * sizeof *ordered);
	talloc_free(ordered);
}

int fill_plan_make(struct stage_context *context, struct fill_phrases *phrases,
		   struct fill_plan *plan, struct error *error)
{
	const struct project *project = context->project;
	struct planner planner = { .context = context,
				   .phrases = phrases,
				   .plan = plan,
				   .scratch = talloc_new(NULL),
				   .error = error };
	int result = 0;

	for (size_t r = 0; r < project->n_reports && result == 0; r++)
		result = plan_report(&planner, &project->reports[r]);
	put_documents_first(plan);
	/* Fills do not move any more. */
	for (size_t j = 0; j < plan->n_jobs; j++)
		plan->jobs[j].fills = plan->fills + plan->jobs[j].first_fill;
	talloc_free(planner.scratch);
	return result;
}
