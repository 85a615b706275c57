internal import Vocabulary

/// What is taken off a price: written as the share that is off, `20%`, or as shops say what is left to pay, `8折`.
package struct Discount: Hashable, Sendable {
    /// Of the price that is off; 10000 is all of it.
    package var basisPoints: Int64
    /// Whether it was written as what is left to pay, which nobody mistakes for what is off.
    package var saysWhatIsLeft = false

    package init(basisPoints: Int64) { self.basisPoints = basisPoints }

    /// Whether the author may have written what is left to pay instead of what is off: a share above 50% and below
    /// 100%.
    package var isDoubtful: Bool { !saysWhatIsLeft && basisPoints > 5000 && basisPoints < 10_000 }
}

extension Discount: ExpressibleByIntegerLiteral {
    package init(integerLiteral basisPoints: Int64) { self.init(basisPoints: basisPoints) }
}

extension DocumentScalar where Value == Discount {
    /// `20%` off, or `8折`, `88折`, `8.5折`, `八折`, `八五折` to pay.
    package static func discount(in range: ClosedRange<Int64>) -> DocumentScalar {
        bounded(
            .range(
                range, PercentText.text, zh: "，写作减去的 20%，或要付的 8折、85折",
                en: " off, as 20%, or to pay, as 8折 or 85折"), in: range, pattern: DiscountText.pattern,
            value: \.basisPoints, PercentText.text
        ) { text in
            if let share = PercentText.parse(text) { return .value(Discount(basisPoints: share)) }
            if let discount = DiscountText.parse(text) { return .value(discount) }
            return .wrong(DiscountText.fault(text))
        }
    }
}

/// Discounts as shops write them: `8折` leaves eight tenths to pay, `88折` and `8.8折` leave 88 hundredths.
package enum DiscountText {
    static let pattern =
        #"^((0|[1-9][0-9]{0,5})(\.[0-9]{1,2})?%|[1-9](\.?[1-9])?折|[一二三四五六七八九]{1,2}折)$"#
    private static let numerals = Array("一二三四五六七八九")

    package static func parse(_ text: String) -> Discount? {
        guard let left = left(text) else { return nil }
        var discount = Discount(basisPoints: 10_000 - left)
        discount.saysWhatIsLeft = true
        return discount
    }

    /// What is left to pay, in basis points.
    private static func left(_ text: String) -> Int64? {
        guard text.hasSuffix("折") else { return nil }
        var digits = Array(text.dropLast())
        if digits.count == 3, digits[1] == "." {
            guard digits[0].isASCII else { return nil }
            digits.remove(at: 1)
        }
        let values = digits.compactMap { digit(of: $0) }
        guard values.count == digits.count, (1...2).contains(values.count), Set(digits.map(\.isASCII)).count == 1
        else { return nil }
        return values.reduce(0) { $0 * 10 + $1 } * (values.count == 1 ? 1000 : 100)
    }

    /// 1 to 9: nobody says 80折.
    private static func digit(of character: Character) -> Int64? {
        if let index = numerals.firstIndex(of: character) { return Int64(index) + 1 }
        guard character.isASCII, let value = character.wholeNumberValue, value > 0 else { return nil }
        return Int64(value)
    }

    /// `8折`, `85折`; `nil` where nothing or everything is left, or a part of a hundredth.
    package static func text(off basisPoints: Int64) -> String? {
        let left = 10_000 - basisPoints
        guard left > 0, left < 10_000, left.isMultiple(of: 100) else { return nil }
        return left.isMultiple(of: 1000) ? "\(left / 1000)折" : left > 1000 ? "\(left / 100)折" : nil
    }

    /// What is wrong with a text that is neither, with what it may have been meant for.
    static func fault(_ text: String) -> Fault {
        let digits = String(text.filter { !$0.isWhitespace && $0 != "折" })
        let share = text.contains("折") ? nil : PercentText.parse(digits + "%").flatMap { $0 <= 10_000 ? $0 : nil }
        guard let paid = parse(meant(digits) + "折"), let written = self.text(off: paid.basisPoints) else {
            return .noShare(text, near: share.map(PercentText.text))
        }
        let off = PercentText.text(paid.basisPoints)
        guard let share, !digits.hasPrefix("0.") else { return .noDiscount(text, left: written, off: off) }
        // 15 is hardly what is left, 80 and 8 may be.
        guard share < 1000 || share > 5000 else { return .noShare(text, near: PercentText.text(share)) }
        return .eitherDiscount(text, off: PercentText.text(share), left: written, leftOff: off)
    }

    /// `0.8` and `80` as the `8` of 8折, `0.88` as 88. Ten tenths are the whole price.
    private static func meant(_ digits: String) -> String {
        if digits.hasPrefix("0.") { return String(digits.dropFirst(2)) }
        return digits.hasSuffix("0") && digits != "10" ? String(digits.dropLast()) : digits
    }
}

extension Fault {
    static func noShare(_ text: String, near: String?) -> Fault {
        let text = text.prefix(40)
        if let discount = DiscountText.parse(String(text)) {
            let off = PercentText.text(discount.basisPoints)
            return Fault(
                "value.percent", ["\(text)"], zh: "\(text) 是折扣（减 \(off)），这里要写百分比",
                en: "\(text) is a discount of \(off); a percentage stands here")
        }
        return Fault(
            "value.percent", ["\(text)"], zh: "\(text) 不是百分比", en: "\(text) is not a percentage"
        ).adding(.didYouMean(near))
    }

    /// Eight tenths to pay, written in another way.
    fileprivate static func noDiscount(_ text: String, left: String, off: String) -> Fault {
        Fault(
            "value.discount", ["\(text.prefix(40))", left, off],
            zh: "\(text.prefix(40)) 不是这里的写法；如果是 \(left)，请写 \(left) 或 \(off)（减去的部分）",
            en: "\(text.prefix(40)) is no share; if \(left) is meant, which is \(off) off, write \(left) or \(off)")
    }

    /// A bare number, which may say what is off or what is left.
    fileprivate static func eitherDiscount(_ text: String, off: String, left: String, leftOff: String) -> Fault {
        let said = "\(text.prefix(40))"
        return Fault(
            "value.discount", [said, off, left, leftOff],
            zh: "\(said) 没有单位：\(off) 是减去 \(off)，\(left) 是减去 \(leftOff)；请写其中一个",
            en: "\(said) has no unit: \(off) takes \(off) off, \(left) takes \(leftOff) off; write one")
    }

    /// A large share off, which may be what was meant to be left.
    package static func doubtfulDiscount(_ discount: Discount) -> Fault {
        let off = PercentText.text(discount.basisPoints)
        let left = PercentText.text(10_000 - discount.basisPoints)
        let said = DiscountText.text(off: discount.basisPoints)
        let meant = DiscountText.text(off: 10_000 - discount.basisPoints)
        return Fault(
            "value.discount.large", [off, left],
            zh: "减去 \(off)，顾客只付 \(left)；"
                + (meant.map { "若是要打 \($0)，请写 \($0) 或 \(left)" } ?? "percent 写的是减去多少")
                + (said.map { "；若确实如此，请写 \($0)，就不再提醒" } ?? ""),
            en: "takes \(off) off and leaves \(left) to pay; "
                + (meant.map { "if \($0) is meant, write \($0) or \(left)" } ?? "percent says what is off")
                + (said.map { "; if it is meant so, write \($0), and nothing more is said" } ?? ""))
    }
}
