import Foundation

/// Plans for tests of the command: the one that `nines init` writes, with other objectives.
enum Plans {
  static func starter() throws -> String {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try Nines.run(["init", "plan.yaml"], in: folder.url)
    return try folder.text("plan.yaml")
  }

  /// The starter plan, its objectives replaced by one line.
  static func starter(objective: String) throws -> String {
    let lines = try starter().split(separator: "\n", omittingEmptySubsequences: false)
    let from = lines.firstIndex { $0.hasPrefix("objectives:") }!
    let to = lines.firstIndex { $0.hasPrefix("traffic:") }!
    return (lines[...from] + ["  availability: { of: requests, \(objective) }", ""] + lines[to...])
      .joined(separator: "\n")
  }
}
