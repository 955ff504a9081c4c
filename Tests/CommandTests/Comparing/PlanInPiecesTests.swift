import Foundation
import Testing

/// A plan that imports others: what a result keeps of it must be enough to price it again.
@Suite struct PlanInPiecesTests {
  private static let quick = ["--replications", "20", "--quiet", "--no-inputs"]

  private func folder() throws -> Folder {
    let folder = try Folder()
    for name in ["pieces", "mine"] {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: name), withIntermediateDirectories: true)
    }
    _ = try folder.write(Plans.starter(), as: "pieces/base.yaml")
    return folder
  }

  @Test(arguments: [true, false])
  func piecesBesideThePlanAreKept(fromItsFolder: Bool) throws {
    let folder = try folder()
    defer { folder.remove() }
    let path = try folder.write("import: pieces/base.yaml\n", as: "plan.yaml")
    let run = try Nines.run(
      ["compare", fromItsFolder ? "plan.yaml" : path, "--out", folder.path("result")] + Self.quick,
      in: fromItsFolder ? folder.url : nil)
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(try folder.contents(of: "result/pieces") == ["base.yaml"])
    let priced = try Nines.run(["cost", folder.path("result")])
    #expect(priced.exitCode == 0, "\(priced.stderr)")
  }

  /// As the library's parts lie: folders in folders.
  @Test func piecesInFoldersOfFoldersAreKept() throws {
    let folder = try folder()
    defer { folder.remove() }
    let deep = folder.url.appending(path: "library/plans/short")
    try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
    _ = try folder.write(Plans.starter(), as: "library/plans/short/base.yaml")
    let path = try folder.write("import: library/plans/short/base.yaml\n", as: "plan.yaml")
    let run = try Nines.run(["compare", path, "--out", folder.path("result")] + Self.quick)
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(try folder.contents(of: "result/library/plans/short") == ["base.yaml"])
    let priced = try Nines.run(["cost", folder.path("result")])
    #expect(priced.exitCode == 0, "\(priced.stderr)")
  }

  /// What stands elsewhere is kept too, and the result can be read where neither is there any more, also by a result of it.
  @Test func piecesElsewhereAreKept() throws {
    let folder = try folder()
    defer { folder.remove() }
    let path = try folder.write("import: ../pieces/base.yaml\n", as: "mine/plan.yaml")
    let run = try Nines.run(["compare", path, "--out", folder.path("mine/result")] + Self.quick)
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(try folder.contents(of: "mine") == ["plan.yaml", "result"])
    #expect(try folder.contents(of: "mine/result/imports") == ["1-base.yaml", "places.txt"])
    #expect(try folder.text("mine/result/imports/places.txt") == "imports/1-base.yaml ../pieces/base.yaml\n")
    let moved = folder.url.appending(path: "elsewhere")
    try FileManager.default.moveItem(at: folder.url.appending(path: "mine/result"), to: moved)
    for name in ["pieces", "mine"] { try FileManager.default.removeItem(at: folder.url.appending(path: name)) }
    let priced = try Nines.run(["cost", "elsewhere", "--out", "priced"], in: folder.url)
    #expect(priced.exitCode == 0, "\(priced.stderr)")
    #expect(try folder.text("priced/imports/1-base.yaml") == Plans.starter())
    // What was kept is checked like the rest.
    _ = try folder.write(Plans.starter() + "\n", as: "elsewhere/imports/1-base.yaml")
    let changed = try Nines.run(["cost", "elsewhere"], in: folder.url)
    #expect(changed.exitCode == 2 && changed.stderr.contains("imports/1-base.yaml: error: it is not as it was written"))
  }
}
