import Testing

/// What the check of reports looks at: plans that strain a page.
@Suite struct CheckReportTests {
  /// As many designs as the name of the plan says, one with a name of sixty characters.
  @Test func thirtyDesignsAreThirty() throws {
    let plan = try #require(Repository.file(".ci/reports/thirty-designs.yaml"))
    let designs = plan.lines.drop { $0 != "designs:" }.dropFirst().filter { $0.hasPrefix("  ") }
      .compactMap { $0.split(separator: ":").first.map { $0.trimmingPrefix("  ") } }
    #expect(designs.count == 30 && Set(designs).count == 30)
    #expect(designs.map(\.count).max() == 60)
  }

  /// Plans of the samples that differ in kind: benchmark, growth, retries, three regions, one design.
  @Test func everyKindOfPlanIsLookedAt() throws {
    let check = try #require(Repository.file(".ci/check-report"))
    for plan in ["chat-api", "growing-service", "seed-failover", "retry-storm", "three-regions", "single-site"] {
      #expect(check.text.contains("models/\(plan).yaml"), "\(plan)")
    }
  }
}
