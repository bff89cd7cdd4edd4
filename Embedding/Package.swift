// swift-tools-version: 6.2
import PackageDescription

// A package of its own: SwiftPM builds the tool of each plug-in that a dependency offers, whether it is used or not, and a
// program of five lines shall not build templates.
let package = Package(
  name: "aloft-embedding",
  platforms: [.macOS(.v26)],
  products: [.plugin(name: "EmbedTemplates", targets: ["EmbedTemplates"])],
  dependencies: [.package(name: "aloft", path: "..")],
  targets: [
    .executableTarget(
      name: "aloft-embed-templates", dependencies: [.product(name: "AloftTemplates", package: "aloft")]),
    .plugin(name: "EmbedTemplates", capability: .buildTool(), dependencies: ["aloft-embed-templates"]),
  ]
)
