import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Studio
import Synchronization

/// Serves one plan's page to this machine, or to a network where that is asked for: a few connections at a time, each for a limited
/// time, and nothing of it from disk.
struct Server: Sendable {
  typealias Connection = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

  let desk: Desk
  let token: String
  /// The address at which it listens, and the names under which it answers; none for those of the loopback.
  let host: String
  let names: [String]
  let password: PagePassword?
  private let open = OpenConnections()

  init(desk: Desk, token: String, host: String, names: [String], password: PagePassword?) {
    self.desk = desk
    self.token = token
    self.host = host
    self.names = names
    self.password = password
  }

  /// Listens until the task is cancelled.
  ///
  /// - Parameters:
  ///   - port: 0 for any that is free.
  ///   - started: Called with the name and port of the page once connections are accepted.
  func run(port: Int, started: @Sendable (String) -> Void) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let listener = try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
    let bound = listener.channel.localAddress?.port ?? port
    let gate = Gate(port: bound, token: token, hosts: names, password: password)
    started(gate.names[0])
    try await withThrowingDiscardingTaskGroup { group in
      try await listener.executeThenClose { connections in
        for try await connection in connections {
          guard open.enter() else {
            // A thousand connections are closed unread; those that are served go on.
            group.addTask { try? await connection.channel.close() }
            continue
          }
          group.addTask {
            await Visit(connection: connection, desk: desk, gate: gate).run()
            open.leave()
          }
        }
      }
    }
  }
}

/// How many connections are served.
private final class OpenConnections: Sendable {
  static let most = 48
  private let count = Mutex(0)

  func enter() -> Bool {
    count.withLock { count in
      guard count < OpenConnections.most else { return false }
      count += 1
      return true
    }
  }

  func leave() { count.withLock { $0 -= 1 } }
}
