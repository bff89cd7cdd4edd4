/// Why a case has no answer of ours.
struct Unsupported: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
