#include "pipeline/data/pseudonym.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/hmac.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_BYTES = 32, KEY_DIGITS = 2 * KEY_BYTES };

struct pseudonym_key {
	struct hmac_sha256_ctx hmac;
};

static void to_digits(const uint8_t *bytes, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}

static int digit_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static int wipe(struct pseudonym_key *key)
{
	explicit_bzero(key, sizeof *key);
	return 0;
}

static int write_all(int fd, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t n = write(fd, text, length);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			text += n;
			length -= (size_t)n;
		}
	}
	return fsync(fd);
}

/* A new key; one that another run made in the meantime is as good. */
static int make_file(const char *path, struct error *error)
{
	char text[KEY_DIGITS + 2];
	uint8_t bytes[KEY_BYTES];
	int fd, result;

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return error_system(error, path, "try again",
				    "no random numbers for a key");
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return 0;
	if (fd < 0)
		return error_system(error, path,
				    "check 'pseudonyms: key' of the project "
				    "and the rights of the folder",
				    "cannot make the file of the key");
	to_digits(bytes, sizeof bytes, text);
	strcat(text, "\n");
	result = write_all(fd, text, KEY_DIGITS + 1);
	explicit_bzero(text, sizeof text);
	explicit_bzero(bytes, sizeof bytes);
	if (result < 0) {
		error_system(error, path, "make room on the disk",
			     "cannot write the key");
		(void)unlink(path);
	}
	close(fd);
	return result;
}

static int check_rights(const char *path, struct error *error)
{
	struct stat status;

	if (stat(path, &status) < 0)
		return error_system(error, path, "check the path and rights",
				    "cannot open the key of the pseudonyms");
	if (!(status.st_mode & (S_IRWXG | S_IRWXO)))
		return 0;
	return error_set(error, ERROR_PROJECT, path,
			 "take their rights away: chmod 600 FILE",
			 "others may read the key of the pseudonyms");
}

/* 64 hex digits and an end of line. */
static bool parse_key(const char *text, size_t length, uint8_t *bytes)
{
	if (length < KEY_DIGITS ||
	    strspn(text, "0123456789abcdef") != KEY_DIGITS ||
	    text[KEY_DIGITS + strspn(text + KEY_DIGITS, "\r\n")])
		return false;
	for (size_t i = 0; i < KEY_BYTES; i++)
		bytes[i] = (uint8_t)(digit_value(text[2 * i]) << 4 |
				     digit_value(text[2 * i + 1]));
	return true;
}

int pseudonym_key_open(const void *ctx, const char *path,
		       struct pseudonym_key **result, struct error *error)
{
	uint8_t bytes[KEY_BYTES];
	struct pseudonym_key *key;
	size_t length;
	char *text;
	bool is_key;

	if ((!file_exists(path) && make_file(path, error) < 0) ||
	    check_rights(path, error) < 0 ||
	    file_read(NULL, path, &text, &length, error) < 0)
		return -1;
	is_key = parse_key(text, length, bytes);
	explicit_bzero(text, length);
	talloc_free(text);
	if (!is_key)
		return error_set(error, ERROR_PROJECT, path,
				 "bring the file back from a copy; without it "
				 "earlier pseudonyms cannot be met again",
				 "the file holds no key: 64 hex digits");
	key = memory_new(ctx, struct pseudonym_key);
	talloc_set_destructor(key, wipe);
	hmac_sha256_set_key(&key->hmac, sizeof bytes, bytes);
	explicit_bzero(bytes, sizeof bytes);
	*result = key;
	return 0;
}

void pseudonym_make(const struct pseudonym_key *key, const char *text,
		    size_t length, char out[PSEUDONYM_LENGTH + 1])
{
	struct hmac_sha256_ctx hmac = key->hmac;
	uint8_t digest[PSEUDONYM_LENGTH / 2];

	hmac_sha256_update(&hmac, length, (const uint8_t *)text);
	hmac_sha256_digest(&hmac, sizeof digest, digest);
	to_digits(digest, sizeof digest, out);
}

void pseudonym_key_mark(const struct pseudonym_key *key,
			char out[PSEUDONYM_LENGTH + 1])
{
	static const char text[] = "\0divario key mark";

	pseudonym_make(key, text, sizeof text, out);
}
