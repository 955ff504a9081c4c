#ifndef NINES_CXLSXWRITER_SHIM_H
#define NINES_CXLSXWRITER_SHIM_H
#include <xlsxwriter.h>
#endif
