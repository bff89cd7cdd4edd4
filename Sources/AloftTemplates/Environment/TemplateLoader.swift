/// Where templates come from.
public protocol TemplateLoader: Sendable {
  /// The source of a template.
  ///
  /// - Parameter name: The name, with `/` between folders.
  /// - Returns: `nil` if there is none of the name.
  /// - Throws: What hinders it from being read.
  func source(of name: String) throws -> String?
  /// The names of all templates, where they can be listed.
  var names: [String] { get throws }
}

/// Templates by name, from a dictionary.
public struct DictionaryTemplates: TemplateLoader, ExpressibleByDictionaryLiteral {
  private let sources: [String: String]

  /// Takes templates by their names.
  public init(_ sources: [String: String]) { self.sources = sources }

  /// Takes templates by their names, from a literal.
  public init(dictionaryLiteral elements: (String, String)...) {
    sources = Dictionary(elements) { $1 }
  }

  /// The template of a name.
  public func source(of name: String) -> String? { sources[name] }
  /// All names, in order.
  public var names: [String] { sources.keys.sorted() }
}

/// Templates of another loader under names that begin with a prefix.
public struct PrefixedTemplates: TemplateLoader {
  private let prefix: String
  private let loader: any TemplateLoader

  /// Puts a prefix in front of names.
  ///
  /// - Parameters:
  ///   - prefix: The prefix without its slash, `blog`.
  ///   - loader: Where the templates come from.
  public init(_ prefix: String, _ loader: any TemplateLoader) {
    self.prefix = prefix + "/"
    self.loader = loader
  }

  /// The template that the other loader has under the name without the prefix.
  public func source(of name: String) throws -> String? {
    guard name.utf8.starts(with: prefix.utf8) else { return nil }
    return try loader.source(of: String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self))
  }

  /// The other loader's names, with the prefix.
  public var names: [String] { get throws { try loader.names.map { prefix + $0 } } }
}

/// Templates of several loaders: the first that has one of the name wins.
public struct TemplateSearch: TemplateLoader {
  private let loaders: [any TemplateLoader]

  /// Looks in one loader after the other.
  public init(_ loaders: [any TemplateLoader]) { self.loaders = loaders }

  /// The template of the first loader that has one of the name.
  public func source(of name: String) throws -> String? {
    for loader in loaders { if let source = try loader.source(of: name) { return source } }
    return nil
  }

  /// The names of all loaders, each once and in order.
  public var names: [String] { get throws { Array(Set(try loaders.flatMap { try $0.names })).sorted() } }
}
