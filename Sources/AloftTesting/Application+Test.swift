public import Aloft
internal import Logging

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Application {
  /// Runs a test with a client of the application, between its start and stop hooks.
  ///
  /// - Parameters:
  ///   - depth: How far requests go.
  ///   - seed: Where bytes are split at the depth of bytes.
  ///   - now: The time by which cookies end, in seconds since 1970; the clock's if left out.
  ///   - body: The test.
  /// - Returns: What the test returns.
  /// - Throws: What the test throws, ``ApplicationError`` of an application that is not in order, or
  ///   ``ContractViolations`` of handlers and middleware.
  @discardableResult
  public func test<Result>(
    _ depth: TestDepth = .handler, seed: UInt64 = 1, now: (@Sendable () -> Int)? = nil,
    _ body: (TestClient) async throws -> Result
  ) async throws -> Result {
    let log = TestLog()
    let observation = TestObservation()
    let violations = observation.violations
    let frozen = try freeze(logger: log.logger("test"), observer: observation)
    let result: Result
    if depth == .socket {
      var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0))
      configuration.loops = 1
      let running = try await RunningApplication(frozen, configuration)
      guard case .tcp(_, let port) = running.address else { throw UnreadableRequest(description: "there is no port") }
      let transport = SocketTransport(port: port, work: observation.work)
      let client = TestClient(
        depth, running.application, transport, log: log, violations: violations, now: now ?? { time(nil) })
      result = try await Self.run(body, client) {
        transport.close()
        await running.stop(within: .seconds(5))
      }
    } else {
      let lifecycle = Lifecycle(frozen)
      let started = try await lifecycle.start(frozen)
      started.context.emit(ApplicationStarted(application: started.context))
      let transport: any Transport =
        depth == .handler ? HandlerTransport(application: started) : BytesTransport(started, seed: seed)
      let client = TestClient(
        depth, started.context, transport, log: log, violations: violations, now: now ?? { time(nil) })
      result = try await Self.run(body, client) {
        started.context.emit(ApplicationStopping(application: started.context))
        await lifecycle.stop(started.context)
      }
    }
    violations.check(log)
    guard violations.all.isEmpty else { throw ContractViolations(violations: violations.all) }
    return result
  }

  private static func run<Result>(
    _ body: (TestClient) async throws -> Result, _ client: TestClient, then stop: () async -> Void
  ) async throws -> Result {
    do {
      let result = try await body(client)
      await stop()
      return result
    } catch {
      await stop()
      throw error
    }
  }

  /// Runs a command of the program in the process.
  ///
  /// - Parameter arguments: What stands behind the program's name: `"import", "posts.csv"`.
  /// - Returns: What was printed, and what the program would have ended with.
  public func test(command arguments: String...) async -> TestedCommand {
    let result = await runCommand(arguments)
    return TestedCommand(status: result.status, output: result.output, errors: result.errors)
  }
}

/// What a command has done in a test.
public struct TestedCommand: Sendable, Hashable {
  /// What the program would have ended with: 0 for success.
  public let status: Int
  /// What was printed, without the end of the last line.
  public let output: String
  /// What was complained of.
  public let errors: String
}
