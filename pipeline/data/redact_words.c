#include "pipeline/data/redact_words.h"

#include "pipeline/core/memory.h"
#include "pipeline/data/redact_match.h"

#include <string.h>

static const char *const keys[REDACT_KINDS] = {
	[REDACT_EMAIL] = "redacted.e_mail",
	[REDACT_IP] = "redacted.ip",
	[REDACT_TAX_CODE] = "redacted.tax_code",
	[REDACT_COORDINATES] = "redacted.coordinates",
	[REDACT_IBAN] = "redacted.iban",
	[REDACT_PHONE] = "redacted.phone",
	[REDACT_NAME] = "redacted.name",
};

/* The length of the mark at TEXT, which *WORDS say; 0: none. */
static size_t mark_at(const struct phrases *phrases, const char *text,
		      const char **words)
{
	for (int kind = 0; kind < REDACT_KINDS; kind++) {
		size_t length = strlen(redact_marks[kind]);

		if (strncmp(text, redact_marks[kind], length) != 0)
			continue;
		*words = phrases_find(phrases, keys[kind]);
		return *words ? length : 0;
	}
	return 0;
}

const char *redact_words(const void *ctx, const struct phrases *phrases,
			 const char *text)
{
	const char *done = text, *words;
	char *out = NULL;

	for (const char *at = strchr(text, '['); at; at = strchr(at, '[')) {
		size_t length = mark_at(phrases, at, &words);

		if (!length) {
			at++;
			continue;
		}
		if (!out)
			out = memory_text(ctx, "");
		out = memory_check(talloc_asprintf_append_buffer(
			out, "%.*s[%s]", (int)(at - done), done, words));
		done = at += length;
	}
	return out ? memory_check(talloc_strdup_append_buffer(out, done))
		   : text;
}
