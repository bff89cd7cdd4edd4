/// A value that is not there: a name that nobody set, a member that nobody has.
public final class Undefined {
  /// What happens where one is used.
  enum Kind: Sendable {
    /// It is empty text, no elements, false; its members are an error.
    case lenient
    /// So are its members, and theirs.
    case chainable
    /// It prints what it stands for.
    case visible
    /// Any use but a test for it is an error.
    case strict
  }

  let kind: Kind
  /// The name, or the key that was looked for.
  let name: String
  /// The key as a template would write it, of one that is no text.
  let key: String?
  /// The kind of thing that has no such member; `nil` for a name.
  let owner: String?
  /// The names that there are, for a message with the nearest.
  let known: [String]
  /// What is said in place of the usual.
  let hint: String?

  init(
    _ kind: Kind, name: String, key: String? = nil, owner: String? = nil, known: [String] = [], hint: String? = nil
  ) {
    self.kind = kind
    self.name = name
    self.key = key
    self.owner = owner
    self.known = known
    self.hint = hint
  }
}
