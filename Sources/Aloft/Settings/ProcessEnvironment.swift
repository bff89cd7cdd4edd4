internal import AloftServer

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The environment of this process.
enum ProcessEnvironment {
  /// Its variables by name.
  static var variables: [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    // A list of C strings that ends with a null pointer; nobody changes it while a program starts.
    while let pointer = entry.pointee {
      let text = String(cString: pointer)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      entry += 1
    }
    return variables
  }

  private static let largestFile = 1024 * 1024

  /// The text of `.env` in the working folder; `nil` where there is none.
  static func file() throws -> String? {
    guard case .file(let file) = try FileLookup.find(".env", waits: true) else { return nil }
    guard file.size <= largestFile else { throw FileError(description: ".env has more than \(largestFile) bytes") }
    guard let text = String(validating: try file.read(0..<file.size), as: UTF8.self) else {
      throw FileError(description: ".env is no UTF-8. Save it as that")
    }
    return text
  }
}
