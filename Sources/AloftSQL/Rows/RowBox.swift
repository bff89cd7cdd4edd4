/// Where what was made of rows lies until the statement has ended.
// Unchecked because whoever runs the statement writes it, and it is read when that has returned.
@usableFromInline final class RowBox<Output>: @unchecked Sendable {
  @exclusivity(unchecked) @usableFromInline var output: Output?

  @inlinable init() { output = nil }

  /// What was made of the rows.
  @inlinable func take() throws -> Output {
    guard let output else { throw SQLError(.other, "the driver handed over no result") }
    return output
  }
}
