import Foundation

/// Asks the compiler what it thinks of a sample, against the modules that were built with these tests.
enum SampleCompiler {
  /// What the compiler says.
  struct Verdict {
    let succeeds: Bool
    let output: String
  }

  static func check(_ sample: GuideSample) async throws -> Verdict {
    let folder = FileManager.default.temporaryDirectory.appending(path: "aloft-guide-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    if sample.isManifest {
      try Data(sample.code.utf8).write(to: folder.appending(path: "Package.swift"))
      return try await run(["package", "--package-path", folder.path, "dump-package"], "swift", in: folder)
    }
    let file = folder.appending(path: "main.swift")
    try Data((sample.prelude + sample.code).utf8).write(to: file)
    var arguments = ["-typecheck", "-swift-version", "6", "-warnings-as-errors"] + moduleFlags
    if let isolation = sample.isolation { arguments += ["-default-isolation", isolation] }
    return try await run(arguments + [file.path], "swiftc", in: folder)
  }

  /// The folder of the build, beside or above the program that runs these tests.
  private static let buildFolder: URL? = {
    for argument in CommandLine.arguments {
      var folder = URL(filePath: argument)
      while folder.pathComponents.count > 1 {
        folder.deleteLastPathComponent()
        if FileManager.default.fileExists(atPath: folder.appending(path: "Modules/Aloft.swiftmodule").path) {
          return folder
        }
      }
    }
    return nil
  }()

  private static let moduleFlags: [String] = {
    guard let buildFolder else { return [] }
    var flags = ["-I", buildFolder.appending(path: "Modules").path]
    // The modules of C below ours: made by the build, or lying in their packages.
    for folder in subfolders(of: buildFolder) where folder.pathExtension == "build" {
      let map = folder.appending(path: "module.modulemap")
      if FileManager.default.fileExists(atPath: map.path) { flags += ["-Xcc", "-fmodule-map-file=\(map.path)"] }
    }
    for folder in subfolders(of: PackageFolder.url.appending(path: "Sources")) {
      let map = folder.appending(path: "module.modulemap")
      if FileManager.default.fileExists(atPath: map.path) { flags += ["-Xcc", "-fmodule-map-file=\(map.path)"] }
    }
    let checkouts = PackageFolder.url.appending(path: ".build/checkouts")
    for package in subfolders(of: checkouts) {
      for target in subfolders(of: package.appending(path: "Sources")) {
        let include = target.appending(path: "include")
        if FileManager.default.fileExists(atPath: include.path) { flags += ["-Xcc", "-I", "-Xcc", include.path] }
      }
    }
    return flags
  }()

  private static func subfolders(of folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { folder.appending(path: $0) }
  }

  private static func run(_ arguments: [String], _ command: String, in folder: URL) async throws -> Verdict {
    let output = folder.appending(path: "output.txt")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.standardInput = FileHandle.nullDevice
    let handle = try FileHandle(forWritingTo: output)
    process.standardOutput = handle
    process.standardError = handle
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return Verdict(
      succeeds: process.terminationReason == .exit && process.terminationStatus == 0,
      output: try String(contentsOf: output, encoding: .utf8))
  }
}
