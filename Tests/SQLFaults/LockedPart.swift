struct LockedPart {
  func run() async throws {}
}
