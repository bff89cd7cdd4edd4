/// Where libFuzzer comes in; each target is a file that defines `fuzz`.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // libFuzzer's own buffer, valid during this call: copied before anything else.
  fuzz(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
