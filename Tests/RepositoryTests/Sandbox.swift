import Foundation

/// What a command printed, on either stream, and how it ended.
struct CommandRun {
  let status: Int32
  let output: String
}

/// A temporary folder that goes when the last reference to it does.
final class Sandbox {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "nines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs a line of shell in the folder.
  func run(_ line: String, environment: [String: String]) throws -> CommandRun {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let printed = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return CommandRun(status: process.terminationStatus, output: String(decoding: printed, as: UTF8.self))
  }
}
