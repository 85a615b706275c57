package import Documents
package import Loyalty

/// A policy as it was written, with the holiday calendars that it names: to read it again, no file is needed.
package struct PolicyDocument: Hashable, Sendable {
    package let text: String
    /// Texts of the calendars, by the names that the policy gives them.
    package let calendars: [String: String]
    package let policy: Policy

    /// - Throws: everything that is wrong, contradictions included, at once.
    package static func read(_ path: String) throws(DocumentProblems) -> PolicyDocument {
        let text = try DocumentFile.text(of: path)
        var calendars: [String: String] = [:]
        let outcome = PolicyFile.examine(text, file: path, format: format(of: text)) {
            (name: String) throws(DocumentProblems) -> HolidayCalendar in
            let file = HolidayFile.path(name, besides: path)
            let calendar = try DocumentFile.text(of: file)
            calendars[name] = calendar
            return try HolidayFile.decode(calendar, file: file)
        }
        return PolicyDocument(text: text, calendars: calendars, policy: try outcome.get())
    }

    /// Reads a published policy from its stored text. It does not look for contradictions again: a later program's
    /// check must not invalidate a policy under which entries were made.
    ///
    /// - Throws: everything that this program cannot read.
    package init(text: String, calendars: [String: String]) throws(DocumentProblems) {
        let outcome = PolicyFile.examine(
            text, file: "policy", format: Self.format(of: text), contradictions: false
        ) { (name: String) throws(DocumentProblems) -> HolidayCalendar in
            guard let calendar = calendars[name] else {
                throw DocumentProblems(file: name, fault: .calendarNotKept)
            }
            return try HolidayFile.decode(calendar, file: name)
        }
        self.init(text: text, calendars: calendars, policy: try outcome.get())
    }

    private init(text: String, calendars: [String: String], policy: Policy) {
        self.text = text
        self.calendars = calendars
        self.policy = policy
    }

    /// By what it begins with, because a text that was kept has no name.
    private static func format(of text: String) -> DocumentFile.Format {
        text.first { !$0.isWhitespace } == "{" ? .json : .yaml
    }
}
