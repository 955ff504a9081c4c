#include "key_table.h"

/* A part of C23 that compilers of C17 have too. */
#pragma clang diagnostic ignored "-Wc23-extensions"

/* The rules of time zones, so that what a plan means does not depend on the machine that reads it. */
static const char table[] = {
#embed "../../docs/reference/zones.tsv"
    , 0};

const char *nines_zone_table(void) { return table; }
