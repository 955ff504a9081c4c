import CostCheck
import ServiceModel
import Testing

@testable import Costing

/// Which price of a plan a line follows from: found by asking, and held against a reckoning at other prices.
@Suite struct PriceRootTests {
  private static func roots(_ design: CheckedDesign) -> (service: Service, sheet: CostSheet, roots: [PriceRoot?]) {
    let service = design.service(.otherProvider)
    let sheet = CostSheet(of: service, usage: design.usage, studyID: "roots")
    return (service, sheet, sheet.priceRoots(of: service, usage: design.usage))
  }

  /// By hand: a person-year is 8766 hours, everything else in this service is priced as it is written.
  @Test(arguments: CheckedDesign.allCases)
  func everyLineHasOne(design: CheckedDesign) throws {
    let (_, sheet, roots) = Self.roots(design)
    #expect(roots.count == sheet.lines.count)
    for (line, root) in zip(sheet.lines, roots) {
      let root = try #require(root, "\(line.item) at \(line.site)")
      switch line.group {
      case .labour:
        #expect(root.key == "prices.labour.person-year" && root.dollars == 250_000)
        #expect(abs(root.factor * 8766 - 1) < 1e-12)
      case .compute:
        #expect(root.key == "sites.\(line.site).node.price" && root.factor == 1)
      default: #expect(root.factor == 1, "\(line.item)")
      }
      #expect(UnitPrice(dollars: root.dollars * root.factor) == line.chargedUnitPrice)
    }
  }

  /// A changed price moves its own lines as their factor says, and no other.
  @Test(arguments: CheckedDesign.allCases)
  func aChangedPriceMovesItsLines(design: CheckedDesign) {
    let (service, sheet, roots) = Self.roots(design)
    for input in priceInputs(of: service) {
      var changed = service
      changed[keyPath: input.path] *= 1.37
      let other = CostSheet(of: changed, usage: design.usage, studyID: "roots")
      #expect(other.lines.count == sheet.lines.count)
      for ((line, root), moved) in zip(zip(sheet.lines, roots), other.lines) {
        let expected =
          root?.key == input.key
          ? UnitPrice(dollars: changed[keyPath: input.path] * (root?.factor ?? 1)) : line.chargedUnitPrice
        #expect(moved.chargedUnitPrice == expected, "\(input.key) moves \(line.item)")
        #expect(moved.quantity == line.quantity, "\(input.key) moves the quantity of \(line.item)")
      }
    }
  }

  /// Depreciation, the cost of capital, support and the purchase all follow from what a machine costs; power and place do not.
  @Test func machinesFollowFromWhatTheyCost() {
    let design = CheckedDesign.hotStandby
    var service = design.service(.sameProvider)
    for index in service.sites.indices where service.sites[index].keep > .nothing {
      service.sites[index].owned = OwnedNodes(
        nodes: service.standingNodes(at: service.sites[index]), capex: 330_000, lifeYears: 4, residual: 0.15,
        capitalRate: 0.08, supportRate: 0.05, contractedKW: 10.2, busyKW: 7, idleKW: 3, pue: 1.56, dollarsPerKWh: 0.09,
        colocationDollarsPerKWMonth: 184.06)
    }
    let sheet = CostSheet(of: service, usage: design.usage, studyID: "owned")
    var seen: [String: Set<String>] = [:]
    for (line, root) in zip(sheet.lines, sheet.priceRoots(of: service, usage: design.usage))
    where line.priceClass == .owned {
      let item = line.item.split(separator: " ").first.map(String.init) ?? ""
      seen[item, default: []].insert(root.map { $0.key.split(separator: ".").last.map(String.init) ?? "" } ?? "none")
    }
    #expect(
      seen == [
        "depreciation": ["capex"], "cost-of-capital": ["capex"], "support": ["capex"], "machines": ["capex"],
        "power": ["power"], "colocation": ["colocation"],
      ])
  }
}
