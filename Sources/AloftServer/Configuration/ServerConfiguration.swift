/// How a server listens and what it bears.
public struct ServerConfiguration: Sendable {
  /// Where it listens.
  public var address: ListeningAddress
  /// What it bears from its clients.
  public var limits = ServerLimits()
  /// The number of event loops, each on a thread of its own; `nil` takes one a core.
  public var loops: Int?
  /// The time that requests in flight get when the server stops.
  public var stopTime: Duration = .seconds(30)
  /// The connections that may wait to be accepted.
  public var backlog = 1024
  /// ``backlog`` as the system takes it.
  var systemBacklog: Int32 { Int32(clamping: max(1, backlog)) }

  /// The time that event loops get to close what is left behind ``stopTime``; only a handler that blocks needs it.
  package var closingTime: Duration = .seconds(5)
  /// The seconds since 1970; tests turn it.
  package var wallClock: @Sendable () -> Int = WallClock.seconds
  /// The nanoseconds of a clock that only goes forward, for spotting handlers that block; tests turn it.
  package var stopwatch: @Sendable () -> UInt64 = Stopwatch.nanoseconds
  /// The number of descriptors that the process may have open; tests lower it.
  package var descriptorLimit: @Sendable () -> Int = DescriptorLimit.current

  /// Creates a configuration.
  ///
  /// - Parameter address: Where to listen; port 8080 of the loopback interface if left out.
  public init(address: ListeningAddress = .tcp(host: "127.0.0.1", port: 8080)) { self.address = address }
}
