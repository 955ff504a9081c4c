import Foundation
import Testing

/// The reference simulator is the documentation as a program. It may know what a service is and how luck is addressed; what it
/// took over from the simulator it could not find wrong.
@Suite struct ReferenceSimulatorTests {
  private static let files = Repository.files(in: "Tests/ReferenceSimulator", "swift")
  private static let mayImport: Set<String> = ["CPhilox", "Foundation", "ServiceModel", "Stochastics"]

  @Test func itImportsValuesAndAddressesOnly() {
    #expect(Self.files.count >= 10)
    for file in Self.files {
      for (number, line) in file.code where line.hasPrefix("import ") {
        let name = String(line.dropFirst(7)).trimmingCharacters(in: .whitespaces)
        #expect(Self.mayImport.contains(name), "\(file.path):\(number): the reference simulator must not know \(name)")
      }
    }
  }

  /// Sizes, demand, detection and backups are written again: what `ServiceModel` works out is not asked.
  @Test func itWorksOutWhatItNeeds() throws {
    let taken =
      #"\.(standingNodes|failoverNodes|reservedNodes|spotNodes|lentNodes|servingSites|requirement\w*|productionReplicas|"#
      + #"replicasPerNode|nodes\(for|ordinaryDemand|restore\(phase|acknowledgementSeconds|falseAlarmsPerSecond|counts\(of)\b"#
    let places = try Self.files.flatMap { try $0.places(of: taken) }
    #expect(places.isEmpty, "\(places)")
  }

  /// What `make mutations` changes stands where the table says, once: else it would break nothing.
  @Test func everyMutationHasItsPlace() throws {
    let table = try #require(Repository.file("Tests/DifferentialTests/mutations.tsv"))
    let rows = table.text.split(separator: "\n").dropFirst().map { $0.components(separatedBy: "\t") }
    #expect(rows.count >= 20)
    for row in rows {
      try #require(row.count == 4, "\(row)")
      let file = try #require(Repository.file("Sources/" + row[1]), "\(row[0]): no file \(row[1])")
      #expect(file.text.components(separatedBy: row[2]).count == 2, "\(row[0]): not once in \(row[1])")
    }
  }
}
