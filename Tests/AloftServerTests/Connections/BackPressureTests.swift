import Aloft
import AloftHTTP
import Synchronization
import Testing

/// Whoever is slow holds up the other side, and neither side's bytes pile up in the server.
@Suite(.timeLimit(.minutes(1))) struct BackPressureTests {
  /// More than the system's buffers hold between a client and the server.
  private static let size = 12 * 1024 * 1024

  @Test func aHandlerThatReadsNothingHoldsUpItsClient() async throws {
    let gate = Gate()
    let describe: (Application) -> Void = { app in
      app.post("/") { (request: Request) async throws in
        await gate.pass()
        var count = 0
        for try await piece in request.body { count += piece.count }
        return "\(count)"
      }
    }
    try await Site.with(
      { $0.limits.body = Self.size }, describe,
      test: { site in
        let client = try site.connect(buffers: 64 * 1024)
        try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(Self.size)\r\n\r\n")
        let bytes = [UInt8](repeating: 1, count: Self.size)
        var sent = 0
        sent = try await site.settled {
          sent += await client.sendWithoutWaiting(Array(bytes[sent...].prefix(1024 * 1024)))
          return sent
        }
        #expect(sent < Self.size * 3 / 4)
        gate.open()
        try await client.send(Array(bytes[sent...]))
        #expect(try await client.response().text == "\(Self.size)")
      })
  }

  @Test func requestsBehindTheOneInFlightAreReadAheadToABound() async throws {
    let gate = Gate()
    let describe: (Application) -> Void = { app in
      app.get("/wait") { () async in
        await gate.pass()
        return "waited"
      }
      app.get("/last") { "last" }
      app.get("/") { Status.noContent }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect(buffers: 64 * 1024)
        try await client.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
        let request = Array("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 8_000))\r\n\r\n".utf8)
        let count = Self.size / request.count
        let all = Array(repeatElement(request, count: count).joined())
        var sent = 0
        sent = try await site.settled {
          sent += await client.sendWithoutWaiting(Array(all[sent...].prefix(1024 * 1024)))
          return sent
        }
        #expect(sent < Self.size * 3 / 4)
        gate.open()
        async let sending: Void = {
          try await client.send(Array(all[sent...]) + Array("GET /last HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        }()
        try await sending
        #expect(try await client.response().text == "waited")
        for _ in 0..<count { #expect(try await client.response().status == 204) }
        #expect(try await client.response().text == "last")
      })
  }

  @Test func aClientThatReadsNothingHoldsUpAStream() async throws {
    let written = Written()
    let piece = [UInt8](repeating: 1, count: 64 * 1024)
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.stream(length: Self.size) { writer in
          for _ in 0..<Self.size / piece.count {
            try await writer.write(piece)
            written.count.add(piece.count, ordering: .relaxed)
          }
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect(buffers: 64 * 1024)
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let ahead = try await site.settled { written.count.load(ordering: .relaxed) }
        #expect(ahead < Self.size * 3 / 4)
        _ = try await client.head()
        var read = 0
        while read < Self.size { read += try await client.bytes(1024 * 1024).count }
        #expect(written.count.load(ordering: .relaxed) >= Self.size - piece.count)
        #expect(try await client.get("/other").status == 404)
      })
  }

  @Test func aClientThatReadsNothingHoldsUpItsNextRequests() async throws {
    let asked = Written()
    let page = [UInt8](repeating: 1, count: 256 * 1024)
    let describe: (Application) -> Void = { app in
      app.get("/") {
        asked.count.add(1, ordering: .relaxed)
        return Response(bytes: page, type: "a/b")
      }
    }
    let count = Self.size / page.count
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect(buffers: 64 * 1024)
        try await client.send(String(repeating: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", count: count))
        let ahead = try await site.settled { asked.count.load(ordering: .relaxed) }
        #expect(ahead < count * 3 / 4)
        for _ in 0..<count { #expect(try await client.response().body.count == page.count) }
        #expect(asked.count.load(ordering: .relaxed) == count)
      })
  }

  @Test func aClientThatReadsNothingHoldsUpAnUpgradedConnection() async throws {
    let written = Written()
    let piece = [UInt8](repeating: 1, count: 64 * 1024)
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.upgrade(to: "flood") { connection in
          for _ in 0..<Self.size / piece.count {
            try await connection.write(piece)
            written.count.add(piece.count, ordering: .relaxed)
          }
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect(buffers: 64 * 1024)
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: flood\r\n\r\n")
        let ahead = try await site.settled { written.count.load(ordering: .relaxed) }
        #expect(ahead < Self.size * 3 / 4)
        #expect(try await client.head().status == 101)
        var read = 0
        while read < Self.size { read += try await client.bytes(1024 * 1024).count }
        #expect(try await client.isClosed())
      })
  }

  @Test func anUpgradedConnectionThatReadsNothingHoldsUpItsClient() async throws {
    let gate = Gate()
    let describe: (Application) -> Void = { app in
      app.get("/") {
        Response.upgrade(to: "sink") { connection in
          await gate.pass()
          var count = 0
          for try await piece in connection {
            count += piece.count
            if count == Self.size { break }
          }
          try await connection.write(Array("\(count)".utf8))
        }
      }
    }
    try await Site.with(
      describe,
      test: { site in
        let client = try site.connect(buffers: 64 * 1024)
        try await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: sink\r\n\r\n")
        #expect(try await client.head().status == 101)
        let bytes = [UInt8](repeating: 1, count: Self.size)
        var sent = 0
        sent = try await site.settled {
          sent += await client.sendWithoutWaiting(Array(bytes[sent...].prefix(1024 * 1024)))
          return sent
        }
        #expect(sent < Self.size * 3 / 4)
        gate.open()
        try await client.send(Array(bytes[sent...]))
        #expect(try await client.rest().text == "\(Self.size)")
      })
  }

  private final class Written: Sendable {
    let count = Atomic(0)
  }
}
