/// Something that can lie on a virtual reader: a card, or what passes for one.
///
/// Called from the reader's thread only.
package protocol VirtualPICC: AnyObject, Sendable {
    /// What pcscd is told when it asks for the answer to reset.
    var atr: [UInt8] { get }

    /// The field went on or off, or the reader reset the card: selection, authentication and any open
    /// transaction are gone, files stay.
    func powerChanged()

    /// One command as it came from the reader; native or ISO framing, or a reader's pseudo-APDU (CLA FF).
    func transmit(_ command: [UInt8]) -> VirtualAnswer
}

/// What a virtual card does about one command.
package struct VirtualAnswer: Equatable, Sendable {
    /// `nil`: the card has left the field, with or without having done what was asked.
    package var bytes: [UInt8]?
    /// How long the card takes; the reader waits before it passes the answer on.
    package var delay: Duration

    package init(bytes: [UInt8]?, delay: Duration = .zero) {
        self.bytes = bytes
        self.delay = delay
    }
}
