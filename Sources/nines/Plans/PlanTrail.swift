import ArgumentParser
import CapacityPlanning
import Costing
import Foundation
import Intake
import ModelFiles
import Reports
import ServiceModel

extension PlanFile {
  /// SHA-256 of the plan, and of what it names behind it: the plan's own `sha256sum` where it names nothing.
  var fingerprint: String {
    get throws {
      var sum = SHA256()
      sum.add(text.utf8)
      for file in namedFiles {
        sum.add("\n\(file.name)\n".utf8)
        sum.add(try file.bytes())
      }
      return sum.text
    }
  }

  /// What makes a result again.
  ///
  /// - Parameters:
  ///   - path: Of the plan, as it was given.
  ///   - seed: Nil where nothing was drawn.
  ///   - options: Every one that decides a figure.
  ///   - prices: The file of prices that is laid over the plan.
  func trail(
    _ command: String, _ path: String, seed: UInt64?, _ options: [String?] = [], prices: Data? = nil
  ) throws -> Trail {
    let name = path == "-" ? path : URL(filePath: path).lastPathComponent
    var words = ["nines \(command)", name] + options.compactMap { $0 }
    if let seed { words.append("--seed \(seed)") }
    return Trail(
      toolVersion: Nines.release, planHash: try fingerprint,
      pricesHash: prices.map { bytes in
        var sum = SHA256()
        sum.add(bytes)
        return sum.text
      }, seed: seed, command: words.joined(separator: " "))
  }
}

extension NamedFile {
  /// - Throws: `ExitCode.badModel` where it can no longer be read.
  fileprivate func bytes() throws -> Data {
    if let bytes = FileManager.default.contents(atPath: path) { return bytes }
    if let text { return Data(text.utf8) }
    Terminal.printError("error: '\(path)', which the plan names, can no longer be read")
    throw ExitCode.badModel
  }
}
