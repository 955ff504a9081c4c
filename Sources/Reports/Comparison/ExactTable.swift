import CapacityPlanning

/// Simulated figures beside the values that theory gives them; nothing where it gives none.
struct ExactTable {
  private let comparison: Comparison

  init(_ comparison: Comparison) { self.comparison = comparison }

  func lines(width: Int) -> [String] {
    var table = TextTable()
    table.append(["EXACT", "figure", "exact", "simulated", "+-sim", "z", "by"])
    var count = 0
    for design in comparison.designs {
      // How often causes strike is an input by another name: for programs, not for readers.
      for twin in design.twins where !twin.figure.hasSuffix("_incidents_per_year") {
        count += 1
        table.append([
          design.name, twin.figure, Wording.significant(twin.exact.value),
          twin.simulated.map(Wording.significant) ?? "-", Wording.significant(1.959964 * twin.standardError),
          twin.z.map { Wording.signed($0) { Wording.fixed($0, 1) } } ?? "-",
          "\(twin.exact.way.rawValue): \(twin.exact.method)",
        ])
      }
    }
    return count == 0 ? [] : [""] + table.lines(width: width)
  }
}
