#ifndef NINES_KEY_TABLE_H
#define NINES_KEY_TABLE_H

/* docs/reference/keys.tsv as it was when the program was built, ended by a zero byte. */
const char *_Nonnull nines_key_table(void);

/* docs/reference/zones.tsv likewise: the rules of time zones, so that what a plan means does not depend on the machine that reads
   it. */
const char *_Nonnull nines_zone_table(void);

#endif
