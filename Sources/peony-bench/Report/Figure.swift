/// One line of the report: what was measured, and what it is compared with.
struct Figure: Sendable {
    /// What it is held against, measured in the same run.
    struct Beside: Sendable {
        var name: String
        var value: Double
        /// Ours ÷ theirs: the median over blocks measured in turn, and the smallest and largest of them.
        var ratio: Double
        var range: ClosedRange<Double>
    }

    /// Where the figure should be: the ratio when something stands beside it, else the value.
    enum Aim: Sendable {
        case atMost(Double)
        case atLeast(Double)
    }

    var section = ""
    var what: String
    var value: Double
    var unit: String
    var beside: Beside?
    var aim: Aim?
    var note: String?

    /// `nil` without an aim.
    var isMet: Bool? {
        let figure = beside?.ratio ?? value
        return switch aim {
        case .atMost(let limit): figure <= limit
        case .atLeast(let limit): figure >= limit
        case nil: nil
        }
    }

    func filed(under section: Section) -> Figure {
        var copy = self
        copy.section = section.rawValue
        return copy
    }
}

extension Figure: Encodable {
    private enum Key: String, CodingKey { case section, what, value, unit, beside, atMost, atLeast, met, note }
    private enum BesideKey: String, CodingKey { case name, value, ratio, lowestRatio, highestRatio }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(section, forKey: .section)
        try container.encode(what, forKey: .what)
        try container.encode(value.rounded(toPlaces: 4), forKey: .value)
        try container.encode(unit, forKey: .unit)
        if let beside {
            var nested = container.nestedContainer(keyedBy: BesideKey.self, forKey: .beside)
            try nested.encode(beside.name, forKey: .name)
            try nested.encode(beside.value.rounded(toPlaces: 4), forKey: .value)
            try nested.encode(beside.ratio.rounded(toPlaces: 4), forKey: .ratio)
            try nested.encode(beside.range.lowerBound.rounded(toPlaces: 4), forKey: .lowestRatio)
            try nested.encode(beside.range.upperBound.rounded(toPlaces: 4), forKey: .highestRatio)
        }
        switch aim {
        case .atMost(let limit): try container.encode(limit, forKey: .atMost)
        case .atLeast(let limit): try container.encode(limit, forKey: .atLeast)
        case nil: break
        }
        try container.encodeIfPresent(isMet, forKey: .met)
        try container.encodeIfPresent(note, forKey: .note)
    }
}

extension Double {
    func rounded(toPlaces places: Int) -> Double {
        let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
        return (self * scale).rounded() / scale
    }
}
