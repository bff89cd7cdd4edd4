import Aloft
import AloftHTTP
import Testing

/// What a hostile path can cost, counted in steps: at most so many for each of its bytes, however long it is.
@Suite struct RouterCostTests {
  private static let patterns = [
    ["/{a:path}/x"], ["/{a:path}/{b:path}/x"], ["/{a:path}/{b:path}/{c:path}/{d:path}x"],
    ["/{a:path}.{b:path}.{c:path}.html"], ["/{a:path}/{b}/{c:path}/{d}-{e}/z"], ["/{a:path}{b}{c:path}x"],
    ["/{a}.{b}.{c}.{d}x"], ["/{a}{b}{c}{d}.x"], ["/{a}{b:int}{c}{d:int}x"], ["/{a}-{b:float}-{c:float}-x"],
    ["/{a:path}{b:float}{c:path}{d:float}x"], ["/{a:string(maxLength=50)}{b:string(maxLength=50)}{c}{d:int}x"],
    ["/{a:any(a,aa,aaa)}{b:any(a,aa,aaa)}{c:any(a,aa,aaa)}{d}/x"], ["/{a}{b:uuid}{c:uuid}{d}x"],
    ["/{a:path}/x", "/{a:path}/{b}", "/{a:path}.{b}/", "/{a}/{b:path}/y", "/{a}/{b}/{c:path}.z"],
    ["/{a}0{b:int}0{c:int}0{d}x"], ["/{a:int(signed=true)}{b}{c:int(signed=true)}x"],
  ]
  private static let parts = [
    "/", ".", "a", "-", "0", "1", "/a", "./", "a.", "1.", "1-", "-1", "aa/", "é", "x/", "0.0-", "a/x.z-",
    "12345678-1234-1234-1234-123456789abc",
  ]

  @Test(arguments: patterns) func stepsGrowWithThePathsLengthAndNotWithItsSquare(patterns: [String]) throws {
    let probe = try RouterProbe(patterns.map { get($0) })
    for part in Self.parts {
      let path = "/" + String(repeating: part, count: 8000 / part.utf8.count)
      for ending in ["", "!", "/", "/x!"] {
        let path = path + ending
        #expect(probe.steps(path) < 50 * path.utf8.count, "\(part) … \(ending)")
      }
    }
  }

  @Test func aConverterThatLooksAtBothEndsIsBoundedToo() throws {
    var converters = PathConverters()
    converters.register("mirrored", Mirrored())
    let probe = try RouterProbe([get("/{a:mirrored}{b:mirrored}{c:mirrored}x")], converters: converters)
    let path = "/" + String(repeating: "ab", count: 4000) + "x"
    #expect(probe.steps(path) < 250 * path.utf8.count)
  }

  @Test func theNumberOfRoutesDoesNotCount() throws {
    func routes(_ count: Int) -> [RouteDescription] {
      (0..<count).flatMap { [get("/static\($0)/a/b"), get("/item\($0)/{id:int}/{name}")] }
    }
    let few = try RouterProbe(routes(2))
    let many = try RouterProbe(routes(1000))
    for path in ["/static1/a/b", "/item1/5/x", "/none/5/x", "/static1/x"] {
      #expect(few.steps(path) == many.steps(path))
    }
  }

  @Test func honestPathsAreFoundAlthoughTheyAreLong() throws {
    let probe = try RouterProbe("/{a:path}/{b}-{c}/{d:path}.{e}", "/s/{a}.{b}.{c}.{d}")
    let long = String(repeating: "dir/", count: 1000)
    #expect(
      probe.ask("/\(long)x-y/\(long)f.txt") == "/{a:path}/{b}-{c}/{d:path}.{e} [\(long.dropLast())|x|y|\(long)f|txt]")
    let dots = String(repeating: "v.", count: 3000)
    #expect(probe.ask("/s/\(dots)1.2.3") == "/s/{a}.{b}.{c}.{d} [\(dots.dropLast())|1|2|3]")
  }
}

/// Accepts what begins and ends with the same byte, so that no end is good or bad by itself.
private struct Mirrored: PathConverter {
  func matches(_ value: Span<UInt8>) -> Bool { value.count > 1 && value[0] == value[value.count - 1] }
}
