import Aloft
import AloftHTTP
import AloftServer

// What Aloft adds to a handler with two values of the path: the closure it makes of it, called with a matched request,
// against a closure that takes the values out by hand. The figures are nanoseconds a call, the best of several rounds.
//
// swift run -c release aloft-handler-cost
// With the argument `middleware`: what each of the built-in middleware adds to a call; with the beginning of a name
// behind it, that one alone. Its access log goes to standard output: lead that elsewhere, and look at the last lines.
if CommandLine.arguments.contains("middleware") {
  try MiddlewareCost.report()
} else {
  try await HandlerCost.report()
}
