import Foundation
import Testing

/// The command under limits that the system keeps: of CPU seconds, so that one that never ends is seen on a busy machine too,
/// and of the size of a file.
enum LimitedRun {
  /// Far more than any command of these tests takes; beyond it the system ends the process by a signal.
  private static let seconds = 60

  /// Runs the command in a folder that is also the place of its cache.
  ///
  /// - Parameter fileBlocks: The longest file that it may write, in blocks of 512 bytes; its print goes nowhere then.
  static func run(_ arguments: [String], in folder: Folder, fileBlocks: Int? = nil) throws -> Nines.Outcome {
    let scratch = try Folder()
    defer { scratch.remove() }
    // Who started the tests may have it ignored, and the command would then inherit that.
    signal(SIGXFSZ, SIG_DFL)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    let limits = "ulimit -c 0; ulimit -t \(seconds); " + (fileBlocks.map { "ulimit -f \($0); " } ?? "")
    process.arguments = ["-c", limits + "exec \"$@\"", "sh", Nines.executable.path] + arguments
    process.currentDirectoryURL = folder.url
    process.environment = ProcessInfo.processInfo.environment.merging(["XDG_CACHE_HOME": folder.path("cache")]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try fileBlocks == nil ? scratch.handle("stdout") : FileHandle.nullDevice
    // A pipe has no size that could be limited, and what is said there fits into it.
    let said = Pipe()
    process.standardError = said
    try process.run()
    let stderr = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Nines.Outcome(
      exitCode: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      stdout: fileBlocks == nil ? try scratch.text("stdout") : "", stderr: stderr)
  }

  /// What is wrong with the way in which a command on edited files ended; nil where nothing is.
  ///
  /// - Parameter place: What stderr must hold where the files are refused.
  static func fault(of outcome: Nines.Outcome, place: Regex<Substring>) -> String? {
    guard [0, 2, 3, 64, 99].contains(outcome.exitCode) else {
      return "exit code \(outcome.exitCode)"
    }
    guard outcome.exitCode == 2 || outcome.exitCode == 64 else {
      // A comparison of nothing with nothing would be printed as no number.
      return outcome.stdout.contains(#/\b(nan|inf)\b/#) ? "a figure that is no number" : nil
    }
    if outcome.stderr.isEmpty { return "refused, and nothing said" }
    if !outcome.stdout.isEmpty { return "refused, and something printed" }
    if outcome.exitCode == 2 && !outcome.stderr.contains(place) { return "refused without a place" }
    return nil
  }

  /// Runs the command on files with an edit and says what is wrong.
  ///
  /// - Parameters:
  ///   - number: Which mutant it is, so that the test can be asked for it again.
  ///   - mutant: The edited text.
  @discardableResult
  static func expect(
    _ arguments: [String], in folder: Folder, place: Regex<Substring>, number: Int, mutant: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Nines.Outcome {
    let outcome = try run(arguments, in: folder)
    if let fault = fault(of: outcome, place: place) {
      Issue.record(
        "mutant \(number), nines \(arguments.joined(separator: " ")): \(fault)\n\(outcome.stderr.prefix(500))\n\(mutant)",
        sourceLocation: sourceLocation)
    }
    return outcome
  }
}
