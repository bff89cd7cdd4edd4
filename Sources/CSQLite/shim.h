#include <sqlite3.h>

// Swift can't call functions with a variable number of arguments.

/// A name in double quotes is a name, and never a text that was misspelled; the file can't be damaged by SQL.
static inline int aloft_sqlite_be_strict(sqlite3 *database) {
  int code = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
  if (code == SQLITE_OK) code = sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
  if (code == SQLITE_OK) code = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  return code;
}
