internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension DriverCases {
  static let texts: [DriverCase] = [
    DriverCase("texts are kept byte by byte") { check in
      let texts = [
        "", " ", "  two blanks around  ", "line\nfeed\r\nand return\r", "\t", "it's", "\"quoted\"", "back\\slash",
        "\\n",
        // The same to a reader, and not the same bytes.
        "\u{E9}", "e\u{301}", "\u{212B}", "\u{C5}", "A\u{30A}",
        "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪", "مرحبا", "日本語", "\u{FEFF}with a mark", "\u{1}\u{7F}\u{80}\u{FFFD}\u{FFFE}\u{FFFF}\u{10FFFF}",
        "NULL", "null", "true", "0", "007", "1e3", "1.0", "{}", "{a,b}", "2026-01-31", "%_",
      ]
      try await check.keeps(texts) { Array($0.utf8) == Array($1.utf8) }
    },
    DriverCase("a text holds each character of Unicode but zero") { check in
      let scalars = (1...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init)
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      try await check.keeps([text]) { Array($0.utf8) == Array($1.utf8) }
    },
    DriverCase("a text of a megabyte is kept") { check in
      try await check.keeps([String(repeating: "0123456789abcde\n", count: 65_536), "a"])
    },
    DriverCase("a text with a zero in it is kept or refused, and never cut") { check in
      try await check.keepsOrRefuses("before\0behind") { Array($0.utf8) == Array($1.utf8) }
    },
    DriverCase("bytes are kept") { check in
      try await check.keeps([
        Data(), Data([0]), Data(0...255), Data((0...255).reversed()), Data("\\x00".utf8), Data([0xC3, 0x28]),
      ])
      try await check.keeps([[], [0, 0], Array(0...255)] as [[UInt8]])
    },
    DriverCase("a megabyte of bytes is kept") { check in
      let bytes = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) }
      try await check.keeps([Data(bytes), Data([1])])
    },
    DriverCase("no bytes are not NULL, nor is an empty text") { check in
      try await check.withTable("t \(check.text), b \(check.facts.columnType(.bytes))") { table in
        try await check.database.execute("insert into \(table) (t, b) values (\(""), \(Data()))")
        let row = try await check.database.one("select t, b from \(table)", as: (String?, Data?).self)
        try check.expect(row.0, is: "", "the text")
        try check.expect(row.1, is: Data(), "the bytes")
        let count = try await check.database.one(
          "select count(*) from \(table) where t is null or b is null", as: Int.self)
        try check.expect(count, is: 0, "rows with NULL")
      }
    },
  ]
}
