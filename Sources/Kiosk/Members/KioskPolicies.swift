internal import HubAPI
package import KioskStore
package import Loyalty
internal import PolicyFile
internal import Synchronization
internal import Vocabulary

/// The published rules as this kiosk evaluates them.
package final class KioskPolicies: Sendable {
    /// Policies by digest. A document is parsed once in a process, because a published one never changes.
    private static let known = Mutex<[String: Policy]>([:])

    private let store: KioskStore
    private let log: @Sendable (LogEvent) -> Void
    /// Digests of documents that could not be parsed: not tried again, and logged once.
    private let unreadable = Mutex<Set<String>>([])

    package init(store: KioskStore, log: @escaping @Sendable (LogEvent) -> Void) {
        self.store = store
        self.log = log
    }

    /// Parses all stored policies, so that no tap has to wait for it.
    package func readAll() {
        guard let held = try? store.heldPolicies() else { return }
        for facts in held { _ = try? policy(facts) }
    }

    /// The policy in force at a moment, as the hub last named them. A policy that this program cannot read is skipped,
    /// and the one before it stays in force even if the hub names it no more.
    ///
    /// - Returns: `nil` where not one can be read.
    package func inForce(_ snapshot: SnapshotFacts, atMs now: Int64) throws(StoreError) -> Policy? {
        for facts in snapshot.policies.reversed() where facts.effectiveFromMs <= now {
            if let policy = try policy(facts) { return policy }
        }
        for facts in try store.heldPolicies().reversed() where facts.effectiveFromMs <= now {
            if let policy = try policy(facts) { return policy }
        }
        return nil
    }

    private func policy(_ facts: PolicyFacts) throws(StoreError) -> Policy? {
        if let policy = Self.known.withLock({ $0[facts.sha256] }) { return policy }
        guard !unreadable.withLock({ $0.contains(facts.sha256) }) else { return nil }
        guard let text = try store.policyText(facts.sha256) else { return nil }
        do throws(any Error) {
            let policy = try PolicyDocument(text: text.document, calendars: text.calendars).policy
            Self.known.withLock { $0[facts.sha256] = policy }
            log(.policyRead(version: facts.version))
            return policy
        } catch {
            // The message may be long and is for the policy's author; `kioskctl policy check` shows it.
            unreadable.withLock { _ = $0.insert(facts.sha256) }
            log(.policyUnreadable(version: facts.version))
            return nil
        }
    }
}

extension Policy {
    /// Where no policy can be read: members are greeted and checked in, and nothing is spent off line.
    static let none: Policy = {
        var policy = Policy(version: "", name: Bilingual(both: ""), effectiveFromMs: 0, zone: .shanghai)
        policy.kiosk.offlineLimit = .zero
        return policy
    }()
}
