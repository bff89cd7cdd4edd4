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

/// What hinders a server is said with what to do about it.
@Suite(.timeLimit(.minutes(1))) struct ListeningErrorTests {
  private func message(at address: ListeningAddress) async -> String {
    let server = Server(configuration: ServerConfiguration(address: address)) { _ in Response() }
    do {
      try await server.start()
      await server.stop(within: .zero)
      return "it listens"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [-1, 65_536, 80_800, .max, .min])
  func aPortOutOfRangeIsExplained(_ port: Int) async {
    #expect(
      await message(at: .tcp(host: "127.0.0.1", port: port))
        == "cannot listen on http://127.0.0.1:\(port): a port is a number from 0 to 65535, and 0 takes a free one")
  }

  @Test(arguments: ["", "127.0.0.1\0"])
  func aHostThatIsNoneIsExplained(_ host: String) async {
    #expect(
      await message(at: .tcp(host: host, port: 0)).hasSuffix(
        "it names no host. 127.0.0.1 listens to this machine only, 0.0.0.0 to all others too"))
  }

  @Test func aHostThatIsNotKnownIsExplained() async {
    // A label of more than 63 letters is in no domain name: nobody has to be asked.
    let host = String(repeating: "a", count: 64)
    let message = await message(at: .tcp(host: host, port: 0))
    #expect(message.hasPrefix("cannot listen on http://\(host):0: no address of the host is known ("))
    #expect(message.hasSuffix("Check its spelling. 127.0.0.1 listens to this machine only, 0.0.0.0 to all others too"))
  }

  @Test func bracketsAroundAHostAreExplained() async {
    #expect(await message(at: .tcp(host: "[::1]", port: 0)).contains("An IPv6 address stands here without brackets"))
  }

  @Test(arguments: [-1, 1_000_000])
  func aDescriptorThatIsNotOpenIsExplained(_ descriptor: Int32) async {
    #expect(
      await message(at: .descriptor(descriptor))
        == """
        cannot listen on descriptor:\(descriptor): it is not open. Whoever starts this program must hand a socket over \
        that listens
        """)
  }

  @Test func aDescriptorThatIsNoSocketIsExplained() async {
    let descriptor = open("/dev/null", O_RDONLY)
    defer { close(descriptor) }
    #expect(
      await message(at: .descriptor(descriptor))
        == """
        cannot listen on descriptor:\(descriptor): it is no socket. Whoever starts this program must hand a socket over \
        that listens
        """)
  }

  @Test func aSocketThatDoesNotListenIsExplained() async {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(descriptor) }
    #expect(
      await message(at: .descriptor(descriptor))
        == """
        cannot listen on descriptor:\(descriptor): it is no stream socket that listens. Whoever opened it must call \
        listen()
        """)
  }
}
