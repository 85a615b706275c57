internal import Documents
internal import HubAPI
internal import HubStore
internal import Vocabulary

/// What the hub says when it cannot answer: what happened, what to do, and what was not lost.
extension Problem {
    static let notFound = Problem(
        status: 404, code: "not-found", title: Bilingual(zh: "这个地址没有任何内容", en: "There is nothing at this address"),
        detail: "See /openapi.yaml for what can be asked. Nothing was changed.")

    static let unauthorized = Problem(
        status: 401, code: "unauthorized", title: Bilingual(zh: "缺少令牌，或令牌无效", en: "The token is missing or unknown"),
        detail: "Send the token of the token file as `Authorization: Bearer …`. Nothing was changed.")

    static let forbidden = Problem(
        status: 403, code: "forbidden", title: Bilingual(zh: "这个令牌无权这样做", en: "This token may not do that"),
        detail: "A kiosk's token is for that kiosk only; staff and operators have their own. Nothing was changed.")

    static func otherMethods(_ methods: [Route.Method]) -> Problem {
        Problem(
            status: 405, code: "method-not-allowed",
            title: Bilingual(zh: "这个地址要用别的方法访问", en: "This address is asked in another way"),
            detail: "Use \(methods.map(\.rawValue).joined(separator: " or ")). Nothing was changed.")
    }

    static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            status: 413, code: "body-too-large", title: Bilingual(zh: "内容太大", en: "The body is too large"),
            detail: "At most \(limit) bytes are taken. Nothing was taken; send it in smaller parts.")
    }

    static let tooSlow = Problem(
        status: 408, code: "too-slow",
        title: Bilingual(zh: "请求没有及时发完", en: "The request did not come to its end in time"),
        detail: "Nothing was taken and nothing is lost; send it again, in smaller parts on a slow line.")

    static let incomplete = Problem(
        status: 400, code: "incomplete", title: Bilingual(zh: "请求中断了", en: "The request broke off"),
        detail: "Nothing was taken and nothing is lost; send it again.")

    static let unclearQuery = Problem(
        status: 400, code: "invalid-parameter",
        title: Bilingual(zh: "地址里的查询参数不明确", en: "The query of the address is not clear"),
        detail: "Each name is expected once, percent-encoded in UTF-8. Nothing was changed.")

    static func invalidJSON(_ error: any Error) -> Problem {
        Problem(
            status: 400, code: "invalid-json",
            title: Bilingual(zh: "内容不是这里需要的 JSON", en: "The body is not the JSON that is expected here"),
            detail: "\(place(of: error)). Nothing was taken and nothing is lost; correct it and send it again.")
    }

    /// Where in the document, and what; never the document's own words.
    private static func place(of error: any Error) -> String {
        guard let error = error as? DecodingError else { return "It cannot be read" }
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "`\(key.stringValue)` is missing")
            case .typeMismatch(let type, let context): (context, "\(type) is expected")
            case .valueNotFound(let type, let context): (context, "\(type) is expected and null was sent")
            case .dataCorrupted(let context):
                (context, context.codingPath.isEmpty ? "it is no JSON" : "the value cannot be")
            @unknown default: (.init(codingPath: [], debugDescription: ""), "it cannot be read")
            }
        let path = context.codingPath.map { key in
            key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
        }.joined()
        return path.isEmpty
            ? "At the top, \(what)" : "At `\(path.hasPrefix(".") ? String(path.dropFirst()) : path)`, \(what)"
    }

    init(_ error: HubStoreError) {
        switch error {
        case .notFound(let missing):
            self.init(
                status: 404, code: "not-found", title: missing.words.en,
                detail: "Check the name. Nothing was changed.", refusal: Refusal(missing.code, missing.words))
        case .refused(let refusal):
            self.init(
                status: 409, code: "conflict", title: "That cannot be done now",
                detail: "\(refusal.words.en) Nothing was changed.", refusal: Refusal(refusal.code, refusal.words))
        case .limit(let excess):
            self.init(
                status: 429, code: "limit", title: "Too many", detail: "\(excess.words.en). Nothing was changed.",
                refusal: Refusal(excess.code, excess.words))
        case .onlyOfFile:
            self.init(
                status: 409, code: "conflict",
                title: Bilingual(zh: "这里不能这样做", en: "That cannot be done here"),
                detail: "\(error). Nothing was changed.")
        case .damaged, .unreadable:
            self.init(
                status: 503, code: "store-failed",
                title: Bilingual(zh: "中心服务器读不出自己的一份数据", en: "The hub cannot read something of its own"),
                detail: "\(error). Nothing was changed.")
        case .clock(let why):
            self.init(
                status: 503, code: "clock",
                title: Bilingual(zh: "中心服务器的时钟不可信", en: "The hub's clock cannot be trusted"),
                detail: "\(why) Nothing was changed and nothing is lost.")
        case .empty, .noPolicy, .unknownZone, .unguarded:
            self.init(
                status: 503, code: "not-ready", title: Bilingual(zh: "中心服务器还没有准备好", en: "The hub is not ready"),
                detail: "\(error). Nothing was taken.")
        }
    }

    /// A document with everything that is wrong in it.
    init(_ problems: DocumentProblems) {
        let told = problems.problems.prefix(20).map { problem in
            "\(problem.key.isEmpty ? "the document" : problem.key) \(problem.message)"
                + (problem.allowed.map { " (allowed: \($0.en))" } ?? "")
        }
        self.init(
            status: 400, code: "invalid-document",
            title: Bilingual(zh: "内容不是这里需要的文档", en: "The body is not the document that is expected here"),
            detail: told.joined(separator: "; ") + ". Nothing was taken; correct it and send it again.")
    }

    static let storeFailed = Problem(
        status: 503, code: "store-failed", title: Bilingual(zh: "中心服务器没能记下来", en: "The hub could not write it down"),
        detail: "Its database failed; see the hub's log. Nothing was taken, send it again later.")

    static let noRoom = Problem(
        status: 503, code: "store-failed",
        title: Bilingual(zh: "中心服务器的数据库没有空间了", en: "The hub's database has no room left"),
        detail: "Make room on its disk; the hub goes on by itself. Nothing was taken, nothing is lost; send it again.")

    /// The connection to the database went while it committed.
    static let outcomeUnknown = Problem(
        status: 503, code: "store-failed",
        title: Bilingual(zh: "不知道中心服务器是否已记下", en: "It is not known whether the hub has written it down"),
        detail: "The connection to its database broke at the end. Send the same once more: what was taken counts once.")
}

extension Problem {
    /// With what is wrong in both languages, under the same code, where nothing says it more exactly.
    init(status: Int, code: String, title: Bilingual, detail: String) {
        self.init(
            status: status, code: code, title: title.en, detail: detail, refusal: Refusal(code, title))
    }
}

extension Problem.Refusal {
    fileprivate init(_ code: String, _ words: Bilingual) { self.init(code: code, zh: words.zh, en: words.en) }
}
