import Foundation
import TestSupport

/// The files of the repository as they lie in the working copy.
struct Repository {
  /// The folder that holds `Package.swift`.
  static let root = Checkout.folder

  /// Files below `folder` with one of the extensions, in the order of their paths.
  static func files(in folder: String, _ extensions: String...) -> [TextFile] {
    let start = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil) else { return [] }
    let found = walk.compactMap { $0 as? URL }.filter { extensions.contains($0.pathExtension) }
    return found.sorted { $0.path < $1.path }.compactMap(TextFile.init)
  }

  static func file(_ path: String) -> TextFile? { TextFile(root.appending(path: path)) }

  static let swiftSources = files(in: "Sources", "swift")

  /// Where the command was built: beside the tests.
  static var products: URL {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    // On macOS the tests are a bundle below it.
    while !FileManager.default.isExecutableFile(atPath: folder.appending(path: "nines").path), folder.path != "/" {
      folder = folder.deletingLastPathComponent()
    }
    return folder
  }

  /// The pages of the root and everything under `docs`.
  static var documents: [TextFile] {
    ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].compactMap(file) + files(in: "docs", "md")
  }
}

/// A file's text with its path from the repository's root.
struct TextFile: Sendable {
  let url: URL
  let path: String
  let text: String
  /// Lines with their numbers, without what follows `//`: code, not what is said about it.
  let code: [(number: Int, text: String)]

  init?(_ url: URL) {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    self.url = url
    self.text = text
    path = String(url.standardizedFileURL.path.dropFirst(Repository.root.standardizedFileURL.path.count + 1))
    code = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      (index + 1, line.firstRange(of: "//").map { String(line[..<$0.lowerBound]) } ?? String(line))
    }
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The second component of `Sources/Room/File.swift`.
  var room: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// `path:line` of each line of code that contains a match of the pattern.
  func places(of pattern: String) throws -> [String] {
    // Foundation's engine: Swift's own takes seconds for what this does in a tenth of one.
    let expression = try NSRegularExpression(pattern: pattern)
    return code.filter { line in
      expression.firstMatch(in: line.text, range: NSRange(location: 0, length: line.text.utf16.count)) != nil
    }.map { "\(path):\($0.number)" }
  }
}
