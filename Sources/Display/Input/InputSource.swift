/// A source of touches: the panel in the browser; later touch panels, keypads and scanners.
///
/// A source only reports events. What a touch means, and whether it counts, is decided by `TouchGate`.
package protocol InputSource: Sendable {
    /// As configuration, log and status name it, such as `panel:/run/kioskd/panel`.
    var name: String { get }
    /// In the order in which it happened. One consumer; ends with the device.
    var events: AsyncStream<InputEvent> { get }
}

package enum InputEvent: Hashable, Sendable {
    case touch(TouchEvent)
}

/// One finger, or one viewer's pointer, on the upright picture.
package struct TouchEvent: Hashable, Sendable {
    package var action: Action
    /// Tells fingers of one source apart.
    package var finger: Int
    /// The frame that the customer was looking at. `nil` from a device that shows every frame at once: its touches
    /// belong to the frame that was shown at `atMs`.
    package var frame: UInt32?
    /// The kiosk's monotonic clock, in milliseconds, if the device reports a time; `nil` for the moment it is received.
    package var atMs: Int64?

    package enum Action: Hashable, Sendable {
        case down(PanelPoint)
        case up(PanelPoint)
        /// The finger is gone without a touch that counts: a palm, or a viewer that disconnected.
        case gone
    }

    package init(_ action: Action, finger: Int, frame: UInt32?, atMs: Int64? = nil) {
        self.action = action
        self.finger = finger
        self.frame = frame
        self.atMs = atMs
    }
}
