import Vocabulary

@testable import CardSimulator

/// A member's card as the issuer leaves it, made with commands only, for tests that then attack it.
enum SampleCard {
    static let aid: UInt32 = 0x50454F
    static let cardKey = [UInt8](repeating: 0xC0, count: 16)
    static let keys = (0..<5).map { [UInt8](repeating: 0x10 + UInt8($0), count: 16) }
    static let limit: Int32 = 0x7FFF_FFFF
    static let fenFile: UInt8 = 2
    static let pointsFile: UInt8 = 3

    static let uid = CardUID([0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0xF6])

    static func blank(_ generation: DesfireGeneration = .ev2, seed: UInt64 = 1) -> DesfireChip? {
        uid.map {
            DesfireChip(generation: generation, uid: $0, memory: DesfireMemory(), random: CardRandom(seed: seed))
        }
    }

    /// - Parameter settings: the application's key settings at the end; 0x0B is how an issued card stands.
    /// - Returns: the status bytes that were not 00, with what was being done.
    static func issue(_ terminal: inout Terminal, settings: UInt8 = 0x0B) -> [String] {
        var failures: [String] = []
        func check(_ what: String, _ status: UInt8) {
            if status != 0 { failures.append("\(what): \(Hex.text([status]))") }
        }
        check("legacy authentication", terminal.authenticate(.legacy, 0, [UInt8](repeating: 0, count: 16)))
        check("AES card key", terminal.changeKey(0x80, to: cardKey, version: 1))
        let method: AuthenticationMethod = terminal.chip.generation == .ev1 ? .aes : .ev2First
        check("card authentication", terminal.authenticate(method, 0, cardKey))
        check("card settings", terminal.send(0x54, header: [], payload: [0x0B], .full).status)
        check("application", terminal.administer(0xCA, wire(aid, 3) + [0x0B, 0x85]).status)
        check("select", terminal.select(aid))
        check("application authentication", terminal.authenticate(method, 0, keys[0].map { _ in 0 }))
        check("file 1", terminal.administer(0xCB, [1, 3] + AccessRights(0x1220).wire + wire(48, 3)).status)
        let odometer = [3] + AccessRights(0x1FFF).wire + wire(0, 4) + wire(limit, 4) + wire(limit, 4) + [0]
        check("file 2", terminal.administer(0xCC, [fenFile] + odometer).status)
        check("file 3", terminal.administer(0xCC, [pointsFile] + odometer).status)
        check(
            "file 4", terminal.administer(0xC0, [4, 3] + AccessRights(0x11FF).wire + wire(48, 3) + wire(11, 3)).status)
        let blank = [UInt8](repeating: 0, count: 16)
        for number in 1..<5 {
            check("key \(number)", terminal.changeKey(UInt8(number), to: keys[number], version: 1, from: blank))
        }
        if settings != 0x0B {
            check("settings", terminal.send(0x54, header: [], payload: [settings], .full).status)
        }
        check("key 0", terminal.changeKey(0, to: keys[0], version: 1))
        return failures
    }
}
