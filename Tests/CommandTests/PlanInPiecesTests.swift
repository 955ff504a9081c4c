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

  /// Nothing is written outside the result; pricing says which file it lacks.
  @Test func piecesElsewhereStayThere() throws {
    let folder = try folder()
    defer { folder.remove() }
    let path = try folder.write("import: ../pieces/base.yaml\n", as: "mine/plan.yaml")
    let run = try Nines.run(["compare", path, "--out", folder.path("mine/result")] + Self.quick)
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(try folder.contents(of: "mine") == ["plan.yaml", "result"])
    #expect(try folder.contents(of: "mine/result").contains("plan.yaml"))
    let priced = try Nines.run(["cost", folder.path("mine/result")])
    #expect(priced.exitCode == 0 || priced.stderr.contains("there is no file '../pieces/base.yaml' to import"))
  }
}
