import Aloft
import AloftHTTP

/// Answers cases of Werkzeug's functions for HTTP.
struct HTTPSuite {
  let arguments: [JSON]
  let named: JSON
  let this: JSON

  /// The answer to one case.
  static func answer(_ testCase: JSON) -> JSON.Member {
    let suite = HTTPSuite(
      arguments: testCase["args"].array, named: testCase["kwargs"], this: testCase["self"])
    do {
      return JSON.Member(name: "result", value: try suite.call(testCase["fn"].string ?? ""))
    } catch let error as Unsupported {
      return JSON.Member(name: "unsupported", value: .string(error.reason))
    } catch {
      return JSON.Member(
        name: "error", value: .object([JSON.Member(name: "class", value: .string("\(type(of: error))"))]))
    }
  }

  /// An argument by its place or its name.
  func argument(_ index: Int, _ name: String = "") -> JSON {
    index < arguments.count ? arguments[index] : named[name]
  }

  func text(_ index: Int = 0) -> String? { argument(index).string }

  static func tuple(_ values: JSON...) -> JSON { tagged("tuple", .array(values)) }

  static func tagged(_ tag: String, _ value: JSON) -> JSON {
    .object([JSON.Member(name: "$t", value: .string(tag)), JSON.Member(name: "v", value: value)])
  }

  private func call(_ function: String) throws -> JSON {
    switch function {
    case "parse_accept_header": accept
    case "Accept.quality", "MIMEAccept.quality": quality(function)
    case "Accept.best_match", "MIMEAccept.best_match", "LanguageAccept.best_match": best(function)
    case "parse_list_header": .array((text().map { FieldList.items($0) } ?? []).map(JSON.string))
    case "parse_options_header": options
    case "parse_cache_control_header": cacheControl
    case "unquote_etag", "parse_etags", "quote_etag": try entityTag(function)
    case "parse_if_range_header", "parse_range_header", "parse_content_range_header", "is_byte_range_valid":
      range(function)
    case "http_date": try date
    case "parse_date":
      text().flatMap { HTTPDate.secondsSince1970(parsing: $0) }.map { WerkzeugDate.json($0) } ?? .null
    case "parse_cookie": cookies
    case "dump_cookie": try cookie
    case "get_host": try host
    case "host_is_trusted":
      .bool(text().flatMap { HostName($0) }.map { isTrusted($0, argument(1, "trusted_list")) } ?? false)
    case "get_content_length": contentLength
    case "iri_to_uri": .string(InternationalAddress.url(for: text() ?? ""))
    case "uri_to_iri": .string(InternationalAddress.address(of: text() ?? ""))
    case "secure_filename": .string(SafeFileName.of(text() ?? ""))
    case "safe_join": text(1).flatMap { SafeFileName.joined($0, to: text() ?? "") }.map(JSON.string) ?? .null
    case "check_password_hash": throw Unsupported("passwords are hashed by another part")
    default: throw Unsupported("no function '\(function)'")
    }
  }

  private var options: JSON {
    let value = ParameterizedValue(parsing: text() ?? "", isForm: true)
    let parameters = value.parameters.map { JSON.Member(name: $0.name, value: .string($0.value)) }
    return Self.tuple(.string(value.value), .object(parameters))
  }

  private var cacheControl: JSON {
    let control = CacheControl(parsing: text() ?? "")
    return .object(control.directives.map { JSON.Member(name: $0.name, value: $0.value.map(JSON.string) ?? .null) })
  }

  private var cookies: JSON {
    // Werkzeug's servers hand on bytes as Latin-1.
    let bytes = (text() ?? "").unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let isLatin = (text() ?? "").unicodeScalars.allSatisfy { $0.value < 256 }
    let items = RequestCookies(isLatin ? String(decoding: bytes, as: UTF8.self) : text() ?? "").items
    // A dictionary of lists: names in the order of their first value.
    var names: [String] = []
    for item in items where !names.contains(item.name) { names.append(item.name) }
    let pairs = names.flatMap { name in
      items.filter { $0.name == name }.map { JSON.array([.string(name), .string($0.value)]) }
    }
    return Self.tagged("multidict", .array(pairs))
  }

  private var cookie: JSON {
    get throws {
      var cookie = Cookie(text() ?? "", text(1) ?? "", isHTTPOnly: false, sameSite: nil)
      for option in named.members {
        switch (option.name, option.value) {
        case ("domain", let value): cookie.domain = value.string
        case ("path", let value): cookie.path = value.string
        case ("secure", .bool(let value)): cookie.isSecure = value
        case ("httponly", .bool(let value)): cookie.isHTTPOnly = value
        case ("partitioned", .bool(let value)): cookie.isPartitioned = value
        case ("max_age", .int(let seconds)): cookie.maxAge = .seconds(seconds)
        case ("expires", let value) where value != .null: cookie.expires = try WerkzeugDate.seconds(value)
        case ("samesite", .string(let text)):
          guard let sameSite = Cookie.SameSite(rawValue: text.prefix(1).uppercased() + text.dropFirst().lowercased())
          else { throw UnknownSameSite() }
          cookie.sameSite = sameSite
        case ("max_size", _), ("sync_expires", _), (_, .null): break
        default: throw Unsupported("the option \(option.name)")
        }
      }
      return .string(try cookie.fieldValue(isSecureRequest: false))
    }
  }

  private struct UnknownSameSite: Error {}

  private var host: JSON {
    get throws {
      var text: String
      if let field = self.text(1) {
        text = field
      } else if case .object = argument(2, "server"), argument(2, "server")["v"].array.count == 2,
        let name = argument(2, "server")["v"].array[0].string,
        case .int(let port) = argument(2, "server")["v"].array[1]
      {
        text = name.contains(":") && !name.hasPrefix("[") ? "[\(name)]:\(port)" : "\(name):\(port)"
      } else {
        return .string("")
      }
      let standard = ["http": ":80", "ws": ":80", "https": ":443", "wss": ":443"][self.text(0) ?? ""]
      if let standard, text.hasSuffix(standard) { text.removeLast(standard.count) }
      let trusted = argument(3, "trusted_hosts")
      guard let name = HostName(text) else {
        if !trusted.array.isEmpty { throw UntrustedHost() }
        return .string("")
      }
      guard isTrusted(name, trusted) else { throw UntrustedHost() }
      return .string(text)
    }
  }

  /// Whether one of the rules takes the host; without any every host is trusted.
  private func isTrusted(_ host: HostName, _ list: JSON) -> Bool {
    let rules = list.string.map { [$0] } ?? list.array.compactMap(\.string)
    return rules.isEmpty || rules.contains { HostRule($0).takes(host) }
  }

  private struct UntrustedHost: Error {}

  private var contentLength: JSON {
    let length = argument(0, "http_content_length").string
    let codings = FieldList.items(argument(1, "http_transfer_encoding").string ?? "")
    guard !codings.contains(where: { $0.lowercased() == "chunked" }), let length else { return .null }
    // Our servers refuse such requests; Werkzeug takes them for empty ones.
    let digits = length.trimmingPrefix { " \t".contains($0) }.reversed().drop { " \t".contains($0) }.reversed()
    return .int(digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(String(digits)) ?? 0 : 0)
  }

  private var date: JSON {
    get throws {
      guard let value = arguments.first, value != .null else { throw Unsupported("the time of the recording") }
      return .string(HTTPDate.text(secondsSince1970: try WerkzeugDate.seconds(value)))
    }
  }
}
