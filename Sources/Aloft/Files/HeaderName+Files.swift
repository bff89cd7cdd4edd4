internal import AloftHTTP

extension HeaderName {
  static let contentTypeOptions: HeaderName = "X-Content-Type-Options"
}
