/// The arguments of a program, and what its own flags among them say: those that are neither a setting nor an option.
struct ProgramArguments: Sendable {
  /// Its own flags.
  static let flags = ["--help", "-h", "--development", "--production"]

  /// Whether help is asked for.
  private(set) var asksForHelp = false
  /// What it is run for; the last flag counts.
  private(set) var mode: Mode?
  /// The arguments without these flags.
  private(set) var others: [String] = []

  /// Takes the program's own flags out of arguments; what stands behind `--` is none.
  init(_ arguments: [String]) {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    for argument in arguments[..<end] {
      if argument == "--help" || argument == "-h" {
        asksForHelp = true
      } else if let mode = Mode.allCases.first(where: { argument == "--\($0.rawValue)" }) {
        self.mode = mode
      } else {
        others.append(argument)
      }
    }
    others += arguments[end...]
  }

  /// The place of the command's name: that of the first argument that is neither a flag nor the value of one.
  ///
  /// - Parameter flags: The flags that may stand before it.
  func commandIndex(_ flags: [CommandFlag]) -> Int? {
    var index = 0
    while index < others.count, others[index] != "--" {
      let argument = others[index]
      guard argument.hasPrefix("-") else { return index }
      let takesValue = flags.contains { $0.name.flag == argument && !$0.isBoolean }
      index += takesValue ? 2 : 1
    }
    return nil
  }
}
