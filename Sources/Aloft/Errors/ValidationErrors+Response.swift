public import AloftCore
public import AloftHTTP

extension ValidationErrors: ResponseError {
  /// 422: what was sent is well formed, but does not fit.
  public var status: Status { .unprocessableContent }

  /// The errors, one after the other.
  public var message: String? { errors.map(\.description).joined(separator: "; ") }
}
