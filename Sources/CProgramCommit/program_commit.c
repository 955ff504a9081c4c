#include "program_commit.h"

/* Written by .ci/commit before a build by make, and never kept: a build without it does not know its commit. */
#if __has_include("commit.h")
#include "commit.h"
#else
#define NINES_COMMIT "unknown"
#endif

const char *nines_program_commit(void) { return NINES_COMMIT; }
