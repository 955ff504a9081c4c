#ifndef NINES_KEY_TABLE_H
#define NINES_KEY_TABLE_H

/* docs/reference/keys.tsv as it was when the program was built, ended by a zero byte. */
const char *_Nonnull nines_key_table(void);

#endif
