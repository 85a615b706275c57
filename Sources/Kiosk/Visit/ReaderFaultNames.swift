internal import CardProtocol

extension ReaderFault {
    /// For staff, in small print on the "out of service" screen.
    var staffCode: String {
        switch self {
        case .noService: "R-01"
        case .noReader: "R-02"
        case .inUse: "R-03"
        case .stuck: "R-04"
        case .failed: "R-05"
        }
    }

    var name: String {
        switch self {
        case .noService: "no-service"
        case .noReader: "no-reader"
        case .inUse: "in-use"
        case .stuck: "stuck"
        case .failed(let code): "failed-\(String(code, radix: 16))"
        }
    }
}
