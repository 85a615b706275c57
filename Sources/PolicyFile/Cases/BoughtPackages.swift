internal import Documents
internal import Loyalty
internal import Vocabulary

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

    /// The entry with the lots' own ids where it names a kind.
    ///
    /// - Parameter path: of the entry in the document.
    func naming(_ entry: MemberEntry, below path: String, _ reader: DocumentReader) -> MemberEntry {
        var entry = entry
        switch entry.fact {
        case .package(_, .transferredHere): break
        case .package(let named?, let step):
            entry.fact = .package(lot: lot(named, at: "\(path).lot", reader), step)
        case .bill(let bill): entry.fact = .bill(naming(bill, below: path, reader))
        default: break
        }
        return entry
    }

    func naming(_ question: CaseFile.Question, _ reader: DocumentReader) -> CaseFile.Question {
        switch question {
        case .entry(let entry): .entry(naming(entry, below: "ask.entry", reader))
        case .bill(let bill): .bill(naming(bill, below: "ask", reader))
        default: question
        }
    }

    private func naming(_ bill: Bill, below path: String, _ reader: DocumentReader) -> Bill {
        var bill = bill
        for (index, tender) in bill.tenders.enumerated() {
            bill.tenders[index].lot = tender.lot.map { lot($0, at: "\(path).tenders[\(index)].lot", reader) }
        }
        return bill
    }

    private func lot(_ named: String, at place: String, _ reader: DocumentReader) -> String {
        guard kinds.contains(named) else { return named }
        let found = lots[named] ?? []
        if found.count == 1 { return found[0] }
        reader.report(at: place, found.isEmpty ? .notBought(named) : .boughtOften(named, found))
        return named
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
