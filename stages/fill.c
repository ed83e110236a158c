#include "stages/fill.h"

#include "pipeline/core/memory.h"
#include "pipeline/page/flow.h"
#include "stages/fill_boundaries.h"

#include <assert.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>

const char *const fill_keys[] = { "project", "reports", NULL };

/* ---- what a template knows of the project ---- */

enum { PROJECT_PAIRS = 12 };

static const char *translated(const struct translation *texts, size_t n,
			      const char *language)
{
	return n ? translation_get(texts, n, language, "") : NULL;
}

/* Name and value in turn, NULL behind the last. */
static const char **project_values(const void *ctx,
				   const struct project *project,
				   const char *language)
{
	const char *pairs[PROJECT_PAIRS][2] = {
		{ "id", project->id },
		{ "title",
		  translated(project->titles, project->n_titles, language) },
		{ "subtitle", translated(project->subtitles,
					 project->n_subtitles, language) },
		{ "funding",
		  translated(project->funding, project->n_funding, language) },
		{ "organisation", project->organisation },
		{ "author", project->author },
		{ "wave", project->wave },
		{ "date", project->date },
		{ "emblem", project->emblem },
		{ "synthetic", project->is_synthetic ? "yes" : NULL },
		{ "language", language },
	};

	return memory_copy(ctx, pairs, sizeof pairs);
}

/* ---- filling ---- */

/* One report in one language. */
struct job {
	const struct project_report *report;
	const char *language;
	void *memory; /* fonts, document: gone when the files are made */
	struct fill *fill;
	struct error error;
	int result;
};

/* Filled for one stage, used again by the next. */
struct kept_fill {
	const struct project_report *report;
	const char *language;
	void *memory;
	const struct filled_template *filled;
};

struct kept_fills {
	struct kept_fill *items;
	size_t n;
};

/* More documents than this would cost more memory than their time is worth. */
enum { KEPT_MOST = 4 };

/* What the threads share: jobs are taken one by one. */
struct work {
	fill_make *make;
	const struct project *project;
	const char *published; /* the database to fill from */
	struct job *jobs;
	size_t n_jobs;
	bool is_kept; /* documents stay for the next stage */
	atomic_size_t next;
};

int fill_put(struct fill *fill, const char *name, const void *data,
	     size_t length, struct error *error)
{
	fill->n_files++;
	return stage_put_file(fill->context, name, data, length, error);
}

/* The document an earlier stage of this run left, if it did. */
static void take_kept(struct stage_context *context, struct job *job)
{
	struct kept_fills *kept = *context->kept;

	for (size_t i = 0; kept && i < kept->n; i++) {
		struct kept_fill *item = &kept->items[i];

		if (!item->memory || item->report != job->report ||
		    item->language != job->language)
			continue;
		talloc_free(job->memory);
		job->memory = talloc_reparent(kept, NULL, item->memory);
		job->fill->filled = item->filled;
		item->memory = NULL;
		return;
	}
}

static void keep(struct stage_context *context, const struct work *work)
{
	struct kept_fills *kept = memory_new(NULL, struct kept_fills);

	kept->items = memory_array(kept, struct kept_fill, work->n_jobs);
	for (size_t i = 0; i < work->n_jobs; i++) {
		struct job *job = &work->jobs[i];

		kept->items[kept->n++] = (struct kept_fill){
			.report = job->report,
			.language = job->language,
			.memory = talloc_reparent(NULL, kept, job->memory),
			.filled = job->fill->filled,
		};
		job->memory = NULL;
	}
	*context->kept = kept;
}

static int fill_template(const struct work *work, struct job *job,
			 struct database *published)
{
	struct template_request request = {
		.path = job->report->template_path,
		.folder = work->project->folder,
		.published = published,
		.figure_width = flow_text_width(),
		.figure_height = flow_figure_height(),
		.figure_height_wanted = flow_figure_height_below_text(),
	};
	struct phrases *phrases;
	struct filled_template *filled;

	request.values =
		project_values(job->memory, work->project, job->language);
	if (phrases_load(job->memory, job->language, work->project->folder,
			 &phrases, &job->error) < 0 ||
	    font_set_open(job->memory, NULL, &request.fonts, &job->error) < 0)
		return -1;
	request.phrases = phrases;
	if (template_fill(job->memory, &request, &filled, &job->error) < 0)
		return -1;
	job->fill->filled = filled;
	return 0;
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

static int do_job(const struct work *work, struct job *job,
		  struct database **published)
{
	if (!job->fill->filled &&
	    (open_published(work, published, &job->error) < 0 ||
	     fill_template(work, job, *published) < 0))
		return -1;
	return work->make(job->fill, &job->error);
}

static void *do_jobs(void *data)
{
	struct work *work = data;
	struct database *published = NULL;
	size_t i;

	while ((i = atomic_fetch_add(&work->next, 1)) < work->n_jobs) {
		struct job *job = &work->jobs[i];

		job->result = do_job(work, job, &published);
		if (!work->is_kept)
			TALLOC_FREE(job->memory);
	}
	talloc_free(published);
	return NULL;
}

/* The calling thread works too; a thread that cannot start is not missed. */
static void run_threads(struct work *work, size_t n_threads)
{
	pthread_t threads[FILL_THREADS_MAX];
	size_t n = 0;

	assert(n_threads <= FILL_THREADS_MAX);
	while (n + 1 < n_threads && n + 1 < work->n_jobs &&
	       pthread_create(&threads[n], NULL, do_jobs, work) == 0)
		n++;
	do_jobs(work);
	while (n > 0)
		pthread_join(threads[--n], NULL);
}

static void add_jobs(struct stage_context *context, struct work *work,
		     struct fill **fills)
{
	const struct project *project = work->project;
	const void *ctx = context->memory;

	for (size_t r = 0; r < project->n_reports; r++)
		work->n_jobs += project->reports[r].n_languages;
	work->jobs = memory_array(ctx, struct job, work->n_jobs);
	*fills = memory_array(ctx, struct fill, work->n_jobs);
	work->n_jobs = 0;
	for (size_t r = 0; r < project->n_reports; r++) {
		const struct project_report *report = &project->reports[r];

		for (size_t l = 0; l < report->n_languages; l++) {
			struct job *job = &work->jobs[work->n_jobs];

			job->report = report;
			job->language = report->languages[l];
			job->fill = &(*fills)[work->n_jobs++];
			/* No parent: a talloc tree belongs to one thread. */
			job->fill->memory = talloc_new(NULL);
			job->memory = talloc_new(NULL);
			job->fill->context = context;
			job->fill->stem = memory_format(ctx, "%s-%s",
							report->template_name,
							job->language);
		}
	}
}

static int job_result(const struct job *job, struct error *error)
{
	if (job->result < 0)
		*error = job->error;
	return job->result;
}

int fill_all(struct stage_context *context, fill_make *make, size_t n_threads,
	     struct fill **fills, size_t *n_fills, struct error *error)
{
	struct work work = {
		.make = make,
		.project = context->project,
		.published = database_path(context->published),
	};
	int result = 0;

	add_jobs(context, &work, fills);
	for (size_t i = 0; i < work.n_jobs; i++)
		take_kept(context, &work.jobs[i]);
	/* What the threads of the stage before freed lies in heaps of theirs:
	 * without this it is kept beside what this stage needs. */
	if (*context->kept)
		malloc_trim(0);
	work.is_kept = !*context->kept && work.n_jobs <= KEPT_MOST;
	run_threads(&work, n_threads);
	for (size_t i = 0; i < work.n_jobs && result == 0; i++)
		result = job_result(&work.jobs[i], error);
	if (work.is_kept && result == 0)
		keep(context, &work);
	for (size_t i = 0; i < work.n_jobs; i++) {
		TALLOC_FREE(work.jobs[i].fill->memory);
		TALLOC_FREE(work.jobs[i].memory);
		work.jobs[i].fill->filled = NULL;
	}
	*n_fills = work.n_jobs;
	return result;
}

/* ---- what the result depends on ---- */

static int depend_phrases(const void *ctx, const struct project *project,
			  const struct project_report *report,
			  struct hash *hash, struct error *error)
{
	for (size_t l = 0; l < report->n_languages; l++) {
		struct phrases *phrases;

		if (phrases_load(ctx, report->languages[l], project->folder,
				 &phrases, error) < 0)
			return -1;
		hash_add_text(hash, phrases_digest(phrases));
	}
	return 0;
}

static int depend_fonts(const void *ctx, const struct project *project,
			struct hash *hash, struct error *error)
{
	struct font_files files;

	/* Without fonts the stage itself says so. */
	if (!font_set_find(ctx, NULL, &files))
		return 0;
	for (int style = 0; style < FONT_STYLES; style++)
		if (stage_hash_file(project, hash, files.faces[style], error) <
		    0)
			return -1;
	return files.fallback
		       ? stage_hash_file(project, hash, files.fallback, error)
		       : 0;
}

/* The template, its parts, and the maps they name. */
static int depend_template(const void *ctx, const struct project *project,
			   const char *path, struct hash *hash,
			   struct error *error)
{
	struct template_file *template;

	if (template_file_read(ctx, path, project->folder, &template, error) <
		    0 ||
	    stage_hash_file(project, hash, path, error) < 0)
		return -1;
	for (size_t i = 0; i < template->n_parts; i++)
		if (stage_hash_file(project, hash, template->parts[i], error) <
		    0)
			return -1;
	return fill_depend_boundaries(project, template, hash, error);
}

static int depend_all(const void *ctx, const struct project *project,
		      struct hash *hash, struct error *error)
{
	hash_add_text(hash, project->date);
	for (size_t r = 0; r < project->n_reports; r++) {
		const struct project_report *report = &project->reports[r];

		if (depend_template(ctx, project, report->template_path, hash,
				    error) < 0 ||
		    depend_phrases(ctx, project, report, hash, error) < 0)
			return -1;
	}
	if (project->emblem &&
	    stage_hash_file(project, hash, project->emblem, error) < 0)
		return -1;
	return depend_fonts(ctx, project, hash, error);
}

int fill_depend(const struct project *project, struct hash *hash,
		struct error *error)
{
	void *ctx = talloc_new(NULL);
	int result = depend_all(ctx, project, hash, error);

	talloc_free(ctx);
	return result;
}
