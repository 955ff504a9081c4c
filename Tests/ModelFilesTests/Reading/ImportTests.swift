import Foundation
import ServiceModel
import TestSupport
import Testing

@testable import ModelFiles

/// Pieces of a plan in files of their own.
@Suite struct ImportTests {
  private static let models = Checkout.models

  private static func files(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: models.appending(path: folder).path)) ?? []).sorted()
  }

  /// A plan in the folder of the models, as a file there would be read.
  private func plan(_ replica: String) throws -> PlanFile {
    let text = """
      service: s
      objectives:
        first-token: { within: 5s, in: 90% of years }
      traffic: { peak: 100rps, tokens: { prompt: 500, output: 200 } }
      replica:
        \(replica)
      sites:
        a: { keep: serving, node: { gpus: 8xH100 } }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }
      """
    return try PlanFile(text: text, name: Self.models.appending(path: "plan.yaml").path)
  }

  /// Every entry of the catalogue makes a replica whose rated capacity follows from the objectives.
  @Test(arguments: files("library/gpus")) func everyReplicaOfTheLibraryIsRead(file: String) throws {
    let service = try plan("import: library/gpus/\(file)").services[0]
    let replica = service.replica
    #expect(replica.serving != nil && replica.ratedRPS > 0)
    #expect(service.sites[0].pool.map { $0.saturation > replica.ratedRPS } == true)
    let text = try String(contentsOf: Self.models.appending(path: "library/gpus/\(file)"), encoding: .utf8)
    #expect(text.contains("source:") || text.contains("derived: roofline"))
  }

  @Test(arguments: files("library/cold-starts")) func everyColdStartOfTheLibraryIsRead(file: String) throws {
    let service = try plan(
      "import: library/gpus/llama-3.1-70b-fp8-4xh100-vllm.yaml\n  start: { import: library/cold-starts/\(file) }"
    ).services[0]
    #expect(service.replica.start.initialise.mean > 0)
  }

  /// Every node of the library has its GPUs, a price with where it comes from, or says that it is assumed.
  @Test(arguments: files("library/nodes")) func everyNodeOfTheLibraryIsRead(file: String) throws {
    let text = """
      service: s
      traffic: { peak: 1rps }
      replica: { rated: 10rps }
      sites: { a: { keep: serving, node: { import: library/nodes/\(file) } } }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }
      """
    let node = try PlanFile(text: text, name: Self.models.appending(path: "plan.yaml").path).services[0].sites[0].node
    #expect(node.gpus >= 1 && (node.dollarsPerHour ?? 0) > 0 && !node.sku.isEmpty)
    #expect(file.lowercased().hasSuffix("-\(node.gpuModel.lowercased()).yaml"))
    let written = try String(contentsOf: Self.models.appending(path: "library/nodes/\(file)"), encoding: .utf8)
    let price = try #require(written.split(separator: "\n").first { $0.hasPrefix("price:") })
    #expect(price.contains("source:") || price.contains("assumed"))
  }

  /// What the plan says itself wins over what it imports.
  @Test func ownKeysWin() throws {
    let replica = try plan("import: library/gpus/llama-3.1-70b-fp8-4xh100-vllm.yaml\n  batch: 32").services[0].replica
    #expect(replica.serving?.maximumSequences == 32 && replica.gpus == 4)
  }

  /// A batch beyond what was measured is extrapolation, and is said to be.
  @Test func extrapolationIsSaid() throws {
    let plan = try plan("import: library/gpus/llama-3.1-70b-fp8-4xh100-vllm.yaml\n  batch: 128")
    #expect(plan.warnings.contains { $0.message.contains("beyond the fitted range") })
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    let error = #expect(throws: Diagnostics.self) { try plan("import: library/gpus/nothing.yaml") }
    let first = try #require(error?.all.first)
    #expect(first.message == "there is no file 'library/gpus/nothing.yaml' to import")
    #expect(first.line == 6 && first.column == 11)
  }

  /// A problem in an imported file is reported there.
  @Test func problemsAreReportedWhereTheyStand() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "rated: 9rps\ngpus: four\n".write(to: folder.appending(path: "replica.yaml"), atomically: true, encoding: .utf8)
    try "import: loop.yaml\n".write(to: folder.appending(path: "loop.yaml"), atomically: true, encoding: .utf8)
    func read(_ file: String) -> Diagnostics? {
      let text =
        "service: s\ntraffic: { peak: 1rps }\nreplica: { import: \(file) }\nsites: { a: { keep: serving, node: { gpus: 8 } } }\n"
      return #expect(throws: Diagnostics.self) {
        try PlanFile(text: text, name: folder.appending(path: "plan.yaml").path)
      }
    }
    let first = try #require(read("replica.yaml")?.all.first { $0.message.contains("gpus") })
    #expect(first.file.hasSuffix("replica.yaml") && first.line == 2)
    #expect(read("loop.yaml")?.all.contains { $0.message == "'loop.yaml' imports itself" } == true)
  }

  /// Files in a folder of their own, of which the first is the plan.
  private func problems(_ files: [(name: String, text: String)]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "imports-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in files {
      let place = folder.appending(path: file.name)
      try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try file.text.write(to: place, atomically: true, encoding: .utf8)
    }
    do {
      _ = try PlanFile(path: folder.appending(path: files[0].name).path)
      return []
    } catch { return error.inFileOrder.map(\.message) }
  }

  /// A file that imports itself by another way round is the same file.
  @Test func aCircleThroughTheParentFolderIsSeen() throws {
    let found = try problems([("p/plan.yaml", "import: ../p/plan.yaml\nservice: s\n")])
    #expect(found.contains("'../p/plan.yaml' imports itself"), "\(found)")
    #expect(ImportResolver.plain("a/./b/../c//d") == "a/c/d" && ImportResolver.plain("../../x/../y") == "../../y")
    #expect(ImportResolver.plain("/a/../b") == "/b")
    #expect(ImportResolver.folder(of: "./p/plan.yaml") == "p" && ImportResolver.folder(of: "plan.yaml") == "")
    #expect(ImportResolver.folder(of: "/plan.yaml") == "/" && ImportResolver.folder(of: "/p/plan.yaml") == "/p")
  }

  /// A name as seen from a folder leads back to the file.
  @Test(arguments: [
    ("lib/x.yaml", "p", "../lib/x.yaml"), ("p/lib/x.yaml", "p", "lib/x.yaml"),
    ("../lib/x.yaml", "p/q", "../../../lib/x.yaml"),
    ("/lib/x.yaml", "p", "/lib/x.yaml"), ("/lib/x.yaml", "/p/q", "../../lib/x.yaml"), ("x.yaml", "", "x.yaml"),
    ("../x.yaml", "", "../x.yaml"),
  ])
  func namesLeadBack(path: String, folder: String, name: String) {
    #expect(ImportResolver.name(of: path, in: folder) == name)
    #expect(ImportResolver.place(of: name, in: folder) == path)
  }

  /// Eleven pieces of which each names the next one twice would be read two thousand times.
  @Test func importsThatMultiplyAreRefused() throws {
    let pieces = (0..<11).map {
      (name: "\($0).yaml", text: "a: { import: \($0 + 1).yaml }\nb: { import: \($0 + 1).yaml }\n")
    }
    let found = try problems([("plan.yaml", "import: 0.yaml\n")] + pieces + [("11.yaml", "c: 1\n")])
    #expect(found.contains { $0.hasPrefix("the plan imports more than 1000 files") }, "\(found.prefix(3))")
  }
}
