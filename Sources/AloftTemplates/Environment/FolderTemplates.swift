internal import AloftCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Templates from folders: the first that has a file of the name wins.
public struct FolderTemplates: TemplateLoader {
  private let folders: [String]
  private static let largest = 16 * 1024 * 1024

  /// Takes folders in the order in which they are searched.
  public init(_ folders: String...) { self.folders = folders }

  /// Takes folders in the order in which they are searched.
  public init(_ folders: [String]) { self.folders = folders }

  public func source(of name: String) throws -> String? {
    guard Self.isInside(name) else { return nil }
    for folder in folders {
      guard let bytes = try Self.bytes(of: "\(folder)/\(name)") else { continue }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Self.notUTF8(bytes, name)
      }
      return text
    }
    return nil
  }

  /// Whether a name leads to no other folder: no empty part, none that begins with a dot.
  private static func isInside(_ name: String) -> Bool {
    guard !name.isEmpty, !name.utf8.contains(0) else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") }
  }

  /// The error of a file whose bytes are no text, with the first line that holds such.
  private static func notUTF8(_ bytes: [UInt8], _ name: String) -> TemplateError {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    let line = String(decoding: lines[index].prefix(400), as: UTF8.self)
    let column = line.prefix { $0 != "\u{FFFD}" }.count + 1
    return TemplateError(
      .syntax, "this is no text in UTF-8", fix: "save the file in UTF-8",
      place: TemplateError.Place(template: name, line: index + 1, column: column, excerpt: line))
  }

  private static func bytes(of path: String) throws -> [UInt8]? {
    guard let file = fopen(path, "rb") else {
      if errno == ENOENT || errno == ENOTDIR || errno == EISDIR { return nil }
      throw FileProblem(description: "\(path) can't be read: \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 {
        // A folder can be opened, but not read.
        if ferror(file) != 0 { return nil }
        return bytes
      }
      bytes += buffer[..<count]
      guard bytes.count <= largest else { throw FileProblem(description: "\(path) is larger than 16 MB") }
    }
  }

  public var names: [String] {
    get throws {
      var names: Set<String> = []
      for folder in folders { Self.list(folder, prefix: "", depth: 0, &names) }
      return names.sorted()
    }
  }

  private static func list(_ folder: String, prefix: String, depth: Int, _ names: inout Set<String>) {
    guard depth < 32, let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard !name.hasPrefix(".") else { continue }
      var information = stat()
      guard stat("\(folder)/\(name)", &information) == 0 else { continue }
      if information.st_mode & S_IFMT == S_IFDIR {
        list("\(folder)/\(name)", prefix: "\(prefix)\(name)/", depth: depth + 1, &names)
      } else {
        names.insert(prefix + name)
      }
    }
  }

  private struct FileProblem: Error, CustomStringConvertible {
    let description: String
  }
}
