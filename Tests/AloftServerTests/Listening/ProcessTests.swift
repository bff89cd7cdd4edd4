import NIOCore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The example program, run as a process of its own.
@Suite(.timeLimit(.minutes(1))) struct ProcessTests {
  private let partial = "GET /hello/there HTTP/1.1\r\n"
  private let rest = "Host: a\r\n\r\n"

  @Test(arguments: [SIGTERM, SIGINT])
  func aSignalLetsTheRequestInFlightFinishAndEndsTheProcessWell(_ signal: Int32) async throws {
    let process = try ServedProcess("Hello", environment: ["PORT=0"])
    let client = try Client(port: try await process.port())
    // The answer to the first request shows that the beginning of the second, sent with it, was read.
    try await client.send("GET / HTTP/1.1\r\n\(rest)\(partial)")
    #expect(try await client.response().text == "Hello, World!")
    process.signal(signal)
    _ = try await process.said("stopping")
    try await client.send(rest)
    let response = try await client.response()
    #expect(response.text == "Hello, there!")
    #expect(try await client.isClosed())
    await client.close()
    #expect(try await process.end().status == 0)
  }

  @Test func aSecondSignalEndsTheProcessAtOnce() async throws {
    let process = try ServedProcess("Hello", environment: ["PORT=0"])
    let client = try Client(port: try await process.port())
    try await client.send("GET / HTTP/1.1\r\n\(rest)\(partial)")
    _ = try await client.response()
    process.signal(SIGTERM)
    _ = try await process.said("stopping")
    process.signal(SIGTERM)
    #expect(try await process.end().status == 128 + SIGTERM)
    await client.close()
  }

  @Test func aPortInUseEndsTheProcessWithAnExplanation() async throws {
    let descriptor = try LoopbackAddress.openSocket()
    defer { close(descriptor) }
    let process = try ServedProcess("Hello", environment: ["PORT=\(LoopbackAddress.port(of: descriptor))"])
    let (status, text) = try await process.end()
    #expect(status == 1)
    #expect(text.contains("another program does"))
  }

  @Test(arguments: [
    ("http", "must be a whole number"), ("-1", "must be at least 0"), ("65536", "must be at most 65535"),
    ("", "must be a whole number"),
  ])
  func aPortThatIsNoneEndsTheProcessWithAnExplanation(_ port: String, _ problem: String) async throws {
    let process = try ServedProcess("Hello", environment: ["PORT=\(port)"])
    let (status, text) = try await process.end()
    #expect(status == 1)
    #expect(text == "1 setting is not in order:\n  PORT is '\(port)' (environment): \(problem)\n")
  }

  @Test func aSocketOfAServiceManagerIsServed() async throws {
    let descriptor = try LoopbackAddress.openSocket()
    let port = LoopbackAddress.port(of: descriptor)
    let process = try ServedProcess("Hello", environment: ["LISTEN_FDS=1"], descriptor: descriptor)
    close(descriptor)
    #expect(try await process.port() == port)
    let client = try Client(port: port)
    #expect(try await client.get("/").text == "Hello, World!")
    process.signal(SIGTERM)
    await client.close()
    #expect(try await process.end().status == 0)
  }

  @Test(arguments: ["2", "-1", "one", ""])
  func moreOrLessThanOneSocketOfAServiceManagerIsRefused(_ count: String) async throws {
    let process = try ServedProcess("Hello", environment: ["LISTEN_FDS=\(count)", "PORT=0"])
    let (status, text) = try await process.end()
    #expect(status == 1)
    #expect(text == "error: LISTEN_FDS is '\(count)': hand over one socket, as descriptor 3\n")
  }

  @Test(arguments: [["LISTEN_FDS=0"], ["LISTEN_FDS=1", "LISTEN_PID=1"]])
  func socketsOfAServiceManagerForAnotherProcessAreNotTaken(_ environment: [String]) async throws {
    let process = try ServedProcess("Hello", environment: environment + ["PORT=0"])
    #expect(try await process.port() > 0)
    process.signal(SIGTERM)
    #expect(try await process.end().status == 0)
  }

  @Test func aServiceManagersSocketThatIsNotThereEndsTheProcessWithAnExplanation() async throws {
    let process = try ServedProcess("Hello", environment: ["LISTEN_FDS=1"])
    let (status, text) = try await process.end()
    #expect(status == 1)
    // Something of the system's own may have the number by then.
    #expect(text.hasPrefix("cannot listen on descriptor:3: it is no"))
  }

  @Test func aListeningSocketThatFailsEndsTheProcess() async throws {
    let descriptor = try LoopbackAddress.openSocket()
    defer { close(descriptor) }
    let process = try ServedProcess("Hello", environment: ["LISTEN_FDS=1"], descriptor: descriptor)
    let client = try Client(port: try await process.port())
    #expect(try await client.get("/").status == 200)
    shutdown(descriptor, Int32(SHUT_RDWR))
    #expect(try await client.isClosed())
    await client.close()
    let (status, text) = try await process.end()
    #expect(status == 1)
    #expect(text.contains("the listening socket has failed"))
  }

  @Test func aProcessWithoutDescriptorsSaysSoAndServesOnceItHasSome() async throws {
    // The event loops need some themselves.
    let limit = 40 + 4 * System.coreCount
    let process = try ServedProcess("Hello", environment: ["PORT=0"], limit: limit)
    let port = try await process.port()
    var clients: [Client] = []
    for _ in 0..<limit { clients.append(try Client(port: port)) }
    _ = try await process.said("connections wait: the system has no room for another one")
    for client in clients { await client.close() }
    // Until those are gone others are turned away.
    var answer = try await Client(port: port).get("/")
    while answer.status == 503 { answer = try await Client(port: port).get("/") }
    #expect(answer.text == "Hello, World!")
    process.signal(SIGTERM)
    #expect(try await process.end().status == 0)
  }

  @Test func theOperatorIsToldThatTheConnectionsNeedMoreDescriptors() async throws {
    let process = try ServedProcess("Hello", environment: ["PORT=0"], limit: 256)
    _ = try await process.said(
      """
      at most 128 connections are open at once, not 20000: the process may have no more descriptors. Raise its limit \
      (ulimit -n, LimitNOFILE)
      """)
    process.signal(SIGTERM)
    #expect(try await process.end().status == 0)
  }

  @Test func theLimitOfDescriptorsIsRaisedAsFarAsTheSystemAllows() async throws {
    let process = try ServedProcess("Hello", environment: ["PORT=0"], limit: 256, softLimit: 200)
    _ = try await process.said("at most 128 connections")
    process.signal(SIGTERM)
    #expect(try await process.end().status == 0)
  }
}
