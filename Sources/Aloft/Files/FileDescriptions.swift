internal import AloftHTTP
internal import Synchronization

/// What a file is sent as.
struct DescribedFile: Hashable {
  let name: String
  /// Whether clients may keep it for good.
  let isLasting: Bool
  var coding: ContentCoding?
}

/// Remembers the fields that describe versions of files, encoded: to write them takes longer than to open the file.
final class FileDescriptions: Sendable {
  private static let most = 4096

  private struct Known {
    let version: FileVersion
    let fields: PreparedFields
  }

  private let known = Mutex<[DescribedFile: Known]>([:])

  /// The fields of a file.
  ///
  /// - Parameters:
  ///   - key: What it is sent as.
  ///   - version: Its version.
  ///   - isKept: Whether what is made may be remembered for that version.
  ///   - make: Makes the fields.
  func headers(
    _ key: DescribedFile, _ version: FileVersion, isKept: Bool, _ make: () -> [Headers.Field]
  ) -> Headers {
    guard isKept else { return Headers(make()) }
    if let known = known.withLock({ $0[key] }), known.version == version { return Headers(known.fields) }
    let fields = PreparedFields(make())
    known.withLock { known in
      if known.count >= Self.most { known.removeAll() }
      known[key] = Known(version: version, fields: fields)
    }
    return Headers(fields)
  }
}
