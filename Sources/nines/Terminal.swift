import Foundation

/// Where people read: how wide the terminal is, and whether there is one.
enum Terminal {
  /// Columns of the terminal behind stdout; where there is none, files and pipes get every column.
  static var width: Int {
    var size = winsize()
    guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 400
    }
    return max(60, Int(size.ws_col))
  }

  static func printError(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}
