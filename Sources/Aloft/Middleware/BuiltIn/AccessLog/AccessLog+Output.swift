internal import AloftHTTP

extension AccessLog {
  /// Where the lines of an access log go.
  public struct Output: Sendable {
    private enum Kind: Sendable {
      case standardOutput
      case function(@Sendable (String) -> Void)
      case batch(LineBatch)
    }

    private let kind: Kind

    private init(_ kind: Kind) { self.kind = kind }

    /// Standard output: to a terminal at once, else several lines in one write, 20 ms later at the latest.
    ///
    /// A line is never torn, also where several processes write into one pipe. Nobody waits for whoever reads: if he
    /// stands still, four megabytes of lines are kept, and of what is too much the number is written later. What waits when
    /// the process ends is written then; one that is killed loses it.
    // The stream is named as everybody names it.
    // swift-format-ignore: DontRepeatTypeInStaticProperties
    public static let standardOutput = Output(.standardOutput)

    /// Sends lines elsewhere: to a logger, a collector, a test.
    ///
    /// - Parameter write: Called with each line, without its end, on the event loop of its request; it must not wait.
    public init(_ write: @escaping @Sendable (_ line: String) -> Void) { kind = .function(write) }

    init(_ batch: LineBatch) { kind = .batch(batch) }

    func write(_ line: borrowing OutputBytes, _ format: Format) {
      switch kind {
      case .standardOutput: (format == .json ? LineBatch.json : LineBatch.text).add(line)
      case .batch(let batch): batch.add(line)
      case .function(let write):
        write(line.withUnsafeBytes { String(decoding: $0.dropLast(), as: UTF8.self) })
      }
    }
  }
}
