internal import AloftCore
internal import AloftSQL

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What is stored has the order of what it means, also where the database has only texts for it.
extension DriverCases {
  static let order: [DriverCase] = [
    DriverCase("numbers are in their order") { check in
      try await check.sorts([Int64.min, -10, -9, 0, 9, 10, 99, 100, Int64.max])
      try await check.sorts([-1e300, -2.5, -1e-300, 0, 1e-300, 2.5, 10, 1e300])
    },
    DriverCase("decimals are in their order") { check in
      try await check.sorts(
        try [
          "-99999999999999999999999999999999999999", "-100.5", "-100", "-99.5", "-0.2", "-0.10", "0", "0.0009", "0.09",
          "0.1", "0.11", "1", "2", "9.99", "10", "100000000000000000000", "12345678901234567890123456789012345678",
        ].map { try check.decimal($0) })
    },
    DriverCase("dates are in their order") { check in
      try await check.sorts(check.dates)
    },
    DriverCase("days are in their order") { check in
      try await check.sorts(
        ["0001-01-01", "0999-12-31", "1969-12-31", "1970-01-01", "2026-10-09", "9999-12-31"].compactMap { Day($0) })
    },
    DriverCase("times of the day are in their order") { check in
      try await check.sorts(check.times)
    },
    DriverCase("durations are in their order") { check in
      try await check.sorts(check.durations)
    },
  ]
}
