#include "pipeline/run/lock.h"

#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

struct lock {
	int file;
};

/* Closing would do; said for the reader. */
static int release(struct lock *lock)
{
	flock(lock->file, LOCK_UN);
	close(lock->file);
	return 0;
}

static int busy(int file, const char *path, struct error *error)
{
	char holder[256] = "";
	ssize_t length = pread(file, holder, sizeof(holder) - 1, 0);

	holder[length > 0 ? length : 0] = '\0';
	holder[strcspn(holder, "\n")] = '\0';
	return error_set(error, ERROR_BUSY, path,
			 "wait until it has finished, then run again",
			 "another run holds this project%s%s%s",
			 *holder ? " (" : "", holder, *holder ? ")" : "");
}

/* Best effort: the lock holds without it. */
static void sign(int file)
{
	char host[65] = "", since[24] = "", text[160];
	struct tm calendar;
	time_t now = time(NULL);

	gethostname(host, sizeof(host) - 1);
	if (gmtime_r(&now, &calendar))
		strftime(since, sizeof(since), "%Y-%m-%d %H:%M:%S", &calendar);
	int length = snprintf(text, sizeof(text),
			      "process %ld on %s, since %s UTC\n",
			      (long)getpid(), host, since);
	if (length > 0 && ftruncate(file, 0) == 0) {
		ssize_t written = pwrite(file, text, (size_t)length, 0);
		(void)written;
	}
}

/*
 * A status command that looks at the lock holds it for an instant: no reason
 * to refuse a run.
 */
static int try_lock(int file)
{
	struct timespec pause = { .tv_nsec = 20000000 };

	for (int attempt = 0; attempt < 5; attempt++) {
		if (flock(file, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EWOULDBLOCK)
			return -1;
		nanosleep(&pause, NULL);
	}
	errno = EWOULDBLOCK;
	return -1;
}

int lock_take(const void *ctx, const char *work, struct lock **lock,
	      struct error *error)
{
	if (file_make_folder(work, error) < 0)
		return -1;
	char *path = file_join(NULL, work, "lock");
	int result = 0;
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (file < 0) {
		result = error_system(error, path,
				      "make the work folder writable, or "
				      "choose another with --work",
				      "cannot open the lock file");
	} else if (try_lock(file) < 0) {
		result = errno == EWOULDBLOCK
				 ? busy(file, path, error)
				 : error_system(error, path, NULL,
						"cannot lock the project");
		close(file);
	} else {
		*lock = memory_new(ctx, struct lock);
		(*lock)->file = file;
		talloc_set_destructor(*lock, release);
		sign(file);
	}
	talloc_free(path);
	return result;
}

int lock_probe(const char *work, struct error *error)
{
	char *path = file_join(NULL, work, "lock");
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int result = 0;

	if (file >= 0) {
		if (flock(file, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK)
			result = busy(file, path, error);
		close(file);
	}
	talloc_free(path);
	return result;
}
