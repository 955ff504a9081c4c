import ArgumentParser
import Foundation

/// Prometheus' own program that says what rules mean, run as a process.
struct Promtool: Sendable {
  let path: String
  /// Such as `2.42.0`.
  let version: String
  /// The oldest whose tests print what is read here.
  static let oldest = [2, 40]

  /// Finds the program, by its path or on the PATH, and asks which version it is.
  ///
  /// - Throws: `ExitCode.unavailable` where it is missing or too old; said with the remedy.
  init(_ named: String?) throws {
    let remedy =
      "Install Debian's 'prometheus' with 'apt-get install --no-install-recommends prometheus', or name the program with "
      + "--promtool PATH"
    guard let found = Promtool.find(named ?? "promtool") else {
      Terminal.printError(
        "error: there is no '\(named ?? "promtool")': rules are evaluated by Prometheus itself. \(remedy)")
      throw ExitCode.unavailable
    }
    path = found
    let said = try Promtool.run(found, ["--version"], in: FileManager.default.temporaryDirectory).text
    guard let match = said.firstMatch(of: /promtool, version (\d+)\.(\d+)[^ ]*/) else {
      Terminal.printError("error: '\(found)' does not say that it is promtool. \(remedy)")
      throw ExitCode.unavailable
    }
    version = String(match.output.0.dropFirst("promtool, version ".count))
    let (major, minor) = (Int(match.output.1) ?? 0, Int(match.output.2) ?? 0)
    guard (major, minor) >= (Promtool.oldest[0], Promtool.oldest[1]) else {
      Terminal.printError(
        "error: '\(found)' is promtool \(version); 2.40 or newer is needed, whose tests know what rings. \(remedy)")
      throw ExitCode.unavailable
    }
  }

  /// Has it judge a file of rules.
  ///
  /// - Throws: `ExitCode.badModel` where it refuses them; what it says is printed.
  func check(rules: String) throws {
    let said = try Promtool.run(path, ["check", "rules", rules], in: URL(filePath: "."))
    guard said.status != 0 else { return }
    let lines = said.text.split(separator: "\n").filter { !$0.hasPrefix("Checking ") && !$0.contains("FAILED:") }
    Terminal.printError(
      "\(rules): error: promtool \(version) refuses the rules. Mend what it names:\n"
        + lines.map { "  " + $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n"))
    throw ExitCode.badModel
  }

  /// What it prints about a file of tests.
  func test(_ file: URL) throws -> String {
    try Promtool.run(path, ["test", "rules", file.lastPathComponent], in: file.deletingLastPathComponent()).text
  }

  private static func find(_ name: String) -> String? {
    let places =
      name.contains("/")
      ? [name]
      : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    return places.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Output goes through a file: a pipe that nobody empties while the process runs would stop it.
  private static func run(_ path: String, _ arguments: [String], in folder: URL) throws -> (status: Int32, text: String)
  {
    let output = FileManager.default.temporaryDirectory.appending(path: "nines-promtool-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: output) }
    let handle = try FileHandle(forWritingTo: output)
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    do {
      try process.run()
    } catch {
      Terminal.printError("error: '\(path)' cannot be run: \(error.localizedDescription). Name another with --promtool")
      throw ExitCode.unavailable
    }
    process.waitUntilExit()
    try handle.close()
    return (process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self))
  }
}

/// A folder for what promtool reads, which goes when it is let go.
final class ScratchFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "nines-alerts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    Unfinished.add(url.path)
  }

  func write(_ text: String, as name: String) throws -> URL {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
    Unfinished.remove(url.path)
  }
}
