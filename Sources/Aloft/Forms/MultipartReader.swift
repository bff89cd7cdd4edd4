internal import AloftHTTP
internal import AloftServer

/// Puts a form together from the pieces of a body.
struct MultipartReader {
  /// The part that is being read.
  private struct Part {
    let head: PartHead
    var bytes: [UInt8] = []
    var file: SpooledFile?
    var size = 0
  }

  private var parser: MultipartParser
  private let limits: FormLimits
  /// What has to be given to the parser again.
  private var pending: [UInt8] = []
  private var part: Part?
  private var fields: [QueryItems.Item] = []
  private var files: [UploadedFile] = []
  private var memory = 0
  private var filesInMemory = 0

  init(_ parser: MultipartParser, _ limits: FormLimits) {
    self.parser = parser
    self.limits = limits
  }

  mutating func read(_ piece: [UInt8]) async throws {
    let input = pending.isEmpty ? piece : pending + piece
    var offset = 0
    while true {
      switch parser.next(input.span, at: &offset) {
      case .part(let head): part = Part(head: head)
      case .data(let range): try await take(input[range])
      case .partEnd: try await finishPart()
      case .end:
        pending = []
        return
      case .incomplete:
        pending = Array(input[offset...])
        return
      case .refused(let error): throw error
      }
    }
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) async throws {
    guard var part else { return }
    self.part = nil
    part.size += bytes.count
    if part.head.fileName == nil {
      memory += bytes.count
      guard memory <= limits.memory else { throw FormError.fieldsTooLarge(limit: limits.memory) }
      part.bytes += bytes
    } else {
      if let limit = limits.file, part.size > limit {
        throw FormError.fileTooLarge(name: part.head.name, limit: limit)
      }
      part.bytes += bytes
      if part.file != nil || part.size > limits.filesInMemory - filesInMemory {
        try await spool(&part, atLeast: Self.pieceOnDisk)
      }
    }
    self.part = part
  }

  /// The bytes that are written to a disk in one go.
  private static let pieceOnDisk = 256 * 1024

  /// Writes what has come together to a disk.
  private mutating func spool(_ part: inout Part, atLeast count: Int) async throws {
    guard part.bytes.count >= count || part.file == nil else { return }
    let (bytes, known) = (part.bytes, part.file)
    part.bytes = []
    part.file = try await blocking {
      let file = try known ?? SpooledFile()
      try file.append(bytes)
      return file
    }
  }

  private mutating func finishPart() async throws {
    guard var part else { return }
    self.part = nil
    guard let fileName = part.head.fileName else {
      fields.append(QueryItems.Item(name: part.head.name, value: String(decoding: part.bytes, as: UTF8.self)))
      return
    }
    if part.file != nil, !part.bytes.isEmpty { try await spool(&part, atLeast: 1) }
    filesInMemory += part.bytes.count
    let contents = part.file.map { UploadedFile.Contents.disk($0) } ?? .memory(part.bytes)
    let file = UploadedFile(
      name: part.head.name, fileName: fileName, mediaType: part.head.mediaType, size: part.size, contents: contents)
    if !file.isEmpty { files.append(file) }
  }

  /// The form, once its body has ended.
  func finish() throws(FormError) -> Form {
    guard parser.isEnded else { throw .incomplete }
    return Form(fields: QueryItems(items: fields), files: files)
  }
}
