/// What is borne of the form in a request's body, each limit with the answer that whoever goes beyond it gets.
public struct FormLimits: Sendable, Hashable {
  /// The fields, files among them: 413.
  public var fields = 1000
  /// The bytes of a field's name, or of a file's: 400.
  public var name = 1024
  /// The bytes of a part's header: 400.
  public var partHeader = 8 * 1024
  /// The bytes of the values of all fields that are no files, which stay in memory: 413.
  public var memory = 512 * 1024
  /// The bytes of one file: 413; `nil` leaves it to the limit of the body.
  public var file: Int?
  /// The bytes of files that stay in memory, all together; what is more is written to a disk.
  public var filesInMemory = 256 * 1024

  /// Creates limits with their defaults.
  public init() {}
}
