import Experiments
import ModelFiles
import Reports
import ServiceModel
import TestSupport
import Testing

@testable import CapacityPlanning

/// A fleet that is sized by what each of its services is promised.
///
/// A chat and a batch keep four GPUs busy each, all year. For ten days of 365.25 half of the capacity is gone, and the batch goes
/// without first: of n nodes of one GPU n / 2 are left, so that it loses (8 - n / 2) / 4 of its requests, at most all, for 2.738 %
/// of the year, and the chat nothing from n = 8 on.
@Suite struct SharedFleetSizeTests {
  private func sized(fleet: String = "", chat: String = "", batch: String = "") async throws -> SizedDesign {
    func promise(_ share: String) -> String {
      share.isEmpty ? "" : ", objectives: { availability: { at-least: \(share), in: 60% of years } }"
    }
    let own = "objectives: { availability: { of: requests, at-least: \(fleet), in: 60% of years } }"
    let file = try PlanFile(
      text: """
        service: two
        begins: 2027-01-01
        horizon: 1y
        services:
          chat: { traffic: { peak: 40rps }, replica: { gpus: 1, rated: 10rps }\(promise(chat)) }
          batch: { priority: 1, traffic: { peak: 4rps }, replica: { gpus: 1, rated: 1rps }\(promise(batch)) }
        sites: { east: { keep: serving, node: { gpus: 1xH100, price: $1/h } } }
        failures: { heat: { scope: region, on: 2027-03-05 06:00, lasts: 10d, impairs: { capacity: 50% } } }
        detect: { takes: 2min }
        execute: { move-traffic: { by: balancer } }
        \(fleet.isEmpty ? "" : own)
        """, name: "two.yaml")
    // Luck has no part in it: every year is the same.
    let amount = StudySize(seed: 5, worlds: 5, replicationsPerWorld: 4, threads: 2)
    return try await size(file.planSource, design: 0, size: amount)
  }

  private func nodes(_ sized: SizedDesign) -> Int? {
    if case .answer(let point) = sized.conclusion { point.totalNodes } else { nil }
  }

  /// (8 - n / 2) / 4 x 2.738 % are at most 1 % from n = 13.08 on. The fleet's own 95 % and the chat's 99.9 % ask for no more than
  /// the requirement; 98.5 % of the batch for n = 11.62.
  @Test(arguments: [
    ("95%", "", "", 8), ("", "99.9%", "", 8), ("95%", "99.9%", "99%", 14), ("", "99.9%", "99%", 14),
    ("", "", "98.5%", 12),
  ])
  func everyPromiseDecides(fleet: String, chat: String, batch: String, expected: Int) async throws {
    let sized = try await sized(fleet: fleet, chat: chat, batch: batch)
    #expect(nodes(sized) == expected)
  }

  /// One node fewer misses, for the batch, and table and JSON say for whom.
  @Test func whoGoesWithoutIsNamed() async throws {
    let sized = try await sized(fleet: "95%", chat: "99.9%", batch: "99%")
    let short = try #require(sized.points.first { $0.totalNodes == 13 })
    #expect(short.verdict == .misses && short.leastKept?.subject.trafficClass == "batch")
    #expect(short.promises.map(\.verdict) == [.meets, .meets, .misses] && short.objectiveShare?.estimate == 0)
    let text = SizeTable(sized, width: 200).lines.joined(separator: "\n")
    #expect(text.contains("batch 99 % of requests") && text.contains("batch 0 % exact"), "\(text)")
    #expect(sizeJSON(sized).text.contains("availability_batch_requests"))
  }

  /// What is promised to nobody is judged by nobody.
  @Test func withoutAPromiseNothingIsSized() async throws {
    await #expect(throws: SizeProblem.self) { try await sized() }
  }
}
