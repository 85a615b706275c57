/// How a member is addressed beside the surname.
package enum Title: String, Hashable, Sendable, CaseIterable { case ms, mr, none }
