/// What a part of an application can contribute for others to use, under a key that both know.
///
/// The package that uses contributions declares the key; blueprints and plug-ins of any package contribute.
///
/// ```swift
/// public enum MenuEntries: ContributionKey { public typealias Value = MenuEntry }
/// blog.contribute(to: MenuEntries.self, MenuEntry("Blog", "/blog"))
/// let entries = request.application.contributions(to: MenuEntries.self).map(\.value)
/// ```
public protocol ContributionKey {
  /// What is contributed.
  associatedtype Value: Sendable
}
