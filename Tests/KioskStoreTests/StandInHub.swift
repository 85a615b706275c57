import HubAPI
import Testing
import Vocabulary

@testable import KioskStore

/// What the hub does with uploads and feeds, as far as a kiosk's store can see it. The real one is tested in
/// its own target; this one can be restored from a backup by assigning an old value.
struct StandInHub {
    var epoch = "hub-1"
    var lines: [String: [UploadedEntry]] = [:]
    var cursor: Int64 = 0
    /// In force first. The store never reads them.
    var policies = [PolicyText(document: "one", calendars: ["days": "none"])]

    func position(_ storeEpoch: String) -> HubPosition {
        let last = lines[storeEpoch]?.last
        return HubPosition(
            hubEpoch: epoch, lastSequence: last?.sequence ?? 0,
            lastHash: last?.hash ?? Hex.text(JournalChain.root(ofEpoch: storeEpoch)))
    }

    /// Ids held, over all epochs.
    var ids: Set<OperationID> { Set(lines.values.joined().compactMap { Entries.decoded($0.body)?.id }) }

    mutating func upload(_ request: UploadRequest) -> Receipt {
        var refused: [RefusedLine] = []
        for entry in request.entries {
            let held = lines[request.storeEpoch] ?? []
            let expected = Int64(held.count) + 1
            if entry.sequence > expected {
                refused.append(RefusedLine(sequence: entry.sequence, code: .hole, message: "send from \(expected)"))
                break
            }
            if entry.sequence < expected {
                guard held[Int(entry.sequence) - 1] == entry else {
                    refused.append(RefusedLine(sequence: entry.sequence, code: .fork, message: "another line"))
                    break
                }
                continue
            }
            guard entry.previousHash == position(request.storeEpoch).lastHash else {
                refused.append(RefusedLine(sequence: entry.sequence, code: .fork, message: "does not follow"))
                break
            }
            lines[request.storeEpoch, default: []].append(entry)
        }
        let ids = request.entries.compactMap { Entries.decoded($0.body)?.id }
        return Receipt(position: position(request.storeEpoch), held: ids.filter(self.ids.contains), refused: refused)
    }

    mutating func page(
        _ members: [MemberFacts], to request: FeedRequest, more: Bool = false, removed: [MemberID] = []
    ) -> FeedPage {
        cursor += 1
        return FeedPage(
            position: position(request.storeEpoch), cursor: cursor, more: more, asOfMs: 1_790_000_000_000 + cursor,
            kiosk: KioskFacts(
                number: 7, salon: Bilingual(zh: "悦容美容", en: "Yuerong"), storeID: "jingan",
                store: Bilingual(zh: "静安店", en: "Jing'an"), timeZone: "Asia/Shanghai"),
            policies: policies.map {
                PolicyFacts(
                    version: $0.document, effectiveFromMs: 0, sha256: $0.sha256,
                    text: request.policies.contains($0.sha256) ? nil : $0)
            }, members: members, removedMembers: removed)
    }
}

extension KioskStore {
    /// What is known of a member's first card.
    func standing(of member: MemberFacts) throws -> CardStanding {
        let card = try #require(member.cards.first?.id)
        return try #require(try standing(of: card))
    }

    /// Uploads until nothing is left or the hub refuses.
    @discardableResult
    func drain(to hub: inout StandInHub) throws -> Acknowledged {
        var total = Acknowledged()
        while let request = try pendingUpload() {
            let result = try acknowledge(hub.upload(request), to: request)
            total.removed += result.removed
            total.putBack += result.putBack
            total.newEpoch = result.newEpoch
            if result.newEpoch != nil || result.removed == 0 && result.putBack == 0 { break }
        }
        return total
    }

    @discardableResult
    func sync(_ members: [MemberFacts], from hub: inout StandInHub) throws -> AppliedPage {
        let request = try feedRequest()
        return try apply(hub.page(members, to: request), to: request)
    }
}
