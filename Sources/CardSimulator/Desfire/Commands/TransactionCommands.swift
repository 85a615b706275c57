/// Commit, abort, and the reader's identity.
extension DesfireChip {
    mutating func runTransactionCommand(_ ins: UInt8, _ command: OpenedCommand) throws(DesfireStatus) -> [UInt8] {
        _ = try currentApplication()
        switch ins {
        case Command.commit:
            // Option 01 asks for counter and value of the Transaction MAC, and this card has no such file.
            guard command.header.count <= 1 else { throw .length }
            guard command.header.isEmpty || generation.hasEV2Messaging && command.header == [0x00] else {
                throw .parameter
            }
            guard !transaction.isEmpty else { throw .noChanges }
            let pending = transaction
            transaction = OpenTransaction()
            try updateApplication { pending.commit(to: &$0) }
            return []
        case Command.abort:
            guard command.header.isEmpty else { throw .length }
            guard !transaction.isEmpty else { throw .noChanges }
            transaction = OpenTransaction()
            return []
        default:
            // CommitReaderID belongs to a TransactionMAC file.
            throw .permissionDenied
        }
    }
}
