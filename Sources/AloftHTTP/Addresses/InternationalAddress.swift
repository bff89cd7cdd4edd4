/// Addresses with letters beyond ASCII (IRI, RFC 3987), and the URLs that stand for them.
public enum InternationalAddress {
  /// The URL of an address: what may not stand in a URL is percent-encoded, the host's name is in ASCII.
  ///
  /// - Parameter address: The address; what is encoded in it already stays so.
  public static func url(for address: String) -> String {
    var parts = AddressParts(address)
    parts.path = PathText.encoded(parts.path, keeping: "%!$&'()*+,/:;=@")
    parts.query = parts.query.map { PathText.encoded($0, keeping: "%!$&'()*+,/:;=?@") }
    parts.fragment = parts.fragment.map { PathText.encoded($0, keeping: "%!#$&'()*+,/:;=?@") }
    parts.user = parts.user.map { PathText.encoded($0, keeping: "%!$&'()*+,;=") }
    parts.password = parts.password.map { PathText.encoded($0, keeping: "%!$&'()*+,;=") }
    parts.host = parts.host.map { host in
      PathText.encoded(DomainName.ascii(host) ?? host, keeping: "%!$&'()*+,;=:[]").lowercased()
    }
    parts.port = parts.port.map { PathText.encoded($0, keeping: "%!$&'()*+,;=:") }
    return parts.text
  }

  /// The address of a URL as people read it: text is decoded, what has a meaning in a URL stays encoded.
  public static func address(of url: String) -> String {
    var parts = AddressParts(url)
    parts.path = decoded(parts.path, except: "/?#")
    // What was encoded in front of a colon must not become a scheme (RFC 3986, section 4.2).
    if parts.scheme == nil, parts.host == nil, AddressParts(parts.path).scheme != nil { parts.path = "./\(parts.path)" }
    parts.query = parts.query.map { decoded($0, except: "&=+#") }
    parts.fragment = parts.fragment.map { decoded($0, except: "") }
    parts.user = parts.user.map { decoded($0, except: ":@/?#") }
    parts.password = parts.password.map { decoded($0, except: ":@/?#") }
    parts.host = parts.host.map { DomainName.unicode($0.lowercased()) }
    return parts.text
  }

  /// Decodes what is text: neither `reserved` nor blanks, controls and percent signs, nor bytes that are no UTF-8, nor
  /// what nobody can see or what turns the direction of reading (RFC 3987, section 4.1).
  private static func decoded(_ text: String, except reserved: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard let first = encodedByte(bytes, index) else {
        // One that encodes nothing would, with a digit behind it that was decoded.
        if bytes[index] == UInt8(ascii: "%") { result += "%25".utf8 } else { result.append(bytes[index]) }
        index += 1
        continue
      }
      // A run of encoded bytes is text together.
      var run = [first]
      while let next = encodedByte(bytes, index + 3 * run.count) { run.append(next) }
      append(run, from: bytes[index...], to: &result, reserved)
      index += 3 * run.count
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func encodedByte(_ bytes: [UInt8], _ index: Int) -> UInt8? {
    guard index + 2 < bytes.count, bytes[index] == UInt8(ascii: "%"), let high = bytes[index + 1].hexValue,
      let low = bytes[index + 2].hexValue
    else { return nil }
    return high << 4 | low
  }

  private static func append(
    _ run: [UInt8], from encoded: ArraySlice<UInt8>, to result: inout [UInt8], _ reserved: String
  ) {
    var index = 0
    while index < run.count {
      let length = validLength(run[index...])
      let byte = run[index]
      let isKept =
        length == 0 || byte == 0x25 || reserved.utf8.contains(byte) || !isVisible(run[index..<index + length])
      let count = max(length, 1)
      if isKept {
        let start = encoded.startIndex + 3 * index
        result += encoded[start..<start + 3 * count]
      } else {
        result += run[index..<index + count]
      }
      index += count
    }
  }

  private static func isVisible(_ character: ArraySlice<UInt8>) -> Bool {
    String(decoding: character, as: UTF8.self).unicodeScalars.allSatisfy(DomainName.isVisible)
  }

  /// The number of bytes of the character that begins here; 0 where none does.
  private static func validLength(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let first = bytes.first else { return 0 }
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard bytes.count >= length else { return 0 }
    let character = Array(bytes.prefix(length))
    return (try? UTF8Span(validating: character.span)) == nil ? 0 : length
  }
}
