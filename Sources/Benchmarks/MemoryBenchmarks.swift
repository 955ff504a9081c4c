import Foundation

/// The most memory that `nines compare` holds over 100,000 replications of a hot standby, and how long it takes.
///
/// Only where it is asked for by name, `nines-bench memory`: it takes minutes. The command is the one that was built
/// beside this program.
func measureMemory() {
  guard CommandLine.arguments.dropFirst().contains("memory") else { return }
  let command = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "nines")
  guard FileManager.default.isExecutableFile(atPath: command.path), FileManager.default.fileExists(atPath: chat) else {
    FileHandle.standardError.write(Data("memory: skipped: needs \(command.path), and \(chat) here\n".utf8))
    return
  }
  let replications = 100_000
  let folder = FileManager.default.temporaryDirectory.appending(path: "nines-bench-\(getpid())")
  defer { try? FileManager.default.removeItem(at: folder) }
  let process = Process()
  process.executableURL = command
  process.arguments = [
    "compare", chat, "--designs", "hot-standby", "--replications", "\(replications)", "--no-inputs", "--quiet",
    "--out", folder.path,
  ]
  process.standardOutput = FileHandle.nullDevice
  let took = seconds {
    guard (try? process.run()) != nil else { return }
    process.waitUntilExit()
  }
  guard !process.isRunning, process.terminationReason == .exit, process.terminationStatus == 0 else {
    FileHandle.standardError.write(
      Data("memory: FAILED: \(command.path) ended with \(process.terminationStatus); is it up to date?\n".utf8))
    exit(1)
  }
  report("memory.compare", value: mostMemoryOfChildren / 1e6, unit: "MB")
  report("memory.compare.time", value: took, unit: "s")
}

private let chat = "models/chat-api.yaml"

/// The largest resident set of any process that was started here and has ended, in bytes.
private var mostMemoryOfChildren: Double {
  var usage = rusage()
  #if os(Linux)
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1024
  #else
    getrusage(RUSAGE_CHILDREN, &usage)
    return Double(usage.ru_maxrss)
  #endif
}
