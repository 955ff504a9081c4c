import ArgumentParser
import Foundation

/// Starts `nines-studio`, which stands beside the command: a program of its own, so that nobody waits for its build who
/// does not use it.
struct StudioPage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "studio",
    abstract: "A live page: turn the inputs of a plan and see every design answer on the same failures.",
    usage: "nines studio [<options>] <plan>",
    discussion: """
      Examples:
        nines studio models/start.yaml
        nines studio my-plan.yaml --port 8080 --no-open
        # for others on a network that you trust
        nines studio my-plan.yaml --listen 192.168.1.5 --password-file page.txt

      The page is for this machine alone. Its address, which is printed, holds a token. With --listen it asks for a password too; \
      nothing is encrypted on the way.
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "Port; 0 takes one that is free.")
  var port = 0

  @Option(
    help: "Address of this machine at which others reach the page, as 192.168.1.5; by default the loopback alone.")
  var listen: String?

  @Option(help: "A name of this machine under which others open the page, beside the address of --listen.")
  var name: String?

  @Option(help: "File whose first line is the password of the page; needed with --listen.", completion: .file())
  var passwordFile: String?

  @Flag(inversion: .prefixedNo, help: "Open the page in the browser.")
  var open = true

  @Option(help: "Seed; equal seeds give equal figures.")
  var seed: UInt64 = 42

  func validate() throws {
    guard (0...65535).contains(port) else { throw ValidationError("--port must be between 0 and 65535") }
  }

  func run() throws {
    guard let command = Bundle.main.executableURL?.resolvingSymlinksInPath() else { throw ExitCode.failure }
    let program = command.deletingLastPathComponent().appending(path: "nines-studio").path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      Terminal.printError(
        "error: the live page is a program of its own, and '\(program)' is not there. Build it with 'make studio', or "
          + "install it with 'make install'")
      throw ExitCode.badModel
    }
    var arguments = [program, plan, "--port", "\(port)", "--seed", "\(seed)"]
    if !open { arguments.append("--no-open") }
    for (flag, value) in [("--listen", listen), ("--name", name), ("--password-file", passwordFile)] {
      if let value { arguments += [flag, value] }
    }
    // The page takes this process's place: an interrupt ends it, and its exit code is the command's.
    var words = arguments.map { strdup($0) } + [nil]
    execv(program, &words)
    Terminal.printError("error: cannot start '\(program)': \(String(cString: strerror(errno)))")
    throw ExitCode.failure
  }
}
