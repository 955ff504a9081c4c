import Experiments
import Foundation
import Reports
import ServiceModel
import Synchronization

/// The rows of `outages.csv` while a study runs: they wait in a file without a name, because millions of them would not
/// fit into memory, and come out in order at the end.
///
/// The file is unlinked as soon as it is open, so that nothing is left behind however the run ends.
final class LedgerSpool: Sendable {
  private struct Piece {
    let design: Int
    let world: Int
    let firstReplication: Int
    let offset: UInt64
    let length: Int
  }
  private struct State {
    let file: FileHandle
    var pieces: [Piece] = []
    var end: UInt64 = 0
  }
  private let services: [Service]
  private let state: Mutex<State>

  /// - Parameter place: A path at which nothing is.
  init(at place: URL, of services: [Service]) throws {
    self.services = services
    try Data().write(to: place, options: .withoutOverwriting)
    state = Mutex(State(file: try FileHandle(forUpdating: place)))
    try FileManager.default.removeItem(at: place)
  }

  /// Takes the rows of one design in one world; from any thread, in any order.
  func take(_ block: LedgerBlock) throws {
    let text = Data(ledgerLines(block, of: services[block.design]).utf8)
    try state.withLock { state in
      try state.file.seek(toOffset: state.end)
      try state.file.write(contentsOf: text)
      state.pieces.append(
        Piece(
          design: block.design, world: block.world, firstReplication: block.firstReplication, offset: state.end,
          length: text.count))
      state.end += UInt64(text.count)
    }
  }

  /// Hands out all rows in the order of designs, worlds and replications.
  func write(_ piece: (String) throws -> Void) throws { try write(design: nil, piece) }

  /// Hands out the rows of one design, or of all.
  func write(design: Int?, _ piece: (String) throws -> Void) throws {
    try state.withLock { state in
      let order = state.pieces.filter { design == nil || $0.design == design }.sorted {
        ($0.design, $0.world, $0.firstReplication) < ($1.design, $1.world, $1.firstReplication)
      }
      for part in order where part.length > 0 {
        try state.file.seek(toOffset: part.offset)
        guard let bytes = try state.file.read(upToCount: part.length), bytes.count == part.length else {
          throw CocoaError(.fileReadUnknown)
        }
        try piece(String(decoding: bytes, as: UTF8.self))
      }
    }
  }
}
