import ArgumentParser
import Foundation
import ModelFiles
import Reports

/// Where people read: how wide the terminal is, and whether there is one.
enum Terminal {
  /// Columns of the terminal behind stdout, or of `COLUMNS`; 400 where there is neither, so that files and pipes get
  /// every column.
  static var width: Int {
    var size = winsize()
    if isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
      return max(60, Int(size.ws_col))
    }
    let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    return columns.map { max(60, min($0, 1000)) } ?? 400
  }

  /// Keeps the first three descriptors for input, output and problems, before anything else is opened: where the caller
  /// closed one, what the program opens first, such as the pipe of its interrupts, would be taken for it. What stands
  /// there instead can be neither read nor written, and fails as a closed one does.
  ///
  /// A reader that has gone away is seen by the write that fails, and ends no process.
  static func holdStreams() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", mode)
    }
    // Heard and not ignored: what this program starts has the signal as usual.
    signal(SIGPIPE) { _ in }
  }

  /// Writes a result to stdout as it is.
  ///
  /// A reader that goes away, as `head` does, has all it wanted: the rest is dropped.
  ///
  /// - Throws: `ExitCode.badModel` where it cannot be written whole, as on a full disk.
  static func printResult(_ text: String) throws {
    try write(isatty(STDOUT_FILENO) == 1 ? escaped(text) : text)
  }

  private static func write(_ text: String) throws {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count > 0 {
        start += count
      } else if count < 0 && errno == EPIPE {
        return
      } else if count < 0 && errno != EINTR {
        let reason = String(cString: strerror(errno))
        printError("error: cannot write the result to standard output: \(reason). Give it a file or a pipe with room")
        throw ExitCode.badModel
      }
    }
  }

  /// Writes lines of tables to stdout, their words harmless to the terminal, and coloured where that was asked for.
  ///
  /// - Throws: As `printResult`.
  static func printLines(_ lines: [String], painted isPainted: Bool) throws {
    guard isPainted else { return try printResult(lines.joined(separator: "\n") + "\n") }
    try write(painted(lines.map(escaped)).joined(separator: "\n") + "\n")
  }

  /// Writes a line to stderr; one that nobody can read is dropped.
  static func printError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((escaped(text) + "\n").utf8))
  }

  /// Writes to stderr without an end of line: a question whose answer comes on the same one.
  static func ask(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(escaped(text).utf8))
  }

  /// What a file says must not steer the terminal: control characters are shown as they are written in source code.
  private static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return text.unicodeScalars.map { isControl($0) ? $0.escaped(asASCII: true) : String($0) }.joined()
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isUnseen && scalar != "\n" && scalar != "\t"
  }
}
