import ArgumentParser
import Foundation
import Studio

/// The live page as a program of its own; `nines studio` starts it.
@main
struct StudioCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nines-studio",
    abstract: "A page on which the inputs of a plan are turned, and every design answers on the same failures.",
    discussion: """
      Serves this machine alone, until it is interrupted. The address holds a token: who has it may ask.

      With --listen others reach it over a network. They read the plan, have this machine simulate and may save plans beside it: so it asks for
      the password of --password-file too, under any user name. Nothing is encrypted on the way: plan, figures and password are for
      a network that you trust. Elsewhere leave --listen out and have others come through 'ssh -L'.
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "Port; 0 takes one that is free.")
  var port = 0

  @Option(
    help: "Address of this machine at which others reach the page, as 192.168.1.5; by default the loopback alone.")
  var listen = "127.0.0.1"

  @Option(help: "A name of this machine under which others open the page, beside the address of --listen.")
  var name: String?

  @Option(help: "File whose first line is the password of the page; needed with --listen.", completion: .file())
  var passwordFile: String?

  @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
  var open = true

  @Option(help: "Seed; equal seeds give equal figures.")
  var seed: UInt64 = 42

  @Option(help: "Threads that simulate; by default as many as there are processors.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port must be between 0 and 65535") }
    guard (1...1024).contains(threads) else { throw ValidationError("--threads must be between 1 and 1024") }
    guard !["0.0.0.0", "::", "*", ""].contains(listen) else {
      throw ValidationError(
        "--listen names one address of this machine, as 192.168.1.5: a page for all of them knows no name of its own")
    }
    guard isLoopback || passwordFile != nil else {
      throw ValidationError(
        "--listen \(listen) lets everybody who reaches this machine ask: write a password into a file of your own (chmod 600) and name it with"
          + " --password-file")
    }
    guard name == nil || !isLoopback else {
      throw ValidationError("--name is another name for the address of --listen")
    }
  }

  /// By its number: a name that begins like one may stand for any machine.
  private var isLoopback: Bool {
    listen == "::1" || listen == "localhost" || listen.wholeMatch(of: #/127(\.\d{1,3}){3}/#) != nil
  }

  /// As it stands in an address.
  private var host: String { listen.contains(":") ? "[\(listen)]" : listen }

  func run() async throws {
    let opened: StudioPlan
    let password: PagePassword?
    do throws(GateRefusal) {
      password = try passwordFile.map { (path) throws(GateRefusal) in try PagePassword(file: path) }
    } catch {
      printError("error: \(error.reason)")
      throw ExitCode(2)
    }
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
        let names = isLoopback && listen == "127.0.0.1" ? [] : [name, host].compactMap { $0 }
        if !isLoopback {
          printError(
            "whoever reaches \(names[0]) and knows the password reads the plan, has this machine simulate and may save plans beside"
              + " it; nothing is encrypted on the way")
        }
        let server = Server(desk: desk, token: token, host: listen, names: names, password: password)
        try await server.run(port: port) { name in
          let address = "http://\(name)/\(token)/"
          print(address)
          fflush(nil)
          if opens { StudioCommand.open(address) }
        }
      }
    } catch let error as CancellationError {
      throw error
    } catch {
      printError(
        "error: cannot listen on \(host):\(port): \(error). Name another --port, or none, and an address of this machine"
      )
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
