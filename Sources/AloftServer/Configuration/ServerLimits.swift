public import AloftHTTP

/// What a server bears from its clients, each limit with the answer that whoever goes beyond it gets.
public struct ServerLimits: Sendable, Hashable {
  /// The sizes of request lines, headers, chunk extensions and trailers: 414, 431, 413.
  public var parser = ParserLimits()
  /// The bytes of a request's body unless its route says otherwise: 413.
  public var body = 8 * 1024 * 1024
  /// The bytes of a body nobody read that are taken in so that the connection can be used again; beyond it closes.
  public var unreadBody = 256 * 1024
  /// The bytes of a body, or of requests behind the one in flight, that are read ahead; then reading pauses.
  public var readAhead = 64 * 1024
  /// The pipelined requests answered in a row before other connections get their turn.
  public var pipelineDepth = 64
  /// The connections open at once: 503.
  public var connections = 20_000
  /// The requests with an asynchronous handler at work at once: 503.
  public var requestsInFlight = 10_000
  /// What a client turned away with 503 reads in Retry-After, in seconds.
  public var retryAfter = 1

  /// The time from a request's first byte to the end of its header: 408.
  public var headerTime: Duration? = .seconds(10)
  /// The time a connection may stay without a request; it is closed without a word, since a browser that opened it in
  /// advance would show the answer to somebody.
  public var idleTime: Duration? = .seconds(60)
  /// The pace at which a body must arrive, in bytes a second: 408. It is measured once ``rateGrace`` is over.
  public var bodyRate: Int? = 240
  /// The pace at which a response must be taken, in bytes a second: below it for ``rateGrace`` the connection closes.
  public var readingRate: Int? = 240
  /// How long a slow client is borne.
  public var rateGrace: Duration = .seconds(5)
  /// The time after which a handler that holds its event loop is named in the log.
  public var blockingTime: Duration = .milliseconds(50)

  /// Creates limits with their defaults.
  public init() {}
}
