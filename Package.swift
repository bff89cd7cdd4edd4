// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "aloft",
  // `Task.immediate`, which starts a handler on its connection's loop, arrived with this system.
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Aloft", targets: ["Aloft"]),
    .library(name: "AloftTesting", targets: ["AloftTesting"]),
    .library(name: "AloftTemplates", targets: ["AloftTemplates"]),
    .library(name: "AloftSQL", targets: ["AloftSQL"]),
    .library(name: "AloftSQLite", targets: ["AloftSQLite"]),
    .library(name: "AloftPostgres", targets: ["AloftPostgres"]),
    .library(name: "AloftSQLTesting", targets: ["AloftSQLTesting"]),
    .library(name: "AloftServer", targets: ["AloftServer", "AloftHTTP"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
  ],
  targets: [
    .systemLibrary(name: "CZlib"),
    // Headers alone: calls of Linux that C libraries do not offer.
    .systemLibrary(name: "CFileCalls"),
    .systemLibrary(name: "CSQLite"),
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq"),
    .target(name: "AloftCore", swiftSettings: settings),
    .target(name: "AloftJSON", dependencies: ["AloftCore"], swiftSettings: settings),
    .target(name: "AloftHTTP", dependencies: ["AloftCore"], swiftSettings: settings),
    .target(name: "AloftTemplates", dependencies: ["AloftCore"], swiftSettings: settings),
    .target(
      name: "AloftSQL",
      dependencies: ["AloftCore", "AloftJSON", .product(name: "Logging", package: "swift-log")], swiftSettings: settings
    ),
    .target(name: "AloftSQLite", dependencies: ["AloftCore", "AloftSQL", "CSQLite"], swiftSettings: settings),
    .target(name: "AloftPostgres", dependencies: ["AloftCore", "AloftSQL", "CPostgres"], swiftSettings: settings),
    .target(name: "AloftSQLTesting", dependencies: ["AloftCore", "AloftSQL"], swiftSettings: settings),
    .target(
      name: "AloftServer",
      dependencies: [
        "AloftCore", "AloftHTTP", "CFileCalls",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .target(
      name: "Aloft",
      dependencies: [
        "AloftCore", "AloftHTTP", "AloftJSON", "AloftServer", "CFileCalls", "CZlib",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .target(
      name: "AloftTesting", dependencies: ["Aloft", .product(name: "Logging", package: "swift-log")],
      swiftSettings: settings),
    .executableTarget(name: "Hello", dependencies: ["Aloft"], path: "Examples/Hello", swiftSettings: settings),
    .executableTarget(
      name: "Todo", dependencies: ["Aloft"], path: "Examples/Todo", exclude: ["Public"], swiftSettings: settings),
    .executableTarget(
      name: "Databases", dependencies: ["AloftCore", "AloftPostgres", "AloftSQL", "AloftSQLite"],
      path: "Examples/Databases", swiftSettings: settings),
    .executableTarget(name: "Tour", dependencies: ["Aloft"], path: "Examples/Tour", swiftSettings: settings),
    .executableTarget(
      name: "aloft-bench-server", dependencies: ["Aloft"], path: "Benchmarks/Server", swiftSettings: settings),
    .executableTarget(
      name: "aloft-handler-cost", dependencies: ["Aloft", "AloftHTTP", "AloftServer"], path: "Benchmarks/HandlerCost",
      swiftSettings: settings),
    .executableTarget(
      name: "aloft-json-cost", dependencies: ["AloftJSON"], path: "Benchmarks/JSONCost", swiftSettings: settings),
    .executableTarget(
      name: "aloft-template-cost", dependencies: ["AloftTemplates"], path: "Benchmarks/TemplateCost",
      swiftSettings: settings),
    .executableTarget(
      name: "aloft-sql-cost", dependencies: ["AloftPostgres", "AloftSQL", "AloftSQLite"], path: "Benchmarks/SQLCost",
      swiftSettings: settings),
    .executableTarget(
      name: "aloft-conformance", dependencies: ["Aloft", "AloftCore", "AloftHTTP", "AloftTemplates"],
      path: "Sources/AloftConformance", swiftSettings: settings),
    .testTarget(
      name: "AloftTests",
      dependencies: [
        "Aloft", "AloftCore", "AloftHTTP", "AloftJSON", "AloftServer", "AloftTesting", "CZlib", "MainActorModule",
        "TemporaryFiles",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    // A user's module whose declarations belong to the main actor, as new projects of Xcode have it.
    .target(
      name: "MainActorModule", dependencies: ["Aloft"], path: "Tests/MainActorModule",
      swiftSettings: settings + [.defaultIsolation(MainActor.self)]),
    // A user's program with settings and commands, which tests run as a process.
    .executableTarget(
      name: "CommandProgram", dependencies: ["Aloft"], path: "Tests/CommandProgram", swiftSettings: settings),
    // Kills itself, its server and its disk, and looks what the SQL drivers made of it.
    .executableTarget(
      name: "aloft-sql-faults",
      dependencies: ["AloftCore", "AloftPostgres", "AloftSQL", "AloftSQLite", "TemporaryPostgres"],
      path: "Tests/SQLFaults", swiftSettings: settings),
    // Type-checks what a user may write against the modules that were built, and reads what the compiler says.
    .testTarget(name: "CompilerMessageTests", dependencies: ["Aloft"], swiftSettings: settings),
    .testTarget(name: "TodoTests", dependencies: ["Aloft", "AloftTesting", "Todo"], swiftSettings: settings),
    .testTarget(name: "AloftTestingTests", dependencies: ["Aloft", "AloftTesting"], swiftSettings: settings),
    .testTarget(
      name: "AloftTemplatesTests", dependencies: ["AloftCore", "AloftTemplates", "TemporaryFiles"],
      swiftSettings: settings),
    .testTarget(
      name: "AloftSQLTests", dependencies: ["AloftCore", "AloftSQL", "AloftSQLTesting"], swiftSettings: settings),
    .testTarget(
      name: "AloftSQLiteTests",
      dependencies: ["AloftCore", "AloftSQL", "AloftSQLite", "AloftSQLTesting", "TemporaryFiles"],
      swiftSettings: settings),
    .testTarget(
      name: "AloftPostgresTests",
      dependencies: ["AloftCore", "AloftPostgres", "AloftSQL", "AloftSQLTesting", "TemporaryPostgres"],
      swiftSettings: settings),
    .testTarget(name: "AloftJSONTests", dependencies: ["AloftJSON"], swiftSettings: settings),
    .testTarget(name: "AloftCoreTests", dependencies: ["AloftCore"], swiftSettings: settings),
    // What no server may accept: data shared by the tests of the parser and those of the server on a socket.
    .target(
      name: "RefusedMessages", dependencies: ["AloftHTTP"], path: "Tests/RefusedMessages", swiftSettings: settings),
    // Folders of files for the tests of several targets.
    .target(name: "TemporaryFiles", path: "Tests/TemporaryFiles", swiftSettings: settings),
    // A PostgreSQL server of the tests' own.
    .target(name: "TemporaryPostgres", path: "Tests/TemporaryPostgres", swiftSettings: settings),
    .testTarget(
      name: "GuideTests",
      dependencies: [
        "Aloft", "AloftPostgres", "AloftSQL", "AloftSQLite", "AloftTemplates", "AloftTesting", "Databases",
        "TemporaryPostgres",
      ],
      swiftSettings: settings),
    .testTarget(name: "AloftHTTPTests", dependencies: ["AloftHTTP", "RefusedMessages"], swiftSettings: settings),
    .testTarget(
      name: "AloftServerTests",
      dependencies: [
        "Aloft", "AloftCore", "AloftHTTP", "AloftServer", "CommandProgram", "Hello", "RefusedMessages",
        "TemporaryFiles",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
  ]
)
