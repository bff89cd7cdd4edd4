internal import AloftSQL
internal import CPostgres

/// The numbers of PostgreSQL's own types (`pg_type.dat`), which never change.
enum PostgresTypes {
  static let bool: Oid = 16
  static let bytea: Oid = 17
  static let int8: Oid = 20
  static let int2: Oid = 21
  static let int4: Oid = 23
  static let text: Oid = 25
  static let oid: Oid = 26
  static let json: Oid = 114
  static let float4: Oid = 700
  static let float8: Oid = 701
  static let date: Oid = 1082
  static let time: Oid = 1083
  static let timestamp: Oid = 1114
  static let timestamptz: Oid = 1184
  static let interval: Oid = 1186
  static let numeric: Oid = 1700
  static let void: Oid = 2278
  static let uuid: Oid = 2950
  static let jsonb: Oid = 3802
  /// `"char"`, `name`, `unknown`, `xml`, `char(n)`, `varchar`.
  static let otherTexts: Set<Oid> = [18, 19, 705, 142, 1042, 1043]
  /// The first number of types that were made in the database.
  static let firstOfUsers: Oid = 16_384

  /// The arrays of types, and what they consist of.
  static let elements: [Oid: Oid] = [
    1000: bool, 1001: bytea, 1005: int2, 1007: int4, 1016: int8, 1009: text, 1015: 1043, 1014: 1042, 1003: 19, 1002: 18,
    1021: float4, 1022: float8, 1231: numeric, 2951: uuid, 1182: date, 1183: time, 1115: timestamp, 1185: timestamptz,
    1187: interval, 199: json, 3807: jsonb, 1028: oid,
  ]

  /// The type a value is sent as; 0 leaves it to the server, as it does with a literal's text.
  static func oid(of type: SQLType) -> Oid {
    switch type {
    case .bool: bool
    case .integer(let bits): bits <= 16 ? int2 : bits <= 32 ? int4 : int8
    case .real: float8
    case .decimal: numeric
    case .text: 0
    case .bytes: bytea
    case .uuid: uuid
    case .date: timestamptz
    case .day: date
    case .timeOfDay: time
    case .duration: interval
    case .json: jsonb
    case .array(let element): arrayOid(of: element)
    }
  }

  private static func arrayOid(of element: SQLType) -> Oid {
    let element = oid(of: element)
    if element == 0 { return elements.first { $0.value == text }?.key ?? 0 }
    return elements.first { $0.value == element }?.key ?? 0
  }
}
