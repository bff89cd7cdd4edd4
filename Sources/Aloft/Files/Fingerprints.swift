internal import AloftHTTP
internal import AloftServer
internal import CZlib
internal import Synchronization

/// Knows the fingerprints of files' contents, which are read once for each version of a file.
final class Fingerprints: Sendable {
  /// Larger ones have none: to read them would hold up whoever asks.
  static let mostBytes = 16 * 1024 * 1024
  /// The files that are remembered.
  private static let mostFiles = 10_000
  private static let pieceSize = 256 * 1024

  private struct Known {
    let version: FileVersion
    let fingerprint: String
  }

  private let known = Mutex<[String: Known]>([:])

  /// The fingerprint of a file if it need not be read for it.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - name: Its name, by which it is remembered.
  func known(of file: OpenFile, _ name: String) -> String? {
    guard file.isSettled else { return nil }
    return known.withLock { $0[name].flatMap { $0.version == file.version ? $0.fingerprint : nil } }
  }

  /// The fingerprint of a file, which is read for it if need be; `nil` if it is too large, or can't be read.
  func fingerprint(of file: OpenFile, _ name: String) -> String? {
    if let known = known(of: file, name) { return known }
    guard file.size <= Self.mostBytes else { return nil }
    var sum = crc32_z(0, nil, 0)
    for start in stride(from: 0, to: file.size, by: Self.pieceSize) {
      guard let bytes = try? file.read(start..<min(start + Self.pieceSize, file.size)) else { return nil }
      sum = crc32_z(sum, bytes, bytes.count)
    }
    let digits = String(sum, radix: 16)
    let fingerprint = String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    known.withLock { known in
      if known.count >= Self.mostFiles { known.removeAll() }
      known[name] = Known(version: file.version, fingerprint: fingerprint)
    }
    return fingerprint
  }
}

/// A name with a fingerprint in it: `app.3f9a1c20.css` of `app.css`.
struct FingerprintedName {
  /// The name without it.
  let plain: String
  let fingerprint: String

  /// Reads a name.
  ///
  /// - Returns: `nil` if it has no fingerprint.
  init?(_ name: String) {
    let bytes = Array(name.utf8)
    let dot = UInt8(ascii: ".")
    let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    // Before the last ending, or in its place for a name without one.
    guard let last = bytes.lastIndex(of: dot), last > start else { return nil }
    for end in [last, bytes.count] where end - 9 > start && bytes[end - 9] == dot {
      let digits = bytes[(end - 8)..<end]
      guard digits.allSatisfy({ $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }) else { continue }
      plain = String(decoding: bytes[..<(end - 9)] + bytes[end...], as: UTF8.self)
      fingerprint = String(decoding: digits, as: UTF8.self)
      return
    }
    return nil
  }

  /// Puts a fingerprint into a name.
  static func name(_ plain: String, _ fingerprint: String) -> String {
    let start = plain.utf8.lastIndex(of: UInt8(ascii: "/")).map { plain.utf8.index(after: $0) } ?? plain.startIndex
    guard let dot = plain.utf8.lastIndex(of: UInt8(ascii: ".")), dot > start else { return "\(plain).\(fingerprint)" }
    return "\(plain[..<dot]).\(fingerprint)\(plain[dot...])"
  }
}
