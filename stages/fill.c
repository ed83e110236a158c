#include "stages/fill_private.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/geojson_cache.h"
#include "pipeline/page/flow.h"
#include "stages/fill_boundaries.h"

#include <assert.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>

const char *const fill_keys[] = { "project", "reports", NULL };

/* ---- what a template knows of the project ---- */

enum { PROJECT_PAIRS = 13 };

static const char *translated(const struct translation *texts, size_t n,
			      const char *language)
{
	return n ? translation_get(texts, n, language, "") : NULL;
}

/* Where the project names no wave, those of the answers. */
static int find_wave(const void *ctx, const struct project *project,
		     struct database *published, const char **wave,
		     struct error *error)
{
	struct table *found;

	*wave = project->wave;
	if (*wave)
		return 0;
	if (database_query(ctx, published,
			   "select text from fact where name = 'wave'", NULL, 0,
			   NULL, &found, error) < 0)
		return -1;
	if (found->n_rows && *table_text(found, 0, 0))
		*wave = table_text(found, 0, 0);
	return 0;
}

/* Name and value in turn, NULL behind the last. */
static const char **project_values(const void *ctx,
				   const struct project *project,
				   const char *wave, const char *language)
{
	const char *pairs[PROJECT_PAIRS][2] = {
		{ "id", project->id },
		{ "title",
		  translated(project->titles, project->n_titles, language) },
		{ "subtitle", translated(project->subtitles,
					 project->n_subtitles, language) },
		{ "funding",
		  translated(project->funding, project->n_funding, language) },
		{ "organisation",
		  translated(project->organisations, project->n_organisations,
			     language) },
		{ "author",
		  translated(project->authors, project->n_authors, language) },
		{ "wave", wave },
		{ "date", project->date },
		{ "emblem", project->emblem },
		{ "boundaries", fill_boundaries(project) },
		{ "synthetic", project->is_synthetic ? "yes" : NULL },
		{ "language", language },
	};

	return memory_copy(ctx, pairs, sizeof pairs);
}

int fill_request(const void *ctx, const struct project *project,
		 const struct fill_job *job, struct database *published,
		 struct template_request **request, struct error *error)
{
	struct template_request *made =
		memory_new(ctx, struct template_request);
	const char *wave;

	if (find_wave(made, project, published, &wave, error) < 0)
		return -1;
	*made = (struct template_request){
		.path = job->report->template_path,
		.folder = project->folder,
		.published = published,
		.phrases = job->phrases,
		.figure_width = flow_text_width(),
		.figure_height = flow_figure_height(),
		.figure_height_wanted = flow_figure_height_below_text(),
		.values = project_values(made, project, wave, job->language),
	};
	*request = made;
	return 0;
}

/* ---- filling ---- */

/* Filled for one stage, used again by the next. */
struct kept_fill {
	const struct project_report *report;
	const char *language;
	size_t first_sheet, n_fills;
	void *memory;
	const struct filled_template **filled;
};

/* From the first stage of a run that fills templates to its end. */
struct kept_fills {
	struct kept_fill *items;
	size_t n;
	struct fill_phrases *phrases;
};

/* More documents than this would cost more memory than their time is worth;
 * sheets are short. */
enum { KEPT_MOST = 4, KEPT_SHEETS_MOST = 64 };

/* What the threads share: jobs are taken one by one, documents before sheets.
 */
struct work {
	fill_make *make;
	const struct project *project;
	const char *published; /* the database to fill from */
	struct fill_plan plan;
	struct geojson_cache *boundaries;
	bool is_first;      /* no stage before filled templates */
	bool is_kept;       /* documents stay for the next stage */
	size_t n_documents; /* jobs that are not of sheets, the first ones */
	atomic_size_t next_document, next_sheets;
};

/* A thread, and whether it makes documents or only sheets. */
struct worker {
	struct work *work;
	bool makes_documents;
};

int fill_put(struct fill *fill, const char *name, const void *data,
	     size_t length, struct error *error)
{
	fill->n_files++;
	return stage_put_file(fill->context, name, data, length, error);
}

static struct kept_fills *kept_fills_new(void)
{
	struct kept_fills *kept = memory_new(NULL, struct kept_fills);

	kept->phrases = memory_new(kept, struct fill_phrases);
	return kept;
}

static bool is_same(const struct kept_fill *item, const struct fill_job *job)
{
	return item->report == job->report && item->language == job->language &&
	       item->first_sheet == job->first_sheet &&
	       item->n_fills == job->n_fills;
}

/* The documents an earlier stage of this run left, if it did. */
static void take_kept(struct stage_context *context, struct fill_job *job)
{
	struct kept_fills *kept = *context->kept;

	for (size_t i = 0; i < kept->n; i++) {
		struct kept_fill *item = &kept->items[i];

		if (!item->memory || !is_same(item, job))
			continue;
		talloc_free(job->memory);
		job->memory = talloc_reparent(kept, NULL, item->memory);
		job->filled = item->filled;
		item->memory = NULL;
		return;
	}
}

static void keep(struct stage_context *context, const struct fill_plan *plan)
{
	struct kept_fills *kept = *context->kept;

	kept->items = memory_array(kept, struct kept_fill, plan->n_jobs);
	for (size_t i = 0; i < plan->n_jobs; i++) {
		struct fill_job *job = &plan->jobs[i];

		kept->items[kept->n++] = (struct kept_fill){
			.report = job->report,
			.language = job->language,
			.first_sheet = job->first_sheet,
			.n_fills = job->n_fills,
			.memory = talloc_reparent(NULL, kept, job->memory),
			.filled = job->filled,
		};
		job->memory = NULL;
	}
}

/* Fill and make one document; it goes when nobody will want it again. */
static int do_fill(const struct work *work, struct fill_job *job, size_t i,
		   struct template_opened *opened)
{
	struct filled_template *filled = NULL;
	int result;

	if (opened) {
		if (template_fill_sheet(job->memory, opened,
					job->first_sheet + i, &filled,
					&job->error) < 0)
			return -1;
		job->filled[i] = filled;
	}
	job->fills[i].filled = job->filled[i];
	result = work->make(&job->fills[i], &job->error);
	job->fills[i].filled = NULL;
	if (!work->is_kept)
		talloc_free(filled);
	return result;
}

static int do_fills(const struct work *work, struct fill_job *job,
		    struct template_opened *opened)
{
	for (size_t i = 0; i < job->n_fills; i++)
		if (do_fill(work, job, i, opened) < 0)
			return -1;
	return 0;
}

static int fill_job(const struct work *work, struct fill_job *job,
		    struct database *published)
{
	struct template_request *request;
	struct template_opened *opened;
	int result;

	job->filled = memory_array(job->memory, const struct filled_template *,
				   job->n_fills);
	if (fill_request(job->memory, work->project, job, published, &request,
			 &job->error) < 0)
		return -1;
	request->boundaries = work->boundaries;
	if (font_set_open(job->memory, NULL, &request->fonts, &job->error) <
		    0 ||
	    template_open(job->memory, request, &opened, &job->error) < 0)
		return -1;
	result = do_fills(work, job, opened);
	template_close(opened);
	return result;
}

/* A connection is not for several threads at a time: each has its own.  One
 * transaction for all queries: SQLite then looks at the file once. */
static int open_published(const struct work *work, struct database **published,
			  struct error *error)
{
	if (*published)
		return 0;
	if (database_open(NULL, work->published, DATABASE_READ, published,
			  error) < 0)
		return -1;
	return database_execute(*published, "BEGIN", error);
}

static int do_job(const struct work *work, struct fill_job *job,
		  struct database **published)
{
	if (job->filled)
		return do_fills(work, job, NULL);
	if (open_published(work, published, &job->error) < 0)
		return -1;
	return fill_job(work, job, *published);
}

static void finish_job(struct work *work, size_t i, struct database **published)
{
	struct fill_job *job = &work->plan.jobs[i];

	job->result = do_job(work, job, published);
	if (!work->is_kept)
		TALLOC_FREE(job->memory);
}

static void *do_jobs(void *data)
{
	const struct worker *worker = data;
	struct work *work = worker->work;
	struct database *published = NULL;
	size_t i;

	while (worker->makes_documents &&
	       (i = atomic_fetch_add(&work->next_document, 1)) <
		       work->n_documents)
		finish_job(work, i, &published);
	while ((i = atomic_fetch_add(&work->next_sheets, 1)) <
	       work->plan.n_jobs)
		finish_job(work, i, &published);
	talloc_free(published);
	return NULL;
}

/* The calling thread works too; a thread that cannot start is not missed.
 * Sheets are small: they are made beside documents even where these are made
 * one by one. */
static void run_threads(struct work *work, size_t n_threads)
{
	pthread_t threads[FILL_THREADS_MAX];
	struct worker workers[FILL_THREADS_MAX];
	size_t n_sheet_jobs = work->plan.n_jobs - work->n_documents;
	size_t n_wanted = n_sheet_jobs ? FILL_SHEET_THREADS : 1, n = 0;

	assert(n_threads <= FILL_THREADS_MAX);
	if (n_wanted < n_threads)
		n_wanted = n_threads;
	while (n + 1 < n_wanted && n + 1 < work->plan.n_jobs) {
		workers[n] = (struct worker){ work, n + 1 < n_threads };
		if (pthread_create(&threads[n], NULL, do_jobs, &workers[n]))
			break;
		n++;
	}
	do_jobs(&(struct worker){ work, true });
	while (n > 0)
		pthread_join(threads[--n], NULL);
}

static int run_jobs(struct stage_context *context, struct work *work,
		    size_t n_threads, struct error *error)
{
	struct fill_plan *plan = &work->plan;

	while (work->n_documents < plan->n_jobs &&
	       !plan->jobs[work->n_documents].is_sheets)
		work->n_documents++;
	work->next_sheets = work->n_documents;
	for (size_t i = 0; i < plan->n_jobs; i++)
		take_kept(context, &plan->jobs[i]);
	/* What the threads of the stage before freed lies in heaps of theirs:
	 * without this it is kept beside what this stage needs. */
	if (!work->is_first)
		malloc_trim(0);
	work->is_kept = work->is_first &&
			plan->n_fills - plan->n_sheets <= KEPT_MOST &&
			plan->n_sheets <= KEPT_SHEETS_MOST;
	run_threads(work, n_threads);
	for (size_t i = 0; i < plan->n_jobs; i++)
		if (plan->jobs[i].result < 0) {
			*error = plan->jobs[i].error;
			return -1;
		}
	if (work->is_kept)
		keep(context, plan);
	return 0;
}

int fill_all(struct stage_context *context, fill_make *make, size_t n_threads,
	     struct fill **fills, size_t *n_fills, struct error *error)
{
	struct work work = {
		.make = make,
		.project = context->project,
		.published = database_path(context->published),
		.boundaries = context->boundaries
				      ? context->boundaries
				      : geojson_cache_new(context->memory),
		.is_first = !*context->kept,
	};
	struct kept_fills *kept =
		work.is_first ? kept_fills_new() : *context->kept;
	int result = fill_plan_make(context, kept->phrases, &work.plan, error);

	*context->kept = kept;
	for (size_t i = 0; i < work.plan.n_fills; i++)
		work.plan.fills[i].boundaries = work.boundaries;
	if (result == 0)
		result = run_jobs(context, &work, n_threads, error);
	for (size_t i = 0; i < work.plan.n_jobs; i++)
		TALLOC_FREE(work.plan.jobs[i].memory);
	*fills = work.plan.fills;
	*n_fills = work.plan.n_fills;
	return result;
}
