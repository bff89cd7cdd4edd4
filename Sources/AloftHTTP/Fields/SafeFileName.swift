internal import AloftCore

/// Names of files that strangers choose, made fit to be used on a disk.
public enum SafeFileName {
  private static let devices: Set<String> = {
    let numbers = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"]
    return Set(["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"] + numbers.flatMap { ["COM\($0)", "LPT\($0)"] })
  }()

  /// A name with nothing in it that means something to a file system: letters, digits, `.`, `-` and `_` of ASCII alone.
  ///
  /// Accents are left off, blanks and slashes become `_`, points at the front go, so that nothing is hidden, and what
  /// is a device to Windows gets a `_` in front.
  ///
  /// - Parameters:
  ///   - name: The name as it was sent.
  ///   - length: The most bytes; what is too much is taken from the middle, so that the ending stays.
  /// - Returns: The name; empty where nothing is left, so that the caller has to choose one.
  public static func of(_ name: String, length: Int = 100) -> String {
    var words: [[UInt8]] = [[]]
    for scalar in name.unicodeScalars {
      if scalar == "/" || scalar == "\\" || scalar.properties.isWhitespace {
        words.append([])
        continue
      }
      for byte in Latin.plain(scalar).utf8 where isPlain(byte) { words[words.count - 1].append(byte) }
    }
    var safe = Array(words.filter { !$0.isEmpty }.joined(separator: [UInt8(ascii: "_")]))[...].drop { isEnd($0) }
    while let last = safe.last, isEnd(last) { safe.removeLast() }
    let text = String(decoding: safe, as: UTF8.self)
    return shortened(isDevice(text.utf8[...]) ? "_\(text)" : text, to: max(length, 1))
  }

  /// The path of a file below a folder, both as texts: no disk is looked at.
  ///
  /// - Parameters:
  ///   - path: A path that may come from a stranger, with slashes; points in it are resolved.
  ///   - folder: The folder.
  /// - Returns: The path; `nil` where it would lead out of the folder, is absolute, or means a device to Windows.
  public static func joined(_ path: String, to folder: String) -> String? {
    let base = folder.isEmpty ? "." : folder
    // By bytes, as a kernel reads it: to a string a slash with an accent is one character, and no slash.
    let bytes = path.utf8
    guard bytes.first != slash, !bytes.contains(0) else { return nil }
    if bytes.isEmpty { return base }
    var parts: [Substring.UTF8View] = []
    for part in bytes.split(separator: slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) {
        guard parts.popLast() != nil else { return nil }
      } else {
        guard !isDevice(part) else { return nil }
        parts.append(part)
      }
    }
    let rest = parts.map { String(Substring($0)) }.joined(separator: "/")
    return base.utf8.last == slash ? base + rest : rest.isEmpty ? "\(base)/." : "\(base)/\(rest)"
  }

  private static var slash: UInt8 { UInt8(ascii: "/") }

  /// Whether a name is a device to Windows, with any ending, stream or blanks behind it.
  private static func isDevice(_ name: Substring.UTF8View) -> Bool {
    let stem = name.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: ":") }
    return devices.contains(String(Substring(FieldText.trimmed(stem))).uppercased())
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.lowercased &- 0x61 < 26 || ".-_".utf8.contains(byte)
  }

  private static func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") }

  private static func shortened(_ name: String, to length: Int) -> String {
    guard name.utf8.count > length else { return name }
    let ending = name.lastIndex(of: ".").map { name[$0...] } ?? ""
    guard ending.utf8.count <= min(12, length / 2) else { return String(name.prefix(length)) }
    return String(name.prefix(length - ending.utf8.count)) + ending
  }
}

/// Letters without their accents.
enum Latin {
  /// The letters of ASCII that a character consists of, with its accents left off.
  static func plain(_ scalar: Unicode.Scalar) -> String {
    guard scalar.value >= 0x80 else { return String(Character(scalar)) }
    // The standard library decomposes only to compare; the letters of Latin-1 and its extensions are enough for names
    // that people give to files.
    guard (0xC0...0x24F).contains(scalar.value) || (0x1E00...0x1EFF).contains(scalar.value) else { return "" }
    let name = scalar.properties.name ?? ""
    guard name.hasPrefix("LATIN"), let letter = name.split(separator: " ").first(where: { $0.utf8.count == 1 }),
      name.hasPart(" WITH ")
    else { return "" }
    return name.hasPart("SMALL") ? letter.lowercased() : String(letter)
  }
}
