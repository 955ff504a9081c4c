import Foundation

/// How much of a file has been read, on the line that tells of progress.
struct FileProgress {
  /// Rows between two looks at the clock.
  static let stride = 4096

  private let line: ProgressLine
  /// Bytes of all times that it is read; 0 where the file does not say, as a pipe.
  private let total: Int
  private let size: Int

  /// - Parameter times: How often the file is read from its beginning to its end.
  init(_ path: String, times: Int = 1, on line: ProgressLine) {
    self.line = line
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    self.size = size ?? 0
    total = self.size * times
  }

  /// - Parameters:
  ///   - bytes: Read since the file's beginning.
  ///   - times: How often the file has been read before.
  func show(_ bytes: Int, after times: Int = 0) {
    line.show(done: times * size + bytes, total: total)
  }
}
