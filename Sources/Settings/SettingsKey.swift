/// What a program declares about one key of its configuration.
package struct SettingsKey: Hashable, Sendable {
    /// Dotted path.
    package var path: String
    /// `text`, `integer`, `duration`, `size`, `path`, `url`, `choice` or `flag`.
    package var type: String
    /// What is allowed, in words: range and unit, or the choices.
    package var allowed: String
    /// As it would stand in the file; `nil` when the key must be set.
    package var defaultText: String?
    /// What the reference file shows for a key that must be set.
    package var example: String?
    /// What it is for, and why the default is what it is.
    package var why: String
}
