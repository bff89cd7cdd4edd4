/// The rows of a query, fetched as they are asked for.
public struct RowStream<Element: Sendable>: AsyncSequence, Sendable {
  typealias Opening = @Sendable () async throws -> (any RowSource, Statement)

  private let source: Opening
  private let read: RowReading<[Element]>

  init(source: @escaping Opening, read: @escaping RowReading<[Element]>) {
    self.source = source
    self.read = read
  }

  /// Begins the query anew; it runs at the first row.
  public func makeAsyncIterator() -> Iterator { Iterator(source: source, read: read) }

  /// Goes through the rows.
  public final class Iterator: AsyncIteratorProtocol {
    private let source: Opening
    private let read: RowReading<[Element]>
    private var rows: (any RowSource)?
    private var statement: Statement?
    private var part: [Element] = []
    private var index = 0
    private var isOver = false

    init(source: @escaping Opening, read: @escaping RowReading<[Element]>) {
      self.source = source
      self.read = read
    }

    deinit { rows?.close() }

    /// The next row; `nil` after the last.
    ///
    /// - Throws: ``SQLError``, or `CancellationError` in a cancelled task.
    public func next(isolation actor: isolated (any Actor)?) async throws -> Element? {
      while index == part.count {
        guard !isOver, let next = try await fetch() else {
          end()
          return nil
        }
        part = next
        index = 0
      }
      defer { index += 1 }
      return part[index]
    }

    /// The next row; `nil` after the last.
    public func next() async throws -> Element? { try await next(isolation: #isolation) }

    private func fetch(isolation: isolated (any Actor)? = #isolation) async throws -> [Element]? {
      do {
        try Task.checkCancellation()
        if rows == nil { (rows, statement) = try await source() }
        let part = RowBox<[Element]>()
        let read = read
        guard let rows, try await rows.visitNext({ part.output = try read($0) }) else { return nil }
        return try part.take()
      } catch let error as SQLError {
        end()
        throw statement.map { error.at($0) } ?? error
      } catch {
        end()
        throw error
      }
    }

    private func end() {
      isOver = true
      rows?.close()
      rows = nil
    }
  }
}
