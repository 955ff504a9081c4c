import Foundation
import Testing

/// Ten-fold growth in regions whose quotas do not grow: which designs still fit, and where the design must change.
@Suite struct TenfoldTests {
  /// Whole nodes of two replicas of 9.3627 requests a second for a load.
  private static func nodes(_ load: Double) -> Int { Int(((load / 9.3627).rounded(.up) / 2).rounded(.up)) }

  /// Nodes at a region by hand: so many serve and share peak and buffer; with one lost the others carry the peak.
  private static func perRegion(_ regions: Int, peak: Double) -> Int {
    regions == 1
      ? nodes(1.25 * peak)
      : max(nodes(1.25 * peak / Double(regions)), nodes(peak / Double(regions - 1)))
  }

  @Test(arguments: [100_000, 200_000, 500_000, 1_000_000])
  func aDesignIsRefusedWhereItsRegionsDoNotHoldIt(peak: Int) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let model = Nines.repository.appending(path: "models/growth/tenfold-growth.yaml")
    try FileManager.default.copyItem(at: model, to: folder.url.appending(path: "tenfold-growth.yaml"))
    let path = try folder.write(
      "import: tenfold-growth.yaml\nplan: { vary: { traffic.peak: [\(peak)rps] } }\n", as: "plan.yaml")
    let outcome = try Nines.run(["plan", path, "--replications", "50", "--quiet", "--format", "json"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    let designs = try #require((answer["search"] as? [String: Any])?["designs"] as? [[String: Any]])
    let regions = ["hot-standby": 1, "two-regions": 2, "three-regions": 3, "five-regions": 5, "nine-regions": 9]
    #expect(designs.count == regions.count)
    for design in designs {
      let text = "\(design)"
      let name = try #require(regions.keys.first { text.contains($0) })
      let need = Self.perRegion(regions[name]!, peak: Double(peak))
      #expect((design["fate"] as? String == "refused") == (need > 8000), "\(name) needs \(need): \(text)")
      if need > 8000 { #expect(text.contains("must hold \(need) nodes"), "\(text)") }
    }
  }
}
