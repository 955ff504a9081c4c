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
}
