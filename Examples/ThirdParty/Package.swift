// swift-tools-version: 6.2
import PackageDescription

// What somebody else may publish for Aloft: it has no more of Aloft than every program has.
let package = Package(
  name: "quota",
  platforms: [.macOS(.v26)],
  products: [.library(name: "Quota", targets: ["Quota"])],
  dependencies: [.package(name: "aloft", path: "../.."), .package(path: "../../Embedding")],
  targets: [
    .target(name: "Quota", dependencies: [.product(name: "Aloft", package: "aloft")]),
    .target(
      name: "EmbeddedPages", dependencies: [.product(name: "AloftTemplates", package: "aloft")], exclude: ["Templates"],
      plugins: [.plugin(name: "EmbedTemplates", package: "Embedding")]),
    .testTarget(name: "EmbeddedPagesTests", dependencies: ["EmbeddedPages"]),
    .testTarget(
      name: "QuotaTests",
      dependencies: [
        "Quota", .product(name: "Aloft", package: "aloft"), .product(name: "AloftTesting", package: "aloft"),
      ]),
  ]
)
