/// What an answered request leaves behind, for the next one on the same event loop: two objects and two arrays that need
/// not be allocated.
package final class RequestPool {
  @exclusivity(unchecked) private var head: RequestHead?
  @exclusivity(unchecked) private var storage: Request.Storage?

  /// Counts on from where no other event loop is likely to come to.
  @exclusivity(unchecked) private var number = UInt64.random(in: 0 ... .max)

  package init() {}

  func nextNumber() -> UInt64 {
    number &+= 1
    return number
  }

  func takeHead() -> RequestHead {
    guard let head else { return RequestHead() }
    self.head = nil
    return head
  }

  func takeStorage() -> Request.Storage? {
    defer { storage = nil }
    return storage
  }

  /// Takes back what a request consists of, unless somebody still holds it.
  package func recycle(_ request: consuming Request) {
    guard storage == nil, let storage = request.takeUnshared() else { return }
    // A head belongs to one request's storage, which nobody else holds.
    storage.head.reset()
    head = storage.head
    self.storage = storage
  }
}
