import AloftTemplates

/// Pages whose templates are part of the program: the build makes `EmbeddedTemplates` of the folder beside this file.
public enum EmbeddedPages {
  /// Renders the page.
  public static func page(title: String) throws -> String {
    let templates = TemplateEnvironment(TemplateConfiguration(EmbeddedTemplates.all))
    return try templates.template("page.html").text(["title": title])
  }

  /// The names of all templates.
  public static var names: [String] { EmbeddedTemplates.all.names }
}
