import Costing
import Foundation
import OutputAnalysis
import ServiceModel
import Testing

@testable import Reports

/// The table of columns, and what grows from it: data packages, and the dictionary that people read.
@Suite struct DataFieldTests {
  private static let types: Set<String> = ["string", "number", "integer", "boolean", "date"]

  @Test func eachColumnIsDescribedOnce() {
    for table in DataField.tables {
      #expect(Set(table.fields.map(\.name)).count == table.fields.count, "\(table.name)")
      for field in table.fields {
        #expect(Self.types.contains(field.type), "\(table.name).\(field.name)")
        #expect(!field.description.isEmpty, "\(table.name).\(field.name)")
        #expect(field.unit.isEmpty || !["string", "boolean"].contains(field.type), "\(table.name).\(field.name)")
      }
    }
  }

  /// A table of a package is described, and by keys that it has.
  @Test func keysAreColumns() {
    for table in DataPackage.ofComparisons + DataPackage.ofSizes {
      let names = table.fields.map(\.name)
      #expect(!names.isEmpty, "\(table.name)")
      #expect(table.key.allSatisfy(names.contains), "\(table.name)")
      for reference in table.references {
        #expect(reference.fields.allSatisfy(names.contains), "\(table.name)")
        let target = DataPackage.ofComparisons.first { $0.name == reference.table }
        #expect(reference.targets.allSatisfy { target?.fields.map(\.name).contains($0) == true }, "\(table.name)")
      }
    }
  }

  /// The words that a column may hold are those that the program can say.
  @Test(arguments: [
    ("costs", "topology", Topology.allCases.map(\.rawValue)),
    ("costs", "cost_group", CostGroup.allCases.map(\.rawValue)), ("costs", "role", CostRole.allCases.map(\.rawValue)),
    ("costs", "charge_kind", ChargeKind.allCases.map(\.rawValue)),
    ("costs", "charge_frequency", ChargeFrequency.allCases.map(\.rawValue)),
    ("costs", "price_class", PriceClass.allCases.map(\.rawValue)),
    ("costs", "quantity_unit", QuantityUnit.allCases.map(\.rawValue)),
    ("costs", "certainty", Certainty.allCases.map(\.rawValue)),
    ("finance_summary", "role", CostRole.allCases.map(\.rawValue)),
    ("finance_summary", "price_class", PriceClass.allCases.map(\.rawValue)),
    ("design_summary", "meets_objectives", DesignOutcome.Verdict.allCases.map(\.rawValue)),
    ("summary", "topology", Topology.allCases.map(\.rawValue)),
    ("summary", "verdict", Verdict.allCases.map(\.rawValue)),
    ("curve", "verdict", Verdict.allCases.map(\.rawValue)),
  ])
  func choicesAreThoseOfTheProgram(table: String, field: String, words: [String]) {
    let found = DataField.tables.first { $0.name == table }?.fields.first { $0.name == field }
    #expect(found?.choices.sorted() == words.sorted())
  }

  /// The dictionary that people read names the same columns in the same order, with the same units.
  @Test func theDictionarySaysTheSame() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "docs/reference/output.md"), encoding: .utf8)
    for table in DataField.tables where table.name != "trail" {
      let start = try #require(page.firstRange(of: "\n### \(table.name).csv\n"), "\(table.name)")
      let section = page[start.upperBound...].prefix { _ in true }.components(separatedBy: "\n### ")[0]
      let rows = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
      let columns = rows.flatMap { row in
        row.dropFirst(2).prefix { $0 != "|" }.matches(of: /`(\w+)`/).map { String($0.output.1) }
      }
      #expect(columns == table.fields.map(\.name), "\(table.name)")
    }
  }
}
