import ArgumentParser
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
    let offset: Int
    /// Of its text, as it was handed to the file.
    let sum: FileChecksums.Sum
  }
  private struct State {
    var pieces: [Piece] = []
    var end = 0
    var tally = LedgerTally()
  }
  private let services: [Service]
  private let place: String
  private let disk: Disk
  private let descriptor: Int32
  private let state = Mutex(State())

  /// - Parameter place: A path at which nothing is.
  init(at place: URL, of services: [Service], disk: Disk = .real) throws {
    self.services = services
    self.place = place.path
    self.disk = disk
    do {
      descriptor = try disk.open(place.path, O_RDWR | O_CREAT | O_EXCL)
      disk.remove(place.path)
    } catch {
      throw LedgerSpool.refusal(place.path, error)
    }
  }

  deinit { close(descriptor) }

  private static func refusal(_ place: String, _ error: any Error) -> ExitCode {
    Terminal.printError(
      "error: cannot keep the rows of the ledger at '\(place)': \(error.localizedDescription). Make room there, or name"
        + " another place with --out")
    return .badModel
  }

  /// The rows as they go into `outages.csv`, with what they add up to.
  var rows: LedgerRows { LedgerRows(tally: state.withLock { $0.tally }) { try self.write($0) } }

  /// Takes the rows of one design in one world; from any thread, in any order.
  func take(_ block: LedgerBlock) throws {
    let text = ledgerLines(block, of: services[block.design])
    let sum = FileChecksums.Sum(text)
    try state.withLock { state in
      do {
        // Pieces follow one another: nothing else moves the file's position.
        try disk.write(text, to: descriptor)
      } catch {
        throw LedgerSpool.refusal(place, error)
      }
      state.tally.add(text, ofDesign: block.design)
      state.pieces.append(
        Piece(
          design: block.design, world: block.world, firstReplication: block.firstReplication, offset: state.end,
          sum: sum))
      state.end += sum.bytes
    }
  }

  /// Hands out all rows in the order of designs, worlds and replications.
  ///
  /// - Throws: `LedgerDamage` where they do not come back as they were written.
  func write(_ piece: (String) throws -> Void) throws { try write(design: nil, piece) }

  /// Hands out the rows of one design, or of all.
  func write(design: Int?, _ piece: (String) throws -> Void) throws {
    try state.withLock { state in
      let order = state.pieces.filter { design == nil || $0.design == design }.sorted {
        ($0.design, $0.world, $0.firstReplication) < ($1.design, $1.world, $1.firstReplication)
      }
      for part in order where part.sum.bytes > 0 {
        let bytes = try disk.read(descriptor, at: part.offset, count: part.sum.bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        guard FileChecksums.Sum(text) == part.sum else { throw LedgerDamage() }
        try piece(text)
      }
    }
  }
}

/// The rows that waited beside the place of a result were changed, or their disk has lost them.
struct LedgerDamage: LocalizedError {
  var errorDescription: String? { "the rows of the ledger that waited beside it are not as they were written" }
}
