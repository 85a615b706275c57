import Documents
import Foundation
import PolicyFile
import Testing
import Vocabulary

@Suite struct CompactTextTests {
    @Test func `On one line it says the same as printed for people`() throws {
        let value = JSONText.object([
            .init("empty", .object([])), .init("none", .list([])), .init("n", .null), .init("f", .flag(false)),
            .init("a \"b\" \\", .list([.number(-1), .text("a\nb\u{1}\tc“中”"), .list([.flag(true), .object([])])])),
            .init("o", .object([.init("k", .text("")), .init("l", .number(.max))])),
        ])
        let (printed, compact) = (value.printed, value.compact)
        #expect(!compact.contains("\n") && compact.count < printed.count)
        let options: JSONSerialization.ReadingOptions = .fragmentsAllowed
        let one = try JSONSerialization.jsonObject(with: Data(printed.utf8), options: options) as? NSObject
        let two = try JSONSerialization.jsonObject(with: Data(compact.utf8), options: options) as? NSObject
        #expect(one != nil && one == two)
        for scalar in [JSONText.null, .flag(true), .number(7), .text("x\"y")] {
            #expect(scalar.compact + "\n" == scalar.printed)
        }
    }
}
