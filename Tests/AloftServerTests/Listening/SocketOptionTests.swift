import Aloft
import AloftServer
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the system is told about the sockets of a server.
@Suite(.timeLimit(.minutes(1))) struct SocketOptionTests {
  private static let ways = [Way.taken, .inherited]

  enum Way {
    /// The server opens its socket.
    case taken
    /// Another program opened it.
    case inherited
  }

  private func with(_ way: Way, test: (Int) async throws -> Void) async throws {
    let address: ListeningAddress =
      switch way {
      case .taken: .tcp(host: "127.0.0.1", port: 0)
      case .inherited: .descriptor(try LoopbackAddress.openSocket())
      }
    try await Site.with(
      { $0.address = address }, { $0.get("/") { "ok" } },
      test: { site in
        let client = try site.connect()
        #expect(try await client.get("/").text == "ok")
        try await test(site.port)
        await client.close()
      })
  }

  @Test(arguments: ways)
  func programsThatAHandlerStartsDoNotHoldThePort(_ way: Way) async throws {
    try await with(way) { port in
      let listening = OpenDescriptors.listening(on: port)
      #expect(!listening.isEmpty && listening.allSatisfy(OpenDescriptors.isCloseOnExec))
    }
  }

  @Test(arguments: ways)
  func programsThatAHandlerStartsHoldNoConnection(_ way: Way) async throws {
    try await with(way) { port in
      let accepted = OpenDescriptors.accepted(on: port)
      #expect(accepted.count == 1 && accepted.allSatisfy(OpenDescriptors.isCloseOnExec))
    }
  }

  @Test(arguments: ways)
  func smallAnswersAreNotHeldBack(_ way: Way) async throws {
    try await with(way) { port in
      for descriptor in OpenDescriptors.accepted(on: port) {
        #expect(OpenDescriptors.option(Int32(IPPROTO_TCP), TCP_NODELAY, of: descriptor) != 0)
      }
    }
  }

  @Test(arguments: ways)
  func theSystemTakesLittleThatItCannotSend(_ way: Way) async throws {
    try await with(way) { port in
      let lowWater: Int32 = 128 * 1024
      for descriptor in OpenDescriptors.accepted(on: port) {
        #expect(OpenDescriptors.option(Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, of: descriptor) == lowWater)
      }
    }
  }
}
