#include <libpq-fe.h>

/* The importer does not see macros that are characters. */
static const int peony_diag_function = PG_DIAG_SOURCE_FUNCTION;
static const int peony_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int peony_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int peony_diag_detail = PG_DIAG_MESSAGE_DETAIL;
static const int peony_diag_table = PG_DIAG_TABLE_NAME;
static const int peony_diag_column = PG_DIAG_COLUMN_NAME;
static const int peony_diag_constraint = PG_DIAG_CONSTRAINT_NAME;
