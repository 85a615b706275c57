package import HubAPI
package import Loyalty

extension MemberFacts {
    /// The lots as the rules see them. One in a currency that this kiosk does not know yet is left out.
    package var account: Account {
        Account(
            lots: lots.compactMap { lot in
                Lot.Currency(rawValue: lot.currency).map {
                    Lot(id: lot.id, currency: $0, remaining: lot.remaining, expiresAtMs: lot.expiresAtMs)
                }
            })
    }
}
