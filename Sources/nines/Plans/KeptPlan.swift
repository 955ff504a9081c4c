import ArgumentParser
import Foundation
import ModelFiles

/// What a result keeps of a plan: the plan, and all that it names, so that it can be read again anywhere.
///
/// What stands beside the plan or below keeps its name. What it imports from elsewhere is kept under `imports`, where
/// `places.txt` says how the plan names each file.
extension PlanFile {
  private static let places = "imports/places.txt"

  /// The plan and what it names, as files that are kept beside a result.
  ///
  /// - Throws: `ExitCode.badModel` where a file can no longer be read.
  func kept(text: String) throws -> [(name: String, text: String)] {
    var files = [(name: "plan.yaml", text: text)]
    var places = ""
    for (index, file) in namedFiles.enumerated() {
      if file.isBesidePlan {
        files.append((file.name, try PlanFile.text(of: file)))
      } else if file.text != nil {
        let name = "imports/\(index + 1)-\(URL(filePath: file.path).lastPathComponent)"
        files.append((name, try PlanFile.text(of: file)))
        places += "\(name) \(file.name)\n"
      }
    }
    return files + (places.isEmpty ? [] : [(PlanFile.places, places)])
  }

  private static func text(of file: NamedFile) throws -> String {
    if let text = try? String(contentsOfFile: file.path, encoding: .utf8) { return text }
    // It was read from a result that had kept it.
    if let text = file.text { return text }
    Terminal.printError("error: '\(file.path)', which the plan names, can no longer be read")
    throw ExitCode.badModel
  }

  /// Texts of what a kept plan imports from elsewhere, by the names that the plan has for them.
  static func pieces(in stored: StoredFiles) throws -> [String: String] {
    guard stored.holds(places) else { return [:] }
    var pieces: [String: String] = [:]
    for line in try stored.text(places).split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { continue }
      pieces[String(words[1])] = try stored.text(String(words[0]))
    }
    return pieces
  }

  /// Checks that what stands beside a kept plan is what was kept.
  func check(in stored: StoredFiles) throws {
    for file in namedFiles where file.isBesidePlan { _ = try stored.text(file.name) }
  }
}
