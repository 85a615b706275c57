package import Vocabulary

/// What a bill adds to the counters of its day.
package struct Qualifying: Hashable, Sendable {
    package var spend: Money = .zero
    package var services: Int64 = 0
}
