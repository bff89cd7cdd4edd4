@_exported public import AloftHTTP
