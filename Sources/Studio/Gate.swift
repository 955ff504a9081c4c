import Foundation

/// What a request asks for, once it has passed the gate.
public enum Route: Equatable, Sendable {
  case page
  case style
  case script
  /// A state, or a text that becomes one.
  case state
  /// The answers of a state, as they grow.
  case live(Int)
  /// The outages of a state's answer that can be played.
  case outages(Int)
  case export(Int, Export)
  /// Writes the plan of a state: to a new file, or over the plan.
  case save(Int, overPlan: Bool)

  public enum Export: String, CaseIterable, Sendable { case report, csv, json, plan, command }
}

/// Why a request is turned away.
public struct GateRefusal: Error, Equatable, Sendable {
  public let status: Int
  public let reason: String

  public init(_ status: Int, _ reason: String) { (self.status, self.reason) = (status, reason) }
}

/// Who may ask, and for what: only a page that was opened by the address with the token, under a name of this machine; beyond the
/// loopback only who knows the password too.
///
/// A path is compared with a few words and never becomes the name of a file.
public struct Gate: Sendable {
  public let token: String
  /// Under which the page answers, each with its port; the first one is printed.
  public let names: [String]
  private let password: PagePassword?

  /// - Parameters:
  ///   - hosts: Names and addresses under which others reach the page; those of the loopback where there are none.
  ///   - password: Asked for with every request, where there is one.
  public init(port: Int, token: String, hosts: [String] = [], password: PagePassword? = nil) {
    self.token = token
    self.password = password
    names = (hosts.isEmpty ? ["127.0.0.1", "localhost"] : hosts).map { "\($0.lowercased()):\(port)" }
  }

  /// Bytes of a body that are read at most.
  public static let mostBody = 1 << 20
  /// Bytes of an address.
  static let mostAddress = 512

  /// - Parameter headers: Names and values as they came; names are compared without case.
  public func route(
    method: String, uri: String, headers: [(name: String, value: String)]
  ) throws(GateRefusal) -> Route {
    func values(_ name: String) -> [String] { headers.filter { $0.name.lowercased() == name }.map(\.value) }
    // Another name for this machine is how a page elsewhere reaches it (DNS rebinding).
    let hosts = values("host")
    guard hosts.count == 1, names.contains(hosts[0].lowercased()) else {
      throw GateRefusal(421, "this page answers to \(names[0]) alone")
    }
    let origins = values("origin")
    guard origins.allSatisfy({ origin in names.contains { "http://\($0)" == origin } }),
      !values("sec-fetch-site").contains(where: { $0 == "cross-site" || $0 == "same-site" })
    else { throw GateRefusal(403, "another page may not ask") }
    if let password {
      let given = values("authorization")
      guard given.count == 1, password.isGiven(by: given[0]) else {
        throw GateRefusal(401, "the page asks for its password, under any user name")
      }
    }
    guard uri.utf8.count <= Gate.mostAddress else { throw GateRefusal(414, "the address is too long") }
    let parts = uri.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3, parts[0].isEmpty, isToken(parts[1]) else {
      throw GateRefusal(404, "open the address that 'nines studio' printed")
    }
    let rest = Array(parts.dropFirst(2))
    let route = try find(rest)
    let isPost = Gate.changes(route)
    guard method == (isPost ? "POST" : "GET") else { throw GateRefusal(405, "this is asked for otherwise") }
    guard isPost else { return route }
    // Only a page of the same origin may send this type without being asked first.
    guard values("content-type").first?.lowercased().hasPrefix("application/json") == true, origins.count == 1 else {
      throw GateRefusal(415, "a page sends JSON, and says where it comes from")
    }
    if let length = values("content-length").first {
      guard let bytes = Int(length), bytes >= 0 else { throw GateRefusal(400, "the length is no number") }
      guard bytes <= Gate.mostBody else { throw GateRefusal(413, "at most \(Gate.mostBody) bytes") }
    }
    return route
  }

  private static func changes(_ route: Route) -> Bool {
    switch route {
    case .state, .save: true
    case .page, .style, .script, .live, .outages, .export: false
    }
  }

  private func find(_ parts: [String]) throws(GateRefusal) -> Route {
    func number(_ text: String) throws(GateRefusal) -> Int {
      guard let number = Int(text), number >= 0, String(number) == text else {
        throw GateRefusal(404, "there is no such state")
      }
      return number
    }
    switch (parts.first, parts.count) {
    case ("", 1): return .page
    case ("studio.css", 1): return .style
    case ("studio.js", 1): return .script
    case ("state", 1): return .state
    case ("live", 2): return .live(try number(parts[1]))
    case ("outages", 2): return .outages(try number(parts[1]))
    case ("save", 3) where parts[2] == "new" || parts[2] == "plan":
      return .save(try number(parts[1]), overPlan: parts[2] == "plan")
    case ("export", 3):
      guard let export = Route.Export(rawValue: parts[2]) else { throw GateRefusal(404, "there is no such export") }
      return .export(try number(parts[1]), export)
    default: throw GateRefusal(404, "there is nothing here")
    }
  }

  private func isToken(_ text: String) -> Bool { isSecret(text, token) }
}
