@_exported public import AloftCore
@_exported public import AloftHTTP
@_exported public import AloftServer
