/// A value or a key of a scanned document: where it stands in the bytes, and its neighbours in the tape.
///
/// Nodes stand in the order of the document. An object's are key, value, key, value …; a container's members follow it.
struct Node {
  enum Kind: UInt8 {
    case null, `false`, `true`, number, string, array, object, key
    /// A key that a later one of the same name replaces.
    case shadowedKey
  }

  /// The first byte of the value; of a string and a key, the first behind the quotation mark.
  var start: UInt32
  /// The end of a scalar's bytes, that of a string and a key before the quotation mark; of a container its count.
  var extent: UInt32 = 0
  /// The index of the node that follows this value and all that is in it.
  var next: UInt32
  /// The index of the container, or `none`.
  var parent: UInt32
  /// The position in an array.
  var ordinal: UInt32 = 0
  var kind: Kind
  /// Whether a string or key has escapes, a number a fraction or an exponent, an object shadowed keys.
  var isComplex = false

  static var none: UInt32 { .max }

  var count: Int { Int(extent) }
  var range: Range<Int> { Int(start)..<Int(extent) }
  var isKey: Bool { kind == .key || kind == .shadowedKey }
  /// Where an editor would put its cursor for it.
  var place: Int { kind == .string || isKey ? Int(start) - 1 : Int(start) }
}
