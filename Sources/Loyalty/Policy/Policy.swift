package import Vocabulary

/// One version of a salon's loyalty rules, as a value. What a document says is here; what it leaves out has the
/// default given here, each a decision of `rules.md`'s list of ambiguous rules.
///
/// A published version never changes. Entries carry the version they were made under.
package struct Policy: Hashable, Sendable {
    /// Such as `yuerong-2026-1`; unique for ever.
    package var version: String
    package var name: Bilingual
    package var effectiveFromMs: Int64
    package var zone: StoreZone
    /// ISO 4217. Amounts are in its minor unit.
    package var currency = "CNY"
    package var holidays = HolidayCalendar()
    package var region = RegionalProfile()

    package var items: [String: Item] = [:]
    package var points = PointRules()
    package var earning = EarningRules()
    package var tiers = TierRules()
    package var offers: [Offer] = [] { didSet { tabulate() } }
    private(set) var offerTable = OfferTable([])
    package var stacking = StackingRules() {
        didSet { if stacking.lineGroups != oldValue.lineGroups { tabulate() } }
    }
    package var rewards: [RewardRule] = []
    package var moneyOff: MoneyOffRule?
    package var claims = ClaimRules()
    package var storedValue = StoredValueRules()
    package var packages: [PackageKind] = []
    package var reversal = ReversalRules()
    package var fairness = FairnessRules()
    package var kiosk = KioskRules()

    package init(version: String, name: Bilingual, effectiveFromMs: Int64, zone: StoreZone) {
        self.version = version
        self.name = name
        self.effectiveFromMs = effectiveFromMs
        self.zone = zone
    }

    private mutating func tabulate() { offerTable = OfferTable(offers, lineGroups: stacking.lineGroups) }
}

/// Something on the price list.
package struct Item: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable { case service, product, package, topUp, fee }

    package var id: String
    package var name: Bilingual
    package var kind: Kind
    package var category: String
    /// Fen, tax included.
    package var price: Money
    /// Of the price without tax; 10000 is the whole. 0 where tax does not matter.
    package var taxBasisPoints: Int64 = 0
    package var minutes: Int?

    package init(id: String, name: Bilingual, kind: Kind, category: String, price: Money) {
        self.id = id
        self.name = name
        self.kind = kind
        self.category = category
        self.price = price
    }
}

/// Which lines of a bill a rule looks at. Empty for all; `except` goes before the rest.
package struct ItemScope: Hashable, Sendable {
    package var items: Set<String> = []
    package var categories: Set<String> = []
    package var kinds: Set<Item.Kind> = []
    package var except: Set<String> = []

    package init() {}

    package func contains(_ item: Item) -> Bool {
        if except.holds(item.id) || except.holds(item.category) { return false }
        if items.isEmpty && categories.isEmpty && kinds.isEmpty { return true }
        return kinds.holds(item.kind) || categories.holds(item.category) || items.holds(item.id)
    }

    /// Whether it holds the item by name, category or kind, and not because it is empty and holds everything.
    package func names(_ item: Item) -> Bool {
        !(items.isEmpty && categories.isEmpty && kinds.isEmpty) && contains(item)
    }
}

extension Set {
    /// The same as `contains`, for the small sets of a policy: a hash costs more than a few comparisons.
    func holds(_ element: Element) -> Bool {
        guard count <= 4 else { return contains(element) }
        for member in self where member == element { return true }
        return false
    }
}

/// What a kiosk may do by itself.
package struct KioskRules: Hashable, Sendable {
    /// Cumulative per card over all that is not settled.
    package var offlineLimit = Amount(points: Points(300), money: Money(fen: 20_000))
    package var snapshotMaxAgeSeconds: Int64 = 86_400
    /// A spend above this needs the member's PIN or one-time code.
    package var proofAbove = Amount(points: Points(1000), money: Money(fen: 100_000))
    package var checkInEarlyMinutes: Int64 = 45
    package var checkInLateMinutes: Int64 = 15

    package init() {}
}

/// Attributes that no price rule may use unless the policy names the reason, which members are shown.
package struct FairnessRules: Hashable, Sendable {
    package enum Attribute: String, Hashable, Sendable, CaseIterable { case age, sex, occupation }

    package var reasons: [Attribute: Bilingual] = [:]

    package init() {}
}
