import Foundation
import TestSupport
import Testing

/// The built command, run as a process of its own.
enum Nines {
  struct Outcome {
    let exitCode: Int32
    let stdout: String
    let stderr: String
  }

  /// Beside the test bundle, where the package manager puts both.
  static let executable: URL = {
    let tests = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let candidates = [
      Bundle(for: Anchor.self).bundleURL.deletingLastPathComponent(), Bundle.main.bundleURL, tests,
      repository.appending(path: ".build/release"), repository.appending(path: ".build/debug"),
    ].map { $0.appending(path: "nines") }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? candidates[0]
  }()

  private final class Anchor {}

  /// The root of the repository.
  static let repository = Checkout.folder

  static let chatPlan = repository.appending(path: "models/chat-api.yaml").path

  /// Runs the command to its end.
  ///
  /// Output goes through files: a pipe that nobody empties while the process runs would stop it.
  static func run(_ arguments: [String], columns: Int? = nil, in folder: URL? = nil) throws -> Outcome {
    let scratch = try Folder()
    defer { scratch.remove() }
    let process = try started(arguments, columns: columns, in: folder, scratch: scratch)
    process.waitUntilExit()
    return try outcome(of: process, scratch: scratch)
  }

  /// Runs a command on a plan of its own, `plan.yaml`, in a folder that goes with it.
  ///
  /// - Parameter files: What else stands in the folder, by name.
  static func run(
    _ command: String, plan: String, files: [(name: String, text: String)] = [], _ arguments: [String]
  ) throws -> Outcome {
    let folder = try Folder()
    defer { folder.remove() }
    for file in [("plan.yaml", plan)] + files { _ = try folder.write(file.1, as: file.0) }
    return try run([command, "plan.yaml"] + arguments, in: folder.url)
  }

  /// Starts the command and leaves the rest to the caller.
  static func started(_ arguments: [String], columns: Int? = nil, in folder: URL? = nil, scratch: Folder) throws
    -> Process
  {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder ?? scratch.url
    var environment = ProcessInfo.processInfo.environment
    environment["COLUMNS"] = columns.map { String($0) }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try scratch.handle("stdout")
    process.standardError = try scratch.handle("stderr")
    try process.run()
    return process
  }

  static func outcome(of process: Process, scratch: Folder) throws -> Outcome {
    Outcome(
      exitCode: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      stdout: try scratch.text("stdout"), stderr: try scratch.text("stderr"))
  }
}

/// A folder that a test has for itself.
struct Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "nines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ text: String, as name: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return path(name)
  }

  func text(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }

  /// Names of what is in the folder, hidden files too, sorted.
  func contents(of name: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }

  func handle(_ name: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: path(name), contents: nil)
    return try FileHandle(forWritingTo: url.appending(path: name))
  }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
