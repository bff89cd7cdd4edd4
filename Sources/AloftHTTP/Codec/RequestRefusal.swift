/// Why a request is refused before any handler sees it.
///
/// Whatever could be read in two ways is refused: two servers that disagree about where a request ends are how
/// requests get smuggled (RFC 9112, sections 9.5 and 11.2).
public enum RequestRefusal: Error, Hashable, Sendable, CaseIterable {
  case malformedRequestLine, malformedTarget, malformedVersion, unsupportedVersion, connectMethod
  case bareLineEnding, controlCharacter, foldedLine, blankBeforeColon, malformedFieldName
  case missingHost, repeatedHost, malformedHost
  case malformedLength, repeatedLength, lengthWithCoding, unknownCoding, codingInOldVersion
  case malformedChunk, malformedExtension, forbiddenTrailer
  case unknownExpectation
  case requestLineTooLong, headerTooLarge, tooManyFields, extensionsTooLarge, trailersTooLarge
}

extension RequestRefusal {
  /// The status that answers it.
  public var status: Status {
    switch self {
    case .connectMethod: .notImplemented
    case .unsupportedVersion: .versionNotSupported
    case .unknownExpectation: .expectationFailed
    case .requestLineTooLong: .uriTooLong
    case .headerTooLarge, .tooManyFields, .trailersTooLarge: .headerFieldsTooLarge
    case .extensionsTooLarge: .contentTooLarge
    default: .badRequest
    }
  }

  /// What was wrong, in a few words for the log and the answer's body; it repeats nothing that the client sent.
  public var explanation: String {
    switch self {
    case .malformedRequestLine: "the request line is not 'METHOD target HTTP/1.1'"
    case .malformedTarget: "the target is not a path, an absolute URL or '*'"
    case .malformedVersion: "the version is not 'HTTP/1.1'"
    case .unsupportedVersion: "only HTTP/1.0 and HTTP/1.1 are spoken here"
    case .connectMethod: "CONNECT is for proxies"
    case .bareLineEnding: "a line does not end with CR LF"
    case .controlCharacter: "a field's value holds a control character"
    case .foldedLine: "a field's value goes on in the next line"
    case .blankBeforeColon: "a blank stands between a field's name and its colon"
    case .malformedFieldName: "a field's name is not a token followed by a colon"
    case .missingHost: "HTTP/1.1 demands a Host field"
    case .repeatedHost: "there is more than one Host field"
    case .malformedHost: "the host is not a name or an address with an optional port"
    case .malformedLength: "Content-Length is not a number"
    case .repeatedLength: "there is more than one Content-Length"
    case .lengthWithCoding: "Content-Length and Transfer-Encoding contradict each other"
    case .unknownCoding: "the only transfer coding understood is a single 'chunked'"
    case .codingInOldVersion: "HTTP/1.0 has no Transfer-Encoding"
    case .malformedChunk: "a chunk is malformed"
    case .malformedExtension: "a chunk's extension is malformed"
    case .forbiddenTrailer: "a trailer field would change the message's framing or routing"
    case .unknownExpectation: "the only expectation understood is '100-continue'"
    case .requestLineTooLong: "the request line is too long"
    case .headerTooLarge: "the header section is too large"
    case .tooManyFields: "there are too many header fields"
    case .extensionsTooLarge: "the chunks' extensions are too large"
    case .trailersTooLarge: "the trailer section is too large"
    }
  }
}
