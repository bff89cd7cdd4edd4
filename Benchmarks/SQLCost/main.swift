// What queries cost in this process: a line a round, as `Rounds` prints them.
//
// swift run -c release aloft-sql-cost calling|awaited PLACE WORK CONCURRENCY COUNT ROUNDS SYNCHRONOUS

let assignment = try Assignment(CommandLine.arguments.dropFirst(2))
let rounds = Rounds(assignment: assignment)

if CommandLine.arguments[1] == "calling" {
  let library = try CallingThread(assignment)
  try await rounds.run { try library.round() }
} else {
  let library = try Awaited(assignment)
  try await rounds.run { try await library.round() }
}
