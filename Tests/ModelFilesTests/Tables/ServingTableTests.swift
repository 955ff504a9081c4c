import Foundation
import ServingModel
import Testing

@testable import ModelFiles

/// Measured tables, and the published fits of one.
@Suite struct ServingTableTests {
  private func read(_ text: String) throws -> ServingTable {
    let file = FileManager.default.temporaryDirectory.appending(path: "points-\(UUID().uuidString).csv")
    try text.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return try ServingTable(path: file.path)
  }

  @Test func pointsAreGrouped() throws {
    let table = try read(
      "model,gpu,engine,precision,gpus,prompt,output,batch,tpot_ms\nm,H100,vllm,fp8,4,1000,200,8,12.5\n"
        + "m,H100,vllm,fp8,8,1000,200,8,9\nm,H100,vllm,fp8,4,1000,200,16,13\n")
    #expect(table.groups.map(\.points.count) == [2, 1])
    #expect(table.groups[0].subject.name == "m fp8, 4xH100, vllm")
    #expect(table.groups[0].points[0].perToken == 0.0125)
  }

  @Test func mistakesAreNamedWithTheirPlace() throws {
    let missing = #expect(throws: Diagnostics.self) { try read("model,gpu\nm,H100\n") }
    #expect(missing?.all.first?.message == "the header has no column 'backend'")
    let wrong = #expect(throws: Diagnostics.self) {
      try read("model,gpu,engine,precision,gpus,prompt,output,batch,tpot_ms\nm,H100,vllm,fp8,4,-5,200,8,12.5\n")
    }
    #expect(wrong?.all.first?.line == 2 && wrong?.all.first?.column == 19)
  }

  /// The fits that were published with the data: every group is fitted as well or better.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["NINES_DATA"] != nil, "NINES_DATA names no folder of data"))
  func publishedFitsAreReproduced() throws {
    let folder = URL(filePath: ProcessInfo.processInfo.environment["NINES_DATA"]!)
    let table = try ServingTable(path: folder.appending(path: "gpu-serving-measured.csv").path)
    let published = try String(contentsOf: folder.appending(path: "derived_replica_fits.csv"), encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",").map(String.init) }
    var compared = 0
    for row in published {
      let precision = row[3] == "na" ? "" : row[3]
      let group = table.groups.first {
        $0.subject.model == row[0] && $0.subject.gpu == row[1] && $0.subject.engine == row[2]
          && $0.subject.precision == precision && Double($0.subject.gpus) == Double(row[5])
      }
      let points = try #require(group?.points, "\(row)")
      let fit = try #require(ReplicaFit(points))
      let error = try #require(Double(row[11]))
      #expect(
        fit.meanError * 100 <= error + 0.06, "\(row[0]) \(row[1]) \(row[2]): \(fit.meanError * 100), not \(error)")
      compared += 1
    }
    #expect(compared == 126)
  }
}
