/// An open file that a body lies in; a server reads it while it sends.
package protocol BodyFile: AnyObject, Sendable {
  /// Open for reading for as long as the object lives.
  var descriptor: Int32 { get }
  /// Learns that bytes of it have been sent, or left to the system to be sent.
  func wasSent(_ count: Int)
}

extension BodyFile {
  package func wasSent(_ count: Int) {}
}

/// A body that lies in an open file: all of it, or ranges of it with bytes between them.
package struct FileBody: Sendable {
  /// What is sent one after the other.
  package enum Piece: Sendable, Hashable {
    case bytes([UInt8])
    /// Bytes of the file, by their places.
    case range(Range<Int>)

    var count: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .range(let range): range.count
      }
    }
  }

  package let file: any BodyFile
  /// The bytes of the file when it was opened.
  package let size: Int
  package let pieces: [Piece]
  /// The bytes of all pieces.
  package let length: Int

  /// The bytes that lie in the file.
  package var rangeLength: Int { pieces.reduce(0) { if case .range(let range) = $1 { $0 + range.count } else { $0 } } }

  /// Creates a body of a whole file.
  package init(_ file: any BodyFile, size: Int) { self.init(file, size: size, pieces: [.range(0..<size)]) }

  /// Creates a body of pieces; their ranges lie within the size.
  package init(_ file: any BodyFile, size: Int, pieces: [Piece]) {
    self.file = file
    self.size = size
    self.pieces = pieces
    length = pieces.reduce(0) { $0 + $1.count }
  }
}
