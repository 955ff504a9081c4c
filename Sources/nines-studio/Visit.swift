import Foundation
import NIOCore
import NIOHTTP1
import Studio

/// One connection: its requests, one after the other.
struct Visit: Sendable {
  let connection: Server.Connection
  let desk: Desk
  let gate: Gate

  private typealias Inbound = NIOAsyncChannelInboundStream<HTTPServerRequestPart>
  typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

  /// Seconds in which a request must have come whole, and that a connection may stay open without one.
  private static let patience = TimeAmount.seconds(10)

  /// Ends when the other side has gone, asks for what it may not, or takes too long.
  func run() async {
    try? await connection.executeThenClose { inbound, outbound in
      var parts = inbound.makeAsyncIterator()
      while true {
        let channel = connection.channel
        let alarm = channel.eventLoop.scheduleTask(in: Visit.patience) { channel.close(promise: nil) }
        defer { alarm.cancel() }
        guard case .head(let head)? = try await parts.next() else { return }
        let route: Route
        do throws(GateRefusal) {
          route = try gate.route(
            method: head.method.rawValue, uri: head.uri, headers: head.headers.map { (name: $0.name, value: $0.value) })
        } catch {
          // Who guesses passwords waits a second for each.
          if error.status == 401 { try await Task.sleep(for: .seconds(1)) }
          try await Reply.refusal(error).send(to: outbound, isLast: true)
          return try await drain(&parts)
        }
        guard let body = try await body(from: &parts) else {
          try await Reply.refusal(GateRefusal(413, "at most \(Gate.mostBody) bytes")).send(to: outbound, isLast: true)
          return try await drain(&parts)
        }
        alarm.cancel()
        guard try await answer(route, body, to: outbound, isLast: !head.isKeepAlive) else { return }
      }
    }
  }

  /// Bytes of a refused request that are read and forgotten.
  private static let mostDrained = 16 << 20

  /// Reads what still comes of a request that was refused, for as long as the patience lasts: a connection that is closed over
  /// bytes nobody read is reset, and the answer is lost with it.
  private func drain(_ parts: inout Inbound.AsyncIterator) async throws {
    var read = 0
    while read < Visit.mostDrained, case .body(let piece)? = try await parts.next() { read += piece.readableBytes }
  }

  /// Nil where it is longer than a page may send.
  private func body(from parts: inout Inbound.AsyncIterator) async throws -> Data? {
    var body = ByteBuffer()
    while let part = try await parts.next() {
      switch part {
      case .head: return nil
      case .body(let piece):
        guard body.readableBytes + piece.readableBytes <= Gate.mostBody else { return nil }
        body.writeImmutableBuffer(piece)
      case .end: return Data(body.readableBytesView)
      }
    }
    throw CancellationError()
  }

  /// - Returns: Whether another request may follow.
  private func answer(_ route: Route, _ body: Data, to outbound: Outbound, isLast: Bool) async throws -> Bool {
    if case .live(let number) = route {
      try await live(number, to: outbound)
      return false
    }
    do {
      let reply = try await whileAwaited { try await self.reply(to: route, body) }
      try await reply.send(to: outbound, isLast: isLast)
    } catch let refusal as GateRefusal {
      try await Reply.refusal(refusal).send(to: outbound, isLast: isLast)
    }
    return !isLast
  }

  /// What is made for a page that has gone is given up, as far as it asks whether it still is wanted.
  private func whileAwaited(_ make: @escaping @Sendable () async throws -> Reply) async throws -> Reply {
    let work = Task { try await make() }
    connection.channel.closeFuture.whenComplete { _ in work.cancel() }
    return try await withTaskCancellationHandler {
      try await work.value
    } onCancel: {
      work.cancel()
    }
  }

  private func reply(to route: Route, _ body: Data) async throws -> Reply {
    switch route {
    case .page: Reply(type: "text/html; charset=utf-8", text: desk.page(token: gate.token))
    case .style: Reply(type: "text/css; charset=utf-8", text: Desk.style)
    case .script: Reply(type: "text/javascript; charset=utf-8", text: Desk.script)
    case .state: Reply(json: try await desk.post(body))
    case .outages(let number): Reply(json: try await desk.outages(number))
    case .save(let number, let overPlan): Reply(json: try await desk.save(number, overPlan: overPlan))
    case .export(let number, let export): try await exported(number, export)
    case .live: Reply.refusal(GateRefusal(404, "there is nothing here"))
    }
  }

  private func exported(_ number: Int, _ export: Route.Export) async throws -> Reply {
    let file = try await desk.export(number, export)
    return Reply(type: file.type, text: file.text, attachment: export == .command ? nil : file.name)
  }

  /// Server-sent events until all is said or the page has gone; then the work is cancelled.
  private func live(_ number: Int, to outbound: Outbound) async throws {
    try await Reply.beginEvents(to: outbound)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await desk.live(number) { text in try await Reply.event(text, to: outbound) }
        } catch is CancellationError {
          throw CancellationError()
        } catch {
          try await Reply.event(Reply.said(error), named: "problem", to: outbound)
        }
      }
      group.addTask {
        try await connection.channel.closeFuture.get()
        throw CancellationError()
      }
      // Whichever ends first ends the other.
      defer { group.cancelAll() }
      try await group.next()
      try await outbound.write(.end(nil))
      connection.channel.close(promise: nil)
    }
  }
}
