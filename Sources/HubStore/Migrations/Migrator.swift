internal import GRDB

extension HubDatabase {
    /// All that there ever were, in their order.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in try db.execute(sql: Schema.first) }
        migrator.registerMigration("2") { db in try db.execute(sql: Schema.second) }
        migrator.registerMigration("3") { db in try db.execute(sql: AccountSchema.third) }
        migrator.registerMigration("4") { db in try db.execute(sql: PolicySchema.fourth) }
        migrator.registerMigration("5") { db in
            try db.execute(sql: DeskSchema.fifth)
            try DeskMigration.enter(db)
        }
        migrator.registerMigration("6") { db in try db.execute(sql: ClaimSchema.sixth) }
        migrator.registerMigration("7") { db in try db.execute(sql: BoundSchema.seventh) }
        migrator.registerMigration("8") { db in try db.execute(sql: SweepSchema.eighth) }
        migrator.registerMigration("9") { db in try db.execute(sql: WatchSchema.ninth) }
        migrator.registerMigration("10") { db in
            try db.execute(sql: ArrivalSchema.tenth)
            try ArrivalSchema.tellAgain(db)
        }
        migrator.registerMigration("11") { db in try db.execute(sql: ClockSchema.eleventh) }
        migrator.registerMigration("12") { db in try db.execute(sql: ReasonSchema.twelfth) }
        return migrator
    }
}
