#ifndef NINES_PROGRAM_COMMIT_H
#define NINES_PROGRAM_COMMIT_H

/* The commit that the program was built from, as .ci/commit has found it; "unknown" where nobody looked. A target of its own, so
   that a new commit compiles the command again and nothing below it. */
const char *_Nonnull nines_program_commit(void);

#endif
