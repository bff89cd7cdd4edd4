import AloftHTTP

/// Cookies: whatever a client sends, each cookie stays by itself; whatever is set comes back, and adds nothing.
func fuzz(_ bytes: [UInt8]) {
  let field = String(decoding: bytes, as: UTF8.self)
  checkReceived(field)
  let line = field.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? field.utf8.endIndex
  let name = String(Substring(field.utf8[..<line]))
  checkSet(Cookie(name, String(Substring(field.utf8[line...]))))
  checkSet(Cookie("a", field))
  checkSet(Cookie("a", "b", path: field))
  checkSet(Cookie("a", "b", domain: field))
}

private func checkReceived(_ field: String) {
  let cookies = RequestCookies(field)
  let parts = field.utf8.split(separator: UInt8(ascii: ";"))
  precondition(cookies.items.count <= parts.count, "a cookie was made of nothing")
  for item in cookies {
    precondition(!item.name.isEmpty, "a cookie has no name")
    precondition(!item.name.utf8.contains { "=;\"".utf8.contains($0) }, "a name holds what separates")
    precondition(cookies.values(of: item.name).contains(item.value), "a value is not found")
    precondition(cookies[item.name] == cookies.values(of: item.name).first, "the first value is not the first")
  }
  // A cookie means the same whatever stands before it: no quote and no escape reaches into the next.
  let behind = RequestCookies("\(field);behind=1")
  if parts.count < 300 {
    precondition(behind.items.last == RequestCookies("behind=1").items.first, "a cookie was swallowed")
    precondition(behind.items.dropLast().elementsEqual(cookies.items), "a cookie changed what stands before it")
  }
}

private func checkSet(_ cookie: Cookie) {
  for isSecureRequest in [false, true] {
    guard let field = try? cookie.fieldValue(isSecureRequest: isSecureRequest) else { continue }
    precondition(field.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "a field holds what could end it")
    precondition(field.utf8.count <= 4096, "browsers would drop the cookie")
    let parts = field.split(separator: ";").map { $0.drop { $0 == " " } }
    let names = parts.dropFirst().map { String($0.prefix { $0 != "=" }) }
    let known = ["Domain", "HttpOnly", "Path", "SameSite", "Secure"]
    precondition(names.allSatisfy(known.contains), "an attribute was added")
    precondition(Set(names).count == names.count, "an attribute stands there twice")
    precondition(
      names.contains("Secure") == (isSecureRequest || isPrefixed(cookie.name)), "Secure is not as it should be")
    let back = RequestCookies(String(parts.first ?? ""))
    precondition(back.items.count == 1, "one cookie was set")
    precondition(back.items.first?.name == cookie.name, "a name did not come back")
    precondition(
      back.items.first.map { $0.value.utf8.elementsEqual(cookie.value.utf8) } == true, "a value did not come back")
  }
}

private func isPrefixed(_ name: String) -> Bool {
  name.lowercased().hasPrefix("__host-") || name.lowercased().hasPrefix("__secure-")
}
