import CostCheck
import Costing
import Reports
import ServiceModel
import Testing

/// `focus.csv`: columns, statuses and sums of FOCUS 1.2.
struct FocusFileTests {
  /// Twenty-one nodes run and forty-six are held at the second site; some nodes are committed for a year.
  private static func sheet(committed: Int = 0, upfront: Double = 0, reserved: Double = 1) -> CostSheet {
    var service = CheckedDesign.warmStandby.service(.otherProvider, begins: CalendarDay(year: 2027, month: 1, day: 15))
    service.sites[1].reserved = reserved
    service.prices.outage = OutagePrice(dollarsPerLostRequest: 0.01)
    if committed > 0 {
      service.sites[1].committed = NodeCommitment(
        nodes: committed, term: .oneYear, dollarsPerHour: 63.908, upfrontShare: upfront)
    }
    var usage = CheckedDesign.warmStandby.usage
    usage.requestsLost = Estimate(1_000_000, standardError: 10_000)
    return CostSheet(of: service, usage: usage, studyID: "cost-check")
  }

  private static func rows(_ table: CSVTable) -> [[String: String]] {
    table.rows.map { row in
      Dictionary(
        uniqueKeysWithValues: zip(
          table.header,
          row.map { cell in
            switch cell {
            case .number(let text), .text(let text): text
            case .empty: ""
            }
          }))
    }
  }

  private static func money(_ row: [String: String], _ column: String) -> Double { Double(row[column] ?? "") ?? .nan }

  @Test func theColumnsAreThoseOfTheSpecificationInOrder() {
    let header = focusTable([Self.sheet()]).header
    let standard = header.filter { !$0.hasPrefix("x_") }
    #expect(standard.count == 57)
    #expect(standard == standard.sorted())
    #expect(header.filter { $0.hasPrefix("x_") }.allSatisfy { $0.hasPrefix("x_Nines") })
  }

  /// Rule 8: cost and cash of the billed lines are the file's; the rest is named by its group.
  @Test(arguments: [0, 30, 90])
  func costAndCashAreThoseOfTheBilledLines(committed: Int) {
    let sheet = Self.sheet(committed: committed, upfront: 0.25)
    let rows = Self.rows(focusTable([sheet]))
    let billed = sheet.lines.filter(\.inFocus)
    #expect(rows.count == billed.count)
    #expect(rows.map { $0["EffectiveCost"] } == billed.map { $0.amortisedCost.description })
    #expect(rows.map { $0["BilledCost"] } == billed.map { $0.cashCost.description })
    #expect(sheet.outsideFocus.map(\.group) == [.labour, .drill, .outage])
    let outside = sheet.outsideFocus.reduce(Money.zero) { $0 + $1.cost }
    #expect(billed.reduce(Money.zero) { $0 + $1.amortisedCost } + outside == sheet.sum(\.amortisedCost))
  }

  /// A forecast is no bill: the account says so, the description begins with it, and there is no invoice.
  @Test func everyRowSaysThatItIsAForecast() {
    for row in Self.rows(focusTable([Self.sheet(committed: 30)])) {
      #expect(row["BillingAccountId"] == "nines-forecast-cost-check")
      #expect(row["ChargeDescription"]?.hasPrefix("FORECAST") == true)
      #expect(row["InvoiceId"] == "")
      #expect(row["x_NinesForecast"] == "true")
      #expect(row["ProviderName"] == row["InvoiceIssuerName"])
      #expect(row["ProviderName"] != "")
    }
  }

  /// The table of statuses: what runs and waits is used; unused is what nothing draws.
  @Test func statusesAreThoseOfTheSpecification() throws {
    func nodes(_ committed: Int, reserved: Double = 1) -> [[String: String]] {
      Self.rows(focusTable([Self.sheet(committed: committed, reserved: reserved)])).filter {
        $0["ResourceId"] == "dr/h100" && $0["ServiceName"] == "gpu-nodes" && $0["x_NinesCertainty"] == "fixed"
          && $0["BillingPeriodStart"] == "2027-04-01T00:00:00Z"
      }
    }
    func status(_ row: [String: String]) -> [String?] {
      ["PricingCategory", "CommitmentDiscountStatus", "CapacityReservationStatus"].map { row[$0] }
    }
    // Running and held, by the hour: both are paid as they are used, and what is held is consumed.
    let hourly = nodes(0)
    #expect(hourly.map(status) == [["Standard", "", ""], ["Standard", "", "Unused"]])
    #expect(hourly.map { $0["ConsumedQuantity"] } == ["15120.000000", "33120.000000"])
    #expect(hourly.allSatisfy { $0["BilledCost"] == $0["EffectiveCost"] })
    // The same under a commitment for all.
    let committed = nodes(67)
    #expect(committed.map(status) == [["Committed", "Used", ""], ["Committed", "Used", "Unused"]])
    #expect(committed.allSatisfy { $0["BilledCost"] == "0.00" && $0["ConsumedQuantity"] != "" })
    #expect(Self.money(committed[0], "EffectiveCost") == 966_288.96)
    // More than that: nothing draws the rest, which is no consumption.
    let unused = try #require(nodes(70).first { $0["CommitmentDiscountStatus"] == "Unused" })
    #expect(status(unused) == ["Committed", "Unused", ""])
    #expect(unused["ConsumedQuantity"] == "" && unused["ConsumedUnit"] == "")
    #expect(unused["CommitmentDiscountQuantity"] == "2160.000000")
  }

  /// A purchase is billed and costs nothing by itself.
  @Test func aPurchaseIsBilledAndEffectivelyFree() {
    let rows = Self.rows(focusTable([Self.sheet(committed: 30, upfront: 0.25)])).filter {
      $0["ChargeCategory"] == "Purchase"
    }
    #expect(rows.count { $0["ServiceName"] == "commitment-upfront" } == 1)
    #expect(rows.allSatisfy { $0["EffectiveCost"] == "0.00" && $0["PricingCategory"] == "Standard" })
    #expect(rows.allSatisfy { $0["CommitmentDiscountId"] == "cm-dr-h100-1y" && $0["CommitmentDiscountStatus"] == "" })
    #expect(rows.allSatisfy { $0["ConsumedQuantity"] == "" })
    let paid = rows.reduce(0) { $0 + Self.money($1, "BilledCost") }
    #expect(abs(paid - 30 * 8766 * 63.908) < 0.02)
  }

  /// A year that begins on the fifteenth: the first month is covered to its end, the last from its beginning.
  @Test func monthsThatAreCoveredInPartSayWhichPart() {
    let rows = Self.rows(focusTable([Self.sheet()])).filter { $0["ServiceName"] == "gpu-nodes" }
    #expect(rows[0]["BillingPeriodStart"] == "2027-01-01T00:00:00Z")
    #expect(rows[0]["ChargePeriodStart"] == "2027-01-15T00:00:00Z")
    #expect(rows[0]["ChargePeriodEnd"] == "2027-02-01T00:00:00Z")
    let last = rows[rows.count - 1]
    #expect(last["ChargePeriodStart"] == "2028-01-01T00:00:00Z")
    #expect(last["ChargePeriodEnd"] == "2028-01-15T06:00:00Z")
    #expect(last["BillingPeriodEnd"] == "2028-02-01T00:00:00Z")
  }

  /// Machines that a purchase buys: no commitment discounts them, so that no column of one says anything, and hours in which nothing
  /// runs on them are hours of theirs all the same. A commitment beside them has both.
  @Test func machinesOfOnesOwnAreNoCommitment() throws {
    let service = CheckedDesign.warmStandby.service(.otherProvider)
    let (april, may) = (CalendarDay(year: 2027, month: 4, day: 1), CalendarDay(year: 2027, month: 5, day: 1))
    let period = BillingPeriod(start: april, end: may, hours: 720)
    func rows(_ priceClass: PriceClass) -> [[String: String]] {
      let kinds: [(MonthlyCharge.Kind, Int)] = [(.drawn, 600), (.undrawn, 120), (.payment(termMonths: 36), 26_304)]
      let charges = kinds.map { kind, hours in
        MonthlyCharge(
          period: period, kind: kind, priceClass: priceClass, commitmentID: "cm-1", nodeHours: Quantity(hours),
          price: UnitPrice(dollars: 15.17))
      }
      return Self.rows(
        focusTable(
          costLines(charges, at: service.sites[1], of: service, listPrice: UnitPrice(dollars: 55.04), studyID: "s")))
    }
    func cells(_ rows: [[String: String]], _ column: String) -> [String?] { rows.map { $0[column] } }
    let (own, committed) = (rows(.owned), rows(.committed3Y))
    #expect(cells(own, "CommitmentDiscountStatus") == ["", "", ""])
    for column in ["Id", "Name", "Category", "Quantity", "Type", "Unit"] {
      #expect(cells(own, "CommitmentDiscount" + column) == ["", "", ""], "\(column)")
      #expect(!cells(committed, "CommitmentDiscount" + column).contains(""), "\(column)")
    }
    #expect(cells(own, "PricingCategory") == ["Other", "Other", "Standard"])
    #expect(cells(own, "ConsumedQuantity") == ["600.000000", "120.000000", ""])
    #expect(own[1]["ChargeDescription"]?.hasSuffix(", idle") == true)
    #expect(cells(committed, "CommitmentDiscountStatus") == ["Used", "Unused", ""])
    #expect(cells(committed, "ConsumedQuantity") == ["600.000000", "", ""])
    // What is paid and what it costs are the same: 600 and 120 hours at 15.17 dollars.
    #expect(cells(own, "EffectiveCost") == ["9102.00", "1820.40", "0.00"])
  }
}
