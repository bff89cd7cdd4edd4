internal import Foundation

/// Says a line with one call of the system: what was said stays said when the program is killed, and is seen at once.
func say(_ line: String, to descriptor: Int32 = 1) {
  _ = Array("\(line)\n".utf8).withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
}
