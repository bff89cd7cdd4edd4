import Aloft
import AloftHTTP
import AloftServer

// What Aloft adds to a handler with two values of the path: the closure it makes of it, called with a matched request,
// against a closure that takes the values out by hand. The figures are nanoseconds a call, the best of several rounds.
//
// swift run -c release aloft-handler-cost
try await HandlerCost.report()
