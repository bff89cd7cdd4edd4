#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of a test's own, removed with everything in it when nobody holds it any more.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    var template = Array("/tmp/aloft-test-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/tmp/aloft-test-missing"
    }
  }

  deinit { remove(path) }

  /// Writes a file that was last changed an hour ago, or at another age in seconds.
  package func write(_ name: String, _ bytes: [UInt8], age: Int = 3600) {
    guard let file = fopen("\(path)/\(name)", "w") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    setAge(name, age)
  }

  package func write(_ name: String, _ text: String, age: Int = 3600) { write(name, Array(text.utf8), age: age) }

  /// Makes a file look as if it was changed so many seconds ago.
  package func setAge(_ name: String, _ age: Int) {
    let times = [timespec(), timespec(tv_sec: time(nil) - age, tv_nsec: 0)]
    utimensat(AT_FDCWD, "\(path)/\(name)", times, 0)
  }

  package func truncate(_ name: String, to count: Int) {
    // Inside the type the name is its own method's.
    systemTruncate("\(path)/\(name)", count)
  }

  package func makeFolder(_ name: String) { mkdir("\(path)/\(name)", 0o700) }

  package func makePipe(_ name: String) { mkfifo("\(path)/\(name)", 0o600) }

  package func link(_ name: String, to target: String) { symlink(target, "\(path)/\(name)") }

  package func rename(_ name: String, to other: String) { systemRename("\(path)/\(name)", "\(path)/\(other)") }

  /// What a file holds; empty where there is none.
  package func read(_ name: String) -> [UInt8] {
    guard let file = fopen("\(path)/\(name)", "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece[..<count] }
    return bytes
  }

  /// The names of what lies in it, in order.
  package var names: [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  package func delete(_ name: String) { unlink("\(path)/\(name)") }

  /// The number of this process's descriptors of a file; zero where the system does not tell.
  package func openDescriptors(of name: String) -> Int {
    guard let folder = opendir("/proc/self/fd") else { return 0 }
    defer { closedir(folder) }
    var count = 0
    var target = [CChar](repeating: 0, count: 4096)
    while let entry = readdir(folder) {
      let number = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let length = readlink("/proc/self/fd/\(number)", &target, target.count)
      if length > 0, target[..<length].elementsEqual("\(path)/\(name)".utf8CString.dropLast()) { count += 1 }
    }
    return count
  }

  private func remove(_ path: String) {
    if unlink(path) == 0 { return }
    guard let folder = opendir(path) else { return }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        // The system ends every name with a zero.
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { remove("\(path)/\(name)") }
    }
    closedir(folder)
    rmdir(path)
  }
}

private func systemTruncate(_ path: String, _ count: Int) { _ = truncate(path, off_t(count)) }

private func systemRename(_ path: String, _ other: String) { _ = rename(path, other) }
