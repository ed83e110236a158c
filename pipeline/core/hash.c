#include "pipeline/core/hash.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

void hash_start(struct hash *hash)
{
	sha256_init(&hash->sha256);
}

void hash_add(struct hash *hash, const void *data, size_t length)
{
	sha256_update(&hash->sha256, length, data);
}

void hash_add_text(struct hash *hash, const char *text)
{
	uint64_t length = text ? strlen(text) : UINT64_MAX;

	hash_add(hash, &length, sizeof length);
	if (text)
		hash_add(hash, text, length);
}

void hash_finish(struct hash *hash, char digest[HASH_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	uint8_t bytes[SHA256_DIGEST_SIZE];

	sha256_digest(&hash->sha256, sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		digest[2 * i] = digits[bytes[i] >> 4];
		digest[2 * i + 1] = digits[bytes[i] & 15];
	}
	digest[HASH_TEXT - 1] = '\0';
}

void hash_bytes(const void *data, size_t length, char digest[HASH_TEXT])
{
	struct hash hash;

	hash_start(&hash);
	hash_add(&hash, data, length);
	hash_finish(&hash, digest);
}

int hash_file(const char *path, char digest[HASH_TEXT], struct error *error)
{
	unsigned char block[65536];
	struct hash hash;
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_system(error, path, "check the path and rights",
				    "cannot open the file");
	hash_start(&hash);
	while ((got = read(fd, block, sizeof block)) > 0)
		hash_add(&hash, block, (size_t)got);
	close(fd);
	if (got < 0)
		return error_system(error, path, NULL, "cannot read the file");
	hash_finish(&hash, digest);
	return 0;
}
