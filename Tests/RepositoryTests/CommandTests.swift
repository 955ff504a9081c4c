import Foundation
import Testing

private let isLong = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"

/// Every command that the documents show runs, in the order of its page, in a folder with the models and nothing else.
///
/// With `NINES_LONG=1` as it is written; else a command that asks for more years than `fewYears` is run with so many, and so are
/// the others of its page, so that parts and differences fit together. A page with a gate, whose answer hangs on the years, is run as
/// it is written always.
@Suite struct CommandTests {
  /// Two in each of forty worlds: every option is taken, every file written; what the figures say is for other tests.
  private static let fewYears = 80

  @Test(arguments: Repository.documents.map(\.path))
  func shownCommandsRun(page: String) throws {
    let document = try #require(Repository.file(page))
    let sandbox = try Sandbox()
    try FileManager.default.createSymbolicLink(
      at: sandbox.folder.appending(path: "models"), withDestinationURL: Repository.root.appending(path: "models"))
    let isQuick = !isLong && !document.text.contains("--gate ")
    for step in performance(of: document) {
      switch step {
      case .file(let name, let text):
        try text.write(to: sandbox.folder.appending(path: name), atomically: true, encoding: .utf8)
      case .command(let command) where (!command.isLong || isLong) && command.hasWhatItNeeds:
        let line = isQuick ? Self.quick(command.line) : command.line
        let run = try sandbox.run(line, environment: ["PATH": "\(Repository.products.path):/usr/bin:/bin"])
        #expect(run.status == command.status, "\(page):\(command.number): \(line)\n\(run.output)")
      case .command: continue
      }
    }
  }

  private static func quick(_ line: String) -> String {
    line.replacing(/--replications (\d+)/) { asked in
      Int(asked.output.1).map { $0 > fewYears } == true ? "--replications \(fewYears)" : String(asked.output.0)
    }
  }

  private struct Command {
    var number: Int
    var line: String
    /// Marked `# long`: run where `NINES_LONG=1` asks for it.
    var isLong: Bool
    /// Marked `# exits 99`.
    var status: Int32
    /// Marked `# needs promtool`: a program of others, without which it is not run.
    var needs: String?

    var hasWhatItNeeds: Bool {
      needs.map { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") } ?? true
    }
  }

  private enum Step {
    case command(Command)
    case file(name: String, text: String)
  }

  /// What a reader who follows a page does: lines of `sh` fences that begin with `nines`, and files, which are `yaml`
  /// fences whose first line is a comment with their name.
  private func performance(of document: TextFile) -> [Step] {
    var steps: [Step] = []
    var fence: String?
    var body: [(number: Int, text: String)] = []
    for (index, line) in document.lines.enumerated() {
      guard line.hasPrefix("```") else {
        body.append((index + 1, String(line)))
        continue
      }
      switch fence {
      case "sh": steps += body.filter { $0.text.hasPrefix("nines ") }.map { .command(command($0.text, at: $0.number)) }
      case "yaml":
        if let name = body.first?.text.wholeMatch(of: /# ([\w-]+\.yaml)/) {
          steps.append(.file(name: String(name.output.1), text: body.map(\.text).joined(separator: "\n") + "\n"))
        }
      default: break
      }
      fence = fence == nil ? String(line.dropFirst(3)) : nil
      body = []
    }
    return steps
  }

  private func command(_ text: String, at number: Int) -> Command {
    let parts = text.split(separator: "#", maxSplits: 1).map(String.init)
    let remark = parts.count > 1 ? parts[1] : ""
    let status = remark.firstMatch(of: /exits (\d+)/).flatMap { Int32($0.output.1) } ?? 0
    return Command(
      number: number, line: parts[0], isLong: remark.contains("long"), status: status,
      needs: remark.firstMatch(of: /needs (\w+)/).map { String($0.output.1) })
  }
}
