public import AloftHTTP

extension Request {
  /// The URL of a named route.
  ///
  /// - Parameters:
  ///   - name: The route's name, `blog.show`; one that begins with a dot is a sibling in the same blueprint.
  ///   - values: A value for each placeholder; what the pattern has no placeholder for becomes the query.
  ///   - fragment: The part behind `#`.
  ///   - isAbsolute: Whether scheme and host are written too.
  /// - Returns: A path, or a whole URL where it was asked for or the route stands on another host.
  /// - Throws: ``URLBuildError`` that names the nearest route or the missing value.
  public func url(
    for name: String, _ values: URLValues = [:], fragment: String? = nil, isAbsolute: Bool = false
  ) throws(URLBuildError) -> String {
    guard let router = application.router else { throw .unknownName(name, nearest: nil) }
    var name = name
    if name.hasPrefix(".") { name = (route as? Endpoint)?.scope.map { $0 + name } ?? String(name.dropFirst()) }
    let here = URLOrigin(scheme: scheme, host: host)
    let url = try router.url(for: name, values, fragment: fragment, from: here, isAbsolute: isAbsolute)
    guard let prefix = origin?.prefix, !prefix.isEmpty else { return url }
    return here.putting(prefix, into: url)
  }
}
