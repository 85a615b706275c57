/// What rules may know of a member beside the history. Nothing here names anybody.
package struct Person: Hashable, Sendable {
    package enum Sex: String, Hashable, Sendable, CaseIterable { case female, male }

    package var joinedAtMs: Int64
    package var birthday: Birthday?
    package var sex: Sex?
    package var occupation: String?
    package var segments: Set<String> = []

    package init(joinedAtMs: Int64) { self.joinedAtMs = joinedAtMs }
}
