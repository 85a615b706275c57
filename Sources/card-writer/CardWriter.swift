import ArgumentParser

@main
struct CardWriter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card-writer",
        abstract: "Issues, inspects, replaces, blocks, unblocks and erases members' cards.",
        discussion: """
            Keys come from a file that only its owner can read (--keys, CARD_WRITER_KEYS, or the systemd credential \
            card-keys): one "role generation key" a line, # starts a comment. Roles: application, kiosk, staff, picc. \
            The generation is a number from 1 to 127, the key has 32 hexadecimal digits.

            Exit status as in sysexits.h: 0 done, 64 usage or not confirmed, 65 bad card data, 66 no input, 69 no \
            reader or hub, 70 a mistake in this program, 73 cannot write, 74 card pulled away, 75 busy, 76 card not \
            supported, 77 keys or permission, 78 configuration.
            """,
        subcommands: [
            ReadersCommand.self, IssueCommand.self, InspectCommand.self, ReplaceCommand.self, BlockCommand.self,
            UnblockCommand.self, EraseCommand.self, SelfTestCommand.self,
        ])
}
