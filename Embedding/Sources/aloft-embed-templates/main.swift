import AloftTemplates
import Foundation

// Writes the templates of a folder as texts of a Swift file: `aloft-embed-templates FOLDER FILE`, for the build's plug-in.

guard CommandLine.arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: aloft-embed-templates FOLDER FILE\n".utf8))
  exit(2)
}
do {
  let code = try EmbeddedSource.code(for: FolderTemplates(CommandLine.arguments[1]))
  try Data(code.utf8).write(to: URL(filePath: CommandLine.arguments[2]))
} catch let error as TemplateError where error.kind == .syntax {
  let name = error.place?.template ?? ""
  FileHandle.standardError.write(
    Data(
      """
      error: \(CommandLine.arguments[1])/\(name) is no text in UTF-8: all files of the folder become part of the program \
      as templates, so pictures and the like belong elsewhere

      """.utf8))
  exit(1)
} catch {
  FileHandle.standardError.write(Data("error: \(error)\n".utf8))
  exit(1)
}
