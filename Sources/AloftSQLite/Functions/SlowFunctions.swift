/// The functions that a value can make slow: statements with them are not run on an event loop.
enum SlowFunctions {
  static func contains(_ name: UnsafePointer<CChar>) -> Bool {
    // All of them begin so, and hardly any other does.
    name[0] | 0x20 == UInt8(ascii: "r") && RegexFunctions.names.contains(String(cString: name).lowercased())
  }
}
