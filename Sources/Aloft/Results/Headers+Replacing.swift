internal import AloftHTTP

extension Headers {
  /// Adds fields in place of those of the same names; a name may occur several times among them.
  mutating func replace(with fields: Headers) {
    for name in Set(fields.map(\.name)) { self[name] = nil }
    for field in fields { append(field.name, field.value) }
  }
}
