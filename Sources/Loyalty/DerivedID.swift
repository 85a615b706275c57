package import Vocabulary

/// An id that the rules derive from another id. Books and journals store it as text; only this type knows its form.
///
/// No desk and no kiosk may give an id of these forms (`isReserved`): otherwise its entry or lot could take the place
/// of one that the rules make.
package enum DerivedID: Hashable, CustomStringConvertible {
    /// The lot that stands for what a member owes.
    case debt(LotCurrency)
    /// The lot of what was paid in with a top-up.
    case principal(topUp: String)
    /// The lot of what was given for a top-up.
    case gift(topUp: String)
    /// Something that belongs to an entry, a bill or a top-up.
    case part(Part, of: String)

    package enum Part: Hashable, CustomStringConvertible {
        /// What the offer at this place of a quote gives.
        case offerGift(Int)
        /// The bonus coupon at this place among those earned.
        case coupon(Int)
        /// What is credited because something cheaper was permitted.
        case credit
        /// What a rule gave.
        case rule(String)
        /// A lot, coupon, package or top-up that the owner restored, or took over from another account.
        case copy(of: String)
        /// A top-up, by the line of the bill that paid it in.
        case line(Int)
        /// A package, by the line that bought it and the unit of that line.
        case unit(Int64, line: Int)
        /// A session of a package, by its place among those that pay for a bill.
        case session(Int)
        /// A reward redeemed by a night, counted from 1.
        case redemption(Int)

        package var description: String {
            switch self {
            case .offerGift(let place): "gift\(place)"
            case .coupon(let place): "coupon\(place)"
            case .credit: "best"
            case .rule(let id), .copy(let id): id
            case .line(let line): "\(line)"
            case .unit(let unit, let line): "\(line).\(unit)"
            case .session(let place), .redemption(let place): "\(place)"
            }
        }
    }

    package var description: String {
        switch self {
        case .debt(let currency): Self.debts + currency.rawValue
        case .principal(let topUp): topUp + Self.principals
        case .gift(let topUp): topUp + Self.gifts
        case .part(let part, let owner): "\(owner)/\(part)"
        }
    }

    private static let debts = "debt-"
    private static let (principals, gifts) = ("-principal", "-gift")

    /// The entry id of postings that no entry caused, only the passing of time.
    package static let timePassing = "time"

    package static func isReserved(_ id: String) -> Bool {
        id.hasPrefix(debts) || id.hasSuffix(principals) || id.hasSuffix(gifts) || id.contains("/")
    }

    /// The id of the copy of `id` that `owner` holds.
    package static func copy(of id: String, by owner: String) -> String { "\(Self.part(.copy(of: id), of: owner))" }

    /// The id of what a part belongs to; `nil` if `id` is not the id of a part.
    package static func owner(ofPart id: String) -> String? {
        id.firstIndex(of: "/").map { String(id[..<$0]) }
    }

    /// The id of the original, if `id` is the id of a copy that `owner` holds; otherwise `nil`.
    package static func original(ofCopy id: String, by owner: String) -> String? {
        guard id.hasPrefix(owner), id.dropFirst(owner.count).first == "/" else { return nil }
        return String(id.dropFirst(owner.count + 1))
    }
}
