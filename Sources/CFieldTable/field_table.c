#include "field_table.h"

/* A part of C23 that compilers of C17 have too. */
#pragma clang diagnostic ignored "-Wc23-extensions"

/* What the columns of a result mean, for the program that describes them and for its tests, in a program that is one file. */
static const char table[] = {
#embed "../../docs/reference/fields.tsv"
    , 0};

const char *nines_field_table(void) { return table; }
