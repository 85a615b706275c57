internal import Documents
internal import Loyalty
internal import Vocabulary

/// Money in cases: fen as programs write it, or yuan as people do.
extension DocumentReader {
    /// At most one of two keys.
    func money(fen: String, yuan: String, _ why: String) -> Money? {
        let whole = optional(fen, .integer(in: Self.fen), why + " In fen.")
        let written = optional(yuan, .money(in: Self.fen), why + " In yuan, instead of \(fen).")
        require(yuan, with: [fen], .twoAmounts(fen, yuan)) { whole == nil || written == nil }
        return (whole ?? written).map { Money(fen: $0) }
    }

    /// One of two keys.
    func requiredMoney(fen: String, yuan: String, _ why: String) -> Money {
        let amount = money(fen: fen, yuan: yuan, why)
        require(fen, with: [yuan], .noAmount(fen, yuan)) { amount != nil }
        return amount ?? .zero
    }

    /// What one unit of a line costs.
    ///
    /// - Parameter items: the price list, from which a price that is left out is taken; `nil`: it must be there.
    func unitPrice(of item: String, _ items: [String: Item]?) -> Money {
        let why = "A unit, tax included."
        guard let items else { return Money(fen: value("unitPriceFen", .integer(in: Self.fen), why + " In fen.")) }
        let amount = money(fen: "unitPriceFen", yuan: "unitPrice", why + " Without it, the list price.")
        require("item", with: ["unitPriceFen", "unitPrice"], .noListPrice(item, among: items.keys)) {
            amount != nil || items[item] != nil
        }
        return amount ?? items[item]?.price ?? .zero
    }
}

extension DocumentScalar where Value == Int64 {
    /// Whole fen, or yuan with the sign.
    static var fenOrYuan: DocumentScalar {
        let (fen, yuan) = (DocumentScalar.integer(in: 0...Bounds.amount), DocumentScalar.money(in: 0...Bounds.amount))
        return either(fen, yuan, Bilingual(zh: "以分为单位的整数，或 ¥88 这样的金额", en: "whole fen, or an amount as ¥88"))
    }
}

extension Fault {
    fileprivate static func twoAmounts(_ fen: String, _ yuan: String) -> Fault {
        Fault(
            "case.money.two", [fen, yuan], zh: "\(fen) 和 \(yuan) 只写其中一个",
            en: "takes \(fen) or \(yuan), one of them")
    }

    fileprivate static func noAmount(_ fen: String, _ yuan: String) -> Fault {
        Fault(
            "case.money.missing", [fen, yuan], zh: "缺少金额：写 \(yuan)（如 ¥88）或 \(fen)（分）",
            en: "missing: write \(yuan), as ¥88, or \(fen)")
    }

    fileprivate static func noListPrice(_ item: String, among items: some Sequence<String>) -> Fault {
        let near = Bilingual.didYouMean(Nearest.match(item, among: items))
        return Fault(
            "case.price.unlisted", [item],
            zh: "价目表里没有 \(item)，所以要写 unitPrice" + (near?.zh ?? ""),
            en: "there is no \(item) on the price list, so unitPrice must be there" + (near?.en ?? ""))
    }
}
