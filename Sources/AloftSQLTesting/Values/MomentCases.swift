internal import AloftCore
internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension DriverCases {
  static let moments: [DriverCase] = [
    DriverCase("dates are kept to the microsecond") { check in
      try await check.keeps(check.dates) { check.microseconds(of: $0) == check.microseconds(of: $1) }
    },
    DriverCase("a date in the middle of a microsecond is rounded") { check in
      let date = Date(timeIntervalSince1970: 1_700_000_000.123_456_7)
      let read = try await check.database.one("select \(date)", as: Date.self)
      try check.expect(read.sqlParameter, is: .date(microseconds: 1_700_000_000_123_457), "the date")
    },
    DriverCase("dates beyond what the database holds are refused or kept") { check in
      for seconds in [-1e14, 1e12, 1e14, .infinity, .nan] {
        try await check.keepsOrRefuses(Date(timeIntervalSince1970: seconds)) {
          check.microseconds(of: $0) == check.microseconds(of: $1)
        }
      }
    },
    DriverCase("days are kept, whatever the calendar of the time") { check in
      let days = [
        "0001-01-01", "0004-02-29", "1582-10-10", "1752-09-10", "1900-02-28", "1969-12-31", "1970-01-01", "2000-02-29",
        "2026-03-29", "9999-12-31",
      ]
      try await check.keeps(days.compactMap { Day($0) })
    },
    DriverCase("times of the day are kept, the end of the day too") { check in
      try await check.keeps(check.times)
    },
    DriverCase("durations are kept, negative ones too") { check in
      try await check.keeps(check.durations)
    },
    DriverCase("a duration is kept to the microsecond") { check in
      let read = try await check.database.one("select \(Duration.nanoseconds(1_500))", as: Duration.self)
      try check.expect(read, is: .microseconds(1), "the duration")
    },
    DriverCase("the longest durations are kept or refused") { check in
      for duration in [Duration.microseconds(Int64.max), .microseconds(Int64.min), .seconds(Int64.max)] {
        try await check.keepsOrRefuses(duration) { $0 == $1 }
      }
    },
  ]
}

extension DriverCheck {
  /// With microseconds, before 1970, in the first year and in the last, and around a change of summer time.
  var dates: [Date] {
    [
      0, 1, -1, 0.000_001, -0.000_001, 1_700_000_000.123_456, 1_700_000_000.999_999, -1.5, -2_208_988_800,
      -62_135_596_800, -62_135_596_799.5, 1_774_745_999, 1_774_746_000, 4_102_444_800, 253_402_300_799,
      253_402_300_799.5,
    ].map { Date(timeIntervalSince1970: $0) }
  }

  /// Of the date itself, and not of how it is sent.
  func microseconds(of date: Date) -> Int64? {
    Int64(exactly: (date.timeIntervalSince1970 * 1_000_000).rounded())
  }

  var times: [TimeOfDay] {
    ["00:00", "00:00:00.000001", "09:30", "12:00:00.5", "23:59:59", "23:59:59.999999", "24:00:00"]
      .compactMap { TimeOfDay($0) }
  }

  var durations: [Duration] {
    [
      .zero, .microseconds(1), .microseconds(-1), .milliseconds(-1_500), .seconds(86_399), .seconds(86_400),
      .seconds(-86_401), .seconds(3_155_760_000), .seconds(-3_155_760_000), .microseconds(1_234_567_890_123),
    ]
  }
}
