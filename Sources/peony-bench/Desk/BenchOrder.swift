import Foundation
import PolicyFile

/// What a desk asks for.
enum BenchOrder {
    /// A bottle of essence.
    static func bill(_ id: UUID) throws -> DeskOrder {
        let text = """
            {"id": "\(id.uuidString.lowercased())", "kind": "bill", "store": "xuhui",
             "lines": [{"item": "essence", "unitPriceFen": 39800}]}
            """
        return try DeskOrder.decode(text, file: "order")
    }
}
