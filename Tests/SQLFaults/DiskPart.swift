struct DiskPart {
  init(_ options: FaultOptions) {}
  func run() async throws {}
}
