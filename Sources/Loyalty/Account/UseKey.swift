/// What uses are counted under: an offer, an action and a reward may have the same id.
package enum UseKey {
    package static func offer(_ id: String) -> String { "offer/\(id)" }
    package static func action(_ id: String) -> String { "action/\(id)" }
    package static func visit(_ id: String) -> String { "visit/\(id)" }
    package static func privilege(_ id: String) -> String { "privilege/\(id)" }
    /// The id itself: kiosks are told of these by the policy's ids, none of which has a slash.
    package static func reward(_ id: String) -> String { id }
}
