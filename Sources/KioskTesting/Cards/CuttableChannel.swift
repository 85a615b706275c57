package import CardProtocol

/// A card's channel in a program that may die between a command and its answer.
package final class CuttableChannel: CardChannel {
    private let channel: any CardChannel
    private let cut: PowerCut
    /// Whether an exchange failed: the card left, or was reset.
    package private(set) var isDead = false

    package init(_ channel: any CardChannel, cut: PowerCut) {
        self.channel = channel
        self.cut = cut
    }

    package var atr: [UInt8] { channel.atr }

    package func transmit(_ command: [UInt8]) throws(ChannelError) -> [UInt8] {
        cut.pass()
        guard !cut.happened else { throw .removed }
        let answer: [UInt8]
        do { answer = try channel.transmit(command) } catch {
            isDead = true
            throw error
        }
        cut.pass()
        guard !cut.happened else { throw .removed }
        return answer
    }
}
