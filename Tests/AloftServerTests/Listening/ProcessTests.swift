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

  @Test(arguments: ["http", "-1", "65536", ""])
  func aPortThatIsNoneEndsTheProcessWithAnExplanation(_ port: String) async throws {
    let process = try ServedProcess("Hello", environment: ["PORT=\(port)"])
    let (status, text) = try await process.end()
    #expect(status == 1)
    #expect(text == "PORT is '\(port)': it must be a number from 0 to 65535\n")
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
}
