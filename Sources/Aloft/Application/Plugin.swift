/// What extends an application without being mounted: metrics, a mailer, a database.
///
/// ```swift
/// struct Mail: Plugin {
///   let host: String
///   func install(in app: Application) {
///     app.provide(Mailer.self) { _ in try await Mailer(host: host) } close: { await $0.close() }
///   }
/// }
/// app.install(Mail(host: "localhost"))
/// ```
///
/// It has the application's public interface, no more and no less. What belongs to paths of its own is a ``Blueprint``,
/// which it may mount.
public protocol Plugin {
  /// Adds what it brings.
  func install(in app: Application)
}
