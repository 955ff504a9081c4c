import Costing
import Experiments
import ModelFiles
import ServiceModel
import Testing

@testable import CapacityPlanning

/// What runs beyond a fixed fleet, and what of it is paid for anyway: node by node at each instant, by hand.
@Suite struct HeldNodesBillTests {
  /// Ten nodes serve at `main`, which is lost on 1 March from 10:00 to 14:00; noticed after five minutes, sent back an hour
  /// after it is there again. Sixty days from 1 February.
  private func sheet(_ standby: String, _ more: String = "") async throws -> CostSheet {
    try await sheet(
      """
      service: held
      begins: 2027-02-01
      horizon: 1440h
      traffic: { peak: 100rps }
      replica: { rated: 10rps, gpus: 8 }
      sites:
        main: { provider: aws, keep: serving, node: { gpus: 8xH100, price: $40/h } }
        dr: { provider: azure, \(standby), node: { gpus: 8xH100, price: $50/h } }
      failures:
        lost: { scope: region, sites: [main], on: 2027-03-01 10:00, lasts: 4h }
      detect: { takes: 5min }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      prices: { lines: { lic: { per-node-hour: $1, sites: [dr] } } }
      \(more)
      """)
  }

  private func sheet(_ text: String) async throws -> CostSheet {
    let plan = try PlanFile(text: text, name: "plan.yaml")
    let size = StudySize(seed: 3, worlds: 2, replicationsPerWorld: 1, threads: 1)
    let records = try await Study(plan.services, size: size).run()
    return ComparedDesign(try #require(records.last), studyID: "held", isBaseline: true).sheet
  }

  private func hours(_ sheet: CostSheet, where condition: (CostLine) -> Bool) -> Double {
    sheet.lines.filter(condition).reduce(0) { $0 + $1.quantity.units }
  }

  private func rentedBurst(_ sheet: CostSheet) -> Double {
    hours(sheet) { $0.role == .failoverBurst && $0.priceClass == .onDemand }
  }

  private static let own = "capex: $300000, life: 4y"

  /// The fleet that stands in follows demand: ten nodes from 10:05 to 11:00, twenty until 15:00, so 10 x 55/60 + 20 x 4 =
  /// 89.17 node-hours. Five that are reserved run in all of them and spare 5 x 4.92, not five tenths of the hours.
  private static let followers: [(standby: String, inFirstHour: Double, after: Double)] = [
    ("keep: data", 10, 20), ("keep: data, reserved: 50%", 5, 15), ("keep: data, reserved: 100%", 0, 10),
    ("keep: data, owned: { nodes: 4, \(own) }", 6, 16),
    ("keep: data, reserved: 50%, owned: { nodes: 4, \(own) }", 5, 15),
    ("keep: data, owned: { nodes: 12, \(own) }", 0, 8), ("keep: warm, owned: { nodes: 14, \(own) }", 0, 6),
    ("keep: data, committed: { nodes: 12, term: 1y, price: $30/h }", 0, 8),
  ]

  @Test(arguments: followers)
  func whatIsHeldIsTakenOffNodeByNode(standby: String, inFirstHour: Double, after: Double) async throws {
    let rented: Double = inFirstHour * 55 / 60 + after * 4
    let sheet = try await sheet(
      standby,
      """
      autoscaling:
        evaluate-every: 1h
        minimum: 10
        maximum: 40
        start-lag: 0s
        policies: [ { kind: schedule, floor: [ { from: 8h, to: 20h, nodes: 20 } ] } ]
      """)
    #expect(abs(rentedBurst(sheet) - rented) < 1e-3, "\(rentedBurst(sheet))")
    // Whoever pays: licences count the hours of nodes that run.
    let all: Double = 10 * 55.0 / 60 + 80
    let standing: Double = standby.hasPrefix("keep: warm") ? 10 * (1440 - 4 - 55.0 / 60) : 0
    let licensed = hours(sheet) { $0.item == "lic" }
    #expect(abs(licensed - all - standing) < 1e-3)
  }

  /// Ten nodes are asked for at 10:05 and given back at 15:00, or as soon as the site is back where nothing has opened. What is
  /// not granted does not run: none of all that are refused until the rush is over; four of ten in stock; all of them after an
  /// hour's wait; of five that nobody reserved floor(0.4 x 5) = 2, beside five that run in the reservation.
  @Test(arguments: [
    ("refused: 100%, lasts: 20h", "keep: data", 0.0, 0.0),
    ("refused: 100%, never: 100%, lasts: 2h", "keep: data", 0, 0), ("granted: 40%, lasts: 20h", "keep: data", 4, 0),
    ("wait: 1h", "keep: data", 10, 0), ("granted: 40%, lasts: 20h", "keep: data, reserved: 50%", 2, 5),
    ("refused: 100%, never: 100%, lasts: 2h", "keep: data, reserved: 50%", 0, 5),
  ])
  func whatIsNotGrantedDoesNotRun(rush: String, standby: String, nodes: Double, ofReserved: Double) async throws {
    let (rented, reserved): (Double, Double) = (nodes * (4 - 5.0 / 60), ofReserved * (4 - 5.0 / 60))
    let sheet = try await sheet(standby, "acquire: { rush: { \(rush) } }")
    #expect(abs(rentedBurst(sheet) - rented) < 1e-3, "\(rentedBurst(sheet))")
    let held = hours(sheet) { $0.reservationStatus == .used }
    #expect(abs(held - reserved) < 1e-3, "\(held)")
    if reserved > 0 {
      #expect(abs(held + hours(sheet) { $0.reservationStatus == .unused } - 5 * 1440) < 1e-3)
    }
    let licensed = hours(sheet) { $0.item == "lic" }
    #expect(abs(licensed - rented - reserved) < 1e-3)
  }

  /// Ten nodes are released two at a time with two more beside them, half an hour each: 5 x 0.5 x 2 = 5 node-hours a release,
  /// on 10 February and 10 March. They draw what is held before they are rented, and used and unused make what is held.
  @Test(arguments: ["", "owned: { nodes: 12, \(own) }, ", "committed: { nodes: 12, term: 1y, price: $26/h }, "])
  func aSurgeDrawsWhatIsHeld(paid: String) async throws {
    let sheet = try await sheet(
      """
      service: surge
      begins: 2027-02-01
      horizon: 1440h
      traffic: { peak: 100rps }
      replica: { rated: 10rps, gpus: 8 }
      sites:
        main: { provider: aws, keep: serving, \(paid)node: { gpus: 8xH100, price: $40/h } }
      roll-outs:
        release: { on: 2027-02-10 10:00, repeat: 28d, unavailable: 0, surge: 2, node-takes: 30min }
      detect: { takes: 6min }
      execute: { move-traffic: { by: balancer } }
      prices: { lines: { lic: { per-node-hour: $1 } } }
      """)
    let nodes = { (line: CostLine) in line.unitsMean != nil }
    #expect(abs(hours(sheet) { nodes($0) && $0.role == .surge } - 10) < 1e-6)
    let rented = hours(sheet) { nodes($0) && $0.role == .surge && $0.priceClass == .onDemand }
    #expect(abs(rented - (paid.isEmpty ? 10 : 0)) < 1e-6)
    let all = hours(sheet) { nodes($0) }
    #expect(abs(all - (paid.isEmpty ? 14_410 : 12 * 1440)) < 1e-6, "\(all)")
    #expect(abs(hours(sheet) { $0.item == "lic" } - 14_410) < 1e-6)
  }

  /// A payment on a day of its own is paid once in three years, whenever that is.
  @Test func aPaymentOfADayIsPartOfThreeYearsOfCash() async throws {
    func sheet(_ lines: String) async throws -> CostSheet {
      try await self.sheet(
        """
        service: once
        begins: 2027-01-01
        horizon: 8766h
        traffic: { peak: 100rps }
        replica: { rated: 10rps, gpus: 8 }
        sites: { main: { keep: serving, node: { gpus: 8xH100, price: $10/h } } }
        detect: { takes: 2min }
        execute: { move-traffic: { by: balancer } }
        prices: { lines: { support: { per-month: $100 }\(lines) } }
        """)
    }
    let (with, without) = (try await sheet(", setup: { once: $10000, on: 2027-03-01 }"), try await sheet(""))
    #expect((with.cashThreeYears - without.cashThreeYears).description == "10000.00")
    #expect((with.cashYear - without.cashYear).description == "10000.00")
  }
}
