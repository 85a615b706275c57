/// The seventeenth migration: indexes for what is open of one member or one card.
///
/// SQLite has no statistics here. Of two indexes with one known column each it took the one by status, and so went
/// through what is open of everybody: a page of the feed took longer with each claim of any member. An index in which
/// both columns are known is taken; of claims, which are asked for in the order of their moments, only one with these.
enum IndexSchema {
    static let seventeenth = """
        DROP INDEX claim_of_member;
        CREATE INDEX claim_of_member ON claim (member, status, at_ms);
        DROP INDEX entry_claim_of_member;
        CREATE INDEX entry_claim_of_member ON entry_claim (member, status, at_ms);
        DROP INDEX incident_of_card;
        CREATE INDEX incident_of_card ON incident (card, status);
        CREATE INDEX incident_of_member ON incident (member, status);
        """
}
