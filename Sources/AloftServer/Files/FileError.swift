#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the system could not do with a file.
package struct FileError: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }

  /// An error with the system's words for its number.
  ///
  /// - Parameters:
  ///   - text: What failed, `reading a file failed`.
  ///   - number: The number; that of the last call if left out.
  package static func system(_ text: String, _ number: Int32? = nil) -> FileError {
    let number = number ?? errno
    return FileError(description: "\(text): \(strerror(number).map { String(cString: $0) } ?? "error \(number)")")
  }

  /// The file has fewer bytes than when it was opened.
  package static let shrunk = FileError(description: "a file became shorter while it was sent")
}
