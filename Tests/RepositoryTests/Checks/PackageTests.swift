import Foundation
import Testing

/// What installs the command: the manual page is made of what the command says of itself.
@Suite struct PackageTests {
  @Test func theManualNamesEveryCommand() throws {
    let sandbox = try Sandbox()
    let script = Repository.root.appending(path: ".ci/manual").path
    let nines = Repository.products.appending(path: "nines").path
    let run = try sandbox.run("python3 \(script) \(nines)", environment: ["PATH": "/usr/bin:/bin"])
    #expect(run.status == 0)
    for command in ["compare", "size", "plan", "drill", "replay", "backtest", "runbook", "sweep", "init", "explain"] {
      #expect(run.output.contains(".SS nines \(command)\n"), "\(command)")
    }
    // A line that begins with a point is an order to the page's reader, and a name with a dash keeps it.
    #expect(run.output.contains("\\-\\-replications <replications>"))
    #expect(!run.output.contains("\n.."))
  }
}
