import Documents
import Foundation
import KioskTesting
import Testing

/// Configuration files as they lie on salons' machines: a program that is newer must start from them, and with the
/// same values. The first are the reference files of that time, with every key spelled out.
@Suite struct FrozenConfigTests {
    @Test(arguments: SettingsCase.Program.allCases)
    func `A configuration is read as it was, value by value`(_ program: SettingsCase.Program) throws {
        let name = program.rawValue
        let text = try FrozenText.kept("\(name)-1.yaml", newest: program.reference)
        let folder = try TemporaryFolder("frozen")
        let now = try program.effective(Array(text.utf8), folder.appending(path: "f").path)
        let was = try FrozenText.lines("\(name)-1.txt", newest: now.sorted())
        #expect(Set(was).subtracting(now).sorted() == [])
        #expect(was.count > 8)
    }
}
