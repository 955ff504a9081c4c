import ArgumentParser
import CapacityPlanning
import Foundation
import Intake
import ModelFiles
import Synchronization

/// A directory in which a search leaves every block it has simulated, so that a search that was killed goes on from
/// there.
///
/// `identity.txt` says of which search the blocks are. `blocks.csv` grows by whole lines; a line that was cut off is not
/// read and is written again.
final class SearchState: Sendable {
  private let blocksURL: URL
  private let disk: Disk
  private let file: Mutex<Int32>
  let recalled: [SimulatedBlock]

  /// - Throws: `ExitCode.badModel` where the directory belongs to another search or cannot be written.
  init(_ path: String, identity: String, disk: Disk = .real) throws {
    self.disk = disk
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
        // What a run that was killed had begun to write is nothing of anybody's.
        guard (files ?? []).allSatisfy({ $0.hasPrefix("identity.txt.") && $0.hasSuffix(".new") }) else {
          Terminal.printError("error: '\(path)' holds something else. Name a directory that does not exist yet")
          throw ExitCode.badModel
        }
        try manager.createDirectory(at: directory, withIntermediateDirectories: true)
        try disk.replace(name.path, with: identity)
      }
      let text = (try? String(contentsOf: blocksURL, encoding: .utf8)) ?? ""
      recalled = try SearchState.blocks(of: text, in: blocksURL.path)
      // What was cut off goes, so that the next line begins at its beginning.
      try disk.replace(blocksURL.path, with: SearchState.text(recalled))
      file = Mutex(try disk.open(blocksURL.path, O_WRONLY | O_APPEND))
    } catch let exit as ExitCode {
      throw exit
    } catch {
      Terminal.printError("error: cannot keep the state in '\(path)': \(error.localizedDescription)")
      throw ExitCode.badModel
    }
  }

  deinit { file.withLock { _ = close($0) } }

  var memory: SearchMemory {
    SearchMemory(recalled: recalled) { blocks in
      do {
        try self.file.withLock { try self.disk.write(SearchState.text(blocks), to: $0) }
      } catch {
        Terminal.printError(
          "error: cannot write '\(self.blocksURL.path)': \(error.localizedDescription). Make room there: the same command"
            + " goes on from what is kept")
        throw ExitCode.badModel
      }
    }
  }

  /// Each line with its checksum.
  private static func text(_ blocks: [SimulatedBlock]) -> String {
    blocks.map { "\($0.line) \(Checksum($0.line).text)\n" }.joined()
  }

  /// - Throws: `ExitCode.badModel` where a line is not as it was written, but for a last one that was cut off.
  private static func blocks(of text: String, in path: String) throws -> [SimulatedBlock] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var blocks: [SimulatedBlock] = []
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let end = line.lastIndex(of: " ") ?? line.startIndex
      if Checksum(String(line[..<end])).text == line[end...].dropFirst(), let block = SimulatedBlock(line: line[..<end])
      {
        blocks.append(block)
      } else if index < lines.count - 1 {
        Terminal.printError(
          "\(path):\(index + 1):1: error: the line is not as it was written. Take it away: it is simulated anew")
        throw ExitCode.badModel
      }
    }
    return blocks
  }
}
