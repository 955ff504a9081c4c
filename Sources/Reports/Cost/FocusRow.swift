import Costing
import ServiceModel

/// A cost line in the words of FOCUS 1.2.
struct FocusRow {
  let line: CostLine

  var chargeCategory: String {
    switch line.chargeKind {
    case .usage, .internal: "Usage"
    case .purchase: "Purchase"
    case .credit: "Credit"
    }
  }

  var chargeFrequency: String {
    switch line.chargeFrequency {
    case .oneTime: "One-Time"
    case .recurring: "Recurring"
    case .usageBased: "Usage-Based"
    }
  }

  /// The commitment that pays, or is paid for. Machines of one's own are none: nobody discounts them, and the specification leaves the
  /// status empty where there is no commitment.
  var commitmentID: String? { line.priceClass == .owned ? nil : line.commitmentID }

  var commitmentStatus: DrawStatus? { line.priceClass == .owned ? nil : line.commitmentStatus }

  /// What is bought ahead is bought at a standard price; what draws it is priced by the commitment.
  var pricingCategory: String {
    if line.chargeKind == .purchase { return "Standard" }
    switch line.priceClass {
    case .onDemand: return "Standard"
    case .committed1Y, .committed3Y: return "Committed"
    case .spot: return "Dynamic"
    case .owned: return "Other"
    // A commitment for another term than one or three years.
    case .flat: return commitmentStatus != nil ? "Committed" : "Other"
    }
  }

  var service: (category: String, subcategory: String) {
    switch line.group {
    case .compute, .drill, .ownedCapital, .ownedRunning: ("Compute", "Virtual Machines")
    case .network: ("Networking", line.item == CostItem.userEgress ? "Network Connectivity" : "Network Routing")
    case .state: ("Networking", "Network Connectivity")
    case .storage: ("Storage", line.item == CostItem.backups ? "Backup Storage" : "Object Storage")
    case .software: ("AI and Machine Learning", "Other (AI and Machine Learning)")
    case .labour, .outage: ("Other", "Other (Other)")
    }
  }

  /// Usage that took place: what a commitment pays for and nothing draws is no consumption, held capacity is.
  var isConsumed: Bool { line.chargeKind == .usage && commitmentStatus != .unused }

  var unit: String {
    switch line.unit {
    case .nodeHours: "Hours"
    case .gigabytes: "GB"
    case .gigabyteMonths: "GB-Months"
    case .balancerUnitHours: "Hours"
    case .kilowattHours: "kWh"
    case .personHours: "Hours"
    case .millionTokens: "1000000 Tokens"
    case .thousandRequests: "1000 Requests"
    case .months: "Months"
    case .payments: "Units"
    case .minutes: "Minutes"
    case .units: "Hours"
    }
  }

  func status(_ status: DrawStatus?) -> String? {
    switch status {
    case .used: "Used"
    case .unused: "Unused"
    case nil: nil
    }
  }

  func committed(_ word: String) -> String? { commitmentID == nil ? nil : word }

  var sku: String { line.sku.isEmpty ? line.item : line.sku }

  var skuPriceID: String {
    [sku, line.region, line.priceClass.rawValue, line.item].filter { !$0.isEmpty }.joined(separator: "/")
  }

  var skuPriceDetails: String? {
    guard !line.pool.isEmpty else { return nil }
    var details: [(key: String, value: JSONValue)] = []
    if let gpus = line.gpusPerUnit { details.append(("GpuCount", .integer(gpus))) }
    if !line.sku.isEmpty { details.append(("InstanceType", .string(line.sku))) }
    if !line.gpuModel.isEmpty { details.append(("x_GpuModel", .string(line.gpuModel))) }
    return JSONValue.object(details).line
  }

  var tags: String {
    let pairs = [
      ("nines/baseline", line.isBaseline ? "true" : "false"), ("nines/beneficiary", line.beneficiary),
      ("nines/role", line.role.rawValue), ("nines/site", line.site),
      ("nines/topology", line.design.topology.rawValue),
    ]
    let own = line.tags.map { ($0.key, $0.value) }
    return JSONValue.object((pairs.filter { !$0.1.isEmpty } + own).map { (key: $0.0, value: .string($0.1)) }).line
  }

  var description: String {
    var words = ["FORECAST: \(line.item)"]
    if let units = line.unitsMean { words.append("\(units) nodes") }
    if !line.site.isEmpty { words.append("at \(line.site)") }
    if line.role != .shared { words.append("for \(line.role.rawValue)") }
    if let status = commitmentStatus { words.append("commitment \(status.rawValue)") }
    if commitmentStatus == nil, line.commitmentStatus == .unused { words.append("idle") }
    if line.reservationStatus == .unused { words.append("held and not running") }
    return words.joined(separator: ", ")
  }

  func instant(_ day: CalendarDay) -> String { "\(day)T00:00:00Z" }
}
