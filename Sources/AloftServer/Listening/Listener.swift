internal import NIOCore
internal import NIOPosix

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A server's place: the socket it listens on, and the file of it that is to be removed.
struct Listener: Sendable {
  let channel: any Channel
  private let file: UnixSocketFile?

  /// Takes the place that a configuration names.
  ///
  /// - Parameters:
  ///   - configuration: Where to listen.
  ///   - bootstrap: Makes the channels.
  static func open(
    _ configuration: ServerConfiguration, by bootstrap: ServerBootstrap
  ) async throws(ServerError) -> Listener {
    switch configuration.address {
    case .tcp(let host, let port):
      let place = try resolve(host, port)
      let bootstrap = forTCP(bootstrap).serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      return try await explaining(configuration.address) {
        Listener(channel: try await bootstrap.bind(to: place).get(), file: nil)
      }
    case .unix(let path):
      let (descriptor, file) = try UnixSocketFile.open(at: path, backlog: configuration.systemBacklog)
      do throws(ServerError) {
        return try await explaining(configuration.address) {
          Listener(channel: try await bootstrap.withBoundSocket(descriptor).get(), file: file)
        }
      } catch {
        file.remove()
        throw error
      }
    case .descriptor(let descriptor):
      let bootstrap = try InheritedSocket(descriptor).isTCP ? forTCP(bootstrap) : bootstrap
      return try await explaining(configuration.address) {
        Listener(channel: try await bootstrap.withBoundSocket(descriptor).get(), file: nil)
      }
    }
  }

  /// Listens no more.
  ///
  /// - Parameter done: Called once the socket is closed.
  func close(_ done: @escaping @Sendable () -> Void) {
    // First the file: as long as somebody listens, no other server takes its place.
    file?.remove()
    channel.close().whenComplete { _ in done() }
  }

  // MARK: - TCP

  /// What the system takes from us beyond what it could send yet; slow clients would fill megabytes of its memory.
  private static let unsentLowWater = ChannelOptions.Types.SocketOption(
    level: .tcp, name: NIOBSDSocket.Option(rawValue: TCP_NOTSENT_LOWAT))

  private static func forTCP(_ bootstrap: ServerBootstrap) -> ServerBootstrap {
    bootstrap.childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelOption(unsentLowWater, value: 128 * 1024)
  }

  private static func resolve(_ host: String, _ port: Int) throws(ServerError) -> SocketAddress {
    let place = ListeningAddress.tcp(host: host, port: port)
    guard (0...65_535).contains(port) else {
      throw ServerError(
        description: "cannot listen on \(place): a port is a number from 0 to 65535, and 0 takes a free one")
    }
    guard !host.isEmpty, !host.utf8.contains(0) else {
      throw ServerError(description: "cannot listen on \(place): it names no host. \(choices)")
    }
    do {
      return try SocketAddress.makeAddressResolvingHost(host, port: port)
    } catch let error as SocketAddressError.UnknownHost {
      let hint = host.hasPrefix("[") ? "An IPv6 address stands here without brackets" : "Check its spelling"
      throw ServerError(
        description:
          "cannot listen on \(place): no address of the host is known (\(error.errorDescription)). \(hint). \(choices)")
    } catch {
      throw ServerError(description: "cannot listen on \(place): \(error)")
    }
  }

  private static let choices = "127.0.0.1 listens to this machine only, 0.0.0.0 to all others too"

  // MARK: - Errors

  private static func explaining(
    _ address: ListeningAddress, _ open: () async throws -> Listener
  ) async throws(ServerError) -> Listener {
    do {
      return try await open()
    } catch let error as IOError {
      throw explain(error.errnoCode, address)
    } catch {
      throw ServerError(description: "cannot listen on \(address): \(error)")
    }
  }

  private static func explain(_ number: Int32, _ address: ListeningAddress) -> ServerError {
    let text = "cannot listen on \(address)"
    switch number {
    case EADDRINUSE:
      return ServerError(
        description: "\(text): another program does. Stop it, or choose another port (0 takes a free one)")
    case EACCES:
      return ServerError(description: "\(text): not permitted. Ports below 1024 belong to the administrator")
    case EADDRNOTAVAIL:
      return ServerError(
        description: "\(text): this machine has no such address. 127.0.0.1 and 0.0.0.0 always work")
    default: return .system(number, text)
    }
  }
}
