internal import Synchronization

/// The fields that templates see of a type.
public final class TemplateFields<Value: Sendable>: Sendable {
  let typeName: String
  let names: [String]
  /// As many as there are names.
  // Unsafe memory that this owns and nobody writes again; an array would be counted up and down for each field.
  nonisolated(unsafe) let getters: UnsafeMutablePointer<@Sendable (RecordObject<Value>) -> TemplateData>
  private let index: [String: Int]
  /// Those of them that are functions.
  let methods: Set<Int>
  /// Tells them apart from all others, those that are gone included. One is the loop's.
  let number = lastNumber.wrappingAdd(1, ordering: .relaxed).newValue

  /// Collects fields.
  public struct Builder {
    @usableFromInline var names: [String] = []
    @usableFromInline var getters: [@Sendable (RecordObject<Value>) -> TemplateData] = []
    fileprivate var methods: Set<Int> = []

    /// Shows a field.
    ///
    /// - Parameters:
    ///   - name: What templates call it.
    ///   - get: Computes it.
    @inlinable
    public mutating func field<Field: TemplateValue>(_ name: String, _ get: @escaping @Sendable (Value) -> Field) {
      names.append(name)
      getters.append { get($0.values[$0.place]).templateData }
    }

    /// Shows a function of the value, `{{ article.excerpt(10) }}`.
    ///
    /// - Parameters:
    ///   - name: What templates call it.
    ///   - method: Gets the value, then the arguments; optional parameters may be left out.
    public mutating func method<each Parameter: TemplateParameter, Result: TemplateValue>(
      _ name: String, _ method: @escaping @Sendable (Value, repeat each Parameter) throws -> Result
    ) {
      methods.insert(names.count)
      names.append(name)
      getters.append { object in
        let value = object.values[object.place]
        return .object(
          FunctionObject(name) { arguments, _ in
            var reader = try ArgumentReader(arguments, name)
            let parameters = (repeat try reader.next((each Parameter).self))
            try reader.finish(name)
            return try method(value, repeat each parameters).templateData
          })
      }
    }

    /// Shows a field of a type that says nothing of itself to templates.
    public mutating func encodedField(_ name: String, _ get: @escaping @Sendable (Value) -> any Encodable) {
      names.append(name)
      getters.append { TemplateData(encoding: get($0.values[$0.place])) }
    }
  }

  /// Describes fields.
  public init(_ describe: (inout Builder) -> Void) {
    var builder = Builder()
    describe(&builder)
    typeName = "\(Value.self)"
    names = builder.names
    methods = builder.methods
    getters = .allocate(capacity: max(1, builder.getters.count))
    getters.initialize(from: builder.getters, count: builder.getters.count)
    index = Dictionary(zip(builder.names, builder.names.indices)) { $1 }
  }

  deinit {
    getters.deinitialize(count: names.count)
    getters.deallocate()
  }

  func index(of name: String) -> Int? { index[name] }
}

private let lastNumber = Atomic<Int>(1)
