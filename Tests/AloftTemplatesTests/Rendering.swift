import AloftTemplates

/// Renders a template that stands alone.
func render(
  _ source: String, _ context: TemplateContext = [:], escapes: Bool = false,
  _ change: (inout TemplateConfiguration) -> Void = { _ in }
) throws -> String {
  var configuration = TemplateConfiguration()
  configuration.escaping = escapes ? .all : .none
  change(&configuration)
  return try TemplateEnvironment(configuration).template(source: source, name: "page.html").text(context)
}

/// Renders one of several templates.
func render(
  _ name: String, of templates: [String: String], _ context: TemplateContext = [:], escapes: Bool = false
) throws -> String {
  var configuration = TemplateConfiguration(DictionaryTemplates(templates))
  configuration.escaping = escapes ? .all : .none
  return try TemplateEnvironment(configuration).template(name).text(context)
}

/// The error of a template that stands alone; `nil` if it is rendered.
func failure(
  of source: String, _ context: TemplateContext = [:], _ change: (inout TemplateConfiguration) -> Void = { _ in }
) -> TemplateError? {
  do {
    _ = try render(source, context, escapes: false, change)
    return nil
  } catch {
    return error as? TemplateError
  }
}
