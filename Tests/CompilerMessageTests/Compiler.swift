#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The Swift compiler, asked what it thinks of a user's program against the modules this test was built with.
struct Compiler: Sendable {
  /// The compiler of the PATH; `nil` where there is none.
  static let installed: Compiler? = Compiler()

  private let command: [String]
  private let flags: [String]

  private init?() {
    #if os(macOS)
      // xcrun adds where the system's own modules lie.
      command = ["/usr/bin/xcrun", "swiftc"]
    #else
      let folders = getenv("PATH").map { String(cString: $0) }?.split(separator: ":") ?? []
      guard let folder = folders.first(where: { access("\($0)/swiftc", X_OK) == 0 }) else { return nil }
      command = ["\(folder)/swiftc"]
    #endif
    guard let products = Self.products else { return nil }
    // The headers that the modules below Aloft's were made of: written by the build, or lying beside their sources.
    let maps =
      Self.paths("\(products)/*.build/module.modulemap")
      + Self.paths("\(products)/../../checkouts/*/Sources/*/include/module.modulemap")
      + Self.paths("\(products)/../../../Sources/*/module.modulemap")
    flags = ["-I", "\(products)/Modules"] + maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0)"] } + Self.platform
  }

  /// The folder that the test bundle was built into.
  private static var products: String? {
    for argument in CommandLine.arguments {
      let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
      guard let bundle = parts.firstIndex(where: { $0.hasSuffix(".xctest") }) else { continue }
      return parts[..<bundle].joined(separator: "/")
    }
    return nil
  }

  private static var platform: [String] {
    #if os(macOS) && arch(arm64)
      ["-target", "arm64-apple-macosx26.0"]
    #elseif os(macOS)
      ["-target", "x86_64-apple-macosx26.0"]
    #else
      []
    #endif
  }

  private static func paths(_ pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
  }

  /// Type-checks a program, the one file of its module.
  ///
  /// - Returns: The errors and warnings in order, each as `line: kind: message`; none if the program is in order.
  func diagnostics(_ program: String) -> [String] {
    var template = Array("/tmp/aloft-snippet-XXXXXX".utf8CString)
    let folder = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/tmp"
    }
    let (source, output) = ("\(folder)/main.swift", "\(folder)/output")
    defer {
      unlink(source)
      unlink(output)
      rmdir(folder)
    }
    Self.write(program, to: source)
    let options = ["-typecheck", "-swift-version", "6", "-diagnostic-style", "llvm"]
    guard run(command + options + flags + [source], output: output) else { return ["the compiler can't be run"] }
    return Self.read(output).split(separator: "\n").compactMap { line in
      // Lines of the program's own and those without a place, not notes on where a function was declared.
      if line.hasPrefix("<unknown>") || line.hasPrefix("error:") { return String(line) }
      guard line.hasPrefix("\(source):") else { return nil }
      let parts = line.dropFirst(source.count + 1).split(separator: ":", maxSplits: 2)
      guard parts.count == 3, !parts[2].hasPrefix(" note") else { return nil }
      return "\(parts[0]):\(parts[2])"
    }
  }

  private func run(_ command: [String], output: String) -> Bool {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = posix_spawn_file_actions_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    guard posix_spawn(&child, command[0], &actions, nil, &arguments, environ) == 0 else { return false }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return true
  }

  private static func write(_ text: String, to path: String) {
    guard let file = fopen(path, "w") else { return }
    fputs(text, file)
    fclose(file)
  }

  private static func read(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
