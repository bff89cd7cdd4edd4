/// The elements of an array in a JSON text.
public struct JSONElements: Sequence, IteratorProtocol {
  private let context: ReadingContext
  private var index: Int
  private let end: Int
  private let count: Int

  init(_ array: JSONReader) {
    context = array.context
    index = Int(array.index) + 1
    end = Int(array.node.next)
    count = array.node.count
  }

  /// The number of elements.
  public var underestimatedCount: Int { count }

  /// Moves to the next element.
  ///
  /// - Returns: The element, `nil` behind the last.
  public mutating func next() -> JSONReader? {
    guard index < end else { return nil }
    defer { index = Int(context.document.nodes[index].next) }
    return JSONReader(context, index)
  }
}

/// The members of an object in a JSON text, in its order.
public struct JSONMembers: Sequence, IteratorProtocol {
  /// A name and its value.
  public typealias Element = (name: String, value: JSONReader)

  private let context: ReadingContext
  private var index: Int
  private let end: Int
  private let count: Int

  init(_ object: JSONReader) {
    context = object.context
    index = Int(object.index) + 1
    end = Int(object.node.next)
    count = object.node.isComplex ? 0 : object.node.count
  }

  /// The number of members, or 0 where some were replaced by later ones.
  public var underestimatedCount: Int { count }

  /// Moves to the next member.
  ///
  /// - Returns: The member, `nil` behind the last.
  public mutating func next() -> Element? {
    while index < end {
      let key = context.document.nodes[index]
      let value = index + 1
      index = Int(context.document.nodes[value].next)
      if key.kind == .key { return (context.document.text(of: key), JSONReader(context, value)) }
    }
    return nil
  }
}
