import Testing

@testable import Pages

/// What the page of a sized design draws beside its curve.
@Suite struct SizePageTests {
  private func point(_ nodes: Int, _ above: Double, _ share: Double) -> String {
    """
    {"nodes": \(nodes), "replicas": \(nodes), "above_requirement_percent": \(above),
     "lost_minutes_per_year": {"mean": 20, "low": 18, "high": 22},
     "objective_share": {"mean": \(share), "low": \(share - 0.02), "high": \(share + 0.02)}, "verdict": "meets",
     "cost_usd_per_year": 1000000, "added_cost_usd_per_year": 0, "usd_per_avoided_minute": null, "replications": 400,
     "status": "met"}
    """
  }

  private func page(required: String) throws -> StoredPage {
    let points = [point(10, 0, 0.85), point(12, 20, 0.97)]
    return try StoredPage(
      """
      {"model": "m", "design": "d", "seed": 1, "replications": 400, "worlds": 4, "peak_rps": 100,
       "requirement_replicas": 10, "requirement_nodes": 10, "required_share": \(required),
       "curve": [\(points.joined(separator: ","))], "answer": \(points[1]), "binding_term": "none",
       "saved_lost_minutes_per_year": [], "terms": [], "readings": []}
      """)
  }

  /// The share that is asked for stands as a line on the curve of shares, where one is asked for.
  @Test func theShareThatIsAskedForIsALine() throws {
    #expect(try page(required: "0.9").says("90 % of years are asked for"))
    #expect(try !page(required: "null").says("are asked for"))
  }
}
