public import AloftHTTP
internal import Logging
internal import Synchronization

/// Work for after the response, as a handler's parameter.
///
/// ```swift
/// app.post("/orders") { (order: JSON<Order>, after: AfterResponse) in
///   after.run { try await mailer.confirm(order.value) }
///   return Status.accepted
/// }
/// ```
///
/// The work begins once the response was sent, or could not be, in the order in which it was given; a server that stops
/// waits for it. It runs on the connection's event loop, as handlers do. What it throws is logged.
///
/// Prepared parameters to its left are there as long as the work lasts; those to its right are torn down before it.
public struct AfterResponse: PreparedParameter {
  /// A piece of work.
  public typealias Work = @Sendable () async throws -> Void

  private final class List: Sendable {
    let work = Mutex<[Work]>([])
  }

  private let list = List()
  private let report: @Sendable (any Error) -> Void

  /// Prepares an empty list.
  public static func prepare(for request: Request) -> AfterResponse {
    let logger = request.logger
    return AfterResponse { error in
      logger.error("work after a response failed", metadata: ["error": "\(error)"])
    }
  }

  private init(report: @escaping @Sendable (any Error) -> Void) { self.report = report }

  /// Gives a piece of work.
  ///
  /// - Parameter work: What to do once the response was sent.
  public func run(_ work: @escaping Work) { list.work.withLock { $0.append(work) } }

  /// Does the work.
  public func tearDown(after outcome: HandlerOutcome) async {
    while let next = list.work.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      do { try await next() } catch { report(error) }
    }
  }
}
