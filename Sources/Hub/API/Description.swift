internal import FoundationEssentials

/// What anybody may ask, without a token.
func publicRoutes(_: RouteContext) -> [Route] {
    [
        Route(.get, "/openapi.yaml", []) { _ in
            Reply(status: 200, contentType: "application/yaml", body: Data(PackageResources.openapi_yaml))
        }
    ]
}
