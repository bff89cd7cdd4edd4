internal import AloftHTTP
internal import Synchronization

/// A file whose sending is followed: it is over when nobody holds the body any more.
final class FollowedFile: BodyFile {
  private let body: FileBody
  private let line: PendingLine
  private let sent = Atomic(0)

  var descriptor: Int32 { body.file.descriptor }

  init(_ body: FileBody, _ line: PendingLine) {
    self.body = body
    self.line = line
  }

  deinit {
    let sent = sent.load(ordering: .relaxed)
    let isWhole = sent == body.rangeLength
    line.count(isWhole ? body.length : sent)
    line.write(isAborted: !isWhole)
  }

  func wasSent(_ count: Int) {
    sent.add(count, ordering: .relaxed)
    body.file.wasSent(count)
  }
}
