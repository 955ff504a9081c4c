import Foundation
import TestSupport
import Testing

@testable import ModelFiles

/// Bills as the FinOps Open Cost and Usage Specification describes them: FOCUS 1.2 with its columns and allowed values, and the names that
/// 1.0 and 1.3 have instead (`ProviderName`, `ServiceProviderName`).
@Suite struct FocusBillTests {
  private static let path = Checkout.models.appending(path: "data/focus.csv").path

  private func bill(_ edit: (String) -> String, holding text: String = "") throws -> FocusBill {
    let folder = FileManager.default.temporaryDirectory.appending(path: "focus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "bill.csv")
    try edit(try String(contentsOfFile: Self.path, encoding: .utf8)).write(to: path, atomically: true, encoding: .utf8)
    return try FocusBill(path: path.path, holding: text)
  }

  private func problem(_ edit: (String) -> String, holding text: String = "") -> String {
    do {
      _ = try bill(edit, holding: text)
      return ""
    } catch let error as Diagnostics {
      return error.description
    } catch {
      return "\(error)"
    }
  }

  /// September has 720 hours. 4 of 5 committed nodes ran: 2880 h of 3600. 2 nodes by the hour in the first half and 4 in the second:
  /// 720 h and 1440 h. 72 h of spot are a tenth of a node. At the most 4 + 4 + 0.1.
  @Test func fleetsAndCommitmentsAreRead() throws {
    let bill = try FocusBill(path: Self.path)
    #expect(bill.hours == 720 && bill.begins == "2026-09-01" && bill.ends == "2026-10-01" && bill.currency == "USD")
    #expect(bill.fleets.map(\.sku) == ["p5.48xlarge", "ND96isr_H100_v5", "m7i.4xlarge"])
    #expect(bill.fleets.map(\.provider) == ["aws", "azure", "aws"])
    let large = bill.fleets[0]
    #expect(large.region == "us-east-1" && large.committedHours == 2880 && large.onDemandHours == 2160)
    #expect(large.spotHours == 72 && large.listPrices == 55.04...55.04)
    #expect(abs(large.mostNodes - 8.1) < 1e-9, "\(large.mostNodes)")
    let held = try #require(bill.commitments.first)
    #expect(held.usedHours == 2880 && held.unusedHours == 720 && held.fleets == [0] && !held.isOfSpend)
    // 5 nodes x 720 h x $35.776, asked for month by month.
    #expect(abs(held.billed - 128_793.60) < 1e-6 && abs(held.effective - 128_793.60) < 1e-6)
    #expect(bill.commitments[1].isOfSpend)
    #expect(
      bill.leftOut.map { "\($0.rows) \($0.what) \($0.cost)" } == [
        "1 the service category 'Networking' 100.0", "1 compute that counts 'GB-Hours' 12.0",
        "1 the category 'Tax' 2000.0",
      ])
  }

  /// The provider has another name since FOCUS 1.3; nothing else moves.
  @Test func namesOfOtherVersionsAreKnown() throws {
    let newer = try bill { $0.replacing("ProviderName", with: "ServiceProviderName") }
    #expect(newer.fleets == (try FocusBill(path: Self.path)).fleets)
    let one = try bill({ $0 }, holding: "p5")
    #expect(one.fleets.map(\.sku) == ["p5.48xlarge"])
    #expect(one.leftOut.contains { $0.what == "other types of nodes" && $0.rows == 2 })
  }

  /// Corrections and capacity reservations that stood idle are no nodes that ran.
  @Test func whatDidNotRunIsNoNode() throws {
    let corrected = try bill {
      $0.replacing("Usage,,Usage-Based,2026-09-16", with: "Usage,Correction,Usage-Based,2026-09-16")
    }
    #expect(corrected.fleets[0].onDemandHours == 720)
    let idle = try bill {
      $0.replacing("BilledCost,", with: "CapacityReservationStatus,BilledCost,")
        .split(separator: "\n").enumerated().map {
          $0.offset == 0 ? "\($0.element)" : ($0.element.contains("i-3") ? "Unused," : ",") + $0.element
        }
        .joined(separator: "\n") + "\n"
    }
    #expect(idle.fleets[0].onDemandHours == 720 && idle.fleets[0].idleReservedHours == 1440)
  }

  @Test func mistakesHaveAPlaceAndARemedy() {
    #expect(problem { $0.replacing("BilledCost,", with: "Billed,") }.contains("the bill has no column 'BilledCost'"))
    #expect(
      problem { $0.replacing("12.00,USD", with: "12.00,XAU") }.contains(
        "11:7: error: 'XAU' is no currency that is known"))
    #expect(problem { $0.replacing("12.00,USD", with: "12.00,EUR") }.contains("the bill is in USD and in EUR"))
    #expect(
      problem { $0.replacing(",1440.0,Hours,79257", with: ",-1440.0,Hours,79257") }.contains(
        "expected a quantity, found '-1440.0'"))
    #expect(
      problem { $0.replacing("2026-09-16T00:00:00Z,2026-10-01", with: "2026-10-16T00:00:00Z,2026-10-01") }.contains(
        "ends before it begins"))
    #expect(
      problem { $0.replacing("2026-09-16T00:00:00Z,2026-10-01", with: "16 Sept,2026-10-01") }.contains(
        "expected an instant, found '16 Sept'"))
    #expect(
      problem({ $0 }, holding: "H900").contains(
        "no row is of nodes: usage of compute that counts hours of a type that holds 'H900'"))
  }
}
