import AloftHTTP
