struct ServerPart {
  init(_ options: FaultOptions) {}
  func run() async throws {}
}
