package import AloftTemplates

/// Templates that are part of this program, for tests.
package enum EmbeddedPages {
  package static var loader: any TemplateLoader { EmbeddedTemplates.all }
}
