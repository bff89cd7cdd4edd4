public import AloftHTTP
internal import AloftServer

/// A file that came with a form.
///
/// A small one lies in memory, a larger one on a disk, where it has no name and vanishes when nobody holds this any
/// more.
public struct UploadedFile: Sendable {
  enum Contents: Sendable {
    case memory([UInt8])
    case disk(SpooledFile)
  }

  /// The name of the form's field.
  public let name: String
  /// The file's name as the client has it: never use it for a path; see ``safeFileName``.
  public let fileName: String
  /// The media type that the client claims; it may say anything.
  public let mediaType: MediaType?
  /// The size in bytes.
  public let size: Int
  let contents: Contents

  init(name: String, fileName: String, mediaType: MediaType?, size: Int, contents: Contents) {
    self.name = name
    self.fileName = fileName
    self.mediaType = mediaType
    self.size = size
    self.contents = contents
  }

  /// Creates a file in memory, for tests.
  public init(name: String, fileName: String, mediaType: MediaType? = nil, bytes: [UInt8]) {
    self.init(name: name, fileName: fileName, mediaType: mediaType, size: bytes.count, contents: .memory(bytes))
  }

  /// The file's name without anything that means something to a file system; empty where nothing is left.
  public var safeFileName: String { SafeFileName.of(fileName) }

  /// Whether somebody chose a file at all: browsers send an empty one without a name where nobody did.
  public var isEmpty: Bool { fileName.isEmpty && size == 0 }

  /// Reads the whole file into memory.
  public func read() async throws -> [UInt8] {
    switch contents {
    case .memory(let bytes): bytes
    case .disk(let file): try await blocking { try file.read(at: 0, count: file.size) }
    }
  }

  /// Hands the file to a function piece by piece, in order.
  ///
  /// - Parameters:
  ///   - size: The most bytes of a piece.
  ///   - take: Gets a piece.
  public func forEachPiece(upTo size: Int = 256 * 1024, _ take: ([UInt8]) async throws -> Void) async throws {
    switch contents {
    case .memory(let bytes): if !bytes.isEmpty { try await take(bytes) }
    case .disk(let file):
      var offset = 0
      while offset < file.size {
        let start = offset
        let piece = try await blocking { try file.read(at: start, count: min(max(size, 1), file.size - start)) }
        guard !piece.isEmpty else { throw FileError(description: "an uploaded file has become shorter") }
        try await take(piece)
        offset += piece.count
      }
    }
  }

  /// Writes the file to a path; it appears there whole, or not at all.
  ///
  /// - Parameters:
  ///   - path: Where to: never made of ``fileName``.
  ///   - overwrites: Whether a file of that path is replaced; else it is an error.
  public func save(to path: String, overwrites: Bool = false) async throws {
    let contents = contents
    try await blocking {
      let writer = try AtomicFileWriter(path: path, overwrites: overwrites)
      switch contents {
      case .memory(let bytes): try writer.write(bytes)
      case .disk(let file):
        var offset = 0
        while offset < file.size {
          let piece = try file.read(at: offset, count: min(256 * 1024, file.size - offset))
          guard !piece.isEmpty else { throw FileError(description: "an uploaded file has become shorter") }
          try writer.write(piece)
          offset += piece.count
        }
      }
      try writer.finish()
    }
  }
}
