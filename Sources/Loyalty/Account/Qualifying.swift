/// What a bill adds to the counters of its day.
package struct Qualifying: Hashable, Sendable {
    package var spend: Int64 = 0
    package var services: Int64 = 0
}
