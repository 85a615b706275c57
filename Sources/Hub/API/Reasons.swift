internal import HubAPI
internal import Vocabulary

/// - Throws: a problem for a reason that is too long, or has characters that no screen shows (a line end is one line).
func checkReason(_ reason: String) throws(Problem) {
    let isClean = !reason.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" }
    guard isClean, reason.utf8.count <= HubLimits.reasonBytes else {
        throw Problem(
            status: 400, code: "invalid-parameter", title: Bilingual(zh: "这条原因无法保存", en: "The reason cannot be kept"),
            detail: "A text of at most \(HubLimits.reasonBytes) bytes without control characters is expected. "
                + "Nothing was changed.")
    }
}
