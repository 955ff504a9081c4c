import Foundation
import TestSupport
import Testing

/// Small files that once came out wrong: ended the command by a signal, hung, were believed or were refused without a place.
/// `Cases/corpus.tsv` has a line for each: the command, its exit code, and words of what it says, on stdout where it ends well
/// and on stderr where it refuses.
@Suite struct CorpusTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    let exitCode: Int32
    let words: [String]
    var testDescription: String { arguments.joined(separator: " ") }
  }

  private static let folder = Checkout.tests("CommandTests/Cases")

  static let cases: [Case] = {
    let text = (try? String(contentsOf: folder.appending(path: "corpus.tsv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Case(
        arguments: cells[0].split(separator: " ").map(String.init), exitCode: Int32(cells[1]) ?? -1,
        words: Array(cells[2...]))
    }
  }()

  @Test(arguments: cases)
  func whatOnceFailedComesOutRight(once: Case) throws {
    let outcome = try Nines.run(once.arguments, in: Self.folder)
    #expect(outcome.exitCode == once.exitCode, "\(outcome.stderr)")
    // Tables are laid out to a width, and words are what is looked for.
    let said = (outcome.exitCode == 2 || outcome.exitCode == 64 ? outcome.stderr : outcome.stdout + outcome.stderr)
      .split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(!once.words.isEmpty && once.words.allSatisfy { !$0.isEmpty && said.contains($0) }, "\(once.words): \(said)")
  }

  /// Every file of the corpus is run, and none is large.
  @Test func everyFileIsRun() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path).filter { name in
      [".yaml", ".csv", ".jsonl"].contains { name.hasSuffix($0) }
    }
    let named = Set(Self.cases.flatMap(\.arguments))
    // What other tests stand on, and series that plans name.
    let others: Set = ["starter.yaml", "terminal.yaml", "plans/hpa.csv", "plans/down.csv"]
    for name in names.sorted() {
      #expect(named.contains(name) || others.contains(name), "no line of corpus.tsv names \(name)")
      let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .isoLatin1)
      #expect(text.utf8.count < 40_000, "\(name)")
    }
    #expect(Self.cases.count > 40)
  }
}
