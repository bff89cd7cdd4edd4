public import AloftCore

/// Settings of a program as a type: read from flags, the environment and a `.env` file when the program starts.
///
/// ```swift
/// struct BlogSettings: Settings {
///   let databaseURL: String                // DATABASE_URL, --database-url
///   let pageSize: Int
///   let secretKey: Secret<String>          // never printed
///   static let fields = Fields(
///     BlogSettings.init, Field("databaseURL", help: "Where the posts are."), Field("pageSize", .range(1...100), default: 20),
///     Field("secretKey"))
/// }
/// let settings = app.readSettings(BlogSettings.self)
/// ```
///
/// A flag comes before a variable of the environment, that before a line of `.env` in the folder where the program is
/// started, and that before the default. Lists are written with commas.
public protocol Settings: Described, Sendable {
  /// What stands before each name, `blog` for `BLOG_PAGE_SIZE` and `--blog-page-size`; nothing unless said otherwise.
  static var prefix: String { get }
}

extension Settings {
  /// Nothing.
  public static var prefix: String { "" }
}

/// A value that is kept out of logs, pages and lists: it shows as `••••`.
public struct Secret<Value: Decodable & Sendable>: Decodable, Sendable, SecretValue {
  /// The value.
  public let value: Value

  /// Keeps a value.
  public init(_ value: Value) { self.value = value }

  /// Reads the value.
  public init(from decoder: any Decoder) throws { value = try Value(from: decoder) }
}

extension Secret: WrappingType {
  package static var valueKind: ValueKind { ValueKind(Value.self) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// `••••`
  public var description: String { "••••" }

  /// `••••`
  public var debugDescription: String { "••••" }

  /// Nothing of the value.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Validator {
  /// The number of characters of a secret; what is wrong is said without it.
  public static func length(_ range: some LimitRange<Int>) -> Validator where Value == Secret<String> {
    Validator<String>.length(range).of { $0.value }
  }

  /// The number of characters of a secret that may be missing; what is wrong is said without it.
  public static func length(_ range: some LimitRange<Int>) -> Validator where Value == Secret<String>? {
    Validator<String?>.length(range).of { $0?.value }
  }
}

extension Secret: Equatable where Value: Equatable {}
extension Secret: Hashable where Value: Hashable {}
