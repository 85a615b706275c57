import Vocabulary

extension MemberAccount {
    /// Takes over new facts about the member. They hold from this moment on: what was priced, earned and decided before
    /// stays as it was.
    ///
    /// Limits "once a birthday" do not start anew when the birthday is changed: each earlier use counts for the nearest
    /// birthday by the present date (`BirthdayTurns`).
    ///
    /// - Throws: `senseless` for a change of nothing, for a date that its calendar does not have, and for a member
    ///   whose day of joining was never entered.
    mutating func change(_ change: PersonChange) throws(RuleError) -> Derivation {
        guard !change.isEmpty else {
            throw .senseless(
                path: "personChanged",
                reason: Bilingual(
                    zh: "没有任何改动；请填写生日、性别、职业或分组中的至少一项",
                    en: "it changes nothing; say a birthday, a sex, an occupation or segments"))
        }
        if case .known(let birthday) = change.birthday { try birthday.requirePossible() }
        guard person != nil else {
            throw .senseless(
                path: "personChanged",
                reason: Bilingual(
                    zh: "该会员还没有入会记录；请先录入 joined",
                    en: "nothing says when the member joined; enter a joined entry first"))
        }
        person?.take(change)
        var derivation = Derivation()
        if change.birthday != .unchanged { derivation.note("person", .birthdayChanged) }
        if change.sex != .unchanged { derivation.note("person", .sexChanged) }
        if change.occupation != .unchanged { derivation.note("person", .occupationChanged) }
        if change.segments != nil { derivation.note("person", .segmentsChanged) }
        return derivation
    }
}

extension Phrase {
    static let birthdayChanged = Phrase("person.birthday", zh: "生日资料已更新", en: "the birthday was put right")
    static let sexChanged = Phrase("person.sex", zh: "性别资料已更新", en: "the sex was put right")
    static let occupationChanged = Phrase("person.occupation", zh: "职业资料已更新", en: "the occupation was put right")
    static let segmentsChanged = Phrase("person.segments", zh: "分组已更新", en: "the segments were put right")

    static let ofPersons: [Phrase] = [birthdayChanged, sexChanged, occupationChanged, segmentsChanged]
}
