import NIOCore
import NIOPosix

guard CommandLine.arguments.count > 1, let port = Int(CommandLine.arguments[1]) else {
  throw Usage()
}

let reply = ByteBuffer(
  string: "HTTP/1.1 200 OK\r\n"
    + "Server: nio\r\n"
    + "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
    + "Content-Type: text/plain; charset=utf-8\r\n"
    + "Content-Length: 13\r\n\r\n"
    + "Hello, World!")

let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
let server = try await ServerBootstrap(group: group)
  .serverChannelOption(.backlog, value: 1024)
  .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
  .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
  .childChannelInitializer { channel in
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(FixedReplyHandler(reply: reply))
    }
  }
  .bind(host: "127.0.0.1", port: port)
  .get()
try await server.closeFuture.get()

struct Usage: Error, CustomStringConvertible {
  var description: String { "usage: bare-nio PORT" }
}
