internal import Currencies
internal import Foundation
internal import Intake
import ServiceModel

/// Price lists of others: the catalogue of SkyPilot, the offer file of AWS, and price overrides of Kubecost.
extension PriceBook {
  enum Form {
    /// `InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone`
    case skyPilot
    /// Five lines about the file, then `SKU,OfferTermCode,...,PricePerUnit,Currency,...,Instance Type,...`.
    case amazonOffer
    /// `EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version`
    case overrides

    init?(path: String) {
      guard let handle = FileHandle(forReadingAtPath: path), let start = try? handle.read(upToCount: 4096) else {
        return nil
      }
      let first = String(decoding: start, as: UTF8.self).prefix { !$0.isNewline }
      if first.contains("InstanceType"), first.contains("SpotPrice") {
        self = .skyPilot
      } else if first.contains("FormatVersion") {
        self = .amazonOffer
      } else if first.contains("AssetClass"), first.contains("MarketPriceHourly") {
        self = .overrides
      } else {
        return nil
      }
    }
  }

  /// The rows of a list of others, and what was left out of it.
  static func rows(of form: Form, path: String) throws(Diagnostics) -> (rows: [Row], warnings: [Diagnostic]) {
    switch form {
    case .skyPilot: try skyPilotRows(path)
    case .amazonOffer: try amazonRows(path)
    case .overrides: try overrideRows(path)
    }
  }

  /// One row of the cheapest zone of each region, for machines with accelerators.
  private static func skyPilotRows(_ path: String) throws(Diagnostics) -> (rows: [Row], warnings: [Diagnostic]) {
    let clouds = [
      "aws", "gcp", "azure", "lambda", "nebius", "oci", "runpod", "fluidstack", "ibm", "cudo", "do", "vast",
    ]
    let names = path.lowercased().split { $0 == "/" || $0 == "." || $0 == "-" }.map(String.init)
    guard let provider = names.last(where: clouds.contains) else {
      throw Diagnostics([
        Diagnostic(
          file: path, line: 1, column: 1, message: "the catalogue does not say of which cloud it is",
          remedy: "Name the file by it, as SkyPilot does: aws/vms.csv, or aws.csv")
      ])
    }
    var found: [Row] = []
    var places: [String: Int] = [:]
    var (withoutMachine, dearSpots) = (0, 0)
    let columns = [["instancetype"], ["acceleratorname"], ["price"], ["spotprice"], ["region"]]
    try MeasuredTable(path: path).forEachRow(columns) { row throws(Diagnostics) in
      let texts = row.fields.map(\.text)
      guard !texts[1].isEmpty else { return }
      // Where accelerators are sold apart, their price is not that of a node.
      guard !texts[0].isEmpty else {
        withoutMachine += 1
        return
      }
      func take(_ index: Int, _ priceClass: PriceClass) throws(Diagnostics) {
        guard !texts[index].isEmpty else { return }
        let price = try row.number(index, OutsideNumber("a price", from: 0, to: 1e6))
        guard price > 0 else { return }
        let new = Row(
          provider: provider, region: texts[4], sku: texts[0], priceClass: priceClass, pricePerHour: price,
          basis: .list, source: "SkyPilot catalogue \(names.suffix(2).joined(separator: "."))", asOf: "", line: row.line
        )
        let key = [texts[4], texts[0], priceClass.rawValue].joined(separator: "\u{1F}")
        guard let place = places[key] else {
          places[key] = found.count
          return found.append(new)
        }
        if price < found[place].pricePerHour { found[place] = new }
      }
      try take(2, .onDemand)
      try take(3, .spot)
    }
    let rows = found.filter { row in
      guard row.priceClass == .spot else { return true }
      let hourly = places[[row.region, row.sku, PriceClass.onDemand.rawValue].joined(separator: "\u{1F}")]
      let isDear = hourly.map { found[$0].pricePerHour < row.pricePerHour } ?? false
      if isDear { dearSpots += 1 }
      return !isDear
    }
    return (
      rows,
      leftOut(
        path,
        [
          (withoutMachine, "rows are of accelerators without a machine", "Give such sites a 'price' of their own"),
          (dearSpots, "spot prices are above on-demand", "They are of other machines under the same name"),
        ])
    )
  }

  /// Linux on shared machines by the hour, and their reservations without upfront payment.
  private static func amazonRows(_ path: String) throws(Diagnostics) -> (rows: [Row], warnings: [Diagnostic]) {
    func problem(_ line: Int, _ message: String, _ remedy: String?) -> Diagnostics {
      Diagnostics([Diagnostic(file: path, line: line, column: 1, message: message, remedy: remedy)])
    }
    var rows: [Row] = []
    do {
      var file = try CSVFile(path: path)
      var header: [String] = []
      var published = ""
      while let row = try file.next() {
        if row.texts.first == "Publication Date", row.texts.count > 1 { published = String(row.texts[1].prefix(10)) }
        if row.texts.first == "SKU" {
          header = row.texts
          break
        }
      }
      let wanted = [
        "TermType", "PricePerUnit", "Currency", "Unit", "Instance Type", "Region Code", "Operating System", "Tenancy",
        "CapacityStatus", "Pre Installed S/W", "LeaseContractLength", "PurchaseOption", "OfferingClass",
      ]
      var places: [String: Int] = [:]
      for name in wanted {
        guard let place = header.firstIndex(of: name) else {
          throw problem(6, "the offer file has no column '\(name)'", "Download the CSV of AmazonEC2 again")
        }
        places[name] = place
      }
      while let row = try file.next() {
        func text(_ name: String) -> String {
          places[name].map { row.texts.indices.contains($0) ? row.texts[$0] : "" } ?? ""
        }
        guard text("Operating System") == "Linux", text("Tenancy") == "Shared", text("Pre Installed S/W") == "NA",
          text("Unit") == "Hrs", let currency = Currency(text("Currency"))
        else { continue }
        let priceClass: PriceClass? =
          switch (text("TermType"), text("LeaseContractLength"), text("PurchaseOption"), text("OfferingClass")) {
          case ("OnDemand", _, _, _): text("CapacityStatus") == "Used" ? .onDemand : nil
          case ("Reserved", "1yr", "No Upfront", "standard"): .committed1Y
          case ("Reserved", "3yr", "No Upfront", "standard"): .committed3Y
          default: nil
          }
        guard let priceClass else { continue }
        guard let price = OutsideNumber("a price", from: 0, to: 1e6).value(of: text("PricePerUnit")) else {
          throw problem(row.line, "expected a price, found '\(text("PricePerUnit"))'", nil)
        }
        guard price > 0 else { continue }
        let new = Row(
          provider: "aws", region: text("Region Code"), sku: text("Instance Type"), priceClass: priceClass,
          pricePerHour: price, currency: currency, basis: .list, source: "AWS offer file AmazonEC2", asOf: published,
          line: row.line)
        if !rows.contains(where: { $0.isSamePrice(as: new) }) { rows.append(new) }
      }
    } catch let problems as Diagnostics {
      throw problems
    } catch let found as CSVProblem {
      throw problem(found.line, found.message, found.remedy)
    } catch {
      throw problem(0, "the file cannot be read further", nil)
    }
    return (rows, [])
  }
}
