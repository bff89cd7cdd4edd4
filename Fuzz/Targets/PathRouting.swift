import Aloft
import AloftCore
import AloftHTTP

/// Decoding and routing of paths: whatever is sent, a match keeps what it promises and a redirect stays on the site.
func fuzz(_ bytes: [UInt8]) {
  let host = bytes.prefix { $0 != UInt8(ascii: "\n") }
  let path = bytes.dropFirst(host.count + 1)
  let received = Array(path)
  check(router.match(method: .get, host: Array(host).span, path: received.span), received)
  check(router.match(method: .post, host: [UInt8]().span, path: received.span), received)
  // The same bytes as a pattern: what is wrong with it is reported, never trapped on.
  let pattern = RouteDescription(methods: [.get], pattern: String(decoding: bytes, as: UTF8.self), place: SourcePlace())
  guard let own = try? Router(routes: [pattern]) else { return }
  check(own.match(method: .get, host: [UInt8]().span, path: received.span), received)
}

private let router: Router = {
  let patterns = [
    "/", "/about", "/posts/", "/users/{id:int}", "/users/{name}", "/files/{name}.{ext}", "/raw/{rest:path}",
    "/raw/{rest:path}/edit", "/{a:path}/x/{b:path}", "/v{major:int}.{minor:int}-{tag}", "/id/{id:uuid}",
    "/n/{x:float(signed=true)}", "/k/{k:any(a,b,a.b)}", "/s/{c:string(length=3)}", "/t/{a}/{b}/{c}/{d}/{e}",
  ]
  var routes = patterns.map { RouteDescription(methods: [.get], pattern: $0, place: SourcePlace()) }
  routes.append(RouteDescription(methods: [.post], pattern: "/posts", place: SourcePlace()))
  routes.append(
    RouteDescription(methods: nil, pattern: "/t/{rest:path}", host: "{tenant}.example.com", place: SourcePlace()))
  do {
    return try Router(routes: routes)
  } catch {
    preconditionFailure("\(error)")
  }
}()

private func check(_ match: RouteMatch, _ path: [UInt8]) {
  switch match {
  case .matched(let match):
    for index in 0..<match.values.count {
      let text = match.values.text(at: index, in: path.span)
      precondition(!text.utf8.contains(0), "a null character came through")
      let parts = text.utf8.split(omittingEmptySubsequences: false) {
        $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\")
      }
      precondition(!parts.contains { Array($0) == Array("..".utf8) }, "a value leads upwards")
    }
  case .redirect(let redirect):
    precondition(redirect.path.hasPrefix("/"), "a redirect is no path")
    precondition(!redirect.path.hasPrefix("//") && !redirect.path.hasPrefix("/\\"), "a redirect leaves the site")
    precondition(redirect.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a redirect is not encoded")
  case .methodNotAllowed(let allow): precondition(!allow.isEmpty, "nothing is allowed")
  case .connectionMismatch, .notFound, .malformed: break
  }
}
