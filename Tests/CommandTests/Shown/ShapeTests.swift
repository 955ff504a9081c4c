import Foundation
import Testing

/// What programs read: the keys of each command's JSON with their kinds, and the header of its CSV, as golden files. Values move
/// with every change to results; a key that moves breaks somebody's program.
@Suite struct ShapeTests {
  private static let commands: [(name: String, arguments: [String])] =
    TerminalTests.commands.filter {
      ["compare", "size", "plan", "plan-alike", "sweep", "tornado", "drill", "replay", "diff", "backtest"].contains(
        $0.name)
    } + TerminalTests.plain.filter { $0.name == "cost" }

  @Test(arguments: commands.map(\.name))
  func keysAndColumnsStay(name: String) throws {
    let arguments = try #require(Self.commands.first { $0.name == name }).arguments
    let folder = try TerminalTests.folder(for: name)
    defer { folder.remove() }
    let json = try Nines.run(arguments + ["--format", "json"], in: folder.url)
    #expect(json.exitCode == 0, "\(json.stderr)")
    let root = try JSONSerialization.jsonObject(with: Data(json.stdout.utf8))
    let csv = try Nines.run(arguments + ["--format", "csv"], in: folder.url)
    #expect(csv.exitCode == 0, "\(csv.stderr)")
    let header = csv.stdout.split(separator: "\n").first.map { $0.split(separator: ",").joined(separator: "\n") } ?? ""
    let text = "JSON\n" + Self.shape(of: root).joined(separator: "\n") + "\n\nCSV\n" + header + "\n"
    try TerminalTests.compare(text, with: "shape-\(name).txt")
  }

  /// Every path with the kinds of value that stand at it; the items of a list share one, and so do keys that are names of the plan.
  private static func shape(of root: Any) -> [String] {
    var kinds: [String: Set<String>] = [:]
    func walk(_ value: Any, _ path: String) {
      switch value {
      case let object as [String: Any]:
        for (key, value) in object { walk(value, path.isEmpty ? key : "\(path).\(key)") }
      case let list as [Any]: for item in list { walk(item, path + "[]") }
      case is String: kinds[path, default: []].insert("text")
      case is NSNull: kinds[path, default: []].insert("null")
      case is NSNumber: kinds[path, default: []].insert("number or truth")
      default: kinds[path, default: []].insert("?")
      }
    }
    walk(root, "")
    return kinds.keys.sorted().map { "\($0): \(kinds[$0, default: []].sorted().joined(separator: " or "))" }
  }
}
