/// Middleware that may answer while what lies behind it still runs, so that somebody must wait for that afterwards.
protocol OutlivedMiddleware: Middleware {}
