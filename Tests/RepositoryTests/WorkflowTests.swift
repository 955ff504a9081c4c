import Foundation
import Testing

/// The workflows of docs/guides/gate-a-pull-request.md do what they say: their own lines, run by bash in a repository of their own.
@Suite struct WorkflowTests {
  /// Half a standby where production had a whole one.
  private static let plan = """
    service: gated
    objectives:
      recovery: { region: 15min, in: 95% of outages }
    traffic: { peak: 100rps, day: { sine-trough: 33% } }
    replica: { rated: 9rps, gpus: 4, start: { boot: 3min, load: 60s } }
    sites:
      a: { keep: serving, node: { gpus: 8xH100, price: $55/h } }
      b: { keep: nothing, node: { gpus: 8xH100, price: $55/h } }
    buffer: 25% of requirement
    failures:
      region: { scope: region, per-year: 6, lasts: 2h }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    designs:
      hot-standby: { sites: { b: { keep: warm } } }
    """

  @Test(arguments: [("main", Int32(0), "gated: hot-standby ✅ meets"), ("slow", 99, "gated: hot-standby ❌ misses")])
  func gitHubsWorkflowGates(branch: String, code: Int32, heading: String) throws {
    let script = try block(after: "Compare both sides on the same failures", indent: 10)
    let sandbox = try repository()
    let environment = sandbox.environment.merging([
      "GITHUB_BASE_REF": "main", "GITHUB_ENV": "../env", "GITHUB_STEP_SUMMARY": "../summary",
      "PLAN": "plans/chat.yaml", "DESIGN": "hot-standby",
    ]) { $1 }
    try script.write(to: sandbox.place.folder.appending(path: "step"), atomically: true, encoding: .utf8)
    let run = try sandbox.place.run(
      "cd work && git checkout -q \(branch) && bash -e ../step && cat ../env comment.md", environment: environment)
    #expect(run.status == 0, "\(run.output)")
    #expect(run.output.contains("code=\(code)\n"), "\(run.output)")
    #expect(run.output.contains("### \(heading)"), "\(run.output)")
    #expect(run.output.contains(code == 0 ? "no verdict changes" : "a verdict changes"), "\(run.output)")
    #expect(run.output.contains(code == 0 ? "the same" : "loses more"), "\(run.output)")
  }

  /// A broken plan is no verdict: the step ends with 2.
  @Test func aBrokenPlanStopsTheWorkflow() throws {
    let script = try block(after: "Compare both sides on the same failures", indent: 10)
    let sandbox = try repository()
    try script.write(to: sandbox.place.folder.appending(path: "step"), atomically: true, encoding: .utf8)
    let run = try sandbox.place.run(
      "cd work && echo 'sites: [' > plans/chat.yaml && bash -e ../step",
      environment: sandbox.environment.merging([
        "GITHUB_BASE_REF": "main", "GITHUB_ENV": "../env", "GITHUB_STEP_SUMMARY": "../summary",
        "PLAN": "plans/chat.yaml", "DESIGN": "hot-standby",
      ]) { $1 })
    #expect(run.status == 2, "\(run.output)")
  }

  @Test(arguments: [("main", Int32(0)), ("slow", 99)])
  func gitLabsJobGates(branch: String, code: Int32) throws {
    let page = try #require(Repository.file("docs/guides/gate-a-pull-request.md"))
    let lines = page.lines.map(String.init)
    let start = try #require(lines.firstIndex(of: "  script:"))
    let commands = lines[(start + 1)...].prefix { $0.hasPrefix("    - ") }.map { quick(String($0.dropFirst(6))) }
    #expect(commands.count == 7)
    let sandbox = try repository()
    try commands.joined(separator: "\n").write(
      to: sandbox.place.folder.appending(path: "step"), atomically: true, encoding: .utf8)
    let run = try sandbox.place.run(
      "cd work && git checkout -q \(branch) && bash -e ../step",
      environment: sandbox.environment.merging([
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "PLAN": "plans/chat.yaml", "DESIGN": "hot-standby",
      ]) { $1 })
    #expect(run.status == code, "\(run.output)")
  }

  /// The lines of a step's `run: |`.
  private func block(after name: String, indent: Int) throws -> String {
    let page = try #require(Repository.file("docs/guides/gate-a-pull-request.md"))
    let lines = page.lines.map(String.init)
    let start = try #require(lines.firstIndex { $0.contains("- name: \(name)") })
    let prefix = String(repeating: " ", count: indent)
    let block = lines[(start + 2)...].prefix { $0.hasPrefix(prefix) }.map { quick(String($0.dropFirst(indent))) }
    #expect(block.count >= 8)
    return block.joined(separator: "\n")
  }

  private func quick(_ line: String) -> String { line.replacing("--replications 2000", with: "--replications 40") }

  private func repository() throws -> (place: Sandbox, environment: [String: String]) {
    let sandbox = try Sandbox()
    let environment = [
      "PATH": "\(Repository.products.path):/usr/bin:/bin", "HOME": sandbox.folder.path, "GIT_AUTHOR_NAME": "a",
      "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
    ]
    _ = try sandbox.folder("origin/plans")
    try Self.plan.write(
      to: sandbox.folder.appending(path: "origin/plans/chat.yaml"), atomically: true, encoding: .utf8)
    try Self.plan.replacing("boot: 3min", with: "boot: 40min").replacing(
      "{ keep: warm }", with: "{ keep: warm, size: 30% of production }"
    )
    .write(to: sandbox.folder.appending(path: "slow.yaml"), atomically: true, encoding: .utf8)
    let made = try sandbox.run(
      """
      cd origin && git init -q -b main && git add . && git commit -q -m plan && git checkout -q -b slow \
      && cp ../slow.yaml plans/chat.yaml && git commit -q -a -m slower && git checkout -q main && cd .. \
      && git clone -q origin work && cd work && git branch -q slow origin/slow
      """, environment: environment)
    #expect(made.status == 0, "\(made.output)")
    return (sandbox, environment)
  }
}
