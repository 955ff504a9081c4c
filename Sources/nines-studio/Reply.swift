import Foundation
import NIOCore
import NIOHTTP1
import Studio

/// One answer to a request. None is kept by the browser, none may be framed, and none loads anything from elsewhere.
struct Reply: Sendable {
  var status = HTTPResponseStatus.ok
  var type: String
  var text: String
  /// Under which name the browser keeps it; nil where the page shows it.
  var attachment: String?
  private var asksForPassword = false

  init(type: String, text: String, attachment: String? = nil) {
    (self.type, self.text, self.attachment) = (type, text, attachment)
  }

  init(json: String) { self.init(type: "application/json", text: json) }

  /// What was refused, as JSON.
  static func refusal(_ refusal: GateRefusal) -> Reply {
    var reply = Reply(json: said(refusal))
    reply.status = HTTPResponseStatus(statusCode: refusal.status)
    reply.asksForPassword = refusal.status == 401
    return reply
  }

  static func said(_ error: any Error) -> String {
    let words = (error as? GateRefusal)?.reason ?? "\(error)"
    let body = try? JSONEncoder().encode(["error": words])
    return body.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  private static func headers(_ type: String) -> HTTPHeaders {
    [
      "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer", "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ]
  }

  func send(to outbound: Visit.Outbound, isLast: Bool) async throws {
    var headers = Reply.headers(type)
    let body = ByteBuffer(string: text)
    headers.add(name: "content-length", value: "\(body.readableBytes)")
    if isLast { headers.add(name: "connection", value: "close") }
    if asksForPassword {
      headers.add(name: "www-authenticate", value: "Basic realm=\"nines studio\", charset=\"UTF-8\"")
    }
    if let attachment { headers.add(name: "content-disposition", value: "attachment; filename=\"\(attachment)\"") }
    try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)))
    try await outbound.write(.body(.byteBuffer(body)))
    try await outbound.write(.end(nil))
  }

  static func beginEvents(to outbound: Visit.Outbound) async throws {
    var headers = headers("text/event-stream")
    headers.add(name: "connection", value: "close")
    try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)))
  }

  /// An event whose lines are the text's.
  static func event(_ text: String, named name: String? = nil, to outbound: Visit.Outbound) async throws {
    let lines = text.split(separator: "\n").map { "data: \($0)\n" }.joined()
    let event = (name.map { "event: \($0)\n" } ?? "") + lines + "\n"
    try await outbound.write(.body(.byteBuffer(ByteBuffer(string: event))))
  }
}
