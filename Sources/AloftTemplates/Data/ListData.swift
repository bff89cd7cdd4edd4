/// The elements of a list or a tuple.
public final class ListData {
  @exclusivity(unchecked) var elements: [TemplateData]
  /// The names of the elements, of a tuple that has some.
  let names: [String]

  @usableFromInline package init(_ elements: [TemplateData], names: [String] = []) {
    self.elements = elements
    self.names = names
  }

  deinit { Teardown.dismantle(&elements) }
}
