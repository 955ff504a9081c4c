import Foundation
import Intake
import ServiceModel
import Testing

@testable import ModelFiles

/// Files as other programs write them, made after their published descriptions: Prometheus' HTTP API (query_range), Grafana's CSV,
/// Locust's stats_history.csv, k6's CSV output, BurstGPT's and Vidur's traces, Statuspage's and Google Cloud's incidents.json,
/// SkyPilot's catalogue, AWS' offer file, price overrides of Kubecost and OpenCost.
@Suite struct ForeignFileTests {
  private func file<Value>(_ name: String, _ text: String, _ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "foreign-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: name).deletingLastPathComponent(), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: name)
    try text.write(to: path, atomically: true, encoding: .utf8)
    return try body(path.path)
  }

  private func problem(_ name: String, _ text: String, _ body: (String) throws -> Void) -> String {
    do {
      try file(name, text, body)
      return ""
    } catch let error as Diagnostics {
      return error.all.map(\.headline).joined(separator: "; ")
    } catch {
      return "\(error)"
    }
  }

  // MARK: Rates

  private func matrix(_ values: String, series: Int = 1) -> String {
    let one = "{\"metric\": {\"pod\": \"a\"}, \"values\": [\(values)]}"
    let all = [String](repeating: one, count: series).joined(separator: ", ")
    return "{\"status\": \"success\", \"data\": {\"resultType\": \"matrix\", \"result\": [\(all)]}}"
  }

  @Test func prometheusIsRead() throws {
    let text = matrix("[1710000000, \"120\"], [1710000060.5, \"NaN\"], [1710000120, \"60\"]")
    let rates = try file("range.json", text) { try MeasuredRates(path: $0, per: .minute) }
    #expect(rates.seconds == [1_710_000_000, 1_710_000_120] && rates.rps == [2, 1])
    #expect(rates.remarks.contains("1 point without a value is left out"))
  }

  @Test func prometheusIsAskedWhatItCounts() {
    let two = matrix("[1, \"1\"], [2, \"2\"]", series: 2)
    #expect(problem("a.json", two) { _ = try MeasuredRates(path: $0, per: .second) }.contains("2 series: {pod=\"a\"}"))
    #expect(
      problem("a.json", matrix("[1, \"1\"], [2, \"2\"]")) { _ = try MeasuredRates(path: $0, per: nil) }.contains(
        "does not say what"))
    let failed = "{\"status\": \"error\", \"errorType\": \"bad_data\", \"error\": \"parse error\"}"
    #expect(
      problem("a.json", failed) { _ = try MeasuredRates(path: $0, per: .second) }.contains(
        "Prometheus says: parse error"))
    #expect(
      problem("a.json", "[1]") { _ = try MeasuredRates(path: $0, per: .second) }.contains("no answer of Prometheus"))
    let disorder = matrix("[2, \"1\"], [1, \"2\"]")
    #expect(
      problem("a.json", disorder) { _ = try MeasuredRates(path: $0, per: .second) }.contains("does not come after"))
  }

  @Test func grafanaIsRead() throws {
    let text =
      "sep=,\n\"Time\",\"requests (req/min)\"\n\"2026-01-05 00:00:00\",\"120\"\n\"2026-01-05 00:05:00\",\"\"\n\"2026-01-05 00:10:00\",\"1.2 K req/min\"\n"
    try file("panel.csv", text) { path in
      #expect(MeasuredRates.isOne(path))
      let rates = try MeasuredRates(path: path, per: nil)
      #expect(rates.rps == [2, 20] && rates.seconds[1] - rates.seconds[0] == 600)
      #expect(rates.remarks.contains("times have no zone and are taken as UTC"))
    }
    let epoch = "Time,chat\n1767571200000,5\n1767571260000,null\n1767571320000,7\n"
    #expect(try file("panel.csv", epoch) { try MeasuredRates(path: $0, per: .second).rps } == [5, 7])
    #expect(
      problem("panel.csv", epoch) { _ = try MeasuredRates(path: $0, per: nil) }.contains("'chat' does not say what"))
    let three = "Time,east,west\n1767571200000,5,6\n"
    #expect(
      problem("panel.csv", "sep=,\n" + three) { _ = try MeasuredRates(path: $0, per: .second) }.contains(
        "2 series: 'east', 'west'"))
  }

  // MARK: Traces

  @Test(arguments: [
    "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,ChatGPT,1087,0,1087,API log\n118,GPT-4,417,276,693,Conversation log\n",
    "arrived_at,num_prefill_tokens,num_decode_tokens\n5,472,18\n45,1087,0\n118,417,276\n",
    "{\"timestamp\": 5000, \"input_length\": 472, \"output_length\": 18}\n{\"timestamp\": 45000, \"input_length\": 1087, \"output_length\": 0}\n{\"timestamp\": 118000, \"input_length\": 417, \"output_length\": 276}\n",
  ])
  func requestsWithoutAnAnswerAreSkippedAndCounted(text: String) throws {
    try file("trace.csv", text) { path in
      var reader = try RequestTraceReader(path: path)
      var requests: [TracedRequest] = []
      while let request = try reader.next() { requests.append(request) }
      #expect(
        requests == [
          TracedRequest(nanoseconds: 0, prompt: 472, output: 18),
          TracedRequest(nanoseconds: 113_000_000_000, prompt: 417, output: 276),
        ])
      #expect(reader.skipped == 1)
    }
  }

  // MARK: Incidents

  private static let services = try? PlanFile(text: wholePlan, name: "plan.yaml").services

  @Test func aStatusPageIsRead() throws {
    let text = """
      {"page": {"id": "p", "name": "Example", "url": "https://status.example.com"}, "incidents": [
        {"id": "c3", "name": "Elevated errors", "status": "resolved", "impact": "minor", "created_at": "2026-02-03T10:00:00.000Z",
         "started_at": "2026-02-03T09:58:00.000Z", "resolved_at": "2026-02-03T11:00:00.000+00:00", "incident_updates": [], "components": []},
        {"id": "c2", "name": "Down", "status": "resolved", "impact": "critical", "created_at": "2026-01-03T12:00:00+02:00", "resolved_at": "2026-01-03T10:40:00Z"},
        {"id": "c1", "name": "Notice", "status": "resolved", "impact": "none", "created_at": "2026-01-01T10:00:00Z", "resolved_at": "2026-01-01T10:40:00Z"},
        {"id": "c0", "name": "Now", "status": "investigating", "impact": "major", "created_at": "2026-03-01T10:00:00Z", "resolved_at": null}
      ]}
      """
    let services = try #require(Self.services)
    let strike = try StrikePhrase("site east", in: services)
    let read = try file("incidents.json", text) { try IncidentFile(path: $0, in: services, hit: strike) }
    #expect(read.incidents.map(\.name) == ["c2 2026-01-03", "c3 2026-02-03"])
    let (down, errors) = (read.incidents[0], read.incidents[1])
    #expect(down.start.isCertain && down.end.mid - down.start.mid == 2400 && down.share == nil)
    #expect(errors.end.mid - errors.start.mid == 3720)
    #expect(errors.share == LowMidHigh(low: 0.01, mid: 0.05, high: 0.2))
    #expect(errors.source?.contains("share assumed") == true)
    // What the page does not say is asked for.
    #expect(
      problem("incidents.json", text) { _ = try IncidentFile(path: $0, in: services) }.contains("'hit' is missing"))
  }

  @Test func googlesIncidentsAreRead() throws {
    let text = """
      [{"id": "x", "number": "123", "begin": "2026-02-03T10:00:00+00:00", "created": "2026-02-03T10:10:00+00:00", "end": "2026-02-03T12:00:00+00:00",
        "external_desc": "d", "severity": "high", "status_impact": "SERVICE_OUTAGE", "affected_products": [{"title": "Vertex AI", "id": "v"}],
        "previously_affected_locations": [{"title": "Iowa", "id": "us-central1"}]},
       {"id": "y", "number": "124", "begin": "2026-02-04T10:00:00+00:00", "end": "2026-02-04T12:00:00+00:00", "severity": "low",
        "status_impact": "SERVICE_INFORMATION"}]
      """
    let services = try #require(Self.services)
    let strike = try StrikePhrase("site east", in: services)
    let read = try file("incidents.json", text) { try IncidentFile(path: $0, in: services, hit: strike) }
    #expect(read.incidents.map(\.name) == ["gcp 123 2026-02-03"])
    #expect(
      read.incidents[0].hit == "region us-central1" && read.incidents[0].end.mid - read.incidents[0].start.mid == 7200)
    #expect(
      problem("a.json", "{\"a\": 1}") { _ = try IncidentFile(path: $0, in: services) }.contains(
        "not the incidents of a status page"))
  }

  // MARK: Prices

  @Test func aCatalogueIsRead() throws {
    let text = """
      InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone
      p5.48xlarge,H100,8.0,192.0,2048.0,"{'Gpus': [{'Name': 'H100', 'Count': 8}]}",55.04,16.95,us-east-1,us-east-1a
      p5.48xlarge,H100,8.0,192.0,2048.0,"{'Gpus': []}",55.04,13.46,us-east-1,us-east-1b
      p5.48xlarge,H100,8.0,192.0,2048.0,"{'Gpus': []}",118.0,119.0,eu-west-1,eu-west-1a
      m5.large,,,2.0,8.0,,0.096,0.03,us-east-1,us-east-1a
      ,A100,1.0,,,,3.67,1.2,us-central1,us-central1-a
      """
    let book = try file("aws/vms.csv", text) { try PriceBook(path: $0) }
    #expect(book.rows.count == 3)
    #expect(book.row(provider: "aws", region: "us-east-1", sku: "p5.48xlarge", .onDemand)?.pricePerHour == 55.04)
    #expect(book.row(provider: "aws", region: "us-east-1", sku: "p5.48xlarge", .spot)?.pricePerHour == 13.46)
    let words = book.warnings.map(\.message)
    #expect(words.contains { $0.contains("1 spot prices are above on-demand") })
    #expect(words.contains { $0.contains("1 rows are of accelerators without a machine") })
    #expect(words.contains { $0.contains("more than twice as much") })
    #expect(problem("vms.csv", text) { _ = try PriceBook(path: $0) }.contains("does not say of which cloud"))
  }

  private static let overrides = """
    EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version
    ,p5.48xlarge,us-east-1,node,metadata.labels.node.kubernetes.io/instance-type,,41.25,v1
    2026-11-01 00:00:00 UTC,aws:///us-east-1a/i-0550,,node,spec.providerID,p5.48xlarge,44,
    ,i-1,us-east-1,node,spec.providerID,g6.12xlarge,3.5,
    ,i-2,us-east-1,node,spec.providerID,g6.12xlarge,3.6,
    ,worker-a,,node,metadata.name,,0.24,
    ,Quadro_RTX_4000,,gpu,gpu.nvidia.com/class,,0.24,
    ,data,,pv,spec.storageClassName,,0.0000548,

    """

  /// A price of a region goes before one that holds in all; of whom machines are rented nobody says. What has two prices has none.
  @Test func overridesAreRead() throws {
    let book = try file("overrides.csv", Self.overrides) { try PriceBook(path: $0) }
    #expect(book.rows.map(\.pricePerHour) == [41.25, 44])
    func price(_ region: String, _ sku: String = "p5.48xlarge") -> Double? {
      book.row(provider: "aws", region: region, sku: sku, .onDemand)?.pricePerHour
    }
    #expect(price("us-east-1") == 41.25 && price("eu-west-1") == 44 && price("us-east-1", "g6.12xlarge") == nil)
    #expect(book.rows.allSatisfy { $0.basis == .negotiated && $0.priceClass == .onDemand })
    let words = book.warnings.map(\.message)
    #expect(
      words == [
        "1 rows are of single machines without a type, and are left out",
        "1 types have machines of several prices in a region, and are left out",
        "1 rows price GPUs beside their nodes, and are left out", "1 rows are of volumes, and are left out",
      ])
  }

  @Test(arguments: [
    (",41.25,", ",free,", ":2:"), (",41.25,", ",0,", "expected a price above zero, found '0'"),
    (",node,metadata.name", ",machine,metadata.name", "the asset class 'machine' is not known. Write node, pv or gpu"),
  ])
  func brokenOverridesAreSaid(old: String, new: String, words: String) {
    let said = problem("overrides.csv", Self.overrides.replacing(old, with: new)) { _ = try PriceBook(path: $0) }
    #expect(said.contains(words), "\(said)")
  }

  /// OpenCost's custom pricing.
  @Test func pricesOfPartsAreRefused() {
    let text = #"{"provider": "custom", "CPU": "0.031611", "RAM": "0.004237", "GPU": "0.95"}"#
    let said = problem("default.json", text) { _ = try PriceList(path: $0) }
    #expect(said.contains("a plan's nodes are priced whole") && said.contains(":1:24: error"), "\(said)")
  }

  @Test func anOfferFileIsRead() throws {
    let head =
      "\"SKU\",\"OfferTermCode\",\"TermType\",\"Unit\",\"PricePerUnit\",\"Currency\",\"LeaseContractLength\",\"PurchaseOption\",\"OfferingClass\",\"Instance Type\",\"Tenancy\",\"Operating System\",\"Pre Installed S/W\",\"CapacityStatus\",\"Region Code\""
    let text = """
      "FormatVersion","v1.0"
      "Disclaimer","for information"
      "Publication Date","2026-11-05T20:00:00Z"
      "Version","20261105"
      "OfferCode","AmazonEC2"
      \(head)
      "A","J","OnDemand","Hrs","55.0400000000","USD","","","","p5.48xlarge","Shared","Linux","NA","Used","us-east-1"
      "A","J","OnDemand","Hrs","0.0000000000","USD","","","","p5.48xlarge","Shared","Linux","NA","AllocatedCapacityReservation","us-east-1"
      "A","R","Reserved","Hrs","24.7680000000","USD","3yr","No Upfront","standard","p5.48xlarge","Shared","Linux","NA","Used","us-east-1"
      "A","R","Reserved","Quantity","1000","USD","3yr","All Upfront","standard","p5.48xlarge","Shared","Linux","NA","Used","us-east-1"
      "B","J","OnDemand","Hrs","60","USD","","","","p5.48xlarge","Shared","Windows","NA","Used","us-east-1"

      """
    let book = try file("offer.csv", text) { try PriceBook(path: $0) }
    #expect(book.rows.map(\.pricePerHour) == [55.04, 24.768])
    #expect(book.rows.map(\.priceClass) == [.onDemand, .committed3Y])
    #expect(book.rows[0].asOf == "2026-11-05")
  }
}
