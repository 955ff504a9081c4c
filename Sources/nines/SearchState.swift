import ArgumentParser
import CapacityPlanning
import Foundation
import ModelFiles
import Synchronization

/// A directory in which a search leaves every block it has simulated, so that a search that was killed goes on from
/// there.
///
/// `identity.txt` says of which search the blocks are. `blocks.csv` grows by whole lines; a line that was cut off is not
/// read and is written again.
final class SearchState: Sendable {
  private let blocksURL: URL
  private let handle: Mutex<FileHandle>
  let recalled: [SimulatedBlock]

  /// - Throws: `ExitCode.badModel` where the directory belongs to another search or cannot be written.
  init(_ path: String, identity: String) throws {
    let directory = URL(fileURLWithPath: path)
    let name = directory.appendingPathComponent("identity.txt")
    blocksURL = directory.appendingPathComponent("blocks.csv")
    let manager = FileManager.default
    do {
      if let found = try? String(contentsOf: name, encoding: .utf8) {
        guard found == identity else {
          Terminal.printError(
            "error: '\(path)' holds the state of another search: another plan, seed or number of years."
              + " Name another directory, or take this one away")
          throw ExitCode.badModel
        }
      } else {
        let files = try? manager.contentsOfDirectory(atPath: directory.path)
        guard (files ?? []).isEmpty else {
          Terminal.printError("error: '\(path)' holds something else. Name a directory that does not exist yet")
          throw ExitCode.badModel
        }
        try manager.createDirectory(at: directory, withIntermediateDirectories: true)
        try Data(identity.utf8).write(to: name, options: .atomic)
      }
      let text = (try? String(contentsOf: blocksURL, encoding: .utf8)) ?? ""
      recalled = text.split(separator: "\n").compactMap { SimulatedBlock(line: $0) }
      // What was cut off goes, so that the next line begins at its beginning.
      try Data(SearchState.text(recalled).utf8).write(to: blocksURL, options: .atomic)
      let file = try FileHandle(forWritingTo: blocksURL)
      try file.seekToEnd()
      handle = Mutex(file)
    } catch let exit as ExitCode {
      throw exit
    } catch {
      Terminal.printError("error: cannot keep the state in '\(path)': \(error.localizedDescription)")
      throw ExitCode.badModel
    }
  }

  var memory: SearchMemory {
    SearchMemory(recalled: recalled) { blocks in
      try self.handle.withLock { try $0.write(contentsOf: Data(SearchState.text(blocks).utf8)) }
    }
  }

  private static func text(_ blocks: [SimulatedBlock]) -> String {
    blocks.map { $0.line + "\n" }.joined()
  }
}
