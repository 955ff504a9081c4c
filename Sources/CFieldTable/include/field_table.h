#ifndef NINES_FIELD_TABLE_H
#define NINES_FIELD_TABLE_H

/* docs/reference/fields.tsv as it was when the program was built, ended by a zero byte. */
const char *_Nonnull nines_field_table(void);

#endif
