import AloftHTTP

/// The other fields: lists, parameters, preferences, proxies, hosts, addresses and names of files.
///
/// What is written is read again, nothing leads out of a folder, and no client has a say in what a proxy adds.
func fuzz(_ bytes: [UInt8]) {
  let text = String(decoding: bytes, as: UTF8.self)
  checkParameters(text)
  checkForwarded(text)
  checkHost(text)
  checkPath(text)
  checkAddress(text)
  _ = AcceptedTypes(text).best(of: ["text/html", "application/json"])
  _ = AcceptedLanguages(text).best(of: ["en-GB", "de"])
  _ = AcceptedEncodings(text).best(of: ["br", "gzip", "identity"])
  let control = CacheControl(parsing: text)
  precondition(control.directives.count <= 50, "more directives were read than there are")
}

private func checkParameters(_ text: String) {
  let value = ParameterizedValue(parsing: text)
  let names = value.parameters.map(\.name)
  precondition(Set(names).count == names.count && names.count <= 100, "a name stands there twice")
  guard value.value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }), !value.value.isEmpty,
    // Such a name would be read as that of a piece.
    !names.contains(where: { $0.contains("*") })
  else { return }
  precondition(ParameterizedValue(parsing: value.description) == value, "what is written is not read")
}

private func checkForwarded(_ text: String) {
  // A field's value has no line ends, and proxies add behind a comma.
  let sent = String(decoding: text.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
  let elements = ForwardedElement.elements(of: "\(sent), for=\"[2001:db8::7]:80\";proto=https")
  precondition(elements.last?.client == "2001:db8::7", "a client chose its address")
  precondition(elements.last?.scheme == "https", "a client chose its scheme")
  precondition(elements.last?.host == nil, "a client chose a host")
  let older = ForwardedElement.elements(for: "\(sent), 192.0.2.7", proto: sent, host: nil, prefix: sent)
  precondition(older.last?.client == "192.0.2.7", "a client chose its address")
  for element in elements + older {
    if let prefix = element.prefix {
      precondition(prefix.hasPrefix("/") && !prefix.hasPrefix("//"), "a prefix is a host")
    }
    if let client = element.client {
      precondition(IPAddress(client)?.description == client, "an address has another form")
    }
  }
}

private func checkHost(_ text: String) {
  if let address = IPAddress(text) {
    precondition(IPAddress(address.description) == address, "an address that is written is another")
    precondition(IPNetwork(address.description)?.contains(address) == true, "an address is not its own network")
  }
  guard let host = HostName(text) else { return }
  precondition(HostName(host.description)?.description == host.description, "a host that is written is another")
  precondition(
    host.description.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"@/\\?#%".utf8.contains($0) }, "a host holds more")
  precondition(!HostRule("example.com").takes(host) || host.description == "example.com", "another host was taken")
  precondition(
    !HostRule(".example.com").takes(host) || host.description.hasSuffix("example.com"), "another host was taken")
}

private func checkPath(_ text: String) {
  let safe = SafeFileName.of(text)
  precondition(
    safe.utf8.count <= 100 && !safe.hasPrefix(".") && !safe.utf8.contains(UInt8(ascii: "/")), "a name means more")
  precondition(SafeFileName.of(safe) == safe, "a name that is fit becomes another")
  guard let joined = SafeFileName.joined(text, to: "a") else { return }
  var depth = 0
  for part in joined.utf8.split(separator: UInt8(ascii: "/")).dropFirst() where !part.elementsEqual(".".utf8) {
    depth += part.elementsEqual("..".utf8) ? -1 : 1
    precondition(depth >= 0, "a path leads out of its folder")
  }
}

private func checkAddress(_ text: String) {
  let url = InternationalAddress.url(for: text)
  precondition(
    url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }, "a URL holds what it may not")
  precondition(InternationalAddress.url(for: url) == url, "a URL becomes another")
  let address = InternationalAddress.address(of: url)
  precondition(InternationalAddress.address(of: address) == address, "an address becomes another")
}
