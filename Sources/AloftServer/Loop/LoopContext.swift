internal import AloftHTTP
internal import Logging
internal import NIOCore

/// What all connections of one event loop share: buffers, the date, the executors, and the timer of their deadlines.
// Unchecked because the compiler can't see that everything here is touched on the loop only.
final class LoopContext: @unchecked Sendable {
  static let tickInterval = TimeAmount.milliseconds(500)
  /// The connections that may be acted against in one turn; each costs an answer and a line in the log.
  private static let actionsPerTurn = 2
  /// The connections that are looked at in one turn, unless there are so many that this would take too many turns.
  private static let checksPerTurn = 64
  private static let pauseBetweenTurns = TimeAmount.milliseconds(1)

  let loop: any EventLoop
  let state: ServerState
  let pool = RequestPool()
  /// What is borne from clients; copied here since it is looked at for every request.
  let limits: ServerLimits
  let watch: BlockingWatch
  /// The Date field of the current date, with the end of its line.
  private(set) var dateLine: [UInt8] = []
  /// The time of the last tick: precise enough for deadlines of seconds, and free.
  private(set) var now: NIODeadline
  /// Where responses are encoded before they are written; empty whenever a connection's turn is over.
  // Without the run-time check of each access: nothing that appends to it calls back here.
  @exclusivity(unchecked) var output = OutputBytes(capacity: 4096)
  /// The buffer that is handed to the channel; used again once the channel has let it go.
  @exclusivity(unchecked) private var buffer = ByteBuffer()
  private var connections: [Connection] = []
  private var executors: [ObjectIdentifier: HandlerExecutor] = [:]
  private let executor: LoopExecutor
  private var dateSecond = Int.min
  private var timer: RepeatedTask?
  private var isChecking = false

  init(_ loop: any EventLoop, state: ServerState) {
    self.loop = loop
    self.state = state
    limits = state.configuration.limits
    watch = BlockingWatch(state.configuration, logger: state.logger)
    executor = LoopExecutor(loop, watch: watch)
    now = loop.now
    updateDate()
  }

  func startTimer() {
    timer = loop.scheduleRepeatedTask(initialDelay: Self.tickInterval, delay: Self.tickInterval) { _ in self.tick() }
  }

  func stopTimer() { timer?.cancel() }

  private func tick() {
    now = loop.now
    updateDate()
    // A round that many connections had to be ended in goes on instead.
    guard !isChecking else { return }
    isChecking = true
    checkDeadlines(below: connections.count)
  }

  /// Checks the connections below an index, from behind, since one that closes is replaced by the last one.
  ///
  /// Others get their turn in between: at every few hundred connections, and when many must be acted against at once.
  private func checkDeadlines(below end: Int) {
    var actions = 0
    var checks = max(Self.checksPerTurn, connections.count / 128)
    for index in (0..<min(end, connections.count)).reversed() where index < connections.count {
      guard actions < Self.actionsPerTurn, checks > 0 else {
        takeTurnLater { self.checkDeadlines(below: index + 1) }
        return
      }
      checks -= 1
      if connections[index].checkDeadlines() { actions += 1 }
    }
    isChecking = false
  }

  /// Goes on with long work after the loop has looked at its sockets.
  ///
  /// Work that is executed at once comes before them, however often it is cut in pieces; only what is due later lets
  /// them in.
  func takeTurnLater(_ work: @escaping @Sendable () -> Void) {
    loop.scheduleTask(in: Self.pauseBetweenTurns, work)
  }

  private func updateDate() {
    let second = state.configuration.wallClock()
    guard second != dateSecond else { return }
    dateSecond = second
    dateLine = Array("Date: \(HTTPDate.text(secondsSince1970: second))\r\n".utf8)
  }

  /// The executor for a handler's tasks.
  func executor(for label: HandlerLabel) -> HandlerExecutor {
    let key = ObjectIdentifier(label)
    if let known = executors[key] { return known }
    let new = HandlerExecutor(label, on: executor)
    executors[key] = new
    return new
  }

  /// Moves the encoded output into a buffer for the channel.
  func takeOutput() -> ByteBuffer {
    if buffer.capacity > 256 * 1024 { buffer = ByteBuffer() }
    buffer.clear(minimumCapacity: output.count)
    output.withUnsafeBytes { _ = buffer.writeBytes($0) }
    output.removeAll()
    return buffer
  }

  // MARK: - Connections

  func add(_ connection: Connection) {
    connection.index = connections.count
    connections.append(connection)
  }

  func remove(_ connection: Connection) {
    let index = connection.index
    guard connections.indices.contains(index), connections[index] === connection else { return }
    let last = connections.removeLast()
    if last !== connection {
      connections[index] = last
      last.index = index
    }
    connection.index = -1
  }

  /// Lets every connection end: idle ones now, the others after their response.
  func stop() { for connection in connections { connection.stop() } }

  /// Ends what is left.
  func abort() { for connection in connections { connection.abort() } }
}
