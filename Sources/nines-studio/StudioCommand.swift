import ArgumentParser
import Foundation
import Studio

/// The live page as a program of its own; `nines studio` starts it.
@main
struct StudioCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nines-studio",
    abstract: "A page on which the inputs of a plan are turned, and every design answers on the same failures.",
    discussion: "Serves this machine alone, until it is interrupted. The address holds a token: who has it may ask.")

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "Port on the loopback; 0 takes one that is free.")
  var port = 0

  @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
  var open = true

  @Option(help: "Seed; equal seeds give equal figures.")
  var seed: UInt64 = 42

  @Option(help: "Threads that simulate; by default as many as there are processors.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port must be between 0 and 65535") }
    guard (1...1024).contains(threads) else { throw ValidationError("--threads must be between 1 and 1024") }
  }

  func run() async throws {
    let opened: StudioPlan
    do {
      opened = try StudioPlan(path: plan)
    } catch {
      printError("\(error)")
      throw ExitCode(2)
    }
    let desk = Desk(plan: opened, seed: seed, threads: threads, version: "0.1.0")
    let token = StudioCommand.token()
    let opens = open
    do {
      try await opened.writing {
        try await Server(desk: desk, token: token).run(port: port) { port in
          let address = "http://127.0.0.1:\(port)/\(token)/"
          print(address)
          fflush(nil)
          if opens { StudioCommand.open(address) }
        }
      }
    } catch let error as CancellationError {
      throw error
    } catch {
      printError("error: cannot listen on 127.0.0.1:\(port): \(error). Name another --port, or none")
      throw ExitCode(2)
    }
  }

  private func printError(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }

  /// 244 random bits that nobody can guess; they reach no figure.
  private static func token() -> String {
    (UUID().uuidString + UUID().uuidString).replacing("-", with: "").lowercased()
  }

  /// Asks the desktop; where there is none, the printed address is enough.
  private static func open(_ address: String) {
    #if os(macOS)
      let opener = "/usr/bin/open"
    #else
      let opener = "/usr/bin/xdg-open"
    #endif
    guard FileManager.default.isExecutableFile(atPath: opener) else { return }
    let process = Process()
    process.executableURL = URL(filePath: opener)
    process.arguments = [address]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try? process.run()
  }
}
