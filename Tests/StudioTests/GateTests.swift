import Foundation
import Testing

@testable import Studio

@Suite struct GateTests {
  private let gate = Gate(port: 4711, token: "secret")
  private let page = [(name: "Host", value: "127.0.0.1:4711")]
  private let form = [
    (name: "host", value: "localhost:4711"), (name: "Origin", value: "http://localhost:4711"),
    (name: "content-type", value: "application/json"), (name: "Content-Length", value: "12"),
  ]

  @Test func thePageMayAsk() throws {
    #expect(try gate.route(method: "GET", uri: "/secret/", headers: page) == .page)
    #expect(try gate.route(method: "GET", uri: "/secret/studio.js", headers: page) == .script)
    #expect(try gate.route(method: "GET", uri: "/secret/live/12", headers: page) == .live(12))
    #expect(try gate.route(method: "GET", uri: "/secret/export/3/csv", headers: page) == .export(3, .csv))
    #expect(try gate.route(method: "POST", uri: "/secret/state", headers: form) == .state)
    #expect(try gate.route(method: "POST", uri: "/secret/save/3/plan", headers: form) == .save(3, overPlan: true))
  }

  @Test(arguments: [
    "/", "", "*", "//", "/wrong/", "/secre/", "/secret", "/secret/../secret/", "/secret/../../etc/passwd",
    "/secret/%2e%2e/",
    "/secret/live/", "/secret/live/-1", "/secret/live/01", "/secret/live/1/2", "/secret/live/99999999999999999999",
    "/secret/export/1/../plan", "/secret/export/1/passwd", "/secret/save/1/etc", "/secret/studio.js/", "/secret/?x=1",
    "http://127.0.0.1:4711/secret/", "/secret/models/start.yaml", "/secret\u{0}/",
  ])
  func nothingElseIsThere(uri: String) {
    let refusal = #expect(throws: GateRefusal.self) { try gate.route(method: "GET", uri: uri, headers: page) }
    #expect(refusal?.status == 404)
  }

  @Test(arguments: [
    [], ["evil.example"], ["127.0.0.1"], ["127.0.0.1:80"], ["127.0.0.1:4711.evil.example"], ["[::1]:4711"],
    ["127.0.0.1:4711", "evil.example"],
  ])
  func anotherHostIsTurnedAway(hosts: [String]) {
    let refusal = #expect(throws: GateRefusal.self) {
      try gate.route(method: "GET", uri: "/secret/", headers: hosts.map { (name: "Host", value: $0) })
    }
    #expect(refusal?.status == 421)
  }

  @Test(arguments: [
    "null", "http://evil.example", "https://127.0.0.1:4711", "http://127.0.0.1:80",
    "http://127.0.0.1:4711.evil.example",
  ])
  func anotherOriginIsTurnedAway(origin: String) {
    let refusal = #expect(throws: GateRefusal.self) {
      try gate.route(method: "GET", uri: "/secret/", headers: page + [(name: "Origin", value: origin)])
    }
    #expect(refusal?.status == 403)
  }

  /// A state comes as JSON from the page itself, of a length that is said to be bearable.
  @Test func aStateNeedsMore() {
    func status(_ method: String, without: String? = nil, with other: (name: String, value: String)? = nil) -> Int? {
      let headers = form.filter { $0.name.lowercased() != without } + (other.map { [$0] } ?? [])
      let refusal = #expect(throws: GateRefusal.self) {
        try gate.route(method: method, uri: "/secret/state", headers: headers)
      }
      return refusal?.status
    }
    #expect(status("GET") == 405)
    #expect(status("PUT") == 405)
    #expect(status("POST", without: "origin") == 415)
    #expect(status("POST", without: "content-type", with: (name: "content-type", value: "text/plain")) == 415)
    #expect(status("POST", without: "content-length", with: (name: "content-length", value: "104857600")) == 413)
    #expect(status("POST", without: "content-length", with: (name: "content-length", value: "many")) == 400)
    #expect(status("POST", with: (name: "Sec-Fetch-Site", value: "cross-site")) == 403)
  }

  @Test func aLongAddressIsTurnedAway() {
    let refusal = #expect(throws: GateRefusal.self) {
      try gate.route(method: "GET", uri: "/secret/" + String(repeating: "a", count: 600), headers: page)
    }
    #expect(refusal?.status == 414)
  }

  /// Beyond the loopback every request holds the password, in a header alone, under any user name; the names are those of the address.
  @Test func aPasswordIsAskedForBeyondThisMachine() throws {
    let gate = Gate(
      port: 80, token: "secret", hosts: ["planning.example", "192.168.1.5"], password: PagePassword("correct horse"))
    func status(_ host: String, _ authorization: [String], uri: String = "/secret/") -> Int {
      do throws(GateRefusal) {
        let headers = [(name: "Host", value: host)] + authorization.map { (name: "Authorization", value: $0) }
        _ = try gate.route(method: "GET", uri: uri, headers: headers)
        return 200
      } catch {
        return error.status
      }
    }
    func basic(_ pair: String) -> String { "Basic " + Data(pair.utf8).base64EncodedString() }
    #expect(status("192.168.1.5:80", [basic("ann:correct horse")]) == 200)
    #expect(status("Planning.example:80", [basic(":correct horse")]) == 200)
    #expect(status("127.0.0.1:80", [basic("ann:correct horse")]) == 421)
    // The token is asked for too, and the password first: who has neither learns of neither.
    #expect(status("192.168.1.5:80", [basic("ann:correct horse")], uri: "/wrong/") == 404)
    for wrong in [
      [], [basic("ann:correct hors")], [basic("ann:correct horse ")], [basic("ann:")], [basic("ann")], ["Basic"],
      ["Basic ???"],
      [basic("ann:correct horsecorrect horse")], ["Bearer correct horse"], ["correct horse"],
      [basic("ann:correct horse"), basic("ann:correct horse")],
    ] {
      #expect(status("192.168.1.5:80", wrong) == 401, "\(wrong)")
      #expect(status("192.168.1.5:80", wrong, uri: "/wrong/") == 401, "\(wrong)")
    }
    #expect(status("192.168.1.5:80", [], uri: "/secret/?password=correct horse") == 401)
  }

  @Test func aPasswordFileIsForItsOwnerAlone() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "password-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    func reason(_ text: String, mode: Int) throws -> String {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      do throws(GateRefusal) {
        _ = try PagePassword(file: path)
        return ""
      } catch {
        return error.reason
      }
    }
    #expect(try reason("correct horse\nwhatever\n", mode: 0o600) == "")
    #expect(try reason("correct horse\n", mode: 0o640).contains("others may read"))
    #expect(try reason("short\n", mode: 0o600).contains("has 5 letters. Take 12 to 256"))
    #expect(try reason("\n\n", mode: 0o600).contains("has 0 letters"))
    #expect(throws: GateRefusal.self) { try PagePassword(file: "/nowhere/at/all") }
    #expect(throws: GateRefusal.self) { try PagePassword(file: "/tmp") }
  }

  /// Equal or not, whatever is first wrong: every byte that was given is looked at, and nothing is taken for a prefix.
  @Test func secretsAreComparedWhole() {
    #expect(isSecret("abc", "abc"))
    for given in ["", "a", "ab", "abcd", "abcabc", "Abc", "abC"] { #expect(!isSecret(given, "abc"), "\(given)") }
    #expect(!isSecret("", "") && !isSecret("a", ""))
  }
}
