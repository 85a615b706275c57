internal import GRDB

typealias GRDBError = GRDB.DatabaseError
typealias Connection = GRDB.Database
typealias GRDBStatement = GRDB.Statement
