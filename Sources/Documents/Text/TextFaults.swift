internal import Vocabulary

/// What can be wrong with a text before anybody asks what it says.
extension Fault {
    static let noMapping = Fault("text.mapping", zh: "要由若干“键: 值”组成", en: "must be a mapping of keys")
    static let noObject = Fault("text.object", zh: "要是一个有键的对象", en: "must be an object with keys")
    static let keyIsNoWord = Fault("text.key", zh: "键只能是一个词", en: "a key must be a word")
    static let tooManySetTwice = Fault(
        "text.twice.many", zh: "重复的键太多，无法逐一列出", en: "more keys are set twice than can be listed")
    static let tooManyValues = Fault(
        "text.values", zh: "值的数目超出这样长的文件所能有的", en: "more values than a text of this size can have")
    static let controlCharacter = Fault("text.control", zh: "有控制字符", en: "a control character")
    static let carriageReturns = Fault(
        "text.lineEnds", zh: "行尾是 CR LF（Windows 换行）；请以 LF 换行另存",
        en: "lines end with CR LF, as Windows writes them; save the file with LF alone")
    static let anchors = Fault(
        "text.anchors", zh: "这里不接受锚点（&）和别名（*）", en: "anchors (&) and aliases (*) are not taken here")

    package static let unreadableFile = file(
        "unreadable", zh: "读不了：文件不存在、是文件夹，或无权读取",
        en: "cannot be read: not there, a folder, or not ours to read")

    /// About a file as a whole.
    package static func file(_ code: String, zh: String, en: String) -> Fault { Fault("file.\(code)", zh: zh, en: en) }

    static func notYAML(_ problem: String) -> Fault {
        Fault("text.yaml", [problem], zh: "不符合 YAML 的写法：\(problem)", en: "not YAML: \(problem)")
    }

    static let tab = Fault(
        "text.tab", zh: "缩进用了制表符（Tab）；请改用空格", en: "not YAML: a tab indents this line; use blanks instead")

    static func notJSON(_ problem: Bilingual) -> Fault {
        Fault("text.json", [problem.en], zh: "不符合 JSON 的写法：\(problem.zh)", en: "not JSON: \(problem.en)")
    }

    static func deeper(than most: Int) -> Fault {
        Fault("text.depth", ["\(most)"], zh: "嵌套超过 \(most) 层", en: "nested deeper than \(most)")
    }

    static func setTwice(first line: Int) -> Fault {
        Fault(
            "key.twice", ["\(line)"], zh: "写了两次；第一次在第 \(line) 行", en: "set twice; first in line \(line)")
    }

    static func longer(kib: Int) -> Fault {
        Fault("text.long", ["\(kib)"], zh: "超过 \(kib) KiB", en: "longer than \(kib) KiB")
    }

    static func indented(most: Int) -> Fault {
        Fault(
            "text.indent", ["\(most)"], zh: "缩进超过 \(most) 列", en: "indented deeper than \(most) columns")
    }

    static func openings(most: Int) -> Fault {
        Fault(
            "text.openings", ["\(most)"], zh: "列表和映射超过 \(most) 个", en: "more than \(most) lists and mappings")
    }

    static func aliases(most: Int) -> Fault {
        Fault(
            "text.aliases", ["\(most)"], zh: "以 * 开头的词超过 \(most) 个",
            en: "more than \(most) words that begin with *")
    }
}
