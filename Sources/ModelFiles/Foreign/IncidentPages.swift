internal import Foundation
internal import Intake

/// Incidents as status pages publish them: `incidents.json` of Atlassian Statuspage (API version 2) and of Google Cloud, read as if
/// they were rows of our own.
///
/// A page says when something was noticed and how bad it was called, not what share of requests failed. The share that stands for
/// a word is assumed, and said in `source`.
extension SourceDocument {
  /// - Throws: `Diagnostics` where the file is neither, or holds nothing that was an incident.
  init(pageOf path: String) throws(Diagnostics) {
    let text = try SourceDocument.contents(of: path)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = SourcePosition(line: 1, column: 1)
    let place = SourcePlace(name: path, lines: lines, layer: 0)
    let data = Data(text.utf8)
    var incidents: [PublishedIncident]
    if let page = try? JSONDecoder().decode(StatusPage.self, from: data) {
      incidents = page.incidents.compactMap { PublishedIncident($0, of: page.page.name) }
    } else if let all = try? JSONDecoder().decode([GoogleIncident].self, from: data) {
      incidents = all.compactMap { PublishedIncident($0) }
    } else {
      throw Diagnostics([
        place.diagnostic(
          at: start, "these are not the incidents of a status page",
          remedy: "Save /api/v2/incidents.json of a Statuspage, or status.cloud.google.com/incidents.json")
      ])
    }
    incidents.sort { ($0.start, $0.name) < ($1.start, $1.name) }
    guard !incidents.isEmpty else {
      throw Diagnostics([
        place.diagnostic(
          at: start, "the page holds no incident that is over and had an impact",
          remedy: "Save a page that goes further back")
      ])
    }
    let rows = incidents.map { incident in
      SourceNode(
        .mapping(
          incident.cells.map { key, value in
            SourceNode.Entry(key: key, keyPosition: start, value: value.node(at: start))
          }), at: start)
    }
    let entry = SourceNode.Entry(key: "incidents", keyPosition: start, value: SourceNode(.sequence(rows), at: start))
    self.init(
      name: path, lines: lines, root: SourceNode(.mapping([entry]), at: start), diagnostics: Diagnostics([]))
  }
}

private enum PublishedValue {
  case one(String)
  case three(String, String, String)

  func node(at position: SourcePosition) -> SourceNode {
    switch self {
    case .one(let text): SourceNode(.scalar(text), at: position)
    case .three(let low, let mid, let high):
      SourceNode(.sequence([low, mid, high].map { SourceNode(.scalar($0), at: position) }), at: position)
    }
  }
}

/// An incident in the words of an incident file.
private struct PublishedIncident {
  let name: String
  let start: String
  let end: String
  let hit: String?
  /// What is lost: all, or a share that is assumed.
  let share: (low: String, mid: String, high: String)?
  let source: String

  var cells: [(String, PublishedValue)] {
    var cells: [(String, PublishedValue)] = [("name", .one(name)), ("start", .one(start)), ("end", .one(end))]
    if let hit { cells.append(("hit", .one(hit))) }
    if let share {
      cells += [("effect", .one("errors")), ("share", .three(share.low, share.mid, share.high))]
    } else {
      cells.append(("effect", .one("refused")))
    }
    return cells + [("source", .one(source))]
  }

  /// Nil where it is not over, or was called no impact.
  init?(_ incident: StatusPage.Incident, of page: String) {
    guard let end = incident.resolved_at, let began = incident.started_at ?? incident.created_at,
      let (start, over) = PublishedIncident.instants(began, end)
    else { return nil }
    switch incident.impact {
    case "critical": share = nil
    case "major": share = ("20%", "50%", "80%")
    case "minor": share = ("1%", "5%", "20%")
    default: return nil
    }
    (self.start, self.end) = (start, over)
    name = "\(incident.id) \(start.prefix(10))"
    hit = nil
    source = "\(page): \(incident.name), impact \(incident.impact)" + (share == nil ? "" : ", share assumed")
  }

  init?(_ incident: GoogleIncident) {
    guard let end = incident.end, let (start, over) = PublishedIncident.instants(incident.begin, end) else {
      return nil
    }
    switch (incident.status_impact, incident.severity) {
    case ("SERVICE_OUTAGE", _): share = nil
    case ("SERVICE_DISRUPTION", "high"): share = ("20%", "50%", "80%")
    case ("SERVICE_DISRUPTION", _): share = ("1%", "5%", "20%")
    default: return nil
    }
    (self.start, self.end) = (start, over)
    name = "gcp \(incident.number) \(start.prefix(10))"
    let places = (incident.previously_affected_locations ?? []).map(\.id)
    // Several regions at once are the provider's.
    hit = places.count == 1 ? "region \(places[0])" : "provider gcp"
    let products = incident.affected_products?.prefix(3).map(\.title).joined(separator: ", ") ?? ""
    source =
      "Google Cloud: \(incident.status_impact) \(incident.severity) of \(products)"
      + (share == nil ? "" : ", share assumed")
  }

  /// Both as UTC; nil where one is no instant or they are not in order.
  private static func instants(_ start: String, _ end: String) -> (String, String)? {
    guard let a = Timestamp(start), let b = Timestamp(end), a.nanoseconds < b.nanoseconds else { return nil }
    return (text(a.nanoseconds / 1_000_000_000), text(b.nanoseconds / 1_000_000_000))
  }

  private static func text(_ seconds: Int64) -> String {
    let form = ISO8601DateFormatter()
    return form.string(from: Date(timeIntervalSince1970: TimeInterval(seconds)))
  }
}

private struct StatusPage: Decodable {
  struct Page: Decodable { var name: String }
  struct Incident: Decodable {
    var id: String
    var name: String
    var impact: String
    var created_at: String?
    var started_at: String?
    var resolved_at: String?
  }
  var page: Page
  var incidents: [Incident]
}

private struct GoogleIncident: Decodable {
  struct Place: Decodable { var id: String }
  struct Product: Decodable { var title: String }
  var number: String
  var begin: String
  var end: String?
  var severity: String
  var status_impact: String
  var affected_products: [Product]?
  var previously_affected_locations: [Place]?
}
