/// The place in a program's source where something was written.
public struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
  /// The file as `#fileID` spells it, `Module/File.swift`.
  public let file: String
  /// The line, counted from 1.
  public let line: Int

  /// Creates a place; called without arguments it is the caller's own.
  public init(file: String = #fileID, line: Int = #line) {
    self.file = file
    self.line = line
  }

  /// `Module/File.swift:12`; the file alone where the line is 0, as it is of what a package brings by itself.
  public var description: String { line == 0 ? file : "\(file):\(line)" }
}
