internal import Database

// GRDB has types of the same names as the port; in files that import both, the port's have these.
typealias PortError = DatabaseError
typealias Statement = SQL
