import Foundation
import Testing

/// `nines fit` on a bill in FOCUS: today's estate as a draft, what the bill does not say marked and refused until it is written.
@Suite struct BillTests {
  private static let bill = Nines.repository.appending(path: "models/data/focus.csv").path

  @Test func theEstateIsADraft() throws {
    let outcome = try Nines.run(["fit", Self.bill, "--group", "p5", "--ends", "2027-07-01"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let lines = [
      "  aws-us-east-1:", "    region: 'us-east-1'",
      "    node: { gpus: ask, sku: 'p5.48xlarge', price: $55.0400/h, basis: list, as-of: 2026-10-01 }  # source: focus.csv",
      // 5112 node-hours in 720 h; 3 by the hour, 4 committed, a tenth of spot.
      "    # 7.1 nodes ran on average, 8.1 at the most: 3 on demand, 4 committed, 0.1 spot",
      "      ri-2026: { site: aws-us-east-1, nodes: 5, price: $35.7760/h, ends: 2027-07-01 }  # source: focus.csv",
      "      # 4 of 5 nodes were used; with what was paid at once a node costs $35.7760 an hour",
      // $4,032 over 720 h.
      "# not carried over: the commitment sp-1 is to $5.6000 an hour and not to nodes",
      "# not carried over: 1 rows of the service category 'Networking', $100.0000 in all",
    ]
    for line in lines {
      #expect(
        outcome.stdout.contains(line.replacing("region: 'us-east-1'", with: "region: us-east-1") + "\n"),
        "\(line)\n\(outcome.stdout)")
    }
  }

  /// What was held goes into a plan as it is printed; without its end the plan is refused there.
  @Test func whatIsHeldIsAPartOfAPlan() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let base = try String(
      contentsOf: Nines.repository.appending(path: "models/growing-service.yaml"), encoding: .utf8)
    _ = try folder.write(
      base.replacing("  main:\n", with: "  aws-us-east-1:\n").replacing("sites.main.", with: "sites.aws-us-east-1.")
        .replacing("site: main\n", with: "site: aws-us-east-1\n"), as: "base.yaml")
    func validated(_ options: [String]) throws -> Nines.Outcome {
      let printed = try Nines.run(["fit", Self.bill, "--group", "p5"] + options).stdout
      let held = printed[(try #require(printed.range(of: "\nplan:\n"))).lowerBound...]
      _ = try folder.write("import: base.yaml" + held, as: "held.yaml")
      return try Nines.run(["validate", "held.yaml"], in: folder.url)
    }
    let whole = try validated(["--ends", "2027-07-01"])
    #expect(whole.exitCode == 0, "\(whole.stderr)")
    let open = try validated([])
    #expect(
      open.exitCode == 2 && open.stderr.contains("'ask'") && open.stderr.contains("held.yaml:5"), "\(open.stderr)")
  }

  @Test func theFiguresAreJSONToo() throws {
    let outcome = try Nines.run(["fit", Self.bill, "--format", "json"])
    let root = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    let fleets = try #require(root["fleets"] as? [[String: Any]])
    #expect(
      fleets.map { $0["site"] as? String } == [
        "aws-us-east-1-p5-48xlarge", "azure-westeurope", "aws-us-east-1-m7i-4xlarge",
      ])
    #expect(fleets[0]["committed_node_hours"] as? Double == 2880 && root["hours"] as? Double == 720)
    #expect((root["commitments"] as? [[String: Any]])?.map { $0["carried_over"] as? Bool } == [true, false])
  }

  @Test(arguments: [
    (["--out", "x"], "--out draws what was fitted"), (["--within", "2s"], "--within means nothing for a bill"),
    (["--ends", "2027-07-15"], "is no first day of a month"),
  ])
  func whatMeansNothingIsRefused(options: [String], words: String) throws {
    let outcome = try Nines.run(["fit", Self.bill] + options)
    #expect(outcome.exitCode == 64 && outcome.stdout == "" && outcome.stderr.contains(words), "\(outcome.stderr)")
  }

  @Test func endsIsForBillsAlone() throws {
    let rates = Nines.repository.appending(path: "models/data/rates.csv").path
    let outcome = try Nines.run(["fit", rates, "--ends", "2027-07-01"])
    #expect(outcome.exitCode == 64 && outcome.stderr.contains("is none"), "\(outcome.stderr)")
  }
}
