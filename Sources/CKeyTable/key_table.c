#include "key_table.h"

/* A part of C23 that compilers of C17 have too. */
#pragma clang diagnostic ignored "-Wc23-extensions"

/* One table for the program, its tests and the reference, in a program that is one file. */
static const char table[] = {
#embed "../../docs/reference/keys.tsv"
    , 0};

const char *nines_key_table(void) { return table; }
