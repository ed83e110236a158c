/*
 * ReadStat calls its handlers until the file is at its end, divario asks for
 * one record after the other: so ReadStat runs in a thread of its own, and two
 * queues of records go to and fro.
 */
#include "pipeline/core/memory.h"
#include "pipeline/data/record_queue.h"
#include "pipeline/data/spss_private.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { BATCH = 512, /* records handed over at once */ QUEUES = 2 };

struct spss_cases {
	const struct spss_file *file;
	const char *encoding;
	/* of the reading thread */
	struct record_queue *filling;
	bool has_bad_text; /* in the record at work */
	char message[SPSS_FAULT];
	/* of the asking thread */
	struct record_queue *held;
	struct record_queue queues[QUEUES];
	pthread_t thread;
	bool is_started;
	/* of both, under the lock */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct record_queue *full, *empty;
	bool is_done, is_cancelled;
	readstat_error_t code;
};

/* ---- the reading thread -------------------------------------------------- */

/* Give the filled queue away and wait for another; false when not wanted. */
static bool hand_over(struct spss_cases *cases)
{
	bool goes_on;

	pthread_mutex_lock(&cases->lock);
	while (cases->full && !cases->is_cancelled)
		pthread_cond_wait(&cases->changed, &cases->lock);
	cases->full = cases->filling;
	pthread_cond_signal(&cases->changed);
	while (!cases->empty && !cases->is_cancelled)
		pthread_cond_wait(&cases->changed, &cases->lock);
	goes_on = !cases->is_cancelled;
	cases->filling = cases->empty;
	cases->empty = NULL;
	pthread_mutex_unlock(&cases->lock);
	if (goes_on)
		record_queue_clear(cases->filling);
	return goes_on;
}

static void put(struct spss_cases *cases, size_t index, readstat_value_t value)
{
	const struct spss_variable *variable = &cases->file->variables[index];
	char number[SPSS_NUMBER];
	const char *text = number;

	if (variable->is_text) {
		text = readstat_string_value(value);
		cases->has_bad_text |= !spss_is_valid(text);
	} else if (readstat_value_is_system_missing(value)) {
		text = "";
	} else {
		spss_number(readstat_double_value(value), variable->kind,
			    number);
	}
	record_queue_cell(cases->filling, text, text ? strlen(text) : 0);
}

static int take_value(int number, readstat_variable_t *from,
		      readstat_value_t value, void *data)
{
	struct spss_cases *cases = data;
	size_t index = (size_t)readstat_variable_get_index(from);

	if (index >= cases->file->n_variables)
		return READSTAT_HANDLER_ABORT;
	put(cases, index, value);
	if (index + 1 < cases->file->n_variables)
		return READSTAT_HANDLER_OK;
	record_queue_end(cases->filling, (uint64_t)number + 1,
			 cases->has_bad_text ? "the record is not valid text"
					     : NULL);
	cases->has_bad_text = false;
	if (cases->filling->n_records == BATCH && !hand_over(cases))
		return READSTAT_HANDLER_ABORT;
	return READSTAT_HANDLER_OK;
}

/* ReadStat makes its variables only for somebody who asks for them. */
static int pass_variable(int index, readstat_variable_t *variable,
			 const char *label_set, void *data)
{
	(void)index;
	(void)variable;
	(void)label_set;
	(void)data;
	return READSTAT_HANDLER_OK;
}

static void note(const char *message, void *data)
{
	struct spss_cases *cases = data;

	snprintf(cases->message, sizeof cases->message, "%s", message);
	cases->message[strcspn(cases->message, "\n")] = '\0';
}

static void *read_all(void *data)
{
	struct spss_cases *cases = data;
	readstat_parser_t *parser = spss_parser_new(cases->encoding, note);
	readstat_error_t code;

	readstat_set_variable_handler(parser, pass_variable);
	readstat_set_value_handler(parser, take_value);
	code = readstat_parse_sav(parser, cases->file->path, cases);
	readstat_parser_free(parser);
	pthread_mutex_lock(&cases->lock);
	while (cases->full && !cases->is_cancelled)
		pthread_cond_wait(&cases->changed, &cases->lock);
	cases->full = cases->filling;
	cases->code = code;
	cases->is_done = true;
	pthread_cond_signal(&cases->changed);
	pthread_mutex_unlock(&cases->lock);
	return NULL;
}

/* ---- the asking thread --------------------------------------------------- */

static int end_thread(struct spss_cases *cases)
{
	if (!cases->is_started)
		goto out;
	pthread_mutex_lock(&cases->lock);
	cases->is_cancelled = true;
	pthread_cond_signal(&cases->changed);
	pthread_mutex_unlock(&cases->lock);
	pthread_join(cases->thread, NULL);
out:
	pthread_cond_destroy(&cases->changed);
	pthread_mutex_destroy(&cases->lock);
	for (size_t i = 0; i < QUEUES; i++)
		talloc_free(cases->queues[i].ctx);
	return 0;
}

struct spss_cases *spss_cases_new(const void *ctx, const struct spss_file *file,
				  const char *encoding)
{
	struct spss_cases *cases = memory_new(ctx, struct spss_cases);

	cases->file = file;
	cases->encoding = encoding;
	/* Roots: a context belongs to one thread at a time. */
	for (size_t i = 0; i < QUEUES; i++)
		cases->queues[i].ctx = memory_check(talloc_new(NULL));
	cases->filling = &cases->queues[0];
	cases->empty = &cases->queues[1];
	pthread_mutex_init(&cases->lock, NULL);
	pthread_cond_init(&cases->changed, NULL);
	talloc_set_destructor(cases, end_thread);
	return cases;
}

static int start(struct spss_cases *cases, struct error *error)
{
	if (cases->is_started)
		return 0;
	if (pthread_create(&cases->thread, NULL, read_all, cases))
		return error_set(error, ERROR_FAILED, cases->file->path, NULL,
				 "cannot start a thread");
	cases->is_started = true;
	return 0;
}

/* The next batch; false when there is none. */
static bool receive(struct spss_cases *cases)
{
	pthread_mutex_lock(&cases->lock);
	if (cases->held)
		cases->empty = cases->held;
	pthread_cond_signal(&cases->changed);
	while (!cases->full && !cases->is_done)
		pthread_cond_wait(&cases->changed, &cases->lock);
	cases->held = cases->full;
	cases->full = NULL;
	pthread_cond_signal(&cases->changed);
	pthread_mutex_unlock(&cases->lock);
	return cases->held != NULL;
}

int spss_cases_next(struct spss_cases *cases, struct csv_record *record,
		    struct error *error)
{
	if (start(cases, error) < 0)
		return -1;
	while (!cases->held || !record_queue_take(cases->held, record))
		if (!receive(cases))
			return cases->code == READSTAT_OK
				       ? 0
				       : spss_fault(cases->file->path,
						    cases->code, cases->message,
						    error);
	return 1;
}
