import Foundation
import Testing

/// `.ci/bench-peers` with stand-ins for nines-bench and for Python: when it measures, installs, fails and skips.
@Suite struct BenchPeersTests {
  private static let pins = "ciw==3.2.7\nnumba==0.68.1\nnumpy==2.4.6\nRePyability==0.15\nsimpy==4.1.2"

  /// - Parameters:
  ///   - installed: What `pip freeze` says of the folder of the other simulators.
  ///   - python: Whether there is one that is new enough. It can install nothing.
  ///   - bench: Whether nines-bench was built.
  private func measure(
    installed: String = pins, python: Bool = true, bench: Bool = true, environment: [String: String] = [:]
  ) throws -> CommandRun {
    let sandbox = try Sandbox()
    try sandbox.script(
      "case \"$*\" in *freeze*) printf '%s\\n' '\(installed)';; *) echo \"ran $*\";; esac", at: "venv/bin/python")
    let new = try sandbox.script(
      "case \"$*\" in *version_info*) exit \(python ? 0 : 1);; *) exit 1;; esac", at: "python3")
    let measured = sandbox.folder.appending(path: "nines-bench")
    if bench { try sandbox.script("exit 0", at: "nines-bench") }
    return try sandbox.run(
      ci: "bench-peers", "peers.mm1", tools: ["dirname", "grep", "tr"],
      environment: [
        "NINES_BENCH": measured.path, "PYTHON": new.path, "PEERS_VENV": sandbox.folder.appending(path: "venv").path,
      ].merging(environment) { $1 })
  }

  @Test func measuresTheRowsThatAreAskedForWhereTheVersionsArePinned() throws {
    let run = try measure()
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("ran Sources/Benchmarks/Peers/peers.py"), "\(run.output)")
    #expect(run.output.contains("nines-bench peers.mm1"), "\(run.output)")
    #expect(!run.output.contains("installing"))
  }

  /// A ratio against another version is another ratio.
  @Test func bringsAnotherVersionToTheOneThatIsNamed() throws {
    let run = try measure(installed: Self.pins.replacing("simpy==4.1.2", with: "simpy==4.1.20"))
    #expect(run.status == 0 && run.output.contains("installing simpy==4.1.2"), "\(run.output)")
    #expect(run.output.contains("skipped: the other simulators cannot be installed"), "\(run.output)")
    #expect(!run.output.contains("ran "), "\(run.output)")
  }

  @Test func skipsAloudAndNeverUnwatched() throws {
    let skipped = try measure(installed: "", python: false)
    #expect(
      skipped.status == 0 && skipped.output.contains("skipped: RePyability needs Python 3.11"), "\(skipped.output)")
    let unwatched = try measure(installed: "", python: false, environment: ["CI": "true"])
    #expect(unwatched.status == 1 && unwatched.output.contains("FAILED: RePyability needs Python 3.11"))
    let offline = try measure(installed: "", environment: ["CI": "true"])
    #expect(offline.status == 1 && offline.output.contains("FAILED: the other simulators"), "\(offline.output)")
  }

  @Test func failsWhereNothingWasBuilt() throws {
    let run = try measure(bench: false)
    #expect(run.status == 1 && run.output.contains("run 'make bench' first"), "\(run.output)")
  }
}
