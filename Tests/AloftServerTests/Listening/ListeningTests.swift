import Aloft
import AloftHTTP
import AloftServer
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite(.timeLimit(.minutes(1))) struct ListeningTests {
  private func start(_ address: ListeningAddress) async throws -> Server {
    let app = Application()
    app.get("/") { (request: Request) in "ok from \(request.peer.isEmpty ? "nobody" : "somebody")" }
    var configuration = ServerConfiguration(address: address)
    configuration.loops = 1
    return try await app.start(configuration).server
  }

  private func freePath() -> String { "/tmp/aloft-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock" }

  @Test func aFreePortIsTakenAndTold() async throws {
    let server = try await start(.tcp(host: "127.0.0.1", port: 0))
    guard case .tcp("127.0.0.1", let port) = server.address else {
      Issue.record("\(server.address)")
      return
    }
    #expect(port > 0)
    #expect(try await Client(port: port).get("/").text == "ok from somebody")
    await server.stop(within: .zero)
  }

  @Test func aHostNameIsLookedUp() async throws {
    let server = try await start(.tcp(host: "localhost", port: 0))
    await server.stop(within: .zero)
  }

  @Test func aPortInUseIsExplained() async throws {
    let first = try await start(.tcp(host: "127.0.0.1", port: 0))
    let error = await #expect(throws: ServerError.self) { try await start(first.address) }
    #expect(
      error?.description
        == "cannot listen on \(first.address): another program does. Stop it, or choose another port (0 takes a free one)"
    )
    await first.stop(within: .zero)
  }

  @Test func anAddressThisMachineDoesNotHaveIsExplained() async throws {
    let error = await #expect(throws: ServerError.self) { try await start(.tcp(host: "192.0.2.1", port: 0)) }
    #expect(error?.description.contains("this machine has no such address") == true)
  }

  @Test func aPortIsFreeAgainBehindTheStop() async throws {
    // Another program may take a port that is free for a moment, though hardly each time.
    for _ in 0..<3 {
      let first = try await start(.tcp(host: "127.0.0.1", port: 0))
      let address = first.address
      guard case .tcp(_, let port) = address else { continue }
      // The side that closes first is the one whose port the system keeps for a while.
      let client = try Client(port: port)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      _ = try await client.rest()
      await client.close()
      await first.stop(within: .zero)
      guard let second = try? await start(address) else { continue }
      return await second.stop(within: .zero)
    }
    Issue.record("no port was free again")
  }

  @Test func aUnixSocketIsServedAndRemoved() async throws {
    let path = freePath()
    let server = try await start(.unix(path: path))
    #expect(server.address == .unix(path: path))
    #expect(try await Client(path: path).get("/").status == 200)
    await server.stop(within: .zero)
    #expect(access(path, F_OK) != 0)
  }

  @Test func aStaleUnixSocketIsReplaced() async throws {
    let path = freePath()
    let stale = try await start(.unix(path: path))
    #expect(rename(path, "\(path).old") == 0)
    await stale.stop(within: .zero)
    #expect(rename("\(path).old", path) == 0)
    let server = try await start(.unix(path: path))
    #expect(try await Client(path: path).get("/").status == 200)
    await server.stop(within: .zero)
  }

  @Test func aSocketThatWasHandedOverIsServed() async throws {
    let descriptor = try LoopbackAddress.openSocket()
    let port = LoopbackAddress.port(of: descriptor)
    let server = try await start(.descriptor(descriptor))
    #expect(server.address == .tcp(host: "127.0.0.1", port: port))
    #expect(try await Client(port: port).get("/").status == 200)
    await server.stop(within: .zero)
  }
}
