import Testing

@testable import ModelFiles

@Suite struct MergeTests {
  private func node(_ text: String) throws -> SourceNode { try SourceDocument(text: text, name: "p.yaml").root }

  @Test func mappingsMergeAndEverythingElseIsReplaced() throws {
    let base = try node("sites:\n  a: { keep: x, list: [1, 2] }\n  b: { keep: y }\nby: auto\n")
    let overlay = try node("new: 1\nsites: { b: { size: 5% }, a: { list: [3] }, c: {} }\n")
    let merged = merge(base: base, overlay: overlay)
    #expect(merged.entries?.map(\.key) == ["sites", "by", "new"])
    #expect(merged["sites"]?.entries?.map(\.key) == ["a", "b", "c"])
    #expect(merged["sites"]?["a"]?["list"]?.items?.map(\.text) == ["3"])
    #expect(merged["sites"]?["a"]?["keep"]?.text == "x" && merged["sites"]?["b"]?["keep"]?.text == "y")
    // An error in the overlay points to the overlay, one in the base to the base.
    #expect(merged["sites"]?["b"]?["size"]?.position == SourcePosition(line: 2, column: 21))
    #expect(merged["sites"]?["a"]?["keep"]?.position == SourcePosition(line: 2, column: 14))
  }

  /// `~` takes out what stands below; a key with nothing behind it does not, and neither takes out what is not there.
  @Test func aTildeTakesOut() throws {
    let base = try node("detect: { probe: 10s, failures: 3 }\nby: auto\n")
    let merged = merge(base: base, overlay: try node("detect: { probe: ~ }\nby:\nnew: ~\n"))
    #expect(merged["detect"]?.entries?.map(\.key) == ["failures"])
    #expect(merged.entries?.map(\.key) == ["detect", "by", "new"] && merged["by"]?.isEmpty == true)
  }

  @Test func mergingNothingChangesNothing() throws {
    let base = try node("a: { b: 1 }\nc: [1]\n")
    #expect(merge(base: base, overlay: try node("{}")) == base)
    #expect(merge(base: base, overlay: base) == base)
    #expect(merge(base: try node("{}"), overlay: base).entries?.map(\.key) == base.entries?.map(\.key))
  }
}
