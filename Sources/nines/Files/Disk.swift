import Foundation

/// The file system where results are written: each step that can fail passes here, so that a test can let any of them fail.
final class Disk: Sendable {
  enum Step: Sendable { case makeDirectory, open, write, read, close, rename, remove }

  /// Why a step failed.
  struct Problem: LocalizedError, Equatable {
    let code: Int32
    var errorDescription: String? { String(cString: strerror(code)) }
  }

  static let real = Disk { _ in nil }
  private let fault: @Sendable (Step) -> Int32?

  /// - Parameter fault: The error with which a step fails; nil where it is done.
  init(fault: @escaping @Sendable (Step) -> Int32?) { self.fault = fault }

  /// Makes a directory, which may be there.
  func makeDirectory(_ path: String) throws(Problem) {
    try pass(.makeDirectory)
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw Problem(code: errno) }
  }

  /// Opens a file; the caller closes it.
  func open(_ path: String, _ flags: Int32) throws(Problem) -> Int32 {
    try pass(.open)
    let descriptor = Foundation.open(path, flags | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Problem(code: errno) }
    return descriptor
  }

  /// Writes a file that must not be there, piece by piece.
  ///
  /// - Throws: `Problem`, or what `content` throws.
  func write(_ path: String, _ content: (_ piece: ([UInt8]) throws -> Void) throws -> Void) throws {
    let descriptor = try open(path, O_WRONLY | O_CREAT | O_EXCL)
    do {
      try content { try self.write($0, to: descriptor) }
    } catch {
      Foundation.close(descriptor)
      throw error
    }
    // A full disk may be noticed only here.
    let code = fault(.close)
    guard Foundation.close(descriptor) == 0 else { throw Problem(code: errno) }
    if let code { throw Problem(code: code) }
  }

  /// Reads as many bytes of an open file as are there, `count` at most.
  func read(_ descriptor: Int32, at offset: Int, count: Int) throws(Problem) -> [UInt8] {
    try pass(.read)
    var bytes = [UInt8](repeating: 0, count: count)
    var length = 0
    while length < count {
      let got = bytes[length...].withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, count - length, off_t(offset + length))
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Problem(code: errno) }
      guard got > 0 else { break }
      length += got
    }
    return Array(bytes[..<length])
  }

  /// Gives a file the text as its whole content, or leaves what was there.
  ///
  /// - Throws: `Problem`.
  func replace(_ path: String, with text: String) throws {
    let fresh = "\(path).\(getpid()).new"
    remove(fresh)
    do {
      try write(fresh) { try $0(Array(text.utf8)) }
      try rename(fresh, to: path)
    } catch {
      remove(fresh)
      throw error
    }
  }

  func write(_ text: String, to descriptor: Int32) throws(Problem) { try write(Array(text.utf8), to: descriptor) }

  func write(_ bytes: [UInt8], to descriptor: Int32) throws(Problem) {
    var start = 0
    while start < bytes.count {
      let code = fault(.write)
      // A disk that fills takes a part of what it is given.
      let length = code == nil ? bytes.count - start : (bytes.count - start) / 2
      let count = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, length) }
      if let code { throw Problem(code: code) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Problem(code: errno) }
      start += count
    }
  }

  /// Gives a file or an empty directory's place to what was written, in one step.
  func rename(_ old: String, to new: String) throws(Problem) {
    try pass(.rename)
    guard Foundation.rename(old, new) == 0 else { throw Problem(code: errno) }
  }

  /// Takes away a file, or a directory with all that is in it; what is not there is no problem.
  func remove(_ path: String) {
    guard fault(.remove) == nil else { return }
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Takes away a directory that is empty.
  func removeEmpty(_ path: String) {
    guard fault(.remove) == nil else { return }
    rmdir(path)
  }

  private func pass(_ step: Step) throws(Problem) {
    if let code = fault(step) { throw Problem(code: code) }
  }
}
