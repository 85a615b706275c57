internal import Identity
internal import Loyalty
internal import Settings

/// The packages that a case's history buys, so that a case can name one by its kind: `nail-10` for `b-1/0.0`.
struct BoughtPackages {
    private var lots: [String: [String]] = [:]
    /// Kinds of packages of any policy at hand.
    private let kinds: Set<String>

    init(_ history: [MemberEntry], _ book: PolicyBook) {
        kinds = book.packageKinds
        for entry in history {
            switch entry.fact {
            case .bill(let bill):
                for (index, line) in bill.lines.enumerated() where kinds.contains(line.item) {
                    for unit in 0..<line.quantity {
                        lots[line.item, default: []].append(PackageLot.id(bill: bill.id, line: index, unit: unit))
                    }
                }
            case .package(let lot?, .transferredHere(let kind, _, _, _)): lots[kind, default: []].append(lot)
            default: break
            }
        }
    }

    /// The entry with the lot's own id where it names a kind.
    ///
    /// - Parameter place: of the lot in the document.
    func naming(_ entry: MemberEntry, at place: String, _ reader: DocumentReader) -> MemberEntry {
        guard case .package(let named?, let step) = entry.fact, kinds.contains(named) else { return entry }
        if case .transferredHere = step { return entry }
        let found = lots[named] ?? []
        guard found.count == 1, let lot = found.first else {
            reader.report(at: place, found.isEmpty ? .notBought(named) : .boughtOften(named, found))
            return entry
        }
        var entry = entry
        entry.fact = .package(lot: lot, step)
        return entry
    }

    func naming(_ question: CaseFile.Question, at place: String, _ reader: DocumentReader) -> CaseFile.Question {
        guard case .entry(let entry) = question else { return question }
        return .entry(naming(entry, at: place, reader))
    }
}

extension PolicyBook {
    /// The price list of a version; empty for one that is not at hand.
    func items(of version: String) -> [String: Item] {
        do throws(RuleError) { return try policy(version: version).items } catch { return [:] }
    }

    fileprivate var packageKinds: Set<String> { Set(policies.flatMap { $0.packages.map(\.id) }) }
}

extension Fault {
    fileprivate static func notBought(_ kind: String) -> Fault {
        Fault(
            "case.lot.none", [kind], zh: "会员还没有买过次卡 \(kind)：history 里没有买它的账单",
            en: "the member has no package \(kind): no bill of the history buys it")
    }

    fileprivate static func boughtOften(_ kind: String, _ lots: [String]) -> Fault {
        let named = lots.prefix(4).joined(separator: ", ")
        return Fault(
            "case.lot.several", [kind] + lots.prefix(4), zh: "会员有 \(lots.count) 张次卡 \(kind)；请写明是哪一张：\(named)",
            en: "the member has \(lots.count) of the package \(kind); say which: \(named)")
    }
}
