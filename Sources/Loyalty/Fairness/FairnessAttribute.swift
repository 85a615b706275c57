package import Vocabulary

/// An attribute by which a report sorts members. Its bands are fixed, so that reports can be compared.
package enum FairnessAttribute: String, Hashable, Sendable, CaseIterable {
    case age, sex
    /// Completed years since joining.
    case tenure

    /// One of the groups, in the order in which they are shown.
    package struct Band: Hashable, Sendable {
        /// `25-34`, `female`, `unknown` …
        package var id: String
        package var name: Bilingual
    }

    package var name: Bilingual {
        switch self {
        case .age: Bilingual(zh: "年龄", en: "age")
        case .sex: Bilingual(zh: "性别", en: "sex")
        case .tenure: Bilingual(zh: "入会年数", en: "years as a member")
        }
    }

    /// All bands; the last is for members of whom it is not known.
    package var bands: [Band] {
        let unknown = Band(id: "unknown", name: Bilingual(zh: "未知", en: "unknown"))
        switch self {
        case .sex:
            return [
                Band(id: Person.Sex.female.rawValue, name: Bilingual(zh: "女", en: "female")),
                Band(id: Person.Sex.male.rawValue, name: Bilingual(zh: "男", en: "male")), unknown,
            ]
        case .age, .tenure:
            let bounds = yearBounds
            let upper = bounds.dropFirst().map(Optional.some) + [nil]
            return zip(bounds, upper).map(band) + [unknown]
        }
    }

    /// The place of a member's band among `bands`.
    func place(of account: MemberAccount, on day: Day, _ zone: StoreZone) -> Int {
        switch self {
        case .sex:
            switch account.person?.sex {
            case .female: 0
            case .male: 1
            case nil: 2
            }
        case .age: place(ofYears: account.person?.birthday?.age(on: day))
        case .tenure: place(ofYears: account.person.map { Self.years(from: zone.day(atMs: $0.joinedAtMs), to: day) })
        }
    }

    /// The first year of each band.
    private var yearBounds: [Int] { self == .age ? [0, 18, 25, 35, 45, 55, 65] : [0, 1, 3, 5] }

    private func place(ofYears years: Int?) -> Int {
        let bounds = yearBounds
        return years.flatMap { years in bounds.lastIndex { $0 <= years } } ?? bounds.count
    }

    private func band(from lower: Int, to upper: Int?) -> Band {
        let unit = self == .age ? "岁" : "年"
        guard let upper else {
            return Band(id: "\(lower)+", name: Bilingual(zh: "\(lower) \(unit)及以上", en: "\(lower) or more"))
        }
        if upper == 1 { return Band(id: "0", name: Bilingual(zh: "不满 1 \(unit)", en: "less than 1")) }
        let span = "\(lower)-\(upper - 1)"
        return Band(id: span, name: Bilingual(zh: "\(span) \(unit)", en: span))
    }

    /// Completed years; 0 before the first day.
    private static func years(from first: Day, to day: Day) -> Int {
        let (year, month, dayOfMonth) = first.components
        return Birthday(year: year, month: month, day: dayOfMonth).age(on: day) ?? 0
    }
}
