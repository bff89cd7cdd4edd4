import Foundation
import PackagePlugin

/// Makes the files of a target's folder `Templates` part of its program, as `EmbeddedTemplates.all`.
@main struct EmbedTemplates: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = target.directoryURL.appending(path: "Templates")
    let files = try Self.files(in: folder)
    guard !files.isEmpty else {
      Diagnostics.error("\(target.name) has no folder Templates with files in it: add one, or leave the plug-in out")
      return []
    }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedTemplates.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) templates of \(target.name)",
        executable: try context.tool(named: "aloft-embed-templates").url,
        arguments: [folder.path, output.path], inputFiles: files, outputFiles: [output])
    ]
  }

  /// The files that the tool makes templates of: those whose names begin with no dot, nor that of a folder they are in,
  /// and links to files.
  private static func files(in folder: URL) throws -> [URL] {
    let found = FileManager.default.enumerator(
      at: folder, includingPropertiesForKeys: [.isRegularFileKey], options: .skipsHiddenFiles)
    guard let found else { return [] }
    var files: [URL] = []
    for case let file as URL in found {
      let target = file.resolvingSymlinksInPath()
      if try target.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true { files.append(file) }
    }
    return files.sorted { $0.path < $1.path }
  }
}
