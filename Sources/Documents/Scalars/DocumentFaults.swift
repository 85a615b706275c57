package import Vocabulary

/// What can be wrong with keys and values of any document.
extension Fault {
    static let missing = Fault("key.missing", zh: "缺少这一项", en: "missing")
    static let mapping = Fault("value.mapping", zh: "这里要写成若干“键: 值”", en: "must be a mapping of keys")
    static let list = Fault("value.list", zh: "这里要写成列表，如 [a, b]", en: "must be a list")
    static let single = Fault(
        "value.single", zh: "这里只能写一个值，不能是列表或若干键", en: "must be one value, not a list or a mapping")
    static let nothing = Fault("value.nothing", zh: "后面没有写值", en: "has no value")
    static let twiceInList = Fault("value.twice", zh: "在列表里重复了", en: "twice in the list")
    static let noKey = Fault("key.form", zh: "这个名称不能写在这里", en: "not a key that can stand here")
    static let empty = Fault("value.empty", zh: "是空的", en: "is empty")
    static let control = Fault("value.control", zh: "含有控制字符", en: "has control characters in it")

    static func mapping(by what: String) -> Fault {
        Fault("value.mapping", [what], zh: "这里要按编号逐项写（\(what)）", en: "must be a mapping by \(what)")
    }

    static func unknownKey(_ key: String, near: String?) -> Fault {
        Fault("key.unknown", [key], zh: "没有这个键", en: "unknown key").adding(.didYouMean(near))
    }

    /// A path as one key: `hub.url` for `hub:` and below it `url`.
    static func dottedKey(_ path: String) -> Fault {
        let name = path.split(separator: ".").last ?? ""
        let group = path.dropLast(name.count + 1)
        return Fault(
            "key.unknown", [path], zh: "没有这个键；请在 \(group): 下面写 \(name)",
            en: "unknown key; write \(name) below \(group):")
    }

    static func otherKind(_ key: String, _ kinds: String) -> Fault {
        Fault(
            "key.otherKind", [key, kinds], zh: "这里没有这个键，它属于 \(kinds.replacing(" or ", with: " 或 "))",
            en: "unknown key here; it belongs to \(kinds)")
    }

    static func entries(_ count: Int) -> Fault {
        Fault("value.entries", ["\(count)"], zh: "有 \(count) 项", en: "has \(count) entries")
    }

    static func tooLong(most: Int) -> Fault {
        Fault("value.long", ["\(most)"], zh: "超过 \(most) 个字", en: "is longer than \(most) characters")
    }

    static func unquoted(_ text: String, _ tag: DocumentTree.PlainTag) -> Fault {
        let text = text.prefix(60)
        let kind: [DocumentTree.PlainTag: String] = [.boolean: "是非值", .number: "数字", .null: "空值", .date: "日期"]
        return Fault(
            "value.unquoted", ["\(text)"], zh: "\(text) 不加引号会被当作\(kind[tag] ?? "别的值")；请写 \"\(text)\"",
            en: "\(text) without quotes is a \(tag.rawValue); write \"\(text)\"")
    }

    static func noNumber(_ text: String, isQuoted: Bool) -> Fault {
        let text = text.prefix(60)
        return Fault(
            "value.number", ["\(text)"], zh: "\(text) 不是数字" + (isQuoted ? "，是文字" : ""),
            en: "\(text) is not a number" + (isQuoted ? ", but a text" : ""))
    }

    static func text(_ text: String) -> Fault {
        Fault("value.text", ["\(text.prefix(40))"], zh: "\(text.prefix(40)) 是文字", en: "\(text.prefix(40)) is a text")
    }

    static func noWholeNumber(_ text: String) -> Fault {
        let text = text.prefix(40)
        return Fault("value.whole", ["\(text)"], zh: "\(text) 不是整数", en: "\(text) is not a whole number")
    }

    static func outOfRange(_ text: String) -> Fault {
        Fault("value.range", [text], zh: "\(text) 超出范围", en: "\(text) is out of range")
    }

    static func noFlag(_ text: String) -> Fault {
        let text = text.prefix(40)
        return Fault(
            "value.flag", ["\(text)"], zh: "\(text) 既不是 true 也不是 false", en: "\(text) is neither true nor false")
    }

    static func noChoice(_ text: String, near: String?) -> Fault {
        let text = text.prefix(60)
        return Fault(
            "value.choice", ["\(text)"], zh: "\(text) 不在可选之列", en: "\(text) is not one of the choices"
        ).adding(.didYouMean(near))
    }

    /// Not in the form that is allowed here.
    package static func form(_ text: String, near: String? = nil) -> Fault {
        let text = text.prefix(60)
        return Fault("value.form", ["\(text)"], zh: "\(text) 的写法不对", en: "\(text) is not written as it must be")
            .adding(.didYouMean(near))
    }

    /// It is not repeated: there may be a password in it.
    static let addressForPath = Fault(
        "value.path", zh: "这是网络地址，不是路径", en: "this is an address and no path")

    static func relativePath(_ text: String) -> Fault {
        let text = text.prefix(60)
        return Fault("value.path", ["\(text)"], zh: "\(text) 不以 / 开头", en: "\(text) does not begin with /")
    }

    static func noDuration(_ text: String, near: String?) -> Fault {
        let text = text.prefix(40)
        return Fault(
            "value.duration", ["\(text)"], zh: "\(text) 不是带单位的时长", en: "\(text) is not a duration with a unit"
        ).adding(.didYouMean(near))
    }

    static func noSize(_ text: String, near: String?) -> Fault {
        let text = text.prefix(40)
        return Fault(
            "value.size", ["\(text)"], zh: "\(text) 不是带单位的大小", en: "\(text) is not a size with a unit"
        ).adding(.didYouMean(near))
    }

    static func noYuan(_ text: String, near: String?) -> Fault {
        let text = text.prefix(40)
        return Fault(
            "value.money", ["\(text)"], zh: "\(text) 不是以元为单位的金额", en: "\(text) is not an amount in yuan"
        ).adding(.didYouMean(near))
    }

    static func noReference(_ kind: String, _ id: String, near: String?) -> Fault {
        let kinds = [
            "item": "项目", "category": "类别", "item or category": "项目或类别", "tier": "等级",
            "offer or group": "优惠或优惠组", "group": "优惠组", "coupon": "券类优惠", "reward": "礼品", "festival": "节日",
        ]
        return Fault(
            "reference.unknown", [kind, id], zh: "没有编号为 \(id) 的\(kinds[kind] ?? kind)",
            en: "there is no \(kind) \(id)"
        ).adding(.didYouMean(near))
    }

    static func more(_ count: Int) -> Fault {
        Fault("more", ["\(count)"], zh: "另有 \(count) 处问题", en: "and \(count) more problems")
    }
}

/// What would be allowed, in words.
extension Bilingual {
    static let keys = Bilingual(zh: "若干“键: 值”", en: "a mapping of keys")
    static let aList = Bilingual(zh: "列表", en: "a list")

    static func mapping(by what: String) -> Bilingual {
        Bilingual(zh: "按编号逐项写（\(what)）", en: "a mapping by \(what)")
    }

    package static let nothing = Bilingual(zh: "没有", en: "none")

    /// - Parameter none: what `~` is for.
    func or(_ none: Bilingual) -> Bilingual {
        Bilingual(zh: "\(zh)；写 ~ 表示\(none.zh)", en: "\(en), or ~ for \(none.en)")
    }

    static func none(_ text: String) -> Bilingual { Bilingual(zh: "没有时写 \(text)", en: "\(text) for none") }

    static func listOf(_ each: Bilingual) -> Bilingual {
        Bilingual(zh: "列表，每项是\(each.zh)", en: "a list; each \(each.en)")
    }

    static func range(_ from: String, _ through: String, unit: String? = nil) -> Bilingual {
        let units = ["pixels": "像素", "points": "积分", "days": "天", "minutes": "分钟", "seconds": "秒"]
        return Bilingual(
            zh: "\(from) 到 \(through)" + (unit.map { " \(units[$0] ?? $0)" } ?? ""),
            en: "\(from) to \(through)" + (unit.map { " \($0)" } ?? ""))
    }
}
