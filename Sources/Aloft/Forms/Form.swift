public import AloftHTTP

/// The form in a request's body: fields by name, and the files that came with it.
///
/// ```swift
/// app.post("/photos") { (request: Request) in
///   let form = try await request.form()
///   guard let photo = form.files["photo"] else { throw HTTPError(.badRequest, "no photo") }
///   try await photo.save(to: "photos/\(UUID()).jpg")
///   return Redirect(to: "/photos?title=\(form["title"] ?? "")")
/// }
/// ```
public struct Form: Sendable {
  /// The fields that are no files, in order; a name may stand there several times.
  public let fields: QueryItems
  /// The files, in order, without those that nobody chose.
  public let files: UploadedFiles

  /// Creates a form, for tests.
  public init(fields: QueryItems = QueryItems(""), files: [UploadedFile] = []) {
    self.fields = fields
    self.files = UploadedFiles(files: files)
  }

  /// The first value of a field; `nil` where it is missing.
  public subscript(_ name: String) -> String? { fields[name] }

  /// All values of a field, in order.
  public func values(of name: String) -> [String] { fields.values(of: name) }
}

/// The files of a form.
public struct UploadedFiles: Sendable, Sequence {
  /// All files in order.
  public let files: [UploadedFile]

  /// The first file of a field; `nil` where none was chosen.
  public subscript(_ name: String) -> UploadedFile? { files.first { $0.name == name } }

  /// All files of a field, in order.
  public func files(of name: String) -> [UploadedFile] { files.filter { $0.name == name } }

  /// Iterates over the files in order.
  public func makeIterator() -> IndexingIterator<[UploadedFile]> { files.makeIterator() }
}

extension FormError: ResponseError {
  /// The error in a sentence.
  public var message: String? { description }
}

extension Request {
  /// Reads the form in the body, `application/x-www-form-urlencoded` or `multipart/form-data`.
  ///
  /// Larger files are written to a disk while they come. The body is read by this, once.
  ///
  /// - Parameter limits: What is borne of it; the body as a whole is held to the route's limit.
  /// - Throws: `FormError` or `RequestBodyError`, which are answered with 400, 413 or 415.
  public func form(limits: FormLimits = FormLimits()) async throws -> Form {
    switch mediaType?.essence {
    case "application/x-www-form-urlencoded":
      let bytes = try await body.collect()
      guard bytes.count(where: { $0 == UInt8(ascii: "&") }) < limits.fields else {
        throw FormError.tooManyFields(limit: limits.fields)
      }
      return Form(fields: QueryItems(bytes: bytes))
    case "multipart/form-data":
      guard let boundary = mediaType?["boundary"],
        let parser = MultipartParser(boundary: Array(boundary.utf8), limits: limits)
      else { throw FormError.missingBoundary }
      var reader = MultipartReader(parser, limits)
      for try await piece in body { try await reader.read(piece) }
      return try reader.finish()
    default: throw FormError.noForm(mediaType: mediaType?.essence)
    }
  }
}
