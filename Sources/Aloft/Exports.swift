@_exported public import AloftCore
@_exported public import AloftHTTP
@_exported public import AloftJSON
@_exported public import AloftServer
// `request.logger` is everywhere, and nobody should need a further package to write a line with it.
@_exported public import Logging
