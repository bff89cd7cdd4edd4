public import AloftHTTP
internal import AloftServer

/// Compresses what is worth it for clients that accept it, by gzip or deflate.
///
/// ```swift
/// app.use(Compression())
/// ```
///
/// Text, JSON and the like of 1 KB and more are compressed; images, archives, events and what is encoded already are not,
/// nor what says `Cache-Control: no-transform`. Streams are compressed piece by piece and keep streaming. Put it outside
/// of all that reads or changes bodies.
public struct Compression: SynchronousMiddleware {
  /// Larger bodies are compressed piece by piece, and not before the response begins.
  private static let mostAtOnce = 64 * 1024
  /// The responses that are compressed at the same time; further ones are sent as they are.
  private static let mostStreams = 512
  private static let mostIdle = 8
  private static let longestPadding = 64

  private let minimumLength: Int
  private let additionalTypes: Set<String>
  private let pool: DeflaterPool

  /// Creates it.
  ///
  /// - Parameters:
  ///   - level: How thorough it is, from 1, the quickest, to 9, the shortest.
  ///   - minimumLength: Shorter bodies are sent as they are, in bytes; what they would gain is lost in one packet.
  ///   - additionalTypes: Media types that are compressed as well, without parameters and in lower case.
  public init(level: Int = 5, minimumLength: Int = 1024, additionalTypes: Set<String> = []) {
    self.minimumLength = minimumLength
    self.additionalTypes = additionalTypes
    pool = DeflaterPool(level: level, most: Self.mostStreams, mostIdle: Self.mostIdle)
  }

  /// Compresses the response's body if it is worth it and the client accepts it.
  public func after(_ response: inout Response, for request: Request) {
    guard isCompressible(response) else { return }
    let isLong = response.body.length.map { $0 >= minimumLength } ?? true
    guard isLong || !request.allowsIdentity else { return }
    Self.addVary(&response.headers)
    // What is secret may be found out by what it adds to the length of a body that an attacker fills in part; a padding
    // of gzip's makes that length vague.
    let isSecret = request.headers.contains(.cookie) || request.headers.contains(.authorization)
    guard let coding = request.preferred(of: isSecret ? [.gzip] : [.gzip, .deflate]),
      let borrowed = pool.borrow(coding)
    else { return }
    response.headers[.contentEncoding] = coding.rawValue
    response.headers[.contentLength] = nil
    // Parts are those of the body as it is, and other bytes have another tag, or a weak one (RFC 9110, section 8.8.1).
    response.headers[.acceptRanges] = nil
    if let tag = response.headers[.entityTag].flatMap({ EntityTag(parsing: $0) }), !tag.isWeak {
      response.headers[.entityTag] = "\(tag.weakened)"
    }
    let padding = isSecret ? Int.random(in: 0...Self.longestPadding) : 0
    response.body = Self.body(response.body, by: borrowed, padding, isSent: request.method != .head)
  }

  private static func body(
    _ body: ResponseBody, by borrowed: DeflaterPool.Borrowed, _ padding: Int, isSent: Bool
  ) -> ResponseBody {
    // Nobody knows its length without compressing it.
    guard isSent else { return .stream { _ in } }
    guard let bytes = shortBytes(of: body) else {
      return CompressedStream.body(body, by: borrowed, padding: padding)
    }
    borrowed.deflater.begin(padding: padding)
    return .bytes(borrowed.deflater.compress(bytes, .end))
  }

  /// The bytes of a body that is short enough to be compressed on an event loop, and here already.
  private static func shortBytes(of body: ResponseBody) -> [UInt8]? {
    guard let length = body.length, length <= mostAtOnce else { return nil }
    return if case .file(let file) = body.storage { file.bytesInMemory() } else { body.bytes }
  }

  private func isCompressible(_ response: Response) -> Bool {
    if case .upgrade = response.body.storage { return false }
    guard !response.status.forbidsBody, response.status != .partialContent,
      let type = response.headers[.contentType], isCompressible(type: type)
    else { return false }
    guard !response.headers.contains(.contentEncoding), !response.headers.contains(.contentRange) else { return false }
    return response.headers[.cacheControl].map { !CacheControl(parsing: $0).contains("no-transform") } ?? true
  }

  private func isCompressible(type: String) -> Bool {
    let name = type.prefix { $0 != ";" && $0 != " " }.lowercased()
    // Each open stream of events would hold a compressor, and has little to say at a time.
    guard name != "text/event-stream" else { return false }
    return CompressibleTypes.contain(name) || additionalTypes.contains(name)
  }

  /// Says that the response depends on what the client accepts, also where it was not compressed: caches keep both.
  private static func addVary(_ headers: inout Headers) {
    let names = headers.values(of: .vary).flatMap { $0.split(separator: ",") }
    let isSaid = names.contains { name in
      let name = name.filter { $0 != " " }.lowercased()
      return name == "accept-encoding" || name == "*"
    }
    if !isSaid { headers.append(.vary, "Accept-Encoding") }
  }
}
