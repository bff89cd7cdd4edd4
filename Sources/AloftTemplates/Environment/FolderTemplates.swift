internal import AloftCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Templates from folders: the first that has a file of the name wins.
///
/// Links are followed within their folder, and never out of it. Names that begin with a dot are none.
public struct FolderTemplates: TemplateLoader {
  private let folders: [String]
  private static let largest = 16 * 1024 * 1024

  /// Takes folders in the order in which they are searched.
  public init(_ folders: String...) { self.folders = folders }

  /// Takes folders in the order in which they are searched.
  public init(_ folders: [String]) { self.folders = folders }

  /// The text of a file.
  ///
  /// - Throws: What hinders it from being read, and that it is no text in UTF-8.
  public func source(of name: String) throws -> String? {
    guard Self.isInside(name) else { return nil }
    for folder in folders {
      guard let bytes = try Self.bytes(of: name, in: folder) else { continue }
      guard let text = String(validating: bytes, as: UTF8.self) else { throw Self.notUTF8(bytes, name) }
      return text
    }
    return nil
  }

  /// Whether a name leads to no other folder: no empty part, none that begins with a dot.
  // Byte by byte: a dot with an accent is another character, and the same file.
  private static func isInside(_ name: String) -> Bool {
    guard !name.isEmpty, !name.utf8.contains(0) else { return false }
    return name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") }
  }

  /// The error of a file whose bytes are no text, with the first line that holds such.
  private static func notUTF8(_ bytes: [UInt8], _ name: String) -> TemplateError {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    let line = String(decoding: lines[index].prefix(400), as: UTF8.self)
    let column = line.prefix { $0 != "\u{FFFD}" }.count + 1
    return TemplateError(
      .syntax, "this is no text in UTF-8", fix: "save the file in UTF-8",
      place: TemplateError.Place(template: name, line: index + 1, column: column, excerpt: line, caret: column - 1))
  }

  /// Where a path leads to, without links; `nil` if there is nothing.
  private static func resolved(_ path: String) throws -> String? {
    guard let found = realpath(path, nil) else {
      if [ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP].contains(errno) { return nil }
      throw FileProblem(description: String(cString: strerror(errno)))
    }
    defer { free(found) }
    return String(cString: found)
  }

  private static func bytes(of name: String, in folder: String) throws -> [UInt8]? {
    guard let root = try resolved(folder), let path = try resolved("\(folder)/\(name)") else { return nil }
    guard path.utf8.starts(with: "\(root)/".utf8) else {
      throw FileProblem(description: "it is a link that leads out of its folder")
    }
    // What is no file, a pipe perhaps, would have to be waited for.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      if [ENOENT, ENOTDIR, ENXIO].contains(errno) { return nil }
      throw FileProblem(description: String(cString: strerror(errno)))
    }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
    return try content(of: file)
  }

  private static func content(of file: CInt) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = read(file, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileProblem(description: String(cString: strerror(errno)))
      }
      bytes += buffer[..<count]
      guard bytes.count <= largest else { throw FileProblem(description: "it is larger than 16 MB") }
    }
  }

  /// The names of all files in the folders and in those within them. Folders that are links are not gone into.
  public var names: [String] {
    get throws {
      // By their bytes: texts that are equal may be written in two ways, which are two files.
      var names: [[UInt8]: String] = [:]
      for folder in folders {
        guard let root = try? Self.resolved(folder) else { continue }
        Self.list(root, prefix: "", depth: 0, root: root) { names[Array($0.utf8)] = $0 }
      }
      return names.values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  private static func list(
    _ folder: String, prefix: String, depth: Int, root: String, _ add: (String) -> Void
  ) {
    guard depth < 32, let directory = opendir(folder) else { return }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard name.utf8.first != UInt8(ascii: ".") else { continue }
      let path = "\(folder)/\(name)"
      var information = stat()
      guard lstat(path, &information) == 0 else { continue }
      switch information.st_mode & S_IFMT {
      case S_IFDIR: list(path, prefix: "\(prefix)\(name)/", depth: depth + 1, root: root, add)
      case S_IFREG: add(prefix + name)
      case S_IFLNK: if isFile(path, beneath: root) { add(prefix + name) }
      default: break
      }
    }
  }

  private static func isFile(_ link: String, beneath root: String) -> Bool {
    guard let path = try? resolved(link), path.utf8.starts(with: "\(root)/".utf8) else { return false }
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
  }

  private struct FileProblem: Error, CustomStringConvertible {
    let description: String
  }
}
