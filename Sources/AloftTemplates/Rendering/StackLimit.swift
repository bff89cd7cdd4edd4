#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// How much is left of the stack of the thread that this was made on.
struct StackLimit {
  /// The lowest address that the thread may use.
  private let end: UInt

  init() {
    let here = Self.address()
    let known = UInt(bitPattern: pthread_getspecific(Self.key))
    if known != 0, known < here {
      end = known
      return
    }
    end = Self.endOfStack(below: here)
    pthread_setspecific(Self.key, UnsafeRawPointer(bitPattern: end))
  }

  /// Whether so many bytes are left.
  func hasRoom(for bytes: Int) -> Bool { Self.address() > end + UInt(bytes) }

  // Asking for a thread's stack takes microseconds, and for the first thread's a look at all memory of the process: each
  // thread remembers the answer.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// What a thread is thought to have left where it can't be asked: less than the least that a system gives.
  private static let standard: UInt = 96 * 1024

  private static func endOfStack(below here: UInt) -> UInt {
    #if canImport(Darwin)
      let top = UInt(bitPattern: pthread_get_stackaddr_np(pthread_self()))
      let end = top - UInt(pthread_get_stacksize_np(pthread_self()))
    #else
      // The function is an extension of the C library's that Swift's module of it does not show.
      typealias Function = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> CInt
      guard let symbol = dlsym(nil, "pthread_getattr_np") else { return here - standard }
      var attributes = pthread_attr_t()
      guard unsafeBitCast(symbol, to: Function.self)(pthread_self(), &attributes) == 0 else { return here - standard }
      defer { pthread_attr_destroy(&attributes) }
      var start: UnsafeMutableRawPointer?
      var size = 0
      guard pthread_attr_getstack(&attributes, &start, &size) == 0 else { return here - standard }
      let end = UInt(bitPattern: start)
      let top = end + UInt(size)
    #endif
    // A fiber has a stack of its own.
    return end < here && here <= top ? end : here - standard
  }

  /// Roughly the address of the top of the stack: that of a variable of this function.
  @inline(never)
  private static func address() -> UInt {
    var marker = 0
    return withUnsafePointer(to: &marker) { UInt(bitPattern: $0) }
  }
}

extension StackLimit {
  // What the deepest of these takes between two questions, measured, and half as much again. Code that is not optimized
  // takes several times as much.
  #if DEBUG
    private static let factor = 6
  #else
    private static let factor = 1
  #endif

  /// What reading a piece of a template takes until it is asked again.
  static let reading = 24 * 1024 * factor
  /// What a function takes that is called: values in values are printed and compared 100 levels deep.
  static let calling = 48 * 1024 * factor
  /// What each level of an expression takes, and a few of them what leads to it.
  static let level = 1280 * factor
}
