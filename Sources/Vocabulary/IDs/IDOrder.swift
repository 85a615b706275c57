internal import FoundationEssentials

// Ids are in the order of their bytes, which is the order of their texts and the databases' own: what is written in it
// comes out the same in every process, and whoever locks in it never waits in a circle.

extension OperationID: Comparable {
    package static func < (left: OperationID, right: OperationID) -> Bool { left.uuid < right.uuid }
}

extension MemberID: Comparable {
    package static func < (left: MemberID, right: MemberID) -> Bool { left.uuid < right.uuid }
}

/// By UID, then by issue number.
extension CardID: Comparable {
    package static func < (left: CardID, right: CardID) -> Bool {
        left.uid == right.uid
            ? left.issueNumber < right.issueNumber : left.uid.bytes.lexicographicallyPrecedes(right.uid.bytes)
    }
}
