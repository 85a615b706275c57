internal import FoundationEssentials

// Ids are ordered by their bytes, as their texts and both databases order them: writes in this order give the same
// result in every process, and locks in this order cannot deadlock.

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
