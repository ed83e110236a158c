/* Any bytes as an SPSS file: its cases, and what it says of its variables. */
#include "pipeline/core/file.h"
#include "pipeline/core/memory.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *memory = talloc_new(NULL);
	const struct fuzz_file file = { "a.sav", (const char *)data, size };
	const char *folder = fuzz_folder(memory);

	fuzz_write(folder, &file, 1);
	fuzz_read(memory, file_join(memory, folder, file.name));
	talloc_free(memory);
	return 0;
}
