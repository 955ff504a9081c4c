import Foundation
import Testing

@testable import ModelFiles

@Suite struct SourceDocumentTests {
  @Test func scalarsKeepTheirTextAndPlace() throws {
    let document = try SourceDocument(text: "a: 1e3\nsites:\n  east: { keep: 'no' } # assumed\n", name: "p.yaml")
    #expect(document.root["a"] == SourceNode(.scalar("1e3"), at: SourcePosition(line: 1, column: 4)))
    let keep = document.root["sites"]?["east"]?["keep"]
    #expect(keep == SourceNode(.scalar("no"), at: SourcePosition(line: 3, column: 17)))
    #expect(document.comment(onLine: 3) == "assumed")
  }

  /// Positions stay right behind a byte order mark, Windows line ends, and letters of more than one byte.
  @Test func positionsAreThoseOfAnEditor() throws {
    let document = try SourceDocument(text: "\u{FEFF}a: 1\r\nb: 2\rüé😀: { c: 3 }\u{2028}d: 4\n", name: "p.yaml")
    #expect(document.root["a"]?.position == SourcePosition(line: 1, column: 4))
    #expect(document.root["b"]?.position == SourcePosition(line: 2, column: 4))
    #expect(document.root["üé😀"]?["c"]?.position == SourcePosition(line: 3, column: 11))
    #expect(document.root["d"]?.position == SourcePosition(line: 4, column: 4))
    #expect(document.lines[2] == "üé😀: { c: 3 }")
  }

  @Test(arguments: [
    ("a: 1 # source: x; assumed", "source: x; assumed"), ("a: 1", nil), ("# all", "all"), ("a: x#y", nil),
    ("a: 'it # is' # c", "c"), ("a: \"q \\\" # r\"  # c", "c"), ("a: don't # c", "c"), ("a: 'don''t # x'", nil),
    ("a: 1 #", ""),
  ])
  func commentsAreWhatYAMLTakesForOne(line: String, expected: String?) {
    #expect(ScannedLine(line).comment == expected)
  }

  @Test func provenanceIsKept() throws {
    let root = try reader(
      "a: 1s  # source: vllm#19824; assumed to hold for 4 GPUs\nb: 2s  # unassumed, a guess\nc: 3s\n")
    for key in ["a", "b", "c"] { _ = root.optional(key, .duration) }
    let readings = root.context.readings
    #expect(readings.map(\.source) == ["vllm#19824", nil, nil])
    #expect(readings.map(\.isAssumed) == [true, false, false])
    #expect(readings.map(\.path) == ["a", "b", "c"] && readings.map(\.text) == ["1s", "2s", "3s"])
    #expect(readings.map(\.line) == [1, 2, 3] && readings.allSatisfy { $0.column == 4 })
  }

  /// One pass finds every key written twice, at every depth, with both places; the first one counts.
  @Test func allKeysWrittenTwiceAreFound() throws {
    let document = try SourceDocument(
      text: "b: 1\na: 1\nc: { x: 1, 'x': 2, x: 3 }\na: 2\n\"b\": 3\n", name: "p.yaml")
    #expect(
      document.diagnostics.inFileOrder.map(\.headline) == [
        "p.yaml:3:12: error: the key 'x' is written twice, first at 3:6. Keep one of them",
        "p.yaml:3:20: error: the key 'x' is written twice, first at 3:6. Keep one of them",
        "p.yaml:4:1: error: the key 'a' is written twice, first at 2:1. Keep one of them",
        "p.yaml:5:1: error: the key 'b' is written twice, first at 1:1. Keep one of them",
      ])
    #expect(document.root.entries?.map(\.key) == ["b", "a", "c"] && document.root["a"]?.text == "1")
  }

  /// Thousands of keys written twice are no reason to read thousands of lines thousands of times.
  @Test func manyKeysWrittenTwiceEndSoon() throws {
    let problems = try #require(throws: Diagnostics.self) {
      try SourceDocument(text: String(repeating: "a: 1\n", count: 100_000), name: "p.yaml")
    }
    #expect(
      problems.all.map(\.headline) == [
        "p.yaml:1:1: error: the key 'a' is written twice, and further keys are. Keep one of each, and check again"
      ])
  }

  /// Nobody reads the remedies of thousands of mistakes, and finding one out takes long.
  @Test func theFirstUnknownKeysOfAMappingAreExplained() throws {
    let root = try reader((1...20_000).map { "halds\($0): 1\n" }.joined())
    _ = root.optional("holds1", .duration)
    root.finish()
    let unknown = root.context.diagnostics.inFileOrder
    #expect(unknown.count == 20_000 && unknown.allSatisfy { $0.message.hasPrefix("unknown key 'halds") })
    #expect(
      unknown.prefix(50).allSatisfy { $0.remedy?.isEmpty == false }
        && unknown.dropFirst(50).allSatisfy { $0.remedy == nil })
    #expect(unknown[0].remedy == "Did you mean 'holds1'?")
  }

  /// What a terminal obeys, and what shows other words than are there, is refused where it is written; letters of any script are not.
  @Test func charactersThatNobodySeesAreRefused() throws {
    let document = try SourceDocument(
      text: "a: \"x\\e[31my\\a\"\nb: [fine, \"\\u202e1\"]\n\"c\\n\": 1\nd: \"two\\n\\tlines\"\ne: \u{202E}f\né: שלום\n",
      name: "p.yaml")
    #expect(
      document.diagnostics.inFileOrder.map(\.headline) == [
        "p.yaml:1:4: error: the text holds U+001B, a control character. Leave it out",
        "p.yaml:2:11: error: the text holds U+202E, which shows text in another order. Leave it out",
        "p.yaml:3:1: error: the key holds U+000A, a control character. Leave it out",
        "p.yaml:5:4: error: the text holds U+202E, which shows text in another order. Leave it out",
      ])
  }

  @Test func whatCannotBeReadAtAll() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bytes = folder.appending(path: "latin.yaml")
    try Data("a: 1\nb: \u{FC}n".unicodeScalars.map { UInt8($0.value) }).write(to: bytes)
    func headline(_ path: String) -> String? {
      do {
        _ = try SourceDocument(path: path)
        return nil
      } catch {
        return error.all.map(\.headline).joined().replacing(folder.path(), with: "DIR/")
      }
    }
    #expect(
      headline("no-such.yaml")
        == "no-such.yaml: error: there is no such file. Check the path; it is relative to the current directory")
    #expect(headline(folder.path())?.hasSuffix("error: this is a directory. Name one model file in it") == true)
    #expect(
      headline(bytes.path())?.hasSuffix("latin.yaml:2:4: error: the text is not UTF-8. Save the file as UTF-8") == true)
    let wide = folder.appending(path: "wide.yaml")
    try Data("service: x\n".utf8.flatMap { [$0, 0] }).write(to: wide)
    #expect(
      headline(wide.path())?.hasSuffix("wide.yaml: error: the text is UTF-16, or no text. Save the file as UTF-8")
        == true)
  }

  @Test func depthAndAliasesDoNotExhaustTheMachine() {
    let deep = #expect(throws: Diagnostics.self) {
      try SourceDocument(text: "a: " + String(repeating: "[", count: 100_000), name: "p")
    }
    #expect(deep?.all[0].message == "brackets or blocks are nested more deeply here than any plan is")
    #expect(throws: Diagnostics.self) { try SourceDocument(text: String(repeating: "- ", count: 100_000), name: "p") }
    let laughs = (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
    #expect(throws: Diagnostics.self) {
      try SourceDocument(text: "a0: &a0 ha\n" + laughs + "? *a40\n: 1\n? *a40\n: 2\n", name: "p")
    }
  }

  /// Text that only looks like an anchor is text.
  @Test func ampersandsAndStarsInTextAreText() throws {
    let document = try SourceDocument(text: "a: R &D *x\nb: 'x, &y'\nc: 3 # [*z, &u\n", name: "p.yaml")
    #expect(document.root["a"]?.text == "R &D *x" && document.root["b"]?.text == "x, &y")
  }
}
