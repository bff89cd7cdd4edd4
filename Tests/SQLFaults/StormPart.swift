struct StormPart {
  init(_ options: FaultOptions) {}
  func run() async throws {}
}
