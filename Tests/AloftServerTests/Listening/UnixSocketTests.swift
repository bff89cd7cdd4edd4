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

/// Listening at a path.
@Suite(.timeLimit(.minutes(1))) struct UnixSocketTests {
  private let path = "/tmp/aloft-\(getpid())-\(UInt32.random(in: 0 ... .max)).sock"

  private func start(_ path: String) async throws -> Server {
    let app = Application()
    app.get("/") { "ok" }
    var configuration = ServerConfiguration(address: .unix(path: path))
    configuration.loops = 1
    return try await app.start(configuration).server
  }

  private func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// A socket that is bound to the path, and listens if asked to.
  private func openSocket(_ kind: Int32, listens: Bool) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let descriptor = socket(AF_UNIX, kind, 0)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0, !listens || listen(descriptor, 1) == 0 else { throw Client.Failure.cannotConnect(errno: errno) }
    return descriptor
  }

  #if canImport(Glibc)
    private let stream = Int32(SOCK_STREAM.rawValue)
    private let datagram = Int32(SOCK_DGRAM.rawValue)
  #else
    private let stream = SOCK_STREAM
    private let datagram = SOCK_DGRAM
  #endif

  @Test func aPathWhereAnotherServerListensIsExplained() async throws {
    let first = try await start(path)
    let error = await #expect(throws: ServerError.self) { try await start(path) }
    #expect(
      error?.description
        == "cannot listen on unix:\(path): another program does. Stop it, or choose another path")
    #expect(try await Client(path: path).get("/").text == "ok")
    await first.stop(within: .zero)
  }

  #if !canImport(Darwin)
    @Test func aPathWhereSomebodyListensWhoIsTooBusyToAcceptIsExplained() async throws {
      let descriptor = try openSocket(stream, listens: true)
      defer { close(descriptor) }
      var waiting: [Client] = []
      for _ in 0..<2 { waiting.append(try Client(path: path)) }
      let error = await #expect(throws: ServerError.self) { try await start(path) }
      #expect(error?.description.contains("another program does") == true)
      for client in waiting { await client.close() }
      #expect(unlink(path) == 0)
    }
  #endif

  @Test func aSocketThatNobodyListensOnIsReplaced() async throws {
    close(try openSocket(stream, listens: true))
    #expect(isThere(path))
    let server = try await start(path)
    #expect(try await Client(path: path).get("/").text == "ok")
    await server.stop(within: .zero)
    #expect(!isThere(path))
  }

  @Test func aSocketOfAnotherKindIsNotReplaced() async throws {
    let descriptor = try openSocket(datagram, listens: false)
    defer { close(descriptor) }
    let error = await #expect(throws: ServerError.self) { try await start(path) }
    #expect(error?.description.contains("a socket is there already") == true)
    #expect(unlink(path) == 0)
  }

  @Test func aPathThatIsNoSocketIsLeftAlone() async throws {
    close(open(path, O_CREAT | O_WRONLY, 0o600))
    let error = await #expect(throws: ServerError.self) { try await start(path) }
    #expect(error?.description.contains("it is no socket") == true)
    #expect(unlink(path) == 0)
  }

  @Test func aLinkIsLeftAlone() async throws {
    let first = try await start(path)
    #expect(symlink(path, "\(path).link") == 0)
    let error = await #expect(throws: ServerError.self) { try await start("\(path).link") }
    #expect(error?.description.contains("it is no socket") == true)
    #expect(unlink("\(path).link") == 0)
    await first.stop(within: .zero)
  }

  @Test func aPathThatIsTooLongIsExplained() async throws {
    let limit = MemoryLayout<sockaddr_un>.size - (MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 0) - 1
    let long = "/tmp/" + String(repeating: "a", count: limit - 4)
    let error = await #expect(throws: ServerError.self) { try await start(long) }
    #expect(
      error?.description.hasSuffix(
        "the path has \(limit + 1) bytes, and the system takes \(limit) at most. Choose a shorter one") == true)
  }

  @Test func aPathThatIsJustShortEnoughIsServed() async throws {
    let limit = MemoryLayout<sockaddr_un>.size - (MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 0) - 1
    let long = path + String(repeating: "a", count: limit - path.utf8.count)
    let server = try await start(long)
    #expect(try await Client(path: long).get("/").text == "ok")
    await server.stop(within: .zero)
    #expect(!isThere(long))
  }

  @Test(arguments: ["", "/tmp/a\0b"])
  func aPathThatIsNoneIsExplained(_ path: String) async throws {
    let error = await #expect(throws: ServerError.self) { try await start(path) }
    #expect(error?.description.contains("it must be the path of a file") == true)
  }

  @Test func aFolderThatDoesNotExistIsExplained() async throws {
    let error = await #expect(throws: ServerError.self) { try await start("\(path)/a") }
    #expect(error?.description == "cannot listen on unix:\(path)/a: No such file or directory")
  }

  @Test func aSocketThatTookItsPlaceIsLeftWhenItStops() async throws {
    let first = try await start(path)
    #expect(unlink(path) == 0)
    let second = try await start(path)
    await first.stop(within: .zero)
    #expect(try await Client(path: path).get("/").text == "ok")
    await second.stop(within: .zero)
    #expect(!isThere(path))
  }

  @Test func aSocketThatWasHandedOverIsServedAndItsFileLeft() async throws {
    let descriptor = try openSocket(stream, listens: true)
    let app = Application()
    app.get("/") { "ok" }
    let server = try await app.start(ServerConfiguration(address: .descriptor(descriptor)))
    #expect(server.address == .unix(path: path))
    #expect(try await Client(path: path).get("/").text == "ok")
    await server.stop(within: .zero)
    #expect(unlink(path) == 0)
  }
}
