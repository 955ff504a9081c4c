import ArgumentParser
import Foundation
import Intake

/// `checksums.txt` of a directory of results: its format, and a checksum and a length for each file. It is written last, so
/// a directory without it is not whole.
struct FileChecksums {
  static let name = "checksums.txt"
  /// Raised when a reader of this version could not use what an older one wrote.
  private static let format = "nines result 1"

  /// Of the bytes of one file.
  struct Sum: Equatable {
    private var checksum = Checksum()
    private(set) var bytes = 0

    mutating func add(_ piece: [UInt8]) {
      checksum.add(piece)
      bytes += piece.count
    }

    init() {}
    init(_ text: String) { add(Array(text.utf8)) }

    var text: String { "\(checksum.text) \(bytes)" }
  }

  private var sums: [(name: String, sum: String)] = []

  init() {}

  mutating func add(_ sum: Sum, of name: String) { sums.append((name, sum.text)) }

  var text: String { FileChecksums.format + "\n" + sums.map { "\($0.sum) \($0.name)\n" }.joined() }

  /// Reads the text of a `checksums.txt`; nil where it is none, or of another format.
  init?(text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 2, lines.removeFirst() == FileChecksums.format, lines.removeLast().isEmpty else { return nil }
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3 else { return nil }
      sums.append((String(words[2]), "\(words[0]) \(words[1])"))
    }
  }

  /// Of the files that the directory was written with.
  var names: [String] { sums.map(\.name) }

  /// The checksum of a file; nil where the directory was written without it.
  func sum(of name: String) -> String? { sums.first { $0.name == name }?.sum }
}

/// A directory of results on disk, whose files are checked before they are believed.
struct StoredFiles {
  /// As it was named.
  let path: String
  let url: URL
  private let sums: FileChecksums
  private let remedy: String

  /// - Parameters:
  ///   - kind: What is looked for: `a comparison`.
  ///   - remedy: What to do where it is none, as a sentence without its full stop.
  /// - Throws: `ExitCode.badModel`, after saying what is missing or broken.
  init(_ path: String, kind: String, remedy: String) throws {
    self.path = path
    self.remedy = remedy
    url = URL(fileURLWithPath: path)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue else {
      throw StoredFiles.problem(path, "there is no such directory. \(remedy)")
    }
    let name = url.appendingPathComponent(FileChecksums.name)
    guard let text = try? String(contentsOf: name, encoding: .utf8) else {
      throw StoredFiles.problem(
        path,
        "there is no readable '\(FileChecksums.name)' in it: it is not \(kind), not whole, or of an older version."
          + " \(remedy)")
    }
    guard let sums = FileChecksums(text: text) else {
      throw StoredFiles.problem(name.relativePath, "it is cut off, or of another version. \(remedy)")
    }
    self.sums = sums
  }

  /// The same, for who only asks whether there is one: nil, and nothing said, where it is missing or not whole.
  init?(ifWhole path: String) {
    self.path = path
    remedy = ""
    url = URL(fileURLWithPath: path)
    guard let text = try? String(contentsOf: url.appendingPathComponent(FileChecksums.name), encoding: .utf8),
      let sums = FileChecksums(text: text)
    else { return nil }
    self.sums = sums
  }

  /// Of the files that the directory was written with.
  var names: [String] { sums.names }

  /// The text of a file as it was written; nil where it is missing, cut off or was changed.
  func textIfWhole(_ name: String) -> String? {
    guard let text = try? String(contentsOf: url.appendingPathComponent(name), encoding: .utf8),
      FileChecksums.Sum(text).text == sums.sum(of: name)
    else { return nil }
    return text
  }

  /// Whether the directory was written with such a file.
  func holds(_ name: String) -> Bool { sums.sum(of: name) != nil }

  /// The text of a file as it was written.
  ///
  /// - Throws: `ExitCode.badModel` where it is missing, cut off or was changed.
  func text(_ name: String) throws -> String {
    guard let sum = sums.sum(of: name) else {
      throw StoredFiles.problem(path, "there is no '\(name)' in it. \(remedy)")
    }
    let place = url.appendingPathComponent(name)
    guard let text = try? String(contentsOf: place, encoding: .utf8) else {
      throw StoredFiles.problem(path, "there is no readable '\(name)' in it. \(remedy)")
    }
    guard FileChecksums.Sum(text).text == sum else {
      throw StoredFiles.problem(
        place.relativePath, "it is not as it was written: cut off, changed or of another study. \(remedy)")
    }
    return text
  }

  static func problem(_ place: String, _ message: String) -> ExitCode {
    Terminal.printError("\(place): error: \(message)")
    return .badModel
  }
}
